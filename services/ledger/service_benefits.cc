// The handlers of what firms bore for employees, and of the evidence of it.
#include <algorithm>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/common/errors.h"
#include "services/common/period.h"
#include "services/common/rpc/paging.h"
#include "services/common/status_macros.h"
#include "services/ledger/convert.h"
#include "services/ledger/convert_reads.h"
#include "services/ledger/leg_store.h"
#include "services/ledger/pinned.h"
#include "services/ledger/service.h"

namespace tuoqiao::ledger {
namespace {

constexpr rpc::PageLimits kPages = {1000, 1000};

// FIELD_REQUIRED, FIELD_INVALID.
absl::StatusOr<FirmMonths> FirmMonthsOf(const v1::ListTaxableBenefitsRequest& request) {
  FirmMonths of;
  ASSIGN_OR_RETURN(of.firm, FirmPartOf("parent", request.parent()));
  if (of.firm.empty()) return FieldRequired("parent");
  if (request.month().empty()) {
    if (request.year().empty()) return FieldRequired("year");
    RETURN_IF_ERROR(CheckYear("year", request.year()));
    ASSIGN_OR_RETURN(of.first, ParseMonth(absl::StrCat(request.year(), "-01")));
    of.last = of.first + 11;
    return of;
  }
  const auto month = ParseMonth(request.month());
  if (!month.ok()) return FieldInvalid("month", "is not YYYY-MM", " 应为 YYYY-MM");
  if (!request.year().empty() && request.year() != absl::StrCat(month->year())) {
    return FieldInvalid("year", "is not that of the month", "与月份不一致");
  }
  of.first = of.last = *month;
  return of;
}

v1::TaxableBenefit::Treatment ToProto(Treatment treatment) {
  switch (treatment) {
    case Treatment::kTaxableWage:
      return v1::TaxableBenefit::TAXABLE_WAGE;
    case Treatment::kTaxableBenefit:
      return v1::TaxableBenefit::TAXABLE_BENEFIT;
    case Treatment::kAdvisedExempt:
      return v1::TaxableBenefit::ADVISED_EXEMPT;
    case Treatment::kWelfareInKind:
      return v1::TaxableBenefit::WELFARE_IN_KIND;
    case Treatment::kExempt:
      return v1::TaxableBenefit::EXEMPT;
  }
  return v1::TaxableBenefit::TREATMENT_UNSPECIFIED;
}

v1::TaxableBenefit ToProto(const Benefit& benefit) {
  v1::TaxableBenefit proto;
  proto.set_employee(benefit.employee);
  proto.set_month(benefit.month);
  proto.set_form(benefit.form);
  proto.set_treatment(ToProto(benefit.treatment));
  proto.set_amount_minor(benefit.amount_minor);
  proto.set_taxable_minor(benefit.taxable_minor);
  proto.set_source(benefit.source);
  proto.set_confidence(benefit.confidence);
  return proto;
}

v1::CareEvidence ToProto(const Evidence& evidence) {
  v1::CareEvidence proto;
  proto.set_month(FormatMonth(evidence.month));
  proto.set_firm(evidence.firm);
  proto.set_children(static_cast<int32_t>(evidence.children));
  proto.set_attended_days(static_cast<int32_t>(evidence.attended_days));
  proto.set_amount_minor(evidence.amount_minor);
  proto.set_fewer_than_five(evidence.fewer_than_five);
  return proto;
}

// A page of rows that are made anew for each: as known at its position they are the same.
struct RowPage {
  std::string list;
  int64_t size = 0;
  Pinned pinned;
  int64_t first = 0;
};
// PAGE_TOKEN_INVALID.
absl::StatusOr<RowPage> ReadRowPage(int64_t page_size, const std::string& token,
                                    const std::string& list) {
  RowPage page;
  page.list = list;
  ASSIGN_OR_RETURN(const rpc::Page read, rpc::ReadPage(page_size, token, list, kPages));
  page.size = read.size;
  ASSIGN_OR_RETURN(page.pinned, PinnedOf(read.after));
  if (!page.pinned.after.empty() && !absl::SimpleAtoi(page.pinned.after, &page.first)) {
    return rpc::PageTokenInvalid();
  }
  return page;
}
// The rows of the page, and the token of the next one.
template <typename Row, typename Add>
std::string AddRows(const RowPage& page, int64_t position, const std::vector<Row>& rows, Add add) {
  const int64_t behind = std::min(static_cast<int64_t>(rows.size()), page.first + page.size);
  for (int64_t i = page.first; i < behind; ++i) add(rows[i]);
  if (behind == static_cast<int64_t>(rows.size())) return "";
  return rpc::NextPageToken(page.list, PinnedText({position, absl::StrCat(behind)}));
}

}  // namespace

absl::StatusOr<std::map<absl::CivilMonth, TaxTerms>> LedgerService::AskTaxTerms(
    const rpc::Caller& caller, const std::string& firm, const std::vector<Borne>& borne) const {
  std::map<absl::CivilMonth, TaxTerms> terms;
  for (const Borne& each : borne) {
    if (terms.count(each.month) > 0) continue;
    const absl::CivilDay last_day = absl::CivilDay(each.month + 1) - 1;
    ASSIGN_OR_RETURN(TaxTerms of, TaxTermsOn(packs_, last_day));
    directory::v1::GetFirmRequest request;
    request.set_name(firm);
    request.set_as_of_date(FormatDay(last_day));
    ASSIGN_OR_RETURN(const directory::v1::Firm then,
                     directory_.Call(&directory::v1::Directory::Stub::GetFirm, request, caller));
    of.advised = then.set_up().tax_advice();
    terms.emplace(each.month, std::move(of));
  }
  return terms;
}

grpc::Status LedgerService::ListTaxableBenefits(grpc::ServerContext* context,
                                                const v1::ListTaxableBenefitsRequest* request,
                                                v1::ListTaxableBenefitsResponse* response) {
  return front_.Answer(
      context, "ListTaxableBenefits", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(FirmMonths of, FirmMonthsOf(*request));
        ASSIGN_OR_RETURN(const Asked asked, AskedOf("", request->known_by()));
        ASSIGN_OR_RETURN(
            const RowPage page,
            ReadRowPage(request->page_size(), request->page_token(),
                        absl::StrCat(request->parent(), "/taxableBenefits?", request->year(), "&",
                                     request->month(), "&", request->whole_year() ? "whole" : "",
                                     "&", request->known_by())));
        std::vector<Borne> borne;
        RETURN_IF_ERROR(db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
          ASSIGN_OR_RETURN(of.known_position, LoadPinnedPosition(txn, page.pinned, asked.known));
          ASSIGN_OR_RETURN(borne, LoadBorne(txn, of));
          ASSIGN_OR_RETURN(const int64_t unattributed_minor, LoadUnattributed(txn, of));
          response->set_unattributed_minor(unattributed_minor);
          return absl::OkStatus();
        }));
        ASSIGN_OR_RETURN(const auto terms, AskTaxTerms(caller, request->parent(), borne));
        const std::vector<Benefit> benefits = Treat(borne, terms, request->whole_year());
        int64_t amount_minor = 0, taxable_minor = 0;
        for (const Benefit& each : benefits) {
          amount_minor += each.amount_minor;
          taxable_minor += each.taxable_minor;
        }
        response->set_amount_minor(amount_minor);
        response->set_taxable_minor(taxable_minor);
        response->set_next_page_token(
            AddRows(page, of.known_position, benefits,
                    [&](const Benefit& each) { *response->add_benefits() = ToProto(each); }));
        return absl::OkStatus();
      });
}

