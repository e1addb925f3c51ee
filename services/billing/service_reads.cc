// The handlers that only read.
#include <optional>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/billing/checklist_store.h"
#include "services/billing/convert.h"
#include "services/billing/convert_checklist.h"
#include "services/billing/convert_imported.h"
#include "services/billing/convert_shadow.h"
#include "services/billing/errors.h"
#include "services/billing/month_store.h"
#include "services/billing/service.h"
#include "services/billing/shadow_store.h"
#include "services/billing/statement_store.h"
#include "services/billing/store.h"
#include "services/common/errors.h"
#include "services/common/resource_name.h"
#include "services/common/rpc/events.h"
#include "services/common/rpc/paging.h"
#include "services/common/status_macros.h"

namespace tuoqiao::billing {
namespace {

// The two halves of a page's key.
std::pair<std::string, std::string> PlaceOf(const std::string& after) {
  return absl::StrSplit(after, absl::MaxSplits('/', 1));
}

// The copy of a month that is closed; nothing where it is not.
absl::StatusOr<std::optional<Copy>> FindClosedCopy(db::Read& txn, absl::CivilMonth name) {
  ASSIGN_OR_RETURN(const std::optional<Month> month, FindMonth(txn, name));
  if (!month.has_value() || month->state != MonthState::kClosed) return std::nullopt;
  return std::optional<Copy>({name, month->preview});
}

absl::StatusOr<Payer> CollectedPayerOf(const std::string& name) {
  if (name.empty()) return FieldRequired("payer");
  for (const Payer each : kCollectedPayers) {
    if (name == PayerName(each)) return each;
  }
  return FieldInvalid("payer", "is not AUTHORITY, PARK or UNION", "须为 AUTHORITY、PARK 或 UNION");
}

std::string TariffKey(const Tariff& tariff) {
  const std::string centre = LastPart(tariff.centre);
  return absl::StrCat(centre, "/", TariffId(tariff.group_kind, tariff.from_date));
}

// The statements of the present copies of all months behind `{month}/{id}`, of one month at a time.
absl::StatusOr<std::vector<KeptStatement>> LoadStatementsAfter(db::Read& txn,
                                                               const std::string& after,
                                                               int64_t rows_max) {
  const auto [month, id] = PlaceOf(after);
  if (!month.empty()) {
    ASSIGN_OR_RETURN(const absl::CivilMonth started, ParseMonth(month));
    ASSIGN_OR_RETURN(const std::optional<Month> kept, FindMonth(txn, started));
    if (kept.has_value()) {
      ASSIGN_OR_RETURN(auto rest, LoadStatements(txn, {started, kept->preview}, id, rows_max));
      if (!rest.empty()) return rest;
    }
  }
  std::string before = month;
  while (true) {
    ASSIGN_OR_RETURN(const std::vector<Month> next, LoadMonths(txn, before, 1));
    if (next.empty()) return std::vector<KeptStatement>();
    ASSIGN_OR_RETURN(auto first,
                     LoadStatements(txn, {next[0].month, next[0].preview}, "", rows_max));
    if (!first.empty()) return first;
    before = FormatMonth(next[0].month);
  }
}

// One kind of resource for ListResources: adds what follows `after` and returns the key of the last
// that it added; empty where nothing follows.
struct Stretch {
  std::string after;
  int64_t rows_max = 0;
};

absl::StatusOr<std::string> AddFundingPlans(db::Read& txn, const Stretch& stretch,
                                            type::v1::ListResourcesResponse* response) {
  ASSIGN_OR_RETURN(const auto plans, LoadFundingPlans(txn, stretch.after, stretch.rows_max));
  for (const FundingPlan& each : plans) {
    rpc::AddResource(FundingPlanName(txn.park(), each.id), ToProto(txn.park(), each), response);
  }
  return plans.empty() ? "" : plans.back().id;
}

absl::StatusOr<std::string> AddMonths(db::Read& txn, const Stretch& stretch,
                                      type::v1::ListResourcesResponse* response) {
  ASSIGN_OR_RETURN(const auto months, LoadMonths(txn, stretch.after, stretch.rows_max));
  for (const Month& each : months) {
    ASSIGN_OR_RETURN(const auto hold_outs, LoadHoldOuts(txn, {each.month, each.preview}));
    rpc::AddResource(MonthName(txn.park(), each.month), ToProto(txn.park(), each, hold_outs),
                     response);
  }
  return months.empty() ? "" : FormatMonth(months.back().month);
}

absl::StatusOr<std::string> AddStatements(db::Read& txn, const Stretch& stretch,
                                          type::v1::ListResourcesResponse* response) {
  ASSIGN_OR_RETURN(const auto kept, LoadStatementsAfter(txn, stretch.after, stretch.rows_max));
  for (const KeptStatement& each : kept) {
    const v1::Statement message = ToProto(txn.park(), each);
    rpc::AddResource(message.name(), message, response);
  }
  if (kept.empty()) return "";
  return absl::StrCat(FormatMonth(kept.back().month), "/", kept.back().statement.id);
}

absl::StatusOr<std::string> AddTariffs(db::Read& txn, const Stretch& stretch,
                                       type::v1::ListResourcesResponse* response) {
  const auto [centre, id] = PlaceOf(stretch.after);
  ASSIGN_OR_RETURN(const auto tariffs, LoadTariffs(txn, {centre, id}, stretch.rows_max));
  for (const Tariff& each : tariffs) rpc::AddResource(each.name, ToProto(each), response);
  return tariffs.empty() ? "" : TariffKey(tariffs.back());
}

absl::StatusOr<std::string> AddShadows(db::Read& txn, const Stretch& stretch,
                                       type::v1::ListResourcesResponse* response) {
  const auto [month, id] = PlaceOf(stretch.after);
  ASSIGN_OR_RETURN(const auto shadows, LoadShadows(txn, month, id, stretch.rows_max));
  for (const Shadow& each : shadows) {
    const v1::Shadow message = ToProto(txn.park(), each);
    rpc::AddResource(message.name(), message, response);
  }
  if (shadows.empty()) return "";
  return absl::StrCat(FormatMonth(shadows.back().month), "/", shadows.back().id);
}

// Of all shadows behind `{month}/{shadow}/{ordinal}`, of one shadow at a time.
absl::StatusOr<std::string> AddShadowDifferences(db::Read& txn, const Stretch& stretch,
                                                 type::v1::ListResourcesResponse* response) {
  const auto [month, rest] = PlaceOf(stretch.after);
  auto [id, ordinal_text] = PlaceOf(rest);
  int64_t ordinal = -1;
  if (!stretch.after.empty() && !absl::SimpleAtoi(ordinal_text, &ordinal)) {
    return rpc::PageTokenInvalid();
  }
  std::vector<Shadow> next;
  if (!id.empty()) {
    ASSIGN_OR_RETURN(const absl::CivilMonth started, ParseMonth(month));
    ASSIGN_OR_RETURN(std::optional<Shadow> shadow, FindShadow(txn, {started, id}));
    if (shadow.has_value()) next.push_back(*std::move(shadow));
  } else {
    ASSIGN_OR_RETURN(next, LoadShadows(txn, "", "", 1));
  }
  while (!next.empty()) {
    const std::string kept_month = FormatMonth(next[0].month);
    ASSIGN_OR_RETURN(const auto kept,
                     LoadDifferences(txn, {next[0].id, std::nullopt}, ordinal, stretch.rows_max));
    for (const KeptDifference& each : kept) {
      const v1::ShadowDifference message = ToProto(txn.park(), next[0].month, each);
      rpc::AddResource(message.name(), message, response);
    }
    if (!kept.empty()) {
      return absl::StrCat(kept_month, "/", next[0].id, "/", kept.back().ordinal);
    }
    ordinal = -1;
    ASSIGN_OR_RETURN(next, LoadShadows(txn, kept_month, next[0].id, 1));
  }
  return "";
}

absl::StatusOr<std::string> AddAdoptions(db::Read& txn, const Stretch& stretch,
                                         type::v1::ListResourcesResponse* response) {
  const auto [text, programme] = PlaceOf(stretch.after);
  int64_t ordinal = -1;
  if (!stretch.after.empty() && !absl::SimpleAtoi(text, &ordinal)) return rpc::PageTokenInvalid();
  ASSIGN_OR_RETURN(const auto adoptions, LoadAdoptions(txn, programme, ordinal, stretch.rows_max));
  for (const Adoption& each : adoptions) {
    const v1::Adoption message = ToProto(txn.park(), each);
    rpc::AddResource(message.name(), message, response);
  }
  if (adoptions.empty()) return "";
  return absl::StrCat(adoptions.back().ordinal, "/", adoptions.back().programme);
}

absl::StatusOr<std::string> AddChecklistItems(db::Read& txn, const Stretch& stretch,
                                              type::v1::ListResourcesResponse* response) {
  const auto [month, item] = PlaceOf(stretch.after);
  ASSIGN_OR_RETURN(const auto kept, LoadKeptItems(txn, month, item, stretch.rows_max));
  for (const KeptItem& each : kept) {
    rpc::AddResource(absl::StrCat(MonthName(txn.park(), each.month), "/checklist/", each.item),
                     ToProto(each), response);
  }
  if (kept.empty()) return "";
  return absl::StrCat(FormatMonth(kept.back().month), "/", kept.back().item);
}

absl::StatusOr<std::string> AddImported(db::Read& txn, const Stretch& stretch,
                                        type::v1::ListResourcesResponse* response) {
  const size_t slash = stretch.after.rfind('/');
  const bool first = slash == std::string::npos;
  ASSIGN_OR_RETURN(
      const auto statements,
      LoadImportedOfPark(txn, first ? "" : stretch.after.substr(0, slash),
                         first ? "" : stretch.after.substr(slash + 1), stretch.rows_max));
  for (const ImportedStatement& each : statements) {
    rpc::AddResource(ImportedName(each), ToProto(each), response);
  }
  if (statements.empty()) return "";
  return absl::StrCat(statements.back().centre, "/", statements.back().id);
}

constexpr absl::StatusOr<std::string> (*kKinds[])(db::Read&, const Stretch&,
                                                  type::v1::ListResourcesResponse*) = {
    AddFundingPlans,      AddMonths,    AddStatements,     AddTariffs, AddShadows,
    AddShadowDifferences, AddAdoptions, AddChecklistItems, AddImported};

}  // namespace

grpc::Status BillingService::ListTariffs(grpc::ServerContext* context,
                                         const v1::ListTariffsRequest* request,
                                         v1::ListTariffsResponse* response) {
  return front_.Answer(
      context, "ListTariffs", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const rpc::Page page,
                         rpc::ReadPage(request->page_size(), request->page_token(), "tariffs"));
        return db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
          const auto [centre, id] = PlaceOf(page.after);
          ASSIGN_OR_RETURN(const auto tariffs, LoadTariffs(txn, {centre, id}, page.size));
          for (const Tariff& each : tariffs) *response->add_tariffs() = ToProto(each);
          if (static_cast<int64_t>(tariffs.size()) == page.size) {
            response->set_next_page_token(rpc::NextPageToken("tariffs", TariffKey(tariffs.back())));
          }
          return absl::OkStatus();
        });
      });
}

