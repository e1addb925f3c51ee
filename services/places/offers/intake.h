// Which applications are taken.
#ifndef TUOQIAO_SERVICES_PLACES_OFFERS_INTAKE_H_
#define TUOQIAO_SERVICES_PLACES_OFFERS_INTAKE_H_

#include <map>
#include <optional>
#include <set>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/places/child.h"
#include "services/places/offers/application.h"
#include "services/places/offers/offer_policy.h"

namespace tuoqiao::places {

// One batch under one programme. Not thread safe.
class Intake {
 public:
  struct Facts {
    absl::string_view park;
    std::string programme;  // Id.
    const Children& children;
    const Decisions& decisions;
    std::set<std::string> centres;
    // Of the park under the programme, by case number.
    std::map<std::string, Application> last_applications;
    absl::CivilDay today;
    WaitingNumbers numbers;
  };
  explicit Intake(Facts facts) : facts_(std::move(facts)) {}

  struct Taken {
    Application application;
    // It was sent before; nothing has to be saved.
    bool unchanged = false;
    // The child's former application, where nobody confirmed it and it can no longer be opened
    // again: it is closed now, whoever has noticed.
    std::optional<Application> closed;
  };
  // A case number that an accepted item had is DUPLICATE_IN_REQUEST; then UNKNOWN_CHILD,
  // CENTRE_NOT_FOUND, NOT_ELIGIBLE, APPLICATION_EXISTS. The same submission again is unchanged,
  // whatever became of it and of the child.
  absl::StatusOr<Taken> Take(Application said);

 private:
  absl::StatusOr<Taken> Judge(Application said) const;

  const Facts facts_;
  std::set<std::string> accepted_;
};

}  // namespace tuoqiao::places

#endif  // TUOQIAO_SERVICES_PLACES_OFFERS_INTAKE_H_
