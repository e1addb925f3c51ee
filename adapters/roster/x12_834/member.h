// The 2000 loops of an 834: which segment belongs to the member, to somebody else named in its
// loop, or to one of its plans.
#ifndef TUOQIAO_ADAPTERS_ROSTER_X12_834_MEMBER_H_
#define TUOQIAO_ADAPTERS_ROSTER_X12_834_MEMBER_H_

#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "adapters/roster/x12_834/interchange.h"

namespace tuoqiao::adapters::roster {

// One 2000 loop. All views are of the file's text.
struct Member {
  Segment ins;
  absl::string_view raw;            // INS to the last segment of the loop.
  absl::string_view subscriber_no;  // REF*0F: of the subscriber, also in a dependant's loop.
  absl::string_view employee_no;    // By the qualifier of the profile.
  Segment name;                     // NM1*IL or NM1*74.
  Segment demographics;             // The DMG that follows it.
  Segment former_name;              // NM1*70, what the 74 or IL corrects.
  absl::flat_hash_map<absl::string_view, Segment> dates;  // DTP of the member, by DTP01.
  std::vector<Segment> plans;                             // HD.
  std::vector<Segment> plan_ends;                         // DTP*349 of the plans.
};

struct MemberList {
  Segment bgn;
  std::vector<Segment> totals;  // QTY before the first member.
  std::vector<Member> members;
};

// `employee_no_qualifier` is the REF01 under which this sponsor sends the employee number.
MemberList ReadMembers(const TransactionSet& set, absl::string_view employee_no_qualifier);

}  // namespace tuoqiao::adapters::roster

#endif  // TUOQIAO_ADAPTERS_ROSTER_X12_834_MEMBER_H_
