#include "services/places/contracts/contract_ground.h"

#include <utility>

#include "services/common/status_macros.h"
#include "services/places/contracts/pool_days.h"
#include "services/places/convert.h"
#include "services/places/enrolment_store.h"
#include "services/places/errors.h"
#include "services/places/store.h"

namespace tuoqiao::places {

absl::StatusOr<Group> LockSeatsOf(db::Write& txn, const std::string& group) {
  RETURN_IF_ERROR(LockWaitingList(txn));
  RETURN_IF_ERROR(LockCentre(txn, group.substr(0, group.find('/'))));
  RETURN_IF_ERROR(LockGroup(txn, group));
  ASSIGN_OR_RETURN(auto found, LoadGroup(txn, group));
  if (!found.has_value()) return GroupNotFound(GroupName(txn.park(), group));
  return *std::move(found);
}

absl::Status CheckSeatsOf(db::Read& txn, const Group& group, absl::CivilDay today,
                          absl::string_view field) {
  const std::string centre = group.id.substr(0, group.id.find('/'));
  ASSIGN_OR_RETURN(const auto enrolled, LoadTakenSeats(txn, {centre, centre, today, today, true}));
  return CheckContracts(group, enrolled, today, field);
}

}  // namespace tuoqiao::places