grpc::Status BillingService::GetFundingPlan(grpc::ServerContext* context,
                                            const v1::GetFundingPlanRequest* request,
                                            v1::FundingPlan* response) {
  return front_.Answer(
      context, "GetFundingPlan", *request, [&](const rpc::Caller& caller) -> absl::Status {
        const absl::StatusOr<std::string> id = FundingPlanOf("name", request->name());
        if (!id.ok()) return FundingPlanNotFound(request->name());
        return db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
          ASSIGN_OR_RETURN(const FundingPlan plan, LoadFundingPlan(txn, *id));
          *response = ToProto(caller.park, plan);
          return absl::OkStatus();
        });
      });
}

grpc::Status BillingService::GetMonth(grpc::ServerContext* context,
                                      const v1::GetMonthRequest* request, v1::Month* response) {
  return front_.Answer(
      context, "GetMonth", *request, [&](const rpc::Caller& caller) -> absl::Status {
        const absl::StatusOr<absl::CivilMonth> name = MonthOf("name", request->name());
        if (!name.ok()) return MonthNotFound(request->name());
        return db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
          ASSIGN_OR_RETURN(const std::optional<Month> month, FindMonth(txn, *name));
          if (!month.has_value()) return MonthNotFound(request->name());
          ASSIGN_OR_RETURN(const auto hold_outs, LoadHoldOuts(txn, {*name, month->preview}));
          *response = ToProto(caller.park, *month, hold_outs);
          return absl::OkStatus();
        });
      });
}

