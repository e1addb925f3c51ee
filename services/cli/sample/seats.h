// Who gets which seat. The generator has to know, because only enrolled children attend.
#ifndef TUOQIAO_SERVICES_CLI_SAMPLE_SEATS_H_
#define TUOQIAO_SERVICES_CLI_SAMPLE_SEATS_H_

#include <vector>

#include "absl/time/civil_time.h"
#include "services/cli/sample/dice.h"
#include "services/cli/sample/park.h"

namespace tuoqiao::cli {

// A home-based point takes at most five children, all in one mixed group.
inline constexpr int kHomeSeats = 5;

// Under three, over half a year, with an employed and confirmed guardian, and with the programme's
// consent.
bool Eligible(const Park& park, const Child& child, absl::CivilDay day);

// The firms of the child's confirmed guardians who are employed on the day; each firm once.
std::vector<int> PayingFirms(const Park& park, const Child& child, absl::CivilDay day);

// The kind of group for one age, mixed groups aside. The age is between 6 and 35 months.
GroupKind KindForAge(int64_t age_months);

// Gives every centre the groups that its children's roles ask for: a tight centre exactly the seats
// of its first choices, any other some to spare.
void OpenGroups(Park& park, Dice dice);

// The enrolments that follow when every application is taken in order of its time, then of its case
// number.
std::vector<Enrolment> FirstComeFirstServed(const Park& park);

}  // namespace tuoqiao::cli

#endif  // TUOQIAO_SERVICES_CLI_SAMPLE_SEATS_H_
