// Connections, access by content, and what is exported.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/match.h"
#include "services/common/resource_name.h"
#include "services/exchange/testing_service.h"

namespace tuoqiao::exchange {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class ExchangeServiceTest : public ExchangeTest {
 protected:
  std::vector<std::string> Listed(const std::string& parent, const Speaker& who,
                                  int page_size = 0) {
    std::vector<std::string> names;
    v1::ListConnectionsRequest request;
    request.set_parent(parent);
    request.set_page_size(page_size);
    do {
      const auto page = Call(&Stub::ListConnections, request, who);
      EXPECT_TRUE(page.ok()) << page.status();
      if (!page.ok()) break;
      for (const auto& each : page->connections()) names.push_back(each.name());
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return names;
  }
  // "type name" each, and the JSON of all.
  std::vector<std::string> Resources(std::string* json = nullptr, int page_size = 0) {
    std::vector<std::string> found;
    type::v1::ListResourcesRequest request;
    request.set_parent("parks/yunqi");
    request.set_page_size(page_size);
    do {
      const auto page = Call(&Stub::ListResources, request, {"OPS", "parks/yunqi"});
      EXPECT_TRUE(page.ok()) << page.status();
      if (!page.ok()) break;
      for (const auto& each : page->resources()) {
        found.push_back(absl::StrCat(each.type(), " ", each.name()));
        if (json != nullptr) absl::StrAppend(json, each.json(), "\n");
      }
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return found;
  }
  std::vector<std::string> Events() {
    type::v1::ListEventsRequest request;
    request.set_parent("parks/yunqi");
    const auto log = Call(&Stub::ListEvents, request, kAdmin);
    EXPECT_TRUE(log.ok()) << log.status();
    std::vector<std::string> kinds;
    for (const auto& each : log->events()) {
      kinds.push_back(absl::StrCat(each.kind(), " ", each.revision()));
    }
    return kinds;
  }
};

TEST_F(ExchangeServiceTest, SetsAConnectionOnceAndChangesIt) {
  EXPECT_TRUE(Set(Roster(), kHr).ok());
  EXPECT_TRUE(Set(Roster(), kAdmin).ok()) << "The same again writes nothing.";
  EXPECT_THAT(Events(), ElementsAre("ConnectionSet 1"));
  v1::Connection changed = Roster();
  changed.mutable_mapping()->set_kind(type::v1::Mapping::CHANGES);
  EXPECT_TRUE(Set(changed, kHr).ok());
  EXPECT_THAT(Events(), ElementsAre("ConnectionSet 1", "ConnectionSet 2"));

  v1::SetConnectionRequest dry_run;
  *dry_run.mutable_connection() =
      Connection("parks/yunqi/connections/bank", "settlement/pain001", "BANK_LINES");
  dry_run.set_request_id(NewRequestId());
  dry_run.set_validate_only(true);
  EXPECT_TRUE(Call(&Stub::SetConnection, dry_run, kFinance).ok());
  EXPECT_THAT(Listed("parks/yunqi", kFinance), IsEmpty());
}

TEST_F(ExchangeServiceTest, RefusesAConnectionInTheOrderOfTheContract) {
  const auto reason = [&](const v1::Connection& connection, const Speaker& who) {
    return ReasonOf(Set(connection, who));
  };
  EXPECT_EQ(reason(v1::Connection(), kAdmin), "PERMISSION_DENIED") << "It names no park.";
  EXPECT_EQ(reason(Connection("parks/yunqi/connections/A!", "x", "ROSTER"), kAdmin),
            "FIELD_INVALID");
  EXPECT_EQ(reason(Connection("parks/yunqi/connections/a", "x", ""), kAdmin), "FIELD_REQUIRED");
  EXPECT_EQ(reason(Connection("parks/yunqi/connections/a", "x", "SALARIES"), kAdmin),
            "FIELD_INVALID");
  EXPECT_EQ(reason(Connection("parks/yunqi/connections/a", "roster/csv", "ROSTER"), kAdmin),
            "FIELD_INVALID")
      << "A roster is a firm's.";
  v1::Connection roster = Roster();
  roster.set_adapter("none/such");
  roster.mutable_mapping()->add_code_aliases()->set_field("id_type");
  EXPECT_EQ(reason(roster, kPayroll), "PERMISSION_DENIED");
  EXPECT_EQ(reason(roster, kHr), "ADAPTER_UNKNOWN");
  for (const char* adapter : {"payroll/csv", "roster/family_csv", ""}) {
    roster.set_adapter(adapter);
    EXPECT_EQ(reason(roster, kHr), "ADAPTER_UNKNOWN") << adapter;
  }
  roster.set_adapter("roster/csv");
  EXPECT_EQ(reason(roster, kHr), "MAPPING_INVALID");
  v1::Connection families =
      Connection("parks/yunqi/connections/f", "roster/family_csv", "FAMILIES");
  Fix(&families, "today", "yesterday");
  EXPECT_EQ(reason(families, kAdmin), "MAPPING_INVALID");
}

TEST_F(ExchangeServiceTest, SaysWhereAMappingIsWrong) {
  v1::SetConnectionRequest request;
  *request.mutable_connection() = Roster();
  auto* alias = request.mutable_connection()->mutable_mapping()->add_code_aliases();
  alias->set_field("id_type");
  alias->set_from("身份证件");
  alias->set_to("NONE");
  request.set_request_id(NewRequestId());
  const auto failure = FailureOf(Call(&Stub::SetConnection, request, kHr).status());
  ASSERT_TRUE(failure.has_value());
  EXPECT_EQ(failure->field(), "connection.mapping.code_aliases[0].to");
  EXPECT_TRUE(absl::StrContains(failure->text_en(), "'NONE'")) << failure->text_en();
}

TEST_F(ExchangeServiceTest, ListsWhatARoleMayRead) {
  ASSERT_TRUE(Set(Roster(), kHr).ok());
  ASSERT_TRUE(
      Set(Connection(absl::StrCat(kFirm, "/connections/figures"), "payroll/csv", "PAY_FIGURES"),
          kPayroll)
          .ok());
  ASSERT_TRUE(
      Set(Connection("parks/yunqi/connections/bank", "settlement/pain001", "BANK_LINES"), kFinance)
          .ok());
  const std::string roster = Roster().name();
  EXPECT_THAT(Listed(kFirm, kHr), ElementsAre(roster));
  EXPECT_THAT(Listed(kFirm, kPayroll), ElementsAre(absl::StrCat(kFirm, "/connections/figures")));
  EXPECT_THAT(Listed("parks/yunqi", kAdmin, 1), ElementsAre(roster));
  EXPECT_THAT(Listed("parks/yunqi", kFinance), ElementsAre("parks/yunqi/connections/bank"));
  v1::ListConnectionsRequest request;
  request.set_parent("parks/yunqi/families/f");
  EXPECT_EQ(ReasonOf(Call(&Stub::ListConnections, request, kAdmin).status()), "FIELD_INVALID");
}

TEST_F(ExchangeServiceTest, HidesDeliveriesOfAnotherRole) {
  ASSERT_TRUE(Set(Roster(), kHr).ok());
  const v1::Delivery delivery = ReceiveRoster(StaffRow("E1"));
  v1::GetDeliveryRequest get;
  get.set_name(delivery.name());
  EXPECT_TRUE(Call(&Stub::GetDelivery, get, kHr).ok());
  EXPECT_TRUE(Call(&Stub::GetDelivery, get, kAdmin).ok());
  EXPECT_EQ(ReasonOf(Call(&Stub::GetDelivery, get, kPayroll).status()), "DELIVERY_NOT_FOUND");
  EXPECT_EQ(ReasonOf(Call(&Stub::GetDelivery, get, kFinance).status()), "DELIVERY_NOT_FOUND");
  EXPECT_EQ(ReasonOf(Download(delivery.name(), false, kPayroll).status()), "DELIVERY_NOT_FOUND");
  v1::ListRecordResultsRequest list;
  list.set_parent(delivery.name());
  EXPECT_EQ(ReasonOf(Call(&Stub::ListRecordResults, list, kPayroll).status()),
            "DELIVERY_NOT_FOUND");
  // Nor is it found below somebody else.
  get.set_name(absl::StrCat("parks/yunqi/deliveries/", LastPart(delivery.name())));
  EXPECT_EQ(ReasonOf(Call(&Stub::GetDelivery, get, kAdmin).status()), "DELIVERY_NOT_FOUND");
}

TEST_F(ExchangeServiceTest, ExportsWhatCameAndNotHowOftenItWasApplied) {
  ASSERT_TRUE(Set(Roster(), kHr).ok());
  const v1::Delivery first = ReceiveRoster(StaffRow("E1"));
  ReceiveRoster(StaffRow("E1") + StaffRow("E2"));
  v1::ReceiveDeliveryRequest dry_run = First(Roster().name());
  dry_run.set_validate_only(true);
  ASSERT_TRUE(Receive(dry_run, absl::StrCat(kRosterHeader, StaffRow("E3")), kHr).ok());
  std::string before, after;
  const auto resources = Resources(&before);
  EXPECT_EQ(resources.size(), 3u) << "A dry run is no part of the state.";
  EXPECT_EQ(resources[0], absl::StrCat("Connection ", Roster().name()));
  EXPECT_EQ(Resources(nullptr, 1), resources);
  const v1::Delivery again = ReceiveRoster(StaffRow("E1"));
  EXPECT_EQ(again.name(), first.name());
  EXPECT_EQ(again.created(), 0);
  Resources(&after);
  EXPECT_EQ(after, before);
}

TEST_F(ExchangeServiceTest, TellsWhatHappenedWithoutNames) {
  ASSERT_TRUE(Set(Roster(), kHr).ok());
  v1::ReceiveDeliveryRequest first = First(Roster().name());
  first.set_file_name("梅长安.csv");
  ASSERT_TRUE(Receive(first, absl::StrCat(kRosterHeader, StaffRow("E1")), kHr).ok());
  EXPECT_THAT(Events(), ElementsAre("ConnectionSet 1", "DeliveryReceived 1", "DeliveryRead 2"));
  type::v1::ListEventsRequest request;
  request.set_parent("parks/yunqi");
  const auto log = Call(&Stub::ListEvents, request, kAdmin);
  for (const auto& each : log->events()) {
    EXPECT_FALSE(absl::StrContains(each.SerializeAsString(), "梅")) << each.kind();
  }
}

}  // namespace
}  // namespace tuoqiao::exchange
