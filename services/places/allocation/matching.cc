#include "services/places/allocation/matching.h"

#include <map>
#include <vector>

#include "services/places/allocation/order.h"

namespace tuoqiao::allocation {
namespace {

// A unit that an applicant asks for, with where it stands there.
struct Request {
  const std::string* unit;
  const Choice* choice;
};

std::vector<Request> RequestsOf(const Applicant& applicant) {
  std::vector<Request> requests;
  for (const Choice& choice : applicant.choices) {
    for (const std::string& unit : choice.units) requests.push_back({&unit, &choice});
  }
  return requests;
}

struct Asking {
  const Applicant* applicant;
  std::vector<Request> requests;
  size_t next = 0;
};

struct Unit {
  int64_t seats = 0;
  std::map<Standing, Asking*> kept;  // The last is the first to go.
};

}  // namespace

Seats Match(const Market& market, const Draw& draw) {
  const Order order(market, draw);
  std::map<std::string, Unit> units;
  for (const SeatUnit& each : market.units) units[each.id].seats = each.seats;
  std::vector<Asking> all;
  for (const Applicant& each : market.applicants) all.push_back({&each, RequestsOf(each)});
  std::vector<Asking*> asking;
  for (Asking& each : all) asking.push_back(&each);

  while (!asking.empty()) {
    Asking* const one = asking.back();
    asking.pop_back();
    if (one->next == one->requests.size()) continue;  // Nothing is left to ask for.
    const Request& request = one->requests[one->next++];
    Unit& unit = units[*request.unit];
    unit.kept.emplace(order.Of(*one->applicant, *request.choice), one);
    if (static_cast<int64_t>(unit.kept.size()) <= unit.seats) continue;
    const auto last = std::prev(unit.kept.end());
    asking.push_back(last->second);
    unit.kept.erase(last);
  }

  Seats seats;
  for (const auto& [id, unit] : units) {
    for (const auto& [standing, one] : unit.kept) seats[one->applicant->id] = id;
  }
  return seats;
}

}  // namespace tuoqiao::allocation
