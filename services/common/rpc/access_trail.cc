#include "services/common/rpc/access_trail.h"

#include "absl/strings/str_cat.h"
#include "services/common/hash.h"
#include "services/common/period.h"

namespace tuoqiao::rpc {

absl::Status RecordAccess(const MutationOptions& options, const Caller& caller,
                          const std::string& subject) {
  if (caller.identity.role == "PARENT") return absl::OkStatus();
  const std::string time = FormatMoment(options.clock.Now());
  // The trace id is the caller's own word and may stand in many calls: it alone names no access.
  const std::string id =
      DeriveId("acc", {caller.park, absl::StrCat(caller.request, "\n", subject, "\n", time)}, 0);
  return options.db.WriteIn(caller.park, [&](db::Write& txn) {
    return txn
        .Execute(
            "INSERT INTO access_record (park_id, id, subject, caller, purpose, access_time) "
            "VALUES (:park, :id, :subject, :caller, :purpose, :time) "
            "ON CONFLICT (park_id, id) DO NOTHING",
            {{"id", id},
             {"subject", subject},
             {"caller", caller.Label()},
             {"purpose", caller.identity.purpose},
             {"time", time}})
        .status();
  });
}

}  // namespace tuoqiao::rpc
