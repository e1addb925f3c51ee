// Pages of what is read of attendance: rows of one centre after the other, by keys of their own.
#ifndef TUOQIAO_SERVICES_PLACES_ATTENDANCE_ATTENDANCE_PAGES_H_
#define TUOQIAO_SERVICES_PLACES_ATTENDANCE_ATTENDANCE_PAGES_H_

#include <google/protobuf/repeated_field.h>

#include <map>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/common/rpc/paging.h"
#include "services/common/status_macros.h"
#include "services/places/attendance/attendance_policy.h"
#include "services/places/presence/numbers.h"

namespace tuoqiao::places {

// What a list goes by: rows of one centre after the other, each with a key of its own.
struct ListPlace {
  std::string list;
  rpc::Page page;
  std::string centre, key;  // Behind which it goes on.
};

inline absl::StatusOr<ListPlace> PlaceIn(const std::string& list, int64_t page_size,
                                         const std::string& page_token) {
  ListPlace place;
  place.list = list;
  ASSIGN_OR_RETURN(place.page, rpc::ReadPage(page_size, page_token, list));
  const std::pair<std::string, std::string> parts =
      absl::StrSplit(place.page.after, absl::MaxSplits('\n', 1));
  place.centre = parts.first;
  place.key = parts.second;
  return place;
}

// Adds what follows of the rows of a centre; true where the page is full.
template <typename Message>
bool AddPage(const std::map<std::string, Message>& rows, const std::string& centre,
             const ListPlace& place, google::protobuf::RepeatedPtrField<Message>* to,
             std::string* token) {
  auto row = centre == place.centre ? rows.upper_bound(place.key) : rows.begin();
  for (; row != rows.end(); ++row) {
    *to->Add() = row->second;
    if (to->size() < place.page.size) continue;
    *token = rpc::NextPageToken(place.list, absl::StrCat(centre, "\n", row->first));
    return true;
  }
  return false;
}

// Whether an absence is billable: by the policy, or the pack.
class Billable {
 public:
  Billable(const AttendancePolicy& policy, const presence::Numbers& numbers)
      : policy_(policy), numbers_(numbers) {}
  bool operator()(Reason reason) const {
    const auto said = policy_.billable.find(reason);
    if (said != policy_.billable.end()) return said->second;
    const auto rule = numbers_.reasons.find(reason);
    return rule != numbers_.reasons.end() && rule->second.billable == 1;
  }

 private:
  const AttendancePolicy& policy_;
  const presence::Numbers& numbers_;
};

}  // namespace tuoqiao::places

#endif  // TUOQIAO_SERVICES_PLACES_ATTENDANCE_ATTENDANCE_PAGES_H_
