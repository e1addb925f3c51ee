#include "tests/bench/month.h"

#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/cli/deliveries.h"
#include "services/cli/files.h"
#include "services/cli/intake.h"
#include "services/cli/months.h"
#include "services/cli/park_file.h"
#include "services/cli/story.h"
#include "services/common/errors.h"
#include "services/common/period.h"
#include "services/common/status_macros.h"
#include "tuoqiao/billing/v1/billing.grpc.pb.h"
#include "tuoqiao/ledger/v1/ledger.grpc.pb.h"

namespace tuoqiao::bench {
namespace {

using BillingStub = billing::v1::Billing::Stub;

constexpr absl::Duration kPatience = absl::Minutes(5);

absl::StatusOr<cli::ParkFile> ParkOf(const std::string& sample) {
  ASSIGN_OR_RETURN(const std::string text, cli::ReadFile(sample + "/park.json"));
  return cli::ParseParkFile(text);
}

std::string MonthName(const cli::ParkFile& park) {
  return absl::StrCat(park.name(), "/months/", FormatMonth(park.month));
}

absl::StatusOr<billing::v1::Month> GetMonth(cli::Client& client, const cli::ParkFile& park) {
  billing::v1::GetMonthRequest request;
  request.set_name(MonthName(park));
  return client.Call(&BillingStub::GetMonth, request, cli::Finance(park.name()));
}

// As `tuoqiao month live` sends them.
absl::StatusOr<std::vector<cli::Upload>> RosterUploads(const cli::ParkFile& park,
                                                       const std::string& sample) {
  std::vector<cli::Upload> uploads;
  for (const std::string& path : cli::FilesIn(sample + "/rosters")) {
    const std::string firm = cli::FirmName(park.name(), cli::StemOf(path));
    cli::Upload upload;
    upload.link = {firm, "roster", "roster/csv", "ROSTER", {}, cli::FirmHr(firm)};
    upload.link.mapping.set_kind(type::v1::Mapping::FULL);
    upload.link.mapping.set_absent(type::v1::Mapping::LEAVES);
    if (absl::EndsWith(path, ".834")) {
      upload.link.adapter = "roster/x12_834";
      upload.link.mapping.mutable_x12()->set_employee_no_qualifier("0F");
    }
    upload.file = "rosters/" + cli::NameOf(path);
    ASSIGN_OR_RETURN(upload.bytes, cli::ReadFile(path));
    uploads.push_back(std::move(upload));
  }
  return uploads;
}

absl::Status AwaitBooking(cli::Client& ledger, const cli::ParkFile& park) {
  ledger::v1::GetMonthBookingRequest request;
  request.set_name(MonthName(park));
  const absl::Time until = absl::Now() + kPatience;
  while (true) {
    const absl::Status status =
        ledger.Call(&ledger::v1::Ledger::Stub::GetMonthBooking, request, cli::Finance(park.name()))
            .status();
    if (ReasonOf(status) != "MONTH_NOT_BOOKED" || absl::Now() > until) return status;
    absl::SleepFor(absl::Milliseconds(20));
  }
}

absl::Status Approve(cli::Client& client, const cli::ParkFile& park, const std::string& digest) {
  for (const cli::Who& who : {cli::Finance(park.name()), cli::SecondFinance(park.name())}) {
    billing::v1::ApproveMonthRequest request;
    request.set_name(MonthName(park));
    request.set_digest(digest);
    ASSIGN_OR_RETURN(const auto open, cli::OpenSoftItems(client, MonthName(park), who));
    for (const std::string& code : open) request.add_acknowledged(code);
    request.set_request_id(client.RequestId({"approve", who.subject, digest}));
    RETURN_IF_ERROR(client.Call(&BillingStub::ApproveMonth, request, who).status());
  }
  return absl::OkStatus();
}

absl::Status CloseAndWait(cli::Client& client, const cli::ParkFile& park) {
  const cli::Who finance = cli::Finance(park.name());
  billing::v1::CloseMonthRequest request;
  request.set_name(MonthName(park));
  request.set_request_id(client.RequestId({"close", request.name()}));
  ASSIGN_OR_RETURN(const auto operation, client.Call(&BillingStub::CloseMonth, request, finance));
  return client.Wait(operation.name(), finance, nullptr).status();
}

}  // namespace

absl::Status SetUp(cli::Client& client, const std::string& sample) {
  ASSIGN_OR_RETURN(const cli::ParkFile park, ParkOf(sample));
  RETURN_IF_ERROR(cli::SetUpPark(client, park));
  cli::CentreFiles files;
  ASSIGN_OR_RETURN(files.centres, cli::ReadFile(sample + "/centres.csv"));
  ASSIGN_OR_RETURN(files.groups, cli::ReadFile(sample + "/groups.csv"));
  ASSIGN_OR_RETURN(files.tariffs, cli::ReadFile(sample + "/tariffs.csv"));
  cli::RowsReport report;
  ASSIGN_OR_RETURN(const auto centres, cli::ImportCentres(client, park.name(), files, &report));
  ASSIGN_OR_RETURN(const std::string firms, cli::ReadFile(sample + "/firms.csv"));
  return cli::ImportFirms(client, park.name(), {park.plan_codes, centres, false}, "firms.csv",
                          firms)
      .status();
}

absl::StatusOr<Rosters> ImportRosters(cli::Client& client, const std::string& sample) {
  ASSIGN_OR_RETURN(const cli::ParkFile park, ParkOf(sample));
  ASSIGN_OR_RETURN(const auto uploads, RosterUploads(park, sample));
  Rosters rosters;
  const absl::Time start = absl::Now();
  ASSIGN_OR_RETURN(rosters.rows, cli::Deliver(client, "rosters", uploads));
  rosters.taken = absl::Now() - start;
  return rosters;
}

absl::Status Preview(cli::Client& client, const std::string& sample) {
  ASSIGN_OR_RETURN(cli::Story story, cli::Story::Open(client, sample, [](const std::string&) {}));
  RETURN_IF_ERROR(story.Roster());
  RETURN_IF_ERROR(story.Eligibility());
  RETURN_IF_ERROR(story.Places());
  const cli::ParkFile& park = story.park();
  const cli::Who finance = cli::Finance(park.name());
  billing::v1::PreviewMonthRequest request;
  request.set_name(MonthName(park));
  request.set_programme(absl::StrCat(park.name(), "/programmes/", park.programme));
  request.set_funding_plan(absl::StrCat(park.name(), "/fundingPlans/", park.funding_plan_id));
  request.set_request_id(client.RequestId({"preview", request.name()}));
  ASSIGN_OR_RETURN(const auto operation, client.Call(&BillingStub::PreviewMonth, request, finance));
  return client.Wait(operation.name(), finance, nullptr).status();
}

absl::StatusOr<Close> CloseMonth(cli::Client& billing, cli::Client& ledger,
                                 const std::string& sample) {
  ASSIGN_OR_RETURN(const cli::ParkFile park, ParkOf(sample));
  ASSIGN_OR_RETURN(const auto previewed, GetMonth(billing, park));
  if (previewed.state() != billing::v1::Month::PREVIEWED) {
    return absl::FailedPreconditionError("the month is not PREVIEWED");
  }
  Close close;
  const absl::Time start = absl::Now();
  RETURN_IF_ERROR(Approve(billing, park, previewed.digest()));
  RETURN_IF_ERROR(CloseAndWait(billing, park));
  close.closed = absl::Now() - start;
  RETURN_IF_ERROR(AwaitBooking(ledger, park));
  close.booked = absl::Now() - start;
  ASSIGN_OR_RETURN(const auto closed, GetMonth(billing, park));
  if (closed.state() != billing::v1::Month::CLOSED) {
    return absl::InternalError("the operation is done and the month is not CLOSED");
  }
  close.children = closed.statements();
  return close;
}

}  // namespace tuoqiao::bench
