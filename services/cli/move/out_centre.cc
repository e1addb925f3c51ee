// A centre leaves: its groups and tariffs, the places that it has or had, its statements, and what
// the books hold of it.
#include <algorithm>
#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/cli/intake.h"
#include "services/cli/move/out.h"
#include "services/cli/verbs.h"
#include "services/common/period.h"
#include "services/common/resource_name.h"
#include "services/common/status_macros.h"
#include "tuoqiao/billing/v1/billing.grpc.pb.h"
#include "tuoqiao/directory/v1/directory.grpc.pb.h"
#include "tuoqiao/ledger/v1/ledger.grpc.pb.h"
#include "tuoqiao/places/v1/places.grpc.pb.h"

namespace tuoqiao::cli {
namespace {

using BillingStub = billing::v1::Billing::Stub;
using DirectoryStub = directory::v1::Directory::Stub;
using LedgerStub = ledger::v1::Ledger::Stub;
using PlacesStub = places::v1::Places::Stub;

std::string YesNo(bool fact) { return fact ? "Y" : "N"; }

// One line of JSON: what has more fields than a row of cells should.
template <typename Message>
std::string Compact(const Message& message) {
  std::string text;
  google::protobuf::util::JsonPrintOptions options;
  options.preserve_proto_field_names = true;
  google::protobuf::util::MessageToJsonString(message, &text, options);
  return text;
}

// The centre that leaves, and where what it takes along is put.
struct Leaving {
  Client& client;
  const std::string centre, park;
  MoveDays days;
  MoveOut out;
  std::map<std::string, std::string> children;  // Names by case number, of whom something is here.