grpc::Status BillingService::GetStatement(grpc::ServerContext* context,
                                          const v1::GetStatementRequest* request,
                                          v1::Statement* response) {
  return front_.Answer(
      context, "GetStatement", *request, [&](const rpc::Caller& caller) -> absl::Status {
        const absl::StatusOr<StatementKey> key = StatementOf("name", request->name());
        if (!key.ok()) return StatementNotFound(request->name());
        return db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
          ASSIGN_OR_RETURN(const std::optional<Month> month, FindMonth(txn, key->month));
          if (!month.has_value()) return StatementNotFound(request->name());
          ASSIGN_OR_RETURN(const auto kept,
                           FindStatement(txn, {key->month, month->preview}, key->id));
          // A draft is the finance office's alone.
          const bool may_see =
              month->state == MonthState::kClosed || caller.identity.role != "GOV_AUDITOR";
          if (!kept.has_value() || !may_see) return StatementNotFound(request->name());
          *response = ToProto(caller.park, *kept);
          return absl::OkStatus();
        });
      });
}

grpc::Status BillingService::ListStatements(grpc::ServerContext* context,
                                            const v1::ListStatementsRequest* request,
                                            v1::ListStatementsResponse* response) {
  return front_.Answer(
      context, "ListStatements", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const absl::CivilMonth name, MonthOf("parent", request->parent()));
        const std::string list = absl::StrCat(request->parent(), "/statements");
        ASSIGN_OR_RETURN(const rpc::Page page,
                         rpc::ReadPage(request->page_size(), request->page_token(), list));
        return db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
          ASSIGN_OR_RETURN(const std::optional<Month> month, FindMonth(txn, name));
          if (!month.has_value()) return absl::OkStatus();
          ASSIGN_OR_RETURN(const auto kept,
                           LoadStatements(txn, {name, month->preview}, page.after, page.size,
                                          {request->corrections_only(), request->family()}));
          for (const KeptStatement& each : kept) {
            *response->add_statements() = ToProto(caller.park, each);
          }
          if (static_cast<int64_t>(kept.size()) == page.size) {
            response->set_next_page_token(rpc::NextPageToken(list, kept.back().statement.id));
          }
          return absl::OkStatus();
        });
      });
}

