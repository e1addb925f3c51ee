// What capped layers and budgets have taken, and what is left of them.
#ifndef TUOQIAO_SERVICES_BILLING_CAPS_H_
#define TUOQIAO_SERVICES_BILLING_CAPS_H_

#include <cstdint>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "services/billing/plan.h"

namespace tuoqiao::billing {

// What a yearly cap or a budget has taken. `account` is the cap's, `owner` the child's case number
// or the family, `party` the payer or, of a firm, its resource name. A budget's account is its
// payer's name, and it has neither owner nor party.
struct Draw {
  std::string account, owner, party;
  int64_t amount_minor = 0;
};

// Whose cap it is that counts.
struct CapOwner {
  std::string case_number, family;

  const std::string& Of(CapScope scope) const { return IsOfFamily(scope) ? family : case_number; }
};

// Of a cap that binds.
struct CapRoom {
  const Cap* cap = nullptr;
  int64_t room_minor = 0;
};

// One child's view of the caps of a plan: what is left to it. Amounts that a pack decides count
// here as well: the child has each once in a month, whatever statements it is spread over. Cheap to
// copy, so that several ways of splitting one month can be tried.
class CapPage {
 public:
  // What a layer took of its decided amount, also where its condition failed: another one bears it.
  int64_t DecidedTaken(size_t layer) const;
  void TakeDecided(size_t layer, int64_t amount_minor);

  // The least room of the layer's caps for a party; no cap where there is none.
  CapRoom RoomOf(const Layer& layer, size_t index, const std::string& party) const;
  // Within the room.
  void Take(const Layer& layer, size_t index, const std::string& party, int64_t amount_minor);

 private:
  friend class CapBook;
  struct Taken {
    size_t layer = 0, cap = 0;
    std::string party;
    int64_t amount_minor = 0;
  };
  int64_t TakenOf(size_t layer, size_t cap, const std::string& party) const;

  std::vector<Taken> taken_;
  std::map<size_t, int64_t> decided_;  // By layer; of this month.
};

// All caps of a plan in a month, child after child. Not thread safe.
class CapBook {
 public:
  // `before` is what the closed months of the year took.
  CapBook(const FundingPlan& plan, const std::vector<Draw>& before);

  CapPage Open(const CapOwner& owner) const;
  void Close(const CapOwner& owner, const CapPage& page);

 private:
  // Layer, cap, owner.
  using Key = std::tuple<size_t, size_t, std::string>;

  const FundingPlan& plan_;
  std::vector<std::pair<size_t, size_t>> caps_;               // Layer and cap.
  std::map<Key, std::map<std::string, int64_t>> taken_;       // By party.
  std::map<std::string, std::map<size_t, int64_t>> decided_;  // By case number and layer.
};

}  // namespace tuoqiao::billing

#endif  // TUOQIAO_SERVICES_BILLING_CAPS_H_
