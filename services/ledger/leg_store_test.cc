// Sums of firm legs on both engines, against a list of closes that a test keeps.
#include "services/ledger/leg_store.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <map>
#include <random>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "services/common/db/suite.h"
#include "services/common/period.h"
#include "services/ledger/account.h"
#include "services/ledger/entry_store.h"
#include "services/ledger/module.h"
#include "services/ledger/store.h"

namespace tuoqiao::ledger {
namespace {

constexpr char kTime[] = "2026-12-01T00:00:00.000000Z";
constexpr const char* kForms[] = {"INVOICED", "ALLOWANCE", "COLLECTIVE"};

std::string Firm(const std::string& id) { return "parks/yunqi/firms/" + id; }

class LegStoreTest : public db::OnEachEngine {
 protected:
  void SetUp() override { ASSERT_TRUE(db::Migrate(database(), Schema()).ok()); }

  int64_t Roll(int64_t sides) { return static_cast<int64_t>(dice_() % sides); }

  // A statement of a few firms, or of nobody but the family.
  Entry AnyClose() {
    ClosedStatement closed = {"fam", "c01", absl::CivilMonth(2026, 9) + Roll(6), {}, {}};
    closed.care.child = absl::StrCat("parks/yunqi/families/fam/children/", Roll(12));
    closed.care.service_month = closed.month - Roll(3);
    closed.care.attended_days = Roll(23) - 3;
    for (int64_t i = 0, n = Roll(3); i < n; ++i) {
      const std::string firm = absl::StrCat("91", i + Roll(2));
      Share share = {Payer::kFirm, firm, Roll(9) - 4};
      share.form = kForms[Roll(3)];
      share.collected = share.form != "ALLOWANCE";
      share.firm_name = Firm(firm);
      share.employee = absl::StrCat(Firm(firm), "/employees/e", Roll(3));
      closed.shares.push_back(share);
    }
    closed.shares.push_back({Payer::kFamily, "", 1 + Roll(9), Roll(2) == 0});
    return BookStatement({absl::StrCat("e-", kept_.size()), "st"}, closed);
  }
  void Append(int entries) {
    std::vector<Entry> batch;
    for (int i = 0; i < entries; ++i) {
      batch.push_back(AnyClose());
      kept_.push_back(batch.back());
    }
    ASSERT_TRUE(
        database()
            .WriteIn("yunqi",
                     [&](db::Write& txn) { return AppendEntries(txn, batch, kTime).status(); })
            .ok());
  }

  // Walks through the list.
  template <typename Each>
  void ForEachLeg(int64_t known, Each each) const {
    for (int64_t i = 0; i < known && i < static_cast<int64_t>(kept_.size()); ++i) {
      for (const FirmLeg& leg : kept_[i].firm_legs) each(kept_[i], leg);
    }
  }
  std::string BorneByList(const FirmMonths& of) const {
    std::map<std::tuple<std::string, std::string, std::string>, int64_t> sums;
    ForEachLeg(of.known_position, [&](const Entry& entry, const FirmLeg& leg) {
      if (leg.firm != Firm(of.firm) || *entry.month < of.first || *entry.month > of.last) return;
      sums[{leg.employee, FormatMonth(*entry.month), leg.form}] += leg.amount_minor;
    });
    std::string text;
    for (const auto& [key, minor] : sums) {
      absl::StrAppend(&text, std::get<0>(key), " ", std::get<1>(key), " ", std::get<2>(key), " ",
                      minor, "\n");
    }
    return text;
  }
  std::string EvidenceByList(const EvidenceFilter& filter) const {
    std::map<std::tuple<std::string, std::string, std::string>, int64_t> borne;
    std::map<std::pair<std::string, std::string>, int64_t> days;
    for (int64_t i = 0; i < filter.known_position && i < static_cast<int64_t>(kept_.size()); ++i) {
      const Care& care = kept_[i].care;
      days[{FormatMonth(*care.service_month), care.child}] += care.attended_days;
    }
    ForEachLeg(filter.known_position, [&](const Entry& entry, const FirmLeg& leg) {
      const std::string month = FormatMonth(*entry.care.service_month);
      if (month.substr(0, 4) != filter.year) return;
      if (!filter.firm.empty() && leg.firm != Firm(filter.firm)) return;
      borne[{month, leg.firm, entry.care.child}] += leg.amount_minor;
    });
    std::map<std::pair<std::string, std::string>, Evidence> rows;
    for (const auto& [key, minor] : borne) {
      if (minor == 0) continue;
      const auto& [month, firm, child] = key;
      Evidence& row = rows[{month, firm}];
      ++row.children;
      row.attended_days += days[{month, child}];
      row.amount_minor += minor;
    }
    std::string text;
    for (const auto& [key, row] : rows) {
      absl::StrAppend(&text, key.first, " ", key.second, " ", row.children, " ", row.attended_days,
                      " ", row.amount_minor, "\n");
    }
    return text;
  }