grpc::Status BillingService::ListFamilyStatements(grpc::ServerContext* context,
                                                  const v1::ListFamilyStatementsRequest* request,
                                                  v1::ListFamilyStatementsResponse* response) {
  return front_.Answer(
      context, "ListFamilyStatements", *request, [&](const rpc::Caller& caller) -> absl::Status {
        const std::string list = absl::StrCat(request->parent(), "/statements");
        ASSIGN_OR_RETURN(const rpc::Page page,
                         rpc::ReadPage(request->page_size(), request->page_token(), list));
        return db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
          const auto [month, id] = PlaceOf(page.after);
          ASSIGN_OR_RETURN(const auto kept,
                           LoadFamilyStatements(txn, request->parent(), {month, id}, page.size));
          for (const KeptStatement& each : kept) {
            *response->add_statements() = ToProto(caller.park, each);
          }
          if (static_cast<int64_t>(kept.size()) == page.size) {
            response->set_next_page_token(rpc::NextPageToken(
                list, absl::StrCat(FormatMonth(kept.back().month), "/", kept.back().statement.id)));
          }
          return absl::OkStatus();
        });
      });
}

grpc::Status BillingService::ListCentreStatements(grpc::ServerContext* context,
                                                  const v1::ListCentreStatementsRequest* request,
                                                  v1::ListCentreStatementsResponse* response) {
  return front_.Answer(
      context, "ListCentreStatements", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const absl::CivilMonth name, MonthFieldOf("month", request->month()));
        const std::string list = absl::StrCat(request->parent(), "/statements/", request->month());
        ASSIGN_OR_RETURN(const rpc::Page page,
                         rpc::ReadPage(request->page_size(), request->page_token(), list));
        return db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
          ASSIGN_OR_RETURN(const std::optional<Copy> copy, FindClosedCopy(txn, name));
          if (!copy.has_value()) return absl::OkStatus();
          ASSIGN_OR_RETURN(const auto kept,
                           LoadCentreStatements(txn, request->parent(),
                                                {FormatMonth(name), page.after}, page.size));
          for (const KeptStatement& each : kept) {
            *response->add_statements() = ToCentre(caller.park, each);
          }
          if (static_cast<int64_t>(kept.size()) == page.size) {
            response->set_next_page_token(rpc::NextPageToken(list, kept.back().statement.id));
          }
          return absl::OkStatus();
        });
      });
}

