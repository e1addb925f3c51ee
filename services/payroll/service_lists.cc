// The handlers that only read.
#include <iterator>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/common/period.h"
#include "services/common/rpc/events.h"
#include "services/common/rpc/paging.h"
#include "services/common/status_macros.h"
#include "services/payroll/arrears_store.h"
#include "services/payroll/convert.h"
#include "services/payroll/convert_import.h"
#include "services/payroll/convert_planning.h"
#include "services/payroll/convert_results.h"
#include "services/payroll/errors.h"
#include "services/payroll/pay_figure_store.h"
#include "services/payroll/pay_run_store.h"
#include "services/payroll/pay_terms_store.h"
#include "services/payroll/service.h"
#include "services/payroll/store.h"
#include "services/payroll/year_to_date.h"

namespace tuoqiao::payroll {
namespace {

using type::v1::ListResourcesResponse;

constexpr rpc::PageLimits kStatePages = {1000, 1000};

// What was added of one kind: how many rows, and the firm and id of the last.
struct Added {
  int64_t rows = 0;
  std::string firm, id;
};
using AddAfter = absl::StatusOr<Added> (*)(db::Read&, const KeyRing&, const After&,
                                           ListResourcesResponse*);

absl::StatusOr<Added> AddArrears(db::Read& txn, const KeyRing&, const After& after,
                                 ListResourcesResponse* response) {
  ASSIGN_OR_RETURN(const auto rows, LoadArrearsAfter(txn, after));
  Added added;
  for (const auto& each : rows) {
    const v1::Arrears arrears = ToProto(txn.park(), each.firm, each.thing);
    rpc::AddResource(arrears.name(), arrears, response);
    added = {added.rows + 1, each.firm, each.thing.id};
  }
  return added;
}

absl::StatusOr<Added> AddAuthorisations(db::Read& txn, const KeyRing&, const After& after,
                                        ListResourcesResponse* response) {
  ASSIGN_OR_RETURN(const auto rows, LoadAuthorisationsAfter(txn, after));
  Added added;
  for (const auto& each : rows) {
    const v1::Authorisation authorisation = ToProto(txn.park(), each.firm, each.thing);
    rpc::AddResource(authorisation.name(), authorisation, response);
    added = {added.rows + 1, each.firm, each.thing.id};
  }
  return added;
}

absl::StatusOr<Added> AddInstructions(db::Read& txn, const KeyRing&, const After& after,
                                      ListResourcesResponse* response) {
  ASSIGN_OR_RETURN(const auto rows, LoadInstructionsAfter(txn, after));
  Added added;
  for (const InstructionAt& each : rows) {
    const v1::Instruction instruction = ToProto(txn.park(), each.run, each.instruction);
    rpc::AddResource(instruction.name(), instruction, response);
    added = {added.rows + 1, each.run.firm,
             absl::StrCat(each.run.Text(), "/", each.instruction.id)};
  }
  return added;
}

absl::StatusOr<Added> AddLegalBases(db::Read& txn, const KeyRing&, const After& after,
                                    ListResourcesResponse* response) {
  ASSIGN_OR_RETURN(const auto rows, LoadLegalBases(txn, after));
  Added added;
  for (const auto& each : rows) {
    const v1::LegalBasis basis = ToProto(txn.park(), each.firm, each.thing);
    rpc::AddResource(basis.name(), basis, response);
    added = {added.rows + 1, each.firm, FormatDay(each.thing.from_date)};
  }
  return added;
}

absl::StatusOr<Added> AddPayExceptions(db::Read& txn, const KeyRing&, const After& after,
                                       ListResourcesResponse* response) {
  ASSIGN_OR_RETURN(const auto rows, LoadExceptionsAfter(txn, after));
  Added added;
  for (const ExceptionAt& each : rows) {
    const v1::PayException exception = ToProto(txn.park(), each);
    rpc::AddResource(exception.name(), exception, response);
    added = {added.rows + 1, each.run.firm, each.exception.id};
  }
  return added;
}

absl::StatusOr<Added> AddPayResults(db::Read& txn, const KeyRing&, const After& after,
                                    ListResourcesResponse* response) {
  ASSIGN_OR_RETURN(const auto rows, LoadLinesAfter(txn, after));
  Added added;
  for (const LineAt& each : rows) {
    const v1::PayResultLine line = ToProto(txn.park(), each.run, each.line);
    rpc::AddResource(line.name(), line, response);
    added = {added.rows + 1, each.run.firm, absl::StrCat(each.run.run, "/", each.line.id)};
  }
  return added;
}

absl::StatusOr<Added> AddPayFigures(db::Read& txn, const KeyRing& keys, const After& after,
                                    ListResourcesResponse* response) {
  ASSIGN_OR_RETURN(const auto rows, LoadFiguresAfter(txn, keys, after));
  Added added;
  for (const auto& each : rows) {
    const std::string key = FigureKey(each.thing);
    rpc::AddResource(PayFigureName(txn.park(), each.firm, key), ToProto(each.thing), response);
    added = {added.rows + 1, each.firm, key};
  }
  return added;
}

// What pay runs showed is in the state with their instructions.
absl::StatusOr<Added> AddBrought(db::Read& txn, const KeyRing& keys, const After& after,
                                 ListResourcesResponse* response) {
  ASSIGN_OR_RETURN(const auto rows, LoadBroughtAfter(txn, keys, after));
  Added added;
  for (const auto& each : rows) {
    v1::YearToDate year = ToProto(txn.park(), each.firm, each.thing);
    year.clear_here();
    rpc::AddResource(year.name(), year, response);
    added = {added.rows + 1, each.firm, YearKey(each.thing)};
  }
  return added;
}

absl::StatusOr<Added> AddPayCalendars(db::Read& txn, const KeyRing&, const After& after,
                                      ListResourcesResponse* response) {
  ASSIGN_OR_RETURN(const auto rows, LoadPayCalendarsAfter(txn, after));
  Added added;
  for (const auto& each : rows) {
    const v1::PayCalendar calendar = ToProto(txn.park(), each.firm, each.thing);
    rpc::AddResource(calendar.name(), calendar, response);
    added = {added.rows + 1, each.firm, FormatMonth(each.thing.from_month)};
  }
  return added;
}

absl::StatusOr<Added> AddPayPolicies(db::Read& txn, const KeyRing&, const After& after,
                                     ListResourcesResponse* response) {
  ASSIGN_OR_RETURN(const auto rows, LoadPayPoliciesAfter(txn, after));
  Added added;
  for (const auto& each : rows) {
    const v1::PayPolicy policy = ToProto(txn.park(), each.firm, each.thing);
    rpc::AddResource(policy.name(), policy, response);
    added = {added.rows + 1, each.firm, ""};
  }
  return added;
}

// The only one of its kind: never a whole page, so that nobody asks what follows it.
absl::StatusOr<Added> AddPayFloor(db::Read& txn, const KeyRing&, const After&,
                                  ListResourcesResponse* response) {
  ASSIGN_OR_RETURN(const auto floor, LoadPayFloor(txn));
  if (floor.has_value()) {
    const v1::PayFloor message = ToProto(txn.park(), *floor);
    rpc::AddResource(message.name(), message, response);
  }
  return Added();
}

absl::StatusOr<Added> AddPayRuns(db::Read& txn, const KeyRing&, const After& after,
                                 ListResourcesResponse* response) {
  ASSIGN_OR_RETURN(const auto rows, LoadPayRunsAfter(txn, after));
  Added added;
  for (const PayRun& each : rows) {
    const v1::PayRun run = ToProto(txn.park(), each);
    rpc::AddResource(run.name(), run, response);
    added = {added.rows + 1, each.firm, each.Key().Text()};
  }
  return added;
}

absl::StatusOr<Added> AddPayImports(db::Read& txn, const KeyRing&, const After& after,
                                    ListResourcesResponse* response) {
  ASSIGN_OR_RETURN(const auto rows, LoadPayImportsAfter(txn, after));
  Added added;
  for (const PayImport& each : rows) {
    const v1::PayImport import = ToProto(txn.park(), each);
    rpc::AddResource(import.name(), import, response);
    added = {added.rows + 1, each.firm, each.id};
  }
  return added;
}

// The kinds of the state, in the order of their names.
struct Kind {
  const char* name;
  AddAfter add;
};
constexpr Kind kKinds[] = {
    {"Arrears", AddArrears},          {"Authorisation", AddAuthorisations},
    {"Instruction", AddInstructions}, {"LegalBasis", AddLegalBases},
    {"PayCalendar", AddPayCalendars}, {"PayException", AddPayExceptions},
    {"PayFigure", AddPayFigures},     {"PayFloor", AddPayFloor},
    {"PayImport", AddPayImports},     {"PayPolicy", AddPayPolicies},
    {"PayResultLine", AddPayResults}, {"PayRun", AddPayRuns},
    {"YearToDate", AddBrought},
};

// A page of the state holds one kind; its token is `{kind}/{firm}/{id}` of the last.
struct Place {
  size_t kind = 0;
  std::string firm, id;
};
Place PlaceOf(const std::string& after) {
  const std::vector<std::string> parts = absl::StrSplit(after, absl::MaxSplits('/', 2));
  if (parts.size() != 3) return Place();
  Place place = {0, parts[1], parts[2]};
  while (place.kind + 1 < std::size(kKinds) && kKinds[place.kind].name != parts[0]) ++place.kind;
  return place;
}

}  // namespace

grpc::Status PayrollService::GetPayRun(grpc::ServerContext* context,
                                       const v1::GetPayRunRequest* request, v1::PayRun* response) {
  return front_.Answer(context, "GetPayRun", *request,
                       [&](const rpc::Caller& caller) -> absl::Status {
                         ASSIGN_OR_RETURN(const PayRunKey key, PayRunOf(request->name()));
                         return db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
                           ASSIGN_OR_RETURN(const auto run, FindPayRun(txn, key));
                           if (!run.has_value()) return PayRunNotFound(request->name());
                           *response = ToProto(caller.park, *run);
                           return absl::OkStatus();
                         });
                       });
}