  MoveRows& rows(const std::string& file) { return out.rows[file]; }
  std::string Tail(const std::string& name) const {
    return absl::StartsWith(name, park + "/") ? name.substr(park.size() + 1) : name;
  }
};

absl::Status TakeCentre(Leaving& leaving) {
  places::v1::GetCentreRequest request;
  request.set_name(leaving.centre);
  ASSIGN_OR_RETURN(places::v1::Centre centre,
                   leaving.client.Call(&PlacesStub::GetCentre, request, ParkAdmin(leaving.park)));
  leaving.out.manifest.subject = absl::AsciiStrToLower(centre.code());
  for (const places::v1::Group& group : centre.groups()) {
    for (const places::v1::SeatPool& pool : group.pools()) {
      leaving.rows("pools.csv")
          .push_back({group.code(), places::v1::Group::Kind_Name(group.kind()),
                      absl::StrCat(group.capacity()), absl::StrCat(group.staff()),
                      YesNo(group.half_days_share()), pool.kind(), absl::StrCat(pool.seats()),
                      leaving.Tail(pool.firm())});
    }
  }
  const std::string code = centre.code(), display_name = centre.display_name();
  centre.clear_name();
  centre.clear_groups();
  centre.clear_revision();
  leaving.rows("centre.csv").push_back({code, display_name, Compact(centre)});
  billing::v1::ListTariffsRequest tariffs;
  tariffs.set_parent(leaving.park);
  return leaving.client
      .ForEachPage<BillingStub, billing::v1::ListTariffsRequest, billing::v1::ListTariffsResponse>(
          &BillingStub::ListTariffs, tariffs, ParkAdmin(leaving.park),
          [&](const billing::v1::ListTariffsResponse& page) {
            for (billing::v1::Tariff each : page.tariffs()) {
              if (!absl::StartsWith(each.name(), leaving.centre + "/")) continue;
              const std::string name = LastPart(each.name());
              each.clear_name();
              leaving.rows("tariffs.csv").push_back({name, Compact(each)});
            }
          });
}

std::string SuspensionsText(const places::v1::Enrolment& enrolment) {
  return absl::StrJoin(enrolment.suspensions(), ";", [](std::string* out, const auto& each) {
    absl::StrAppend(out, each.from_date(), "/", each.until_date(), "/", each.reason(), "/",
                    YesNo(each.keep_seat()));
  });
}

absl::Status TakePlaces(Leaving& leaving) {
  places::v1::ListHeldPlacesRequest request;
  request.set_parent(leaving.centre);
  return leaving.client.ForEachPage<PlacesStub, places::v1::ListHeldPlacesRequest,
                                    places::v1::ListHeldPlacesResponse>(
      &PlacesStub::ListHeldPlaces, request, ParkAdmin(leaving.park),
      [&](const places::v1::ListHeldPlacesResponse& page) {
        for (const places::v1::HeldPlace& each : page.places()) {
          const places::v1::Enrolment& place = each.enrolment();
          const bool half = place.care_kind() == places::v1::HALF_DAY;
          leaving.children[place.case_number()] = place.child();
          leaving.rows("places.csv")
              .push_back({LastPart(place.name()), place.case_number(), LastPart(place.group()),
                          places::v1::Group::Kind_Name(place.group_kind()), each.pool_kind(),
                          leaving.Tail(each.firm()), LastPart(each.programme()), place.start_date(),
                          place.end_date(), YesNo(each.running()),
                          places::v1::Enrolment::State_Name(place.state()),
                          places::v1::CareKind_Name(place.care_kind()),
                          half ? places::v1::Session_Name(place.session()) : "",
                          place.entitled_from_date(), place.end_reason(),
                          leaving.Tail(place.transferred_from()), SuspensionsText(place)});
          leaving.out.manifest.control.places += 1;
        }
      });
}

// The child-days on which a month that is not closed yet may rest: those since the last closed one
// began, for that one's meals and refunds may be billed in advance of the next.
absl::Status TakeAttendance(Leaving& leaving) {
  ASSIGN_OR_RETURN(const absl::CivilMonth closed, ParseMonth(leaving.out.manifest.closed_through));
  ASSIGN_OR_RETURN(const absl::CivilDay today, ParseDay(leaving.out.manifest.as_of_date));
  const absl::CivilDay first =
      std::min(absl::CivilDay(closed), absl::CivilDay(absl::CivilMonth(today)));
  for (absl::CivilDay day = first; day <= today; ++day) {
    places::v1::ListChildDaysRequest request;
    request.set_parent(leaving.centre);
    request.set_date(FormatDay(day));
    RETURN_IF_ERROR((leaving.client.ForEachPage<PlacesStub, places::v1::ListChildDaysRequest,
                                                places::v1::ListChildDaysResponse>(
        &PlacesStub::ListChildDays, request, ParkAdmin(leaving.park),
        [&](const places::v1::ListChildDaysResponse& page) {
          for (const places::v1::ChildDay& each : page.child_days()) {
            const bool there = each.state() == places::v1::ChildDay::PRESENT ||
                               each.state() == places::v1::ChildDay::DEPARTED;
            if (!there && each.state() != places::v1::ChildDay::ABSENT) continue;
            leaving.rows("attendance.csv")
                .push_back({each.case_number(), each.date(), there ? "PRESENT" : "ABSENT",
                            each.reason(), YesNo(each.evidence())});
          }
        })));
  }
  return absl::OkStatus();
}

// The centre's statements of a month as it reads them, and what they drew, which only finance
// reads.
absl::Status TakeMonth(Leaving& leaving, const std::string& month) {
  std::set<std::string> own;
  billing::v1::ListCentreStatementsRequest request;
  request.set_parent(leaving.centre);
  request.set_month(month);
  RETURN_IF_ERROR((leaving.client.ForEachPage<BillingStub, billing::v1::ListCentreStatementsRequest,
                                              billing::v1::ListCentreStatementsResponse>(
      &BillingStub::ListCentreStatements, request, Finance(leaving.park),
      [&](const billing::v1::ListCentreStatementsResponse& page) {
        for (const billing::v1::CentreStatement& each : page.statements()) {
          own.insert(each.statement());
          leaving.children[each.case_number()] = each.child();
          leaving.rows("statements.csv")
              .push_back({LastPart(each.statement()), month, each.billed_month(),
                          each.case_number(), YuanOf(each.total_minor()),
                          YuanOf(each.collected_minor()), YuanOf(each.direct_minor()),
                          absl::StrCat(each.attended_days())});
        }
      })));
  if (own.empty()) return absl::OkStatus();
  billing::v1::ListStatementsRequest all;
  all.set_parent(MonthName(leaving.park, month));
  return leaving.client.ForEachPage<BillingStub, billing::v1::ListStatementsRequest,
                                    billing::v1::ListStatementsResponse>(
      &BillingStub::ListStatements, all, Finance(leaving.park),
      [&](const billing::v1::ListStatementsResponse& page) {
        for (const billing::v1::Statement& each : page.statements()) {
          if (own.count(each.name()) == 0) continue;
          for (const billing::v1::Draw& draw : each.draws()) {
            leaving.rows("draws.csv")
                .push_back({LastPart(each.name()), draw.account(), leaving.Tail(draw.owner()),
                            leaving.Tail(draw.party()), YuanOf(draw.amount_minor())});
          }
        }
      });
}

// The record of the intake desk, with names only where somebody said what for.
absl::Status TakeFamilies(Leaving& leaving, bool names) {
  std::map<std::string, directory::v1::Family> families;
  for (const auto& [case_number, child] : leaving.children) {
    const std::string name = child.substr(0, child.find("/children/"));
    if (families.count(name) == 0) {
      directory::v1::GetFamilyRequest request;
      request.set_name(name);
      ASSIGN_OR_RETURN(families[name], leaving.client.Call(&DirectoryStub::GetFamily, request,
                                                           ParkAdmin(leaving.park)));
    }
    const directory::v1::Family& family = families[name];
    directory::v1::FamilyRecord record;
    record.set_family_no(family.family_no());
    *record.mutable_guardians() = family.guardians();
    record.set_deduct_from(family.deduct_from());
    record.set_arrears_mode(family.arrears_mode());
    for (const directory::v1::Child& each : family.children()) {
      if (each.name() == child) *record.mutable_child() = each;
    }
    record.mutable_child()->clear_name();
    leaving.rows("families.csv")
        .push_back({case_number, family.family_no(), LastPart(name), LastPart(child),
                    names ? Compact(record) : ""});
  }
  return absl::OkStatus();
}

// What families owe the centre straight, entry by entry: each names one family.
absl::Status TakeDirect(Leaving& leaving, BooksOut& books) {
  const std::string due = absl::StrCat("direct-due-", leaving.out.manifest.subject);
  std::map<std::string, int64_t> sums;
  ledger::v1::ListEntriesRequest request;
  request.set_parent(leaving.park);
  request.set_account(due);
  request.set_known_by(books.known_by());
  RETURN_IF_ERROR((leaving.client.ForEachPage<LedgerStub, ledger::v1::ListEntriesRequest,
                                              ledger::v1::ListEntriesResponse>(
      &LedgerStub::ListEntries, request, Finance(leaving.park),
      [&](const ledger::v1::ListEntriesResponse& page) {
        for (const ledger::v1::Entry& each : page.entries()) {
          int64_t due_minor = 0;
          std::string family;
          for (const ledger::v1::Posting& posting : each.postings()) {
            const std::string account = LastPart(posting.account());
            if (account == due) due_minor += posting.amount_minor();
            if (absl::StartsWith(account, "direct-family-")) family = account;
          }
          if (due_minor == 0 || family.empty()) continue;
          sums[family] -= due_minor;
          leaving.rows("account_lines.csv")
              .push_back({family, LastPart(each.name()), each.kind(), each.effective_date(),
                          YuanOf(-due_minor), YuanOf(sums[family])});
        }
      })));
  for (const auto& [family, minor] : sums) {
    books.TakePart(family, minor, "ACCOUNT_LINES", &leaving.out);
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<MoveOut> MoveCentreOut(Client& client, const std::string& centre,
                                      const std::string& names) {
  Leaving leaving = {client, centre, centre.substr(0, centre.find("/centres/")), {}, {}, {}};
  ASSIGN_OR_RETURN(leaving.days, AskMoveDays(client, leaving.park));
  MoveManifest& manifest = leaving.out.manifest;
  manifest.kind = "centre";
  manifest.source = leaving.park;
  manifest.park = LastPart(leaving.park);
  manifest.as_of_date = leaving.days.as_of_date;
  manifest.closed_through = leaving.days.closed_months.empty() ? manifest.as_of_date.substr(0, 7)
                                                               : leaving.days.closed_months.back();
  manifest.notes.push_back(names.empty()
                               ? "Families stand without records: the intake desk has to have them."
                               : absl::StrCat("Families' records are here for: ", names));
  RETURN_IF_ERROR(TakeCentre(leaving));
  RETURN_IF_ERROR(TakePlaces(leaving));
  RETURN_IF_ERROR(TakeAttendance(leaving));
  for (const std::string& month : leaving.days.closed_months) {
    RETURN_IF_ERROR(TakeMonth(leaving, month));
  }
  RETURN_IF_ERROR(TakeFamilies(leaving, !names.empty()));
  ASSIGN_OR_RETURN(BooksOut books, BooksOut::Open(client, leaving.park));
  RETURN_IF_ERROR(books.TakeAccount(absl::StrCat("payable-", manifest.subject), &leaving.out));
  RETURN_IF_ERROR(books.TakeAccount(absl::StrCat("direct-due-", manifest.subject), &leaving.out));
  RETURN_IF_ERROR(TakeDirect(leaving, books));
  BooksOut::Close(manifest.subject, &leaving.out);
  return std::move(leaving.out);
}

}  // namespace tuoqiao::cli
