#include "services/places/allocation/check.h"

#include <algorithm>
#include <map>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/places/allocation/order.h"

namespace tuoqiao::allocation {
namespace {

class Check {
 public:
  Check(const Market& market, const Draw& draw, const Seats& seats)
      : market_(market), seats_(seats), order_(market, draw) {
    for (const SeatUnit& each : market.units) free_[each.id] = each.seats;
    for (const Applicant& each : market.applicants) applicants_[each.id] = &each;
  }

  std::optional<std::string> Run() {
    for (const auto& [applicant, unit] : seats_) {
      if (auto fault = Place(applicant, unit)) return fault;
    }
    for (const auto& [unit, left] : free_) {
      if (left < 0) return absl::StrCat(unit, " has ", -left, " children more than seats");
    }
    for (const Applicant& each : market_.applicants) {
      if (auto fault = Envy(each)) return fault;
    }
    return std::nullopt;
  }

 private:
  static const Choice* ChoiceWith(const Applicant& applicant, const std::string& unit) {
    for (const Choice& each : applicant.choices) {
      if (std::count(each.units.begin(), each.units.end(), unit) > 0) return &each;
    }
    return nullptr;
  }

  std::optional<std::string> Place(const std::string& id, const std::string& unit) {
    const auto applicant = applicants_.find(id);
    if (applicant == applicants_.end()) return absl::StrCat(id, " is not in the market");
    if (free_.count(unit) == 0) return absl::StrCat(unit, " is not in the market");
    const Choice* const choice = ChoiceWith(*applicant->second, unit);
    if (choice == nullptr) return absl::StrCat(unit, " is not for ", id);
    --free_[unit];
    Standing& last = last_[unit];
    const Standing standing = order_.Of(*applicant->second, *choice);
    if (last.id.empty() || last < standing) last = standing;
    return std::nullopt;
  }

  // Walks through what the applicant would rather have than its seat.
  std::optional<std::string> Envy(const Applicant& applicant) const {
    const auto seat = seats_.find(applicant.id);
    for (const Choice& choice : applicant.choices) {
      for (const std::string& unit : choice.units) {
        if (seat != seats_.end() && unit == seat->second) return std::nullopt;
        if (free_.at(unit) > 0)
          return absl::StrCat(applicant.id, " would rather have ", unit, ", which has a free seat");
        const auto last = last_.find(unit);
        if (last != last_.end() && order_.Of(applicant, choice) < last->second) {
          return absl::StrCat(applicant.id, " stands before ", last->second.id, " at ", unit);
        }
      }
    }
    return std::nullopt;
  }

  const Market& market_;
  const Seats& seats_;
  const Order order_;
  std::map<std::string, const Applicant*> applicants_;
  std::map<std::string, int64_t> free_;
  std::map<std::string, Standing> last_;  // Of those who have a seat of the unit.
};

}  // namespace

std::optional<std::string> FirstFault(const Market& market, const Draw& draw, const Seats& seats) {
  return Check(market, draw, seats).Run();
}

}  // namespace tuoqiao::allocation