grpc::Status PayrollService::ListInstructions(grpc::ServerContext* context,
                                              const v1::ListInstructionsRequest* request,
                                              v1::ListInstructionsResponse* response) {
  return front_.Answer(
      context, "ListInstructions", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const PayRunKey key, PayRunOf(request->parent()));
        const std::string list = absl::StrCat(request->parent(), "/instructions");
        ASSIGN_OR_RETURN(const rpc::Page page,
                         rpc::ReadPage(request->page_size(), request->page_token(), list));
        return db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
          ASSIGN_OR_RETURN(const auto instructions,
                           LoadInstructionPage(txn, {key, page.after, page.size}));
          for (const Instruction& each : instructions) {
            *response->add_instructions() = ToProto(caller.park, key, each);
          }
          if (static_cast<int64_t>(instructions.size()) == page.size) {
            response->set_next_page_token(rpc::NextPageToken(list, instructions.back().id));
          }
          return absl::OkStatus();
        });
      });
}

grpc::Status PayrollService::ListArrears(grpc::ServerContext* context,
                                         const v1::ListArrearsRequest* request,
                                         v1::ListArrearsResponse* response) {
  return front_.Answer(
      context, "ListArrears", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const std::string firm, FirmOf(request->parent()));
        const std::string list = absl::StrCat(request->parent(), "/arrears");
        ASSIGN_OR_RETURN(const rpc::Page page,
                         rpc::ReadPage(request->page_size(), request->page_token(), list));
        return db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
          ASSIGN_OR_RETURN(const auto arrears, LoadArrears(txn, {firm, page.after, page.size}));
          for (const Arrears& each : arrears) {
            *response->add_arrears() = ToProto(caller.park, firm, each);
          }
          if (static_cast<int64_t>(arrears.size()) == page.size) {
            response->set_next_page_token(rpc::NextPageToken(list, arrears.back().id));
          }
          return absl::OkStatus();
        });
      });
}

