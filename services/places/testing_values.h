// Values of the core, for its tests.
#ifndef TUOQIAO_SERVICES_PLACES_TESTING_VALUES_H_
#define TUOQIAO_SERVICES_PLACES_TESTING_VALUES_H_

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/places/centre.h"
#include "services/places/child.h"
#include "services/places/offers/application.h"

namespace tuoqiao::places {

inline constexpr absl::CivilDay kToday(2026, 10, 1);
inline constexpr char kPark[] = "yunqi";

inline Group GroupOf(const std::string& centre, const std::string& code, GroupKind kind,
                     std::vector<SeatPool> pools) {
  Group group;
  group.id = absl::StrCat(centre, "/", code);
  group.code = code;
  group.kind = kind;
  group.pools = std::move(pools);
  for (const SeatPool& pool : group.pools) group.capacity += pool.seats;
  return group;
}
inline Group GroupOf(const std::string& centre, const std::string& code, GroupKind kind,
                     int64_t seats) {
  return GroupOf(centre, code, kind, std::vector<SeatPool>{{"SHARED", "", seats}});
}

inline Centre CentreWith(const std::string& id, std::vector<Group> groups) {
  Centre centre;
  centre.id = id;
  centre.groups = std::move(groups);
  return centre;
}

// A child with both consents and a guardian at the firm 91a since 2025.
inline Child ChildOf(const std::string& case_number, absl::CivilDay birth_date) {
  Child child;
  child.id = absl::StrCat("child-", case_number);
  child.family = absl::StrCat("fam-", case_number);
  child.case_number = case_number;
  child.birth_date = birth_date;
  child.employments = {{"91a", absl::CivilDay(2025, 1, 1), std::nullopt}};
  child.programme_consent = child.centre_consent = true;
  return child;
}

// Eligible in October and November of 2026.
inline Decision Eligible() {
  Decision decision;
  decision.slices = {{{kToday, absl::CivilDay(2026, 12, 1)}, true}};
  decision.revision = 1;
  return decision;
}

inline Application ApplicationOf(const std::string& case_number) {
  Application application;
  application.case_number = case_number;
  application.child = absl::StrCat("child-", case_number);
  application.family = absl::StrCat("fam-", case_number);
  application.programme = "care";
  application.choices = {"a"};
  application.desired_start = kToday;
  application.submitted = absl::FromUnixSeconds(1790000000);
  application.id = ApplicationId(kPark, application);
  application.revision = 1;
  return application;
}

// Held on two more days, and open for two weeks.
inline Offer MakeOffer(absl::string_view park, Application& application, const Seat& seat,
                       absl::CivilDay end, absl::CivilDay today) {
  return MakeOffer(park, application, seat, end, OfferDays{today + 2, today + 14, today + 42});
}

}  // namespace tuoqiao::places

#endif  // TUOQIAO_SERVICES_PLACES_TESTING_VALUES_H_
