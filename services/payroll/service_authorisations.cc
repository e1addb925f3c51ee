// Authorisations, how far their ends have come, and whether a deduction may be made.
#include <google/protobuf/empty.pb.h>

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/errors.h"
#include "services/common/rpc/paging.h"
#include "services/common/status_macros.h"
#include "services/payroll/convert.h"
#include "services/payroll/errors.h"
#include "services/payroll/legal_ground.h"
#include "services/payroll/revocation.h"
#include "services/payroll/service.h"
#include "services/payroll/store.h"

namespace tuoqiao::payroll {
namespace {

void Refuse(const absl::Status& why, v1::DeductionExplanation* response) {
  const auto words = FailureOf(why);
  response->set_reason(words->reason());
  response->set_text_en(words->text_en());
  response->set_text_zh(words->text_zh());
  response->set_next_en(words->next_en());
  response->set_next_zh(words->next_zh());
}

// An employee who was never met has signed nothing here.
absl::StatusOr<std::optional<Authorisation>> FindHolding(db::Read& txn, const std::string& firm,
                                                         const std::string& employee_no,
                                                         absl::CivilDay day) {
  ASSIGN_OR_RETURN(const auto found, LoadAuthorisations(txn, firm, {employee_no, employee_no}));
  std::vector<Authorisation> signed_by;
  for (const auto& [id, each] : found) signed_by.push_back(each);
  const Authorisation* const holding = HoldingOn(signed_by, day);
  if (holding == nullptr) return std::nullopt;
  return *holding;
}

}  // namespace

grpc::Status PayrollService::ReportAuthorisationsTold(
    grpc::ServerContext* context, const v1::ReportAuthorisationsToldRequest* request,
    v1::ReportAuthorisationsToldResponse* response) {
  return front_.Answer(
      context, "ReportAuthorisationsTold", *request,
      [&](const rpc::Caller& caller) -> absl::Status {
        RETURN_IF_ERROR(CheckItems("authorisations", request->authorisations_size()));
        if (request->delivery().empty()) return FieldRequired("delivery");
        RETURN_IF_ERROR(CheckText("delivery", request->delivery()));
        RETURN_IF_ERROR(CheckText("subject", request->subject()));
        ASSIGN_OR_RETURN(const std::string firm, FirmOf(request->parent()));
        return rpc::Mutate(
            mutation_, caller, *request, response, [&](rpc::Change& change) -> absl::Status {
              RETURN_IF_ERROR(change.txn.LockRoot("firm", "id", firm));
              for (const std::string& name : request->authorisations()) {
                ASSIGN_OR_RETURN(
                    const Authorisation told,
                    TellEnd(change, firm, name, request->delivery(), request->subject()));
                *response->add_authorisations() = ToProto(caller.park, firm, told);
              }
              return absl::OkStatus();
            });
      });
}

grpc::Status PayrollService::GetAuthorisation(grpc::ServerContext* context,
                                              const v1::GetAuthorisationRequest* request,
                                              v1::Authorisation* response) {
  return front_.Answer(
      context, "GetAuthorisation", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const AuthorisationKey key, AuthorisationOf(request->name()));
        return db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
          ASSIGN_OR_RETURN(const auto found, FindAuthorisation(txn, key.firm, key.authorisation));
          if (!found.has_value()) return AuthorisationNotFound(request->name());
          *response = ToProto(caller.park, key.firm, *found);
          return absl::OkStatus();
        });
      });
}

grpc::Status PayrollService::ListAuthorisations(grpc::ServerContext* context,
                                                const v1::ListAuthorisationsRequest* request,
                                                v1::ListAuthorisationsResponse* response) {
  return front_.Answer(
      context, "ListAuthorisations", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const std::string firm, FirmOf(request->parent()));
        const std::string list = absl::StrCat(request->parent(), "/authorisations/",
                                              request->revoked_only() ? "revoked" : "all");
        ASSIGN_OR_RETURN(const rpc::Page page,
                         rpc::ReadPage(request->page_size(), request->page_token(), list));
        return db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
          ASSIGN_OR_RETURN(
              const auto authorisations,
              LoadAuthorisationPage(txn, {firm, page.after, page.size}, request->revoked_only()));
          for (const Authorisation& each : authorisations) {
            *response->add_authorisations() = ToProto(caller.park, firm, each);
          }
          if (static_cast<int64_t>(authorisations.size()) == page.size) {
            response->set_next_page_token(rpc::NextPageToken(list, authorisations.back().id));
          }
          return absl::OkStatus();
        });
      });
}

grpc::Status PayrollService::ListLegalBases(grpc::ServerContext* context,
                                            const v1::ListLegalBasesRequest* request,
                                            v1::ListLegalBasesResponse* response) {
  return front_.Answer(context, "ListLegalBases", *request,
                       [&](const rpc::Caller& caller) -> absl::Status {
                         ASSIGN_OR_RETURN(const std::string firm, FirmOf(request->parent()));
                         return db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
                           ASSIGN_OR_RETURN(const auto bases, LoadLegalBasesOf(txn, firm));
                           for (const LegalBasis& each : bases) {
                             *response->add_legal_bases() = ToProto(caller.park, firm, each);
                           }
                           return absl::OkStatus();
                         });
                       });
}

grpc::Status PayrollService::ExplainDeduction(grpc::ServerContext* context,
                                              const v1::ExplainDeductionRequest* request,
                                              v1::DeductionExplanation* response) {
  return front_.Answer(
      context, "ExplainDeduction", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const auto asked, FromProto(*request));
        ASSIGN_OR_RETURN(const std::string firm, FirmOf(request->parent()));
        RETURN_IF_ERROR(peers_.CheckFirm(caller, firm));
        absl::CivilDay day;
        if (asked.has_value()) {
          day = *asked;
        } else {
          ASSIGN_OR_RETURN(day, peers_.AskToday(caller));
        }
        const std::string citation = CitationOn(packs_.deductions, day);
        response->set_citation(citation);
        return db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
          ASSIGN_OR_RETURN(const auto basis, LoadLegalBasis(txn, firm, day));
          ASSIGN_OR_RETURN(const auto holding, FindHolding(txn, firm, request->employee_no(), day));
          if (basis.has_value())
            *response->mutable_legal_basis() = ToProto(caller.park, firm, *basis);
          if (holding.has_value()) {
            *response->mutable_authorisation() = ToProto(caller.park, firm, *holding);
          }
          response->set_allowed(basis.has_value() && holding.has_value());
          if (!basis.has_value()) {
            Refuse(LegalBasisMissing(citation), response);
          } else if (!holding.has_value()) {
            Refuse(AuthorisationMissing(), response);
          }
          return absl::OkStatus();
        });
      });
}

}  // namespace tuoqiao::payroll
