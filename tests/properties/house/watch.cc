#include "tests/properties/house/watch.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/common/status_macros.h"

namespace tuoqiao::house {
namespace {

Person Finance(const World& world) { return {"PARK_FINANCE", world.ParkName(), "li"}; }

absl::Status CheckEntry(const ledger::v1::Entry& entry) {
  int64_t sum_minor = 0;
  for (const auto& each : entry.postings()) sum_minor += each.amount_minor();
  if (sum_minor == 0) return absl::OkStatus();
  return absl::InternalError(absl::StrCat(entry.name(), " sums to ", sum_minor));
}

// Whether a text names a park other than this one.
bool NamesAnother(const std::string& text, const std::string& park) {
  const std::string own = absl::StrCat("parks/", park);
  for (size_t at = text.find("parks/"); at != std::string::npos; at = text.find("parks/", at + 1)) {
    if (text.compare(at, own.size(), own) != 0) return true;
    const size_t after = at + own.size();
    if (after < text.size() && (std::isalnum(text[after]) || text[after] == '-')) return true;
  }
  return false;
}

template <typename Service>
absl::Status AddResources(House& house, const World& world,
                          grpc::Status (Service::*method)(grpc::ServerContext*,
                                                          const type::v1::ListResourcesRequest*,
                                                          type::v1::ListResourcesResponse*),
                          std::vector<std::string>& lines) {
  type::v1::ListResourcesRequest request;
  request.set_parent(world.ParkName());
  request.set_page_size(1000);
  return EachPage(
      house, method, request, {"OPS", world.ParkName(), "zhou"},
      [&](const type::v1::ListResourcesResponse& page) {
        for (const auto& each : page.resources()) {
          lines.push_back(absl::StrCat(each.name(), " ", each.type(), " ", each.json()));
        }
      });
}

// By name.
absl::StatusOr<std::string> Joined(std::vector<std::string> lines, const World& world) {
  std::sort(lines.begin(), lines.end());
  std::string state;
  for (const std::string& line : lines) {
    if (NamesAnother(line, world.park)) {
      return absl::InternalError(absl::StrCat("of another park: ", line));
    }
    absl::StrAppend(&state, line, "\n");
  }
  return state;
}

}  // namespace

Watch::Watch(House& house, const World& world) : house_(house), world_(world) {
  for (const std::string& service : House::Services()) {
    chains_.emplace(service, ChainVerifier(world.park, ChainPoint(), {}));
  }
}

absl::Status Watch::CheckTrial() {
  ledger::v1::GetTrialBalanceRequest request;
  request.set_name(world_.ParkName());
  ASSIGN_OR_RETURN(const ledger::v1::TrialBalance trial,
                   house_.Call(&Ledger::GetTrialBalance, request, Finance(world_)));
  if (trial.difference_minor() == 0 && trial.unexplained_minor() == 0) return absl::OkStatus();
  return absl::InternalError(absl::StrCat("the books: ", trial.ShortDebugString()));
}

absl::Status Watch::ReadLogs() {
  for (auto& [service, chain] : chains_) {
    ASSIGN_OR_RETURN(const std::vector<LogRow> rows,
                     house_.LogAfter(service, world_.park, chain.point().position));
    for (const LogRow& row : rows) RETURN_IF_ERROR(chain.Add(row));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<std::string>> Watch::Entries(int64_t after) {
  ledger::v1::ListEntriesRequest request;
  request.set_parent(world_.ParkName());
  request.set_page_size(1000);
  std::vector<std::string> entries;
  absl::Status odd;
  int64_t place = 0;
  RETURN_IF_ERROR(EachPage(house_, &Ledger::ListEntries, request, Finance(world_),
                           [&](const ledger::v1::ListEntriesResponse& page) {
                             for (const auto& each : page.entries()) {
                               if (++place <= after) continue;
                               odd.Update(CheckEntry(each));
                               entries.push_back(each.SerializeAsString());
                             }
                           }));
  RETURN_IF_ERROR(odd);
  return entries;
}

absl::Status Watch::AfterStep() {
  RETURN_IF_ERROR(CheckTrial());
  return ReadLogs();
}

absl::Status Watch::ReadAgain() {
  RETURN_IF_ERROR(AfterStep());
  ASSIGN_OR_RETURN(std::vector<std::string> entries, Entries(0));
  if (entries.size() < entries_.size() ||
      !std::equal(entries_.begin(), entries_.end(), entries.begin())) {
    return absl::InternalError("an entry that was posted is another one now");
  }
  entries_ = std::move(entries);
  for (const std::string& service : House::Services()) {
    ASSIGN_OR_RETURN(const std::vector<LogRow> rows, house_.LogAfter(service, world_.park, 0));
    ChainVerifier whole(world_.park, ChainPoint(),
                        {{world_.park, service, chains_.at(service).point(), absl::Time()}});
    for (const LogRow& row : rows) RETURN_IF_ERROR(whole.Add(row));
    RETURN_IF_ERROR(whole.Finish());
  }
  return absl::OkStatus();
}

absl::StatusOr<std::string> BooksOf(House& house, const World& world) {
  std::vector<std::string> lines;
  RETURN_IF_ERROR(AddResources(house, world, &Ledger::ListResources, lines));
  return Joined(std::move(lines), world);
}

absl::StatusOr<std::string> StateOf(House& house, const World& world) {
  std::vector<std::string> lines;
  RETURN_IF_ERROR(AddResources(house, world, &Billing::ListResources, lines));
  RETURN_IF_ERROR(AddResources(house, world, &Payroll::ListResources, lines));
  RETURN_IF_ERROR(AddResources(house, world, &Ledger::ListResources, lines));
  RETURN_IF_ERROR(AddResources(house, world, &Settlement::ListResources, lines));
  return Joined(std::move(lines), world);
}

}  // namespace tuoqiao::house