grpc::Status BillingService::ListPayerShares(grpc::ServerContext* context,
                                             const v1::ListPayerSharesRequest* request,
                                             v1::ListPayerSharesResponse* response) {
  return front_.Answer(
      context, "ListPayerShares", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const absl::CivilMonth name, MonthFieldOf("month", request->month()));
        ASSIGN_OR_RETURN(const Payer payer, CollectedPayerOf(request->payer()));
        if (caller.identity.role == "GOV_AUDITOR" && payer != Payer::kAuthority) {
          return PayerNotYours(request->payer());
        }
        const std::string list = absl::StrCat(request->parent(), "/payerShares/", request->month(),
                                              "/", request->payer());
        ASSIGN_OR_RETURN(const rpc::Page page,
                         rpc::ReadPage(request->page_size(), request->page_token(), list));
        return db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
          ASSIGN_OR_RETURN(const std::optional<Copy> copy, FindClosedCopy(txn, name));
          if (!copy.has_value()) return absl::OkStatus();
          ASSIGN_OR_RETURN(const auto rows,
                           LoadPayerShares(txn, *copy, payer, page.after, page.size));
          for (const PayerShareRow& each : rows) {
            *response->add_shares() = ToProto(caller.park, name, each);
          }
          if (static_cast<int64_t>(rows.size()) == page.size) {
            response->set_next_page_token(rpc::NextPageToken(list, rows.back().statement_id));
          }
          return absl::OkStatus();
        });
      });
}

grpc::Status BillingService::ListFirmShares(grpc::ServerContext* context,
                                            const v1::ListFirmSharesRequest* request,
                                            v1::ListFirmSharesResponse* response) {
  return front_.Answer(
      context, "ListFirmShares", *request, [&](const rpc::Caller& caller) -> absl::Status {
        if (request->month().empty()) return FieldRequired("month");
        const absl::StatusOr<absl::CivilMonth> month = ParseMonth(request->month());
        if (!month.ok()) return FieldInvalid("month", "is not YYYY-MM", "不是 YYYY-MM 格式");
        const std::string list = absl::StrCat(request->parent(), "/shares/", request->month());
        ASSIGN_OR_RETURN(const rpc::Page page,
                         rpc::ReadPage(request->page_size(), request->page_token(), list));
        return db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
          // The key is the employee's name, behind which comes its number, which may hold anything.
          const std::pair<std::string, std::string> place =
              absl::StrSplit(page.after, absl::MaxSplits('\n', 1));
          ASSIGN_OR_RETURN(const auto sums, LoadFirmShares(txn, request->parent(), *month,
                                                           {place.second, place.first}, page.size));
          for (const FirmShareSum& each : sums) *response->add_shares() = ToProto(*month, each);
          if (static_cast<int64_t>(sums.size()) == page.size) {
            response->set_next_page_token(rpc::NextPageToken(
                list, absl::StrCat(sums.back().employee, "\n", sums.back().employee_no)));
          }
          return absl::OkStatus();
        });
      });
}

grpc::Status BillingService::ListEvents(grpc::ServerContext* context,
                                        const type::v1::ListEventsRequest* request,
                                        type::v1::ListEventsResponse* response) {
  return front_.Answer(context, "ListEvents", *request, [&](const rpc::Caller& caller) {
    return rpc::ListEvents(db_, caller, *request, response);
  });
}

grpc::Status BillingService::ListResources(grpc::ServerContext* context,
                                           const type::v1::ListResourcesRequest* request,
                                           type::v1::ListResourcesResponse* response) {
  return front_.Answer(
      context, "ListResources", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const rpc::Page page,
                         rpc::ReadPage(request->page_size(), request->page_token(), "resources"));
        // The token is `{kind}/{key of the last}`.
        const auto [kind_text, last] = PlaceOf(page.after);
        size_t kind = 0;
        if (!page.after.empty() && !absl::SimpleAtoi(kind_text, &kind)) kind = std::size(kKinds);
        std::string after = last;
        return db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
          while (kind < std::size(kKinds) && response->resources_size() < page.size) {
            const Stretch stretch = {after, page.size - response->resources_size()};
            ASSIGN_OR_RETURN(after, kKinds[kind](txn, stretch, response));
            if (after.empty()) ++kind;
          }
          if (kind < std::size(kKinds)) {
            response->set_next_page_token(
                rpc::NextPageToken("resources", absl::StrCat(kind, "/", after)));
          }
          return absl::OkStatus();
        });
      });
}

}  // namespace tuoqiao::billing