grpc::Status PayrollService::ListEvents(grpc::ServerContext* context,
                                        const type::v1::ListEventsRequest* request,
                                        type::v1::ListEventsResponse* response) {
  return front_.Answer(context, "ListEvents", *request, [&](const rpc::Caller& caller) {
    return rpc::ListEvents(db_, caller, *request, response);
  });
}

grpc::Status PayrollService::ListResources(grpc::ServerContext* context,
                                           const type::v1::ListResourcesRequest* request,
                                           ListResourcesResponse* response) {
  return front_.Answer(
      context, "ListResources", *request, [&](const rpc::Caller& caller) -> absl::Status {
        const std::string list = absl::StrCat(request->parent(), "/resources");
        ASSIGN_OR_RETURN(
            const rpc::Page page,
            rpc::ReadPage(request->page_size(), request->page_token(), list, kStatePages));
        const Place place = PlaceOf(page.after);
        return db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
          const Kind& kind = kKinds[place.kind];
          ASSIGN_OR_RETURN(const Added added,
                           kind.add(txn, keys_, {place.firm, place.id, page.size}, response));
          if (added.rows == page.size) {
            response->set_next_page_token(
                rpc::NextPageToken(list, absl::StrCat(kind.name, "/", added.firm, "/", added.id)));
          } else if (place.kind + 1 < std::size(kKinds)) {
            response->set_next_page_token(
                rpc::NextPageToken(list, absl::StrCat(kKinds[place.kind + 1].name, "//")));
          }
          return absl::OkStatus();
        });
      });
}

}  // namespace tuoqiao::payroll
