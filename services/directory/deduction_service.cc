// What guardians may deduct from taxable income: told to the family, and to a firm with consent.
#include <google/protobuf/empty.pb.h>

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/db/outbox.h"
#include "services/common/errors.h"
#include "services/common/period.h"
#include "services/common/rpc/access_trail.h"
#include "services/common/rpc/paging.h"
#include "services/common/status_macros.h"
#include "services/directory/convert.h"
#include "services/directory/convert_deduction.h"
#include "services/directory/deduction_store.h"
#include "services/directory/errors.h"
#include "services/directory/family_store.h"
#include "services/directory/service.h"
#include "services/directory/store.h"

namespace tuoqiao::directory {
namespace {

constexpr rpc::PageLimits kPages = {1000, 1000};
constexpr char kProgramme[] = "PROGRAMME";

bool Consented(const Child& child) {
  return std::any_of(child.consents.begin(), child.consents.end(), [](const Consent& each) {
    return each.purpose == kProgramme && each.Stands();
  });
}

// Whether a share of the second guardian has one who agreed. GUARDIAN_NOT_FOUND.
absl::Status CheckGuardians(const std::string& name, const Family& family,
                            const DeductionSplit& split) {
  const bool agreed = family.guardians.size() == 2 && family.guardians[1].confirmed;
  if (agreed || !split.NamesSecond()) return absl::OkStatus();
  return GuardianNotFound(absl::StrCat(name, "#2"));
}

using Terms = std::map<absl::CivilMonth, DeductionTerms>;

absl::Status AddChild(db::Read& txn, const Family& family, const Child& child,
                      const std::string& year, const Terms& terms,
                      v1::ListDeductionMonthsResponse* response) {
  const auto add = [&](v1::DeductionMonths message, absl::string_view missing) {
    message.set_child(ChildName(txn.park(), family.id, child.id));
    message.set_case_number(child.case_number);
    message.set_missing(std::string(missing));
    *response->add_deduction_months() = std::move(message);
  };
  if (!Consented(child)) {
    add({}, "CONSENT_MISSING");
    return absl::OkStatus();
  }
  ASSIGN_OR_RETURN(const auto split, FindSplit(txn, child.id, year));
  std::optional<int64_t> share_bp;
  if (split.has_value()) share_bp = split->first_share_bp;
  for (const DeductionMonths& each : MonthsOf(child.birth_date, share_bp, terms)) {
    add(ToProto(each), split.has_value() ? "" : "SPLIT_NOT_SAID");
  }
  return absl::OkStatus();
}

// Of the children that the firm may be told of and whose share was said.
absl::StatusOr<FirmDeductions> DeductionsOf(db::Read& txn, const KeyRing& keys,
                                            const std::string& firm, const std::string& year,
                                            const Terms& terms) {
  FirmDeductions deductions;
  ASSIGN_OR_RETURN(const auto children, LoadToldChildren(txn, FirmName(txn.park(), firm)));
  for (const std::string& child : children) {
    ASSIGN_OR_RETURN(const auto split, FindSplit(txn, child, year));
    if (!split.has_value()) continue;
    ASSIGN_OR_RETURN(const auto facts, LoadChildFactsOf(txn, keys, child));
    for (const ChildFacts& each : facts) {
      // One child in two cases is told once.
      if (!Consented(each.child) || !each.duplicate_of.empty()) continue;
      AddMonths(MonthsOf(each.child.birth_date, split->first_share_bp, terms), JobsAt(firm, each),
                deductions);
    }
  }
  return deductions;
}

// The year that is asked for, and the month where only one is. FIELD_INVALID.
struct Span {
  std::string year;
  std::optional<absl::CivilMonth> month;
};
absl::StatusOr<Span> SpanOf(const v1::ListFirmDeductionsRequest& request) {
  if (request.month().empty()) {
    RETURN_IF_ERROR(CheckYear("year", request.year()));
    return Span{request.year(), std::nullopt};
  }
  const auto month = ParseMonth(request.month());
  if (!month.ok()) return FieldInvalid("month", "is not YYYY-MM", "应为 YYYY-MM");
  const std::string year = absl::StrCat(month->year());
  if (!request.year().empty() && request.year() != year) {
    return FieldInvalid("year", "is not that of the month", "与月份不一致");
  }
  return Span{year, *month};
}

std::string KeyOf(const FirmDeductions::key_type& key) {
  return absl::StrCat(key.first, "\n", FormatMonth(key.second));
}

}  // namespace

grpc::Status DirectoryService::SetDeductionSplit(grpc::ServerContext* context,
                                                 const v1::SetDeductionSplitRequest* request,
                                                 v1::DeductionSplit* response) {
  return front_.Answer(context, "SetDeductionSplit", *request, [&](const rpc::Caller& caller) {
    return rpc::Mutate(
        mutation_, caller, *request, response, [&](rpc::Change& change) -> absl::Status {
          const std::string& park_id = change.txn.park();
          ASSIGN_OR_RETURN(SplitSaid said, FromProto(park_id, request->deduction_split()));
          RETURN_IF_ERROR(change.txn.LockRoot("family", "id", said.family));
          ASSIGN_OR_RETURN(const Family family, LoadFamily(change.txn, keys_, said.family));
          const bool theirs =
              std::any_of(family.children.begin(), family.children.end(),
                          [&](const Child& each) { return each.id == said.split.child; });
          if (!theirs) return ChildNotFound(request->deduction_split().name());
          RETURN_IF_ERROR(CheckGuardians(FamilyName(park_id, family.id), family, said.split));
          ASSIGN_OR_RETURN(const auto before,
                           FindSplit(change.txn, said.split.child, said.split.year));
          if (before.has_value() && before->first_share_bp == said.split.first_share_bp) {
            *response = ToProto(park_id, family.id, *before);
            return absl::OkStatus();
          }
          ASSIGN_OR_RETURN(const Park park, LoadPark(change.txn));
          said.split.said_date = Today(park, clock_.Now());
          if (before.has_value() && !MayChange(*before, said.split.said_date)) {
            return DeductionSplitFixed(said.split.year);
          }
          said.split.revision = before.has_value() ? before->revision + 1 : 1;
          RETURN_IF_ERROR(SaveSplit(change.txn, said.split));
          *response = ToProto(park_id, family.id, said.split);
          change.Publish("DeductionSplitSet", response->name(), said.split.revision,
                         google::protobuf::Empty());
          return absl::OkStatus();
        });
  });
}

grpc::Status DirectoryService::ListDeductionMonths(grpc::ServerContext* context,
                                                   const v1::ListDeductionMonthsRequest* request,
                                                   v1::ListDeductionMonthsResponse* response) {
  return front_.Answer(
      context, "ListDeductionMonths", *request, [&](const rpc::Caller& caller) -> absl::Status {
        RETURN_IF_ERROR(CheckYear("year", request->year()));
        ASSIGN_OR_RETURN(const Terms terms, TermsOf(deduction_, request->year()));
        RETURN_IF_ERROR(db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
          ASSIGN_OR_RETURN(const Family family, LoadFamily(txn, keys_, IdOf(request->parent())));
          for (const Child& child : family.children) {
            RETURN_IF_ERROR(AddChild(txn, family, child, request->year(), terms, response));
          }
          return absl::OkStatus();
        }));
        return rpc::RecordAccess(mutation_, caller, request->parent());
      });
}

