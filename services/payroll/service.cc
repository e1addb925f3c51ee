// What allows a deduction, and what holds it back.
#include "services/payroll/service.h"

#include <google/protobuf/empty.pb.h>

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "services/common/errors.h"
#include "services/common/status_macros.h"
#include "services/payroll/convert.h"
#include "services/payroll/errors.h"
#include "services/payroll/legal_ground.h"
#include "services/payroll/recording.h"

namespace tuoqiao::payroll {
namespace {

// As the contract says; a list of them is one page.
constexpr size_t kLegalBasesMax = 100;

}  // namespace

grpc::Status PayrollService::RecordLegalBasis(grpc::ServerContext* context,
                                              const v1::RecordLegalBasisRequest* request,
                                              v1::LegalBasis* response) {
  return front_.Answer(
      context, "RecordLegalBasis", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const LegalBasis said, FromProto(request->legal_basis()));
        ASSIGN_OR_RETURN(const std::string firm, FirmOf(request->parent()));
        const auto ask = [&]() -> absl::StatusOr<bool> {
          RETURN_IF_ERROR(peers_.CheckFirm(caller, firm));
          return true;
        };
        return rpc::Mutate(
            mutation_, caller, *request, response, ask,
            [&](rpc::Change& change, bool) -> absl::Status {
              if (said.until_date.has_value() && *said.until_date < said.from_date) {
                return DateOrder("legal_basis.until_date");
              }
              RETURN_IF_ERROR(CheckGround(packs_.deductions, said.ground, said.from_date));
              RETURN_IF_ERROR(LockFirm(change.txn, firm));
              ASSIGN_OR_RETURN(const auto bases, LoadLegalBasesOf(change.txn, firm));
              *response = ToProto(caller.park, firm, said);
              const auto before = std::find_if(
                  bases.begin(), bases.end(),
                  [&](const LegalBasis& each) { return each.from_date == said.from_date; });
              const bool known = before != bases.end();
              if (known && before->basis == said.basis && before->ground == said.ground &&
                  before->until_date == said.until_date) {
                return absl::OkStatus();
              }
              if (!known && bases.size() >= kLegalBasesMax) {
                return FieldInvalid("legal_basis",
                                    absl::StrCat("is one more than ", kLegalBasesMax),
                                    absl::StrCat("已达 ", kLegalBasesMax, " 条"));
              }
              LegalBasis basis = said;
              basis.revision = known ? before->revision + 1 : 1;
              change.Publish("LegalBasisRecorded", response->name(), basis.revision,
                             google::protobuf::Empty());
              return SaveLegalBasis(change.txn, firm, basis);
            });
      });
}

grpc::Status PayrollService::BatchRecordAuthorisations(
    grpc::ServerContext* context, const v1::BatchRecordAuthorisationsRequest* request,
    v1::BatchRecordAuthorisationsResponse* response) {
  return front_.Answer(
      context, "BatchRecordAuthorisations", *request,
      [&](const rpc::Caller& caller) -> absl::Status {
        RETURN_IF_ERROR(CheckItems("authorisations", request->authorisations_size()));
        ASSIGN_OR_RETURN(const std::string firm, FirmOf(request->parent()));
        return rpc::Mutate(
            mutation_, caller, *request, response,
            [&] { return peers_.AskStaff(caller, firm, NumbersOf(request->authorisations())); },
            [&](rpc::Change& change, const Staff& staff) -> absl::Status {
              RETURN_IF_ERROR(LockFirm(change.txn, firm));
              return RecordAuthorisations(change, firm, staff, request->authorisations(),
                                          response->mutable_results());
            });
      });
}

grpc::Status PayrollService::RevokeAuthorisation(grpc::ServerContext* context,
                                                 const v1::RevokeAuthorisationRequest* request,
                                                 v1::Authorisation* response) {
  return front_.Answer(
      context, "RevokeAuthorisation", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const Revocation revocation, FromProto(*request));
        const auto ask = [&]() -> absl::StatusOr<absl::CivilDay> {
          if (revocation.day.has_value()) return *revocation.day;
          return peers_.AskToday(caller);
        };
        return rpc::Mutate(
            mutation_, caller, *request, response, ask,
            [&](rpc::Change& change, absl::CivilDay day) -> absl::Status {
              // What is there has a firm whose row is there.
              RETURN_IF_ERROR(change.txn.LockRoot("firm", "id", revocation.firm));
              ASSIGN_OR_RETURN(auto authorisation, FindAuthorisation(change.txn, revocation.firm,
                                                                     revocation.authorisation));
              if (!authorisation.has_value()) return AuthorisationNotFound(request->name());
              const bool news = Revoke(*authorisation, day);
              *response = ToProto(caller.park, revocation.firm, *authorisation);
              if (!news) return absl::OkStatus();
              change.Publish("AuthorisationRevoked", response->name(), authorisation->revision,
                             google::protobuf::Empty());
              return SaveAuthorisations(change.txn, revocation.firm, {*authorisation});
            });
      });
}

grpc::Status PayrollService::BatchRecordPayFigures(grpc::ServerContext* context,
                                                   const v1::BatchRecordPayFiguresRequest* request,
                                                   v1::BatchRecordPayFiguresResponse* response) {
  return front_.Answer(
      context, "BatchRecordPayFigures", *request, [&](const rpc::Caller& caller) -> absl::Status {
        RETURN_IF_ERROR(CheckItems("pay_figures", request->pay_figures_size()));
        ASSIGN_OR_RETURN(const std::string firm, FirmOf(request->parent()));
        return rpc::Mutate(
            mutation_, caller, *request, response,
            [&] { return peers_.AskStaff(caller, firm, NumbersOf(request->pay_figures())); },
            [&](rpc::Change& change, const Staff& staff) -> absl::Status {
              RETURN_IF_ERROR(LockFirm(change.txn, firm));
              return RecordFigures(change, keys_, firm, staff, request->pay_figures(),
                                   response->mutable_results());
            });
      });
}

grpc::Status PayrollService::SetPayFloor(grpc::ServerContext* context,
                                         const v1::SetPayFloorRequest* request,
                                         v1::PayFloor* response) {
  return front_.Answer(
      context, "SetPayFloor", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const PayFloor said, FromProto(request->pay_floor()));
        return rpc::Mutate(
            mutation_, caller, *request, response, [&] { return peers_.AskToday(caller); },
            [&](rpc::Change& change, absl::CivilDay today) -> absl::Status {
              RETURN_IF_ERROR(CheckPayFloor(planning_.pack(), said, today));
              RETURN_IF_ERROR(change.txn.LockRoot("pay_floor", "park_id", caller.park));
              ASSIGN_OR_RETURN(const auto before, LoadPayFloor(change.txn));
              *response = ToProto(caller.park, said);
              if (before.has_value() && SaysTheSame(*before, said)) return absl::OkStatus();
              PayFloor floor = said;
              floor.revision = before.has_value() ? before->revision + 1 : 1;
              change.Publish("PayFloorSet", response->name(), floor.revision,
                             google::protobuf::Empty());
              return SavePayFloor(change.txn, floor);
            });
      });
}

}  // namespace tuoqiao::payroll
