#include "services/cli/intake.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/cli/hours.h"
#include "services/cli/tables.h"
#include "services/common/errors.h"
#include "services/common/hash.h"
#include "services/common/period.h"
#include "services/common/status_macros.h"
#include "tuoqiao/billing/v1/billing.grpc.pb.h"
#include "tuoqiao/directory/v1/directory.grpc.pb.h"
#include "tuoqiao/eligibility/v1/eligibility.grpc.pb.h"
#include "tuoqiao/payroll/v1/payroll.grpc.pb.h"
#include "tuoqiao/places/v1/places.grpc.pb.h"
#include "tuoqiao/settlement/v1/settlement.grpc.pb.h"

namespace tuoqiao::cli {
namespace {

using adapters::Row;
using type::v1::ItemResult;
using Directory = directory::v1::Directory::Stub;
using Places = places::v1::Places::Stub;
using Billing = billing::v1::Billing::Stub;
using Payroll = payroll::v1::Payroll::Stub;

constexpr char kUnknownFirm[] = "UNKNOWN_FIRM";

// OK where it was made now or is there already.
absl::Status OrThere(const absl::Status& status, absl::string_view reason) {
  return ReasonOf(status) == reason ? absl::OkStatus() : status;
}

// What a request says, as one text, so that another content gets another request id.
std::string Content(const google::protobuf::Message& request) {
  return request.SerializeAsString();
}

template <typename Request>
void Identify(const Client& client, const char* verb, Request* request) {
  request->set_request_id(client.RequestId({verb, Content(*request)}));
}

// `31.2304` as 31230400; the table has checked it.
int64_t Micro(const std::string& decimal) {
  const bool negative = absl::StartsWith(decimal, "-");
  const std::vector<std::string> parts = absl::StrSplit(decimal.substr(negative ? 1 : 0), '.');
  std::string fraction = parts.size() > 1 ? parts[1].substr(0, 6) : "";
  fraction.resize(6, '0');
  int64_t whole = 0, rest = 0;
  if (!absl::SimpleAtoi(parts[0], &whole) || !absl::SimpleAtoi(fraction, &rest)) return 0;
  return (negative ? -1 : 1) * (whole * 1000000 + rest);
}

std::string EveryRow(const Row&) { return ""; }

// For tables of which each row is one call.
SendRows OneByOne(const std::function<absl::Status(const Row&, ItemResult*)>& send) {
  return [send](const std::vector<const Row*>& rows) -> absl::StatusOr<std::vector<ItemResult>> {
    std::vector<ItemResult> results(rows.size());
    for (size_t i = 0; i < rows.size(); ++i) {
      results[i].set_outcome(ItemResult::CREATED);
      const absl::Status status = send(*rows[i], &results[i]);
      if (status.ok()) continue;
      if (status.code() == absl::StatusCode::kUnavailable || ReasonOf(status).empty()) {
        return status;
      }
      Reject(status, &results[i]);
    }
    return results;
  };
}

template <typename Response>
std::vector<ItemResult> ResultsOf(const Response& response) {
  return {response.results().begin(), response.results().end()};
}

absl::StatusOr<places::v1::Centre> CentreOf(const std::string& park, const Row& row,
                                            const std::vector<const Row*>& groups) {
  places::v1::Centre centre;
  centre.set_name(CentreName(park, row.text("centre")));
  centre.set_code(row.text("centre"));
  centre.set_display_name(row.text("display_name"));
  centre.set_provider_type(row.text("provider_type"));
  centre.set_uscc(row.text("uscc"));
  centre.set_filing_number(row.text("filing_number"));
  centre.set_filing_from_date(row.text("filing_from"));
  centre.set_filing_until_date(row.text("filing_until"));
  centre.set_latitude_micro(Micro(row.text("latitude")));
  centre.set_longitude_micro(Micro(row.text("longitude")));
  for (const Row* each : groups) {
    places::v1::Group* group = centre.add_groups();
    group->set_code(each->text("group"));
    places::v1::Group::Kind kind = places::v1::Group::KIND_UNSPECIFIED;
    places::v1::Group::Kind_Parse(each->text("kind"), &kind);
    group->set_kind(kind);
    group->set_capacity(static_cast<int32_t>((*each)["capacity"].number));
    group->set_staff(static_cast<int32_t>((*each)["staff"].number));
    places::v1::SeatPool* pool = group->add_pools();
    pool->set_kind("SHARED");
    pool->set_seats(group->capacity());
  }
  if (!ReadOpening(row.text("opening_hours"), &centre)) {
    return FieldInvalid("opening_hours", "is not like 1-5 07:30-18:30; 6 09:00-12:00",
                        "应形如 1-5 07:30-18:30; 6 09:00-12:00");
  }
  for (absl::string_view each : absl::StrSplit(row.text("languages"), ';', absl::SkipEmpty())) {
    centre.add_languages(std::string(each));
  }
  centre.set_inclusive(row.text("inclusive") == "Y");
  return centre;
}

absl::Status SetPayeeAccount(Client& client, const std::string& park, const Row& row) {
  settlement::v1::SetPayeeAccountRequest request;
  settlement::v1::PayeeAccount* account = request.mutable_payee_account();
  account->set_name(absl::StrCat(CentreName(park, row.text("centre")), "/payeeAccount"));
  account->set_account_name(row.text("account_name"));
  account->set_account_number(row.text("account_number"));
  account->set_bank_code(row.text("bank_code"));
  // An account holds once two people said the same.
  for (const Who& who : {Finance(park), SecondFinance(park)}) {
    request.clear_request_id();
    request.set_request_id(client.RequestId({"account", who.subject, Content(request)}));
    RETURN_IF_ERROR(
        client.Call(&settlement::v1::Settlement::Stub::SetPayeeAccount, request, who).status());
  }
  return absl::OkStatus();
}

absl::Status CreateTariff(Client& client, const std::string& park, const std::string& billing,
                          const Row& row) {
  billing::v1::CreateTariffRequest request;
  request.set_parent(CentreName(park, row.text("centre")));
  billing::v1::Tariff* tariff = request.mutable_tariff();
  tariff->set_group_kind(row.text("kind"));
  tariff->set_from_date(row.text("from_date"));
  tariff->set_monthly_fee_minor(row["monthly_fee"].number);
  tariff->set_spread(row.text("spread"));
  tariff->set_meal_fee_minor(row["meal_fee"].number);
  tariff->set_supplement_minor(row["supplement"].number);
  tariff->set_coefficient_1_bp(static_cast<int32_t>(row["coefficient_1"].number));
  tariff->set_coefficient_2_bp(static_cast<int32_t>(row["coefficient_2"].number));
  tariff->set_sibling_reduction_bp(static_cast<int32_t>(row["sibling_reduction"].number));
  tariff->set_refund_threshold_days(static_cast<int32_t>(row["refund_threshold_days"].number));
  tariff->set_refund_share_bp(static_cast<int32_t>(row["refund_share"].number));
  tariff->set_billing(billing);
  Identify(client, "tariff", &request);
  return client.Call(&Billing::CreateTariff, request, ParkAdmin(park)).status();
}

directory::v1::Firm FirmOf(const Row& row) {
  directory::v1::Firm firm;
  firm.set_uscc(row.text("uscc"));
  firm.set_display_name(row.text("display_name"));
  directory::v1::FirmSetUp* set_up = firm.mutable_set_up();
  set_up->set_plan(row.text("plan"));
  set_up->set_share_form(row.text("share_form"));
  set_up->set_tax_advice(row.text("tax_advice") == "Y");
  set_up->set_union_member(row.text("union") == "Y");
  set_up->set_pay_day(static_cast<int32_t>(row["pay_day"].number));
  set_up->set_cut_off_days(static_cast<int32_t>(row["cut_off_days"].number));
  set_up->set_contact_email(row.text("contact_email"));
  set_up->set_agreement_version(row.text("agreement_version"));
  set_up->set_agreement_date(row.text("agreement_date"));
  for (absl::string_view centre : absl::StrSplit(row.text("centres"), ';', absl::SkipEmpty())) {
    set_up->add_centres(std::string(centre));
  }
  return firm;
}

absl::Status RecordLegalBasis(Client& client, const std::string& park, const Row& row) {
  payroll::v1::RecordLegalBasisRequest request;
  request.set_parent(FirmName(park, row.text("uscc")));
  request.mutable_legal_basis()->set_basis(row.text("legal_basis"));
  request.mutable_legal_basis()->set_from_date(row.text("agreement_date"));
  Identify(client, "legal_basis", &request);
  return client.Call(&Payroll::RecordLegalBasis, request, ParkAdmin(park)).status();
}

}  // namespace

Who Operations(const std::string& park) { return {"OPS", park, "ops-1", "command line"}; }
Who ParkAdmin(const std::string& park) { return {"PARK_ADMIN", park, "park-admin-1"}; }
Who Finance(const std::string& park) { return {"PARK_FINANCE", park, "park-finance-1"}; }
Who SecondFinance(const std::string& park) { return {"PARK_FINANCE", park, "park-finance-2"}; }
Who FirmHr(const std::string& firm) { return {"FIRM_HR", firm, "firm-hr-1"}; }
Who FirmPayroll(const std::string& firm) { return {"FIRM_PAYROLL", firm, "firm-payroll-1"}; }
Who CentreManager(const std::string& centre) {
  return {"CENTRE_MANAGER", centre, "centre-manager-1"};
}

std::string FirmName(const std::string& park, const std::string& uscc) {
  return absl::StrCat(park, "/firms/", absl::AsciiStrToLower(uscc));
}
std::string CentreName(const std::string& park, const std::string& code) {
  return absl::StrCat(park, "/centres/", absl::AsciiStrToLower(code));
}

absl::Status SetUpPark(Client& client, const ParkFile& file) {
  const std::string park = file.name();
  directory::v1::CreateParkRequest create;
  create.mutable_park()->set_name(park);
  create.mutable_park()->set_display_name(file.display_name);
  create.mutable_park()->set_time_zone(file.time_zone);
  create.mutable_park()->set_currency_code("CNY");
  create.mutable_park()->set_sandbox(true);
  create.mutable_park()->set_current_date(FormatDay(file.today));
  Identify(client, "park", &create);
  RETURN_IF_ERROR(OrThere(client.Call(&Directory::CreatePark, create, Operations(park)).status(),
                          "PARK_EXISTS"));

  places::v1::SetOpeningCalendarRequest calendar;
  calendar.mutable_calendar()->set_name(absl::StrCat(park, "/openingCalendars/park"));
  for (const std::string& day : file.closed_dates)
    calendar.mutable_calendar()->add_closed_dates(day);
  for (const std::string& day : file.working_weekends) {
    calendar.mutable_calendar()->add_working_weekends(day);
  }
  Identify(client, "calendar", &calendar);
  RETURN_IF_ERROR(client.Call(&Places::SetOpeningCalendar, calendar, ParkAdmin(park)).status());

  billing::v1::CreateFundingPlanRequest plan;
  plan.set_parent(park);
  plan.set_funding_plan_id(file.funding_plan_id);
  *plan.mutable_funding_plan() = file.funding_plan;
  Identify(client, "plan", &plan);
  RETURN_IF_ERROR(OrThere(client.Call(&Billing::CreateFundingPlan, plan, ParkAdmin(park)).status(),
                          "FUNDING_PLAN_EXISTS"));

  eligibility::v1::CreateProgrammeRequest programme;
  programme.set_parent(park);
  programme.set_programme_id(file.programme);
  programme.mutable_programme()->set_display_name(file.display_name);
  programme.mutable_programme()->set_scheme(file.scheme);
  programme.mutable_programme()->set_funding_plan(file.funding_plan_id);
  programme.mutable_programme()->set_from_date(FormatDay(file.today));
  Identify(client, "programme", &programme);
  RETURN_IF_ERROR(OrThere(
      client.Call(&eligibility::v1::Eligibility::Stub::CreateProgramme, programme, ParkAdmin(park))
          .status(),
      "PROGRAMME_EXISTS"));

  payroll::v1::SetPayFloorRequest floor;
  floor.mutable_pay_floor()->set_name(absl::StrCat(park, "/payFloor"));
  floor.mutable_pay_floor()->set_protected_pay_minor(file.protected_pay_minor);
  floor.mutable_pay_floor()->set_deduction_cap_bp(file.deduction_cap_bp);
  Identify(client, "floor", &floor);
  return client.Call(&Payroll::SetPayFloor, floor, ParkAdmin(park)).status();
}

absl::StatusOr<std::vector<std::string>> ImportCentres(Client& client, const std::string& park,
                                                       const CentreFiles& files,
                                                       RowsReport* report) {
  std::vector<std::string> codes;
  const adapters::Table centre_table = CentreTable();
  ASSIGN_OR_RETURN(const auto listed, adapters::ReadRows(centre_table, files.centres, {}));
  std::map<std::string, std::string> billing;
  for (const Row& row : listed.records) {
    codes.push_back(row.text("centre"));
    billing[row.text("centre")] = row.text("billing");
  }
  const adapters::Table group_table = GroupTable(codes);
  ASSIGN_OR_RETURN(const auto groups, adapters::ReadRows(group_table, files.groups, {}));
  std::map<std::string, std::vector<const Row*>> groups_of;
  for (const Row& row : groups.records) groups_of[row.text("centre")].push_back(&row);

  ASSIGN_OR_RETURN(
      const RowsFile centres,
      SendTable("centres.csv", centre_table, files.centres, EveryRow,
                OneByOne([&](const Row& row, ItemResult*) -> absl::Status {
                  places::v1::SetCentreRequest request;
                  ASSIGN_OR_RETURN(*request.mutable_centre(),
                                   CentreOf(park, row, groups_of[row.text("centre")]));
                  Identify(client, "centre", &request);
                  RETURN_IF_ERROR(
                      client.Call(&Places::SetCentre, request, ParkAdmin(park)).status());
                  return SetPayeeAccount(client, park, row);
                })));
  report->Add(centres.report);
  // The groups went with their centres; what is wrong in the file itself is reported here.
  ASSIGN_OR_RETURN(const RowsFile group_rows,
                   SendTable("groups.csv", group_table, files.groups, EveryRow,
                             OneByOne([](const Row&, ItemResult*) { return absl::OkStatus(); })));
  report->Add(group_rows.report);
  ASSIGN_OR_RETURN(const RowsFile tariffs,
                   SendTable("tariffs.csv", TariffTable(codes), files.tariffs, EveryRow,
                             OneByOne([&](const Row& row, ItemResult* result) {
                               const absl::Status status =
                                   CreateTariff(client, park, billing[row.text("centre")], row);
                               if (ReasonOf(status) == "TARIFF_EXISTS")
                                 result->set_outcome(ItemResult::UNCHANGED);
                               return OrThere(status, "TARIFF_EXISTS");
                             })));
  report->Add(tariffs.report);
  return CentreCodes(client, park);
}

absl::StatusOr<std::vector<std::string>> CentreCodes(Client& client, const std::string& park) {
  std::vector<std::string> codes;
  places::v1::ListCentresRequest request;
  request.set_parent(park);
  RETURN_IF_ERROR(
      (client.ForEachPage<Places, places::v1::ListCentresRequest, places::v1::ListCentresResponse>(
          &Places::ListCentres, request, ParkAdmin(park),
          [&](const places::v1::ListCentresResponse& page) {
            for (const auto& centre : page.centres()) codes.push_back(centre.code());
          })));
  return codes;
}

absl::StatusOr<RowsFile> ImportFirms(Client& client, const std::string& park,
                                     const FirmImport& import, const std::string& file,
                                     const std::string& bytes) {
  return SendTable(
      file, FirmTable(import.plans, import.centres), bytes, EveryRow,
      [&](const std::vector<const Row*>& rows) -> absl::StatusOr<std::vector<ItemResult>> {
        directory::v1::BatchCreateFirmsRequest request;
        request.set_parent(park);
        request.set_validate_only(import.dry_run);
        for (const Row* row : rows) *request.add_firms() = FirmOf(*row);
        Identify(client, "firms", &request);
        ASSIGN_OR_RETURN(const auto response,
                         client.Call(&Directory::BatchCreateFirms, request, ParkAdmin(park)));
        if (!import.dry_run) {
          for (int i = 0; i < response.results_size(); ++i) {
            if (response.results(i).outcome() == ItemResult::REJECTED) continue;
            if (!rows[i]->Has("legal_basis")) continue;
            RETURN_IF_ERROR(RecordLegalBasis(client, park, *rows[i]));
          }
        }
        return ResultsOf(response);
      });
}

absl::StatusOr<RowsFile> ImportApplications(Client& client, const std::string& park,
                                            const std::string& programme,
                                            const std::vector<std::string>& centres,
                                            const std::string& file, const std::string& bytes) {
  return SendTable(
      file, ApplicationTable(centres), bytes, EveryRow,
      [&](const std::vector<const Row*>& rows) -> absl::StatusOr<std::vector<ItemResult>> {
        places::v1::BatchCreateApplicationsRequest request;
        request.set_parent(park);
        request.set_programme(absl::StrCat(park, "/programmes/", programme));
        for (const Row* row : rows) {
          places::v1::Application* application = request.add_applications();
          application->set_case_number(row->text("case_number"));
          for (absl::string_view choice :
               absl::StrSplit(row->text("choices"), ';', absl::SkipEmpty())) {
            application->add_choices(CentreName(park, std::string(choice)));
          }
          application->set_desired_start_date(row->text("desired_start_date"));
          application->set_submitted_time(row->text("submitted_time"));
        }
        Identify(client, "applications", &request);
        ASSIGN_OR_RETURN(const auto response,
                         client.Call(&Places::BatchCreateApplications, request, ParkAdmin(park)));
        return ResultsOf(response);
      });
}

absl::StatusOr<RowsFile> ImportAuthorisations(Client& client, const std::string& park,
                                              const std::string& file, const std::string& bytes) {
  return SendTable(
      file, AuthorisationTable(), bytes, [](const Row& row) { return row.text("uscc"); },
      [&](const std::vector<const Row*>& rows) -> absl::StatusOr<std::vector<ItemResult>> {
        payroll::v1::BatchRecordAuthorisationsRequest request;
        request.set_parent(FirmName(park, rows[0]->text("uscc")));
        for (const Row* row : rows) {
          payroll::v1::Authorisation* each = request.add_authorisations();
          each->set_employee_no(row->text("employee_no"));
          each->set_signature_reference(row->text("signature_reference"));
          each->set_from_date(row->text("from_date"));
          each->set_until_date(row->text("until_date"));
          each->set_maximum_minor((*row)["maximum"].number);
        }
        Identify(client, "authorisations", &request);
        const auto response =
            client.Call(&Payroll::BatchRecordAuthorisations, request, ParkAdmin(park));
        if (response.ok()) return ResultsOf(*response);
        if (ReasonOf(response.status()) != "FIRM_NOT_FOUND") return response.status();
        std::vector<ItemResult> results(rows.size());
        for (ItemResult& result : results) {
          Reject(response.status(), &result);
          result.set_reason(kUnknownFirm);
        }
        return results;
      });
}

}  // namespace tuoqiao::cli