grpc::Status LedgerService::ListCareEvidence(grpc::ServerContext* context,
                                             const v1::ListCareEvidenceRequest* request,
                                             v1::ListCareEvidenceResponse* response) {
  return front_.Answer(
      context, "ListCareEvidence", *request, [&](const rpc::Caller& caller) -> absl::Status {
        RETURN_IF_ERROR(CheckYear("year", request->year()));
        EvidenceFilter filter = {request->year(), "", 0};
        ASSIGN_OR_RETURN(filter.firm, FirmPartOf("firm", request->firm()));
        ASSIGN_OR_RETURN(const Asked asked, AskedOf("", request->known_by()));
        ASSIGN_OR_RETURN(
            const RowPage page,
            ReadRowPage(request->page_size(), request->page_token(),
                        absl::StrCat(request->parent(), "/careEvidence?", request->year(), "&",
                                     filter.firm, "&", request->known_by())));
        return db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
          ASSIGN_OR_RETURN(filter.known_position,
                           LoadPinnedPosition(txn, page.pinned, asked.known));
          ASSIGN_OR_RETURN(const std::vector<Evidence> evidence, LoadEvidence(txn, filter));
          response->set_known_position(filter.known_position);
          response->set_next_page_token(AddRows(
              page, filter.known_position, evidence,
              [&](const Evidence& each) { *response->add_evidence() = ToProto(Withheld(each)); }));
          return absl::OkStatus();
        });
      });
}

}  // namespace tuoqiao::ledger