  std::vector<Entry> kept_;
  std::mt19937_64 dice_;
};

TEST_P(LegStoreTest, SumsAreThoseOfTheListAsKnownAtAnyPosition) {
  const char* given = std::getenv("TUOQIAO_SEED");
  const uint64_t seed =
      given != nullptr ? std::strtoull(given, nullptr, 10) : std::random_device()();
  SCOPED_TRACE(absl::StrCat("TUOQIAO_SEED=", seed));
  dice_.seed(seed);
  for (int i = 0; i < 10; ++i) Append(20);
  const auto questions = [&](db::Read& txn) -> absl::Status {
    for (int i = 0; i < 60; ++i) {
      const int64_t known = Roll(static_cast<int64_t>(kept_.size()) + 2);
      const absl::CivilMonth first = absl::CivilMonth(2026, 8) + Roll(6);
      const FirmMonths of = {absl::StrCat("91", Roll(4)), first, first + Roll(4), known};
      ASSIGN_OR_RETURN(const auto borne, LoadBorne(txn, of));
      std::string text;
      for (const Borne& each : borne) {
        absl::StrAppend(&text, each.employee, " ", FormatMonth(each.month), " ", each.form, " ",
                        each.amount_minor, "\n");
      }
      EXPECT_EQ(text, BorneByList(of));
      ASSIGN_OR_RETURN(const int64_t unattributed_minor, LoadUnattributed(txn, of));
      EXPECT_EQ(unattributed_minor, 0);
      const EvidenceFilter filter = {Roll(2) == 0 ? "2026" : "2027",
                                     Roll(2) == 0 ? "" : absl::StrCat("91", Roll(3)), known};
      ASSIGN_OR_RETURN(const auto evidence, LoadEvidence(txn, filter));
      text.clear();
      for (const Evidence& each : evidence) {
        absl::StrAppend(&text, FormatMonth(each.month), " ", each.firm, " ", each.children, " ",
                        each.attended_days, " ", each.amount_minor, "\n");
      }
      EXPECT_EQ(text, EvidenceByList(filter));
    }
    return absl::OkStatus();
  };
  const absl::Status asked = database().ReadIn("yunqi", questions);
  EXPECT_TRUE(asked.ok()) << asked;
}

TEST_P(LegStoreTest, AnEntryIsReadWithItsLegsHoweverItIsFound) {
  Append(40);
  const auto compare = [&](const EntryAt& at) {
    const Entry& kept = kept_[at.position - 1];
    EXPECT_EQ(at.entry.care.child, kept.care.child);
    EXPECT_EQ(at.entry.care.service_month, kept.care.service_month);
    EXPECT_EQ(at.entry.care.attended_days, kept.care.attended_days);
    ASSERT_EQ(at.entry.firm_legs.size(), kept.firm_legs.size());
    for (size_t i = 0; i < kept.firm_legs.size(); ++i) {
      const FirmLeg& a = at.entry.firm_legs[i];
      const FirmLeg& b = kept.firm_legs[i];
      EXPECT_EQ(std::tie(a.account, a.firm, a.employee, a.form, a.amount_minor),
                std::tie(b.account, b.firm, b.employee, b.form, b.amount_minor));
    }
  };
  const absl::Status read = database().ReadIn("yunqi", [&](db::Read& txn) -> absl::Status {
    EntryFilter filter;
    filter.as_of.known_position = 30;
    filter.rows_max = 100;
    ASSIGN_OR_RETURN(const auto all, LoadEntries(txn, filter));
    EXPECT_EQ(all.size(), 30u);
    for (const EntryAt& each : all) compare(each);
    filter.cause = "st";
    filter.account = Payable("c01");
    ASSIGN_OR_RETURN(const auto of_account, LoadEntries(txn, filter));
    for (const EntryAt& each : of_account) compare(each);
    std::string after;
    size_t found = 0;
    do {
      ASSIGN_OR_RETURN(const auto by_id, LoadEntriesById(txn, after, 7));
      for (const EntryAt& each : by_id) compare(each);
      found += by_id.size();
      after = by_id.empty() ? "" : by_id.back().entry.id;
    } while (!after.empty());
    EXPECT_EQ(found, 40u);
    ASSIGN_OR_RETURN(const EntryAt one, LoadEntry(txn, "e-7"));
    compare(one);
    return absl::OkStatus();
  });
  EXPECT_TRUE(read.ok()) << read;
}

TEST_P(LegStoreTest, WhatWasPostedWithoutEmployeesIsOfNobody) {
  Entry old = BookStatement({"old", "st"}, {"fam", "c01", absl::CivilMonth(2026, 10), {}, {}});
  old.postings = {{ReceivableOfFirm("91a"), 500}, {Payable("c01"), -500}};
  ASSERT_TRUE(
      database()
          .WriteIn("yunqi",
                   [&](db::Write& txn) { return AppendEntries(txn, {old}, kTime).status(); })
          .ok());
  const absl::Status read = database().ReadIn("yunqi", [&](db::Read& txn) -> absl::Status {
    const absl::CivilMonth october(2026, 10);
    ASSIGN_OR_RETURN(const int64_t minor, LoadUnattributed(txn, {"91a", october, october, 9}));
    EXPECT_EQ(minor, 500);
    ASSIGN_OR_RETURN(const int64_t later,
                     LoadUnattributed(txn, {"91a", october + 1, october + 2, 9}));
    EXPECT_EQ(later, 0);
    return absl::OkStatus();
  });
  EXPECT_TRUE(read.ok()) << read;
}

INSTANTIATE_TEST_SUITE_P(Engines, LegStoreTest, ::testing::ValuesIn(db::EveryEngineKind()),
                         db::EngineName);

}  // namespace
}  // namespace tuoqiao::ledger
