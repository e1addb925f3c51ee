#include "services/payroll/revocation.h"

#include <google/protobuf/empty.pb.h>

#include "services/common/resource_name.h"
#include "services/common/status_macros.h"
#include "services/payroll/convert.h"
#include "services/payroll/errors.h"
#include "services/payroll/store.h"

namespace tuoqiao::payroll {
namespace {

// AUTHORISATION_NOT_FOUND, AUTHORISATION_STANDS.
absl::StatusOr<Authorisation> FindRevoked(db::Read& txn, const std::string& firm,
                                          const std::string& named) {
  ASSIGN_OR_RETURN(auto found, FindAuthorisation(txn, firm, LastPart(named)));
  if (!found.has_value()) return AuthorisationNotFound(named);
  if (!found->revoke_date.has_value()) return AuthorisationStands(named);
  return *found;
}

absl::Status Save(rpc::Change& change, const std::string& firm, const char* kind,
                  const Authorisation& authorisation) {
  change.Publish(kind, AuthorisationName(change.txn.park(), firm, authorisation.id),
                 authorisation.revision, google::protobuf::Empty());
  return SaveAuthorisations(change.txn, firm, {authorisation});
}

}  // namespace

absl::StatusOr<Authorisation> TellEnd(rpc::Change& change, const std::string& firm,
                                      const std::string& named, const std::string& delivery,
                                      const std::string& subject) {
  ASSIGN_OR_RETURN(Authorisation authorisation, FindRevoked(change.txn, firm, named));
  if (Tell(authorisation, delivery, subject)) {
    RETURN_IF_ERROR(Save(change, firm, "AuthorisationEndTold", authorisation));
  }
  return authorisation;
}

absl::StatusOr<ConfirmedEnd> ConfirmEnd(rpc::Change& change, const std::string& firm,
                                        const std::string& named, const std::string& delivery) {
  ASSIGN_OR_RETURN(Authorisation authorisation, FindRevoked(change.txn, firm, named));
  const bool news = Confirm(authorisation, delivery);
  if (news) RETURN_IF_ERROR(Save(change, firm, "AuthorisationEndConfirmed", authorisation));
  return ConfirmedEnd{AuthorisationName(change.txn.park(), firm, authorisation.id), news};
}

}  // namespace tuoqiao::payroll
