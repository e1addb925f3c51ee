#include "services/billing/caps.h"

#include <algorithm>
#include <utility>

#include "services/common/check.h"

namespace tuoqiao::billing {

int64_t CapPage::TakenOf(size_t layer, size_t cap, const std::string& party) const {
  for (const Taken& each : taken_) {
    if (each.layer == layer && each.cap == cap && each.party == party) return each.amount_minor;
  }
  return 0;
}

int64_t CapPage::DecidedTaken(size_t layer) const {
  const auto found = decided_.find(layer);
  return found == decided_.end() ? 0 : found->second;
}

void CapPage::TakeDecided(size_t layer, int64_t amount_minor) { decided_[layer] += amount_minor; }

CapRoom CapPage::RoomOf(const Layer& layer, size_t index, const std::string& party) const {
  CapRoom least;
  for (size_t i = 0; i < layer.caps.size(); ++i) {
    // Another plan of the year may have had a higher cap by the same account.
    const int64_t room =
        std::max<int64_t>(layer.caps[i].amount_minor - TakenOf(index, i, party), 0);
    if (least.cap == nullptr || room < least.room_minor) least = {&layer.caps[i], room};
  }
  return least;
}

void CapPage::Take(const Layer& layer, size_t index, const std::string& party,
                   int64_t amount_minor) {
  for (size_t i = 0; i < layer.caps.size(); ++i) {
    const auto same = std::find_if(taken_.begin(), taken_.end(), [&](const Taken& each) {
      return each.layer == index && each.cap == i && each.party == party;
    });
    if (same == taken_.end()) {
      taken_.push_back({index, i, party, amount_minor});
    } else {
      same->amount_minor += amount_minor;
    }
  }
}

CapBook::CapBook(const FundingPlan& plan, const std::vector<Draw>& before) : plan_(plan) {
  std::map<std::string, std::pair<size_t, size_t>> by_account;
  for (size_t layer = 0; layer < plan.layers.size(); ++layer) {
    for (size_t cap = 0; cap < plan.layers[layer].caps.size(); ++cap) {
      caps_.emplace_back(layer, cap);
      const std::string& account = plan.layers[layer].caps[cap].account;
      if (!account.empty()) by_account[account] = {layer, cap};
    }
  }
  for (const Draw& each : before) {
    const auto found = by_account.find(each.account);
    if (found == by_account.end()) continue;
    const auto [layer, cap] = found->second;
    taken_[{layer, cap, each.owner}][each.party] += each.amount_minor;
  }
}

CapPage CapBook::Open(const CapOwner& owner) const {
  CapPage page;
  for (const auto& [layer, cap] : caps_) {
    const CapScope scope = plan_.layers[layer].caps[cap].scope;
    const auto found = taken_.find({layer, cap, owner.Of(scope)});
    if (found == taken_.end()) continue;
    for (const auto& [party, amount_minor] : found->second) {
      page.taken_.push_back({layer, cap, party, amount_minor});
    }
  }
  if (const auto found = decided_.find(owner.case_number); found != decided_.end()) {
    page.decided_ = found->second;
  }
  return page;
}

void CapBook::Close(const CapOwner& owner, const CapPage& page) {
  if (!page.decided_.empty()) decided_[owner.case_number] = page.decided_;
  for (const CapPage::Taken& each : page.taken_) {
    const CapScope scope = plan_.layers[each.layer].caps[each.cap].scope;
    taken_[{each.layer, each.cap, owner.Of(scope)}][each.party] = each.amount_minor;
  }
}

}  // namespace tuoqiao::billing