grpc::Status DirectoryService::ListFirmDeductions(grpc::ServerContext* context,
                                                  const v1::ListFirmDeductionsRequest* request,
                                                  v1::ListFirmDeductionsResponse* response) {
  return front_.Answer(
      context, "ListFirmDeductions", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const Span span, SpanOf(*request));
        const std::string list =
            absl::StrCat(request->parent(), "/deductions?", span.year, "&", request->month());
        ASSIGN_OR_RETURN(const rpc::Page page,
                         rpc::ReadPage(request->page_size(), request->page_token(), list, kPages));
        ASSIGN_OR_RETURN(const Terms terms, TermsOf(deduction_, span.year));
        return db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
          ASSIGN_OR_RETURN(const Firm firm, LoadFirm(txn, keys_, IdOf(request->parent())));
          ASSIGN_OR_RETURN(const FirmDeductions deductions,
                           DeductionsOf(txn, keys_, firm.id, span.year, terms));
          std::string last;
          for (const auto& [key, of] : deductions) {
            const bool asked = !span.month.has_value() || key.second == *span.month;
            if (!asked || KeyOf(key) <= page.after) continue;
            if (response->deductions_size() == page.size) {
              response->set_next_page_token(rpc::NextPageToken(list, last));
              break;
            }
            v1::FirmDeduction* added = response->add_deductions();
            added->set_employee(
                absl::StrCat(FirmName(txn.park(), firm.id), "/employees/", of.employee));
            added->set_employee_no(key.first);
            added->set_month(FormatMonth(key.second));
            added->set_amount_minor(of.amount_minor);
            last = KeyOf(key);
          }
          return absl::OkStatus();
        });
      });
}

}  // namespace tuoqiao::directory
