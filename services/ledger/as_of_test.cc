// Reads as of a day and as known, against rows that a test keeps in a list, on every engine.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <random>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/common/db/suite.h"
#include "services/common/period.h"
#include "services/ledger/entry_store.h"
#include "services/ledger/module.h"
#include "services/ledger/pinned.h"
#include "services/ledger/store.h"

namespace tuoqiao::ledger {
namespace {

constexpr const char* kAccounts[] = {"bank",        "budget-a",        "payable-c01",
                                     "payable-c02", "receivable-park", "suspense-bank"};
constexpr const char* kKinds[] = {"close", "match", "release"};

std::string TimeOf(int64_t minute) {
  return FormatMoment(absl::UnixEpoch() + absl::Minutes(minute));
}

// An entry as the model keeps it.
struct Kept {
  int64_t position = 0;
  int64_t minute = 0;
  Entry entry;
};

// What a request may ask for.
struct Question {
  std::string prefix, account, kind, cause;
  std::optional<absl::CivilMonth> month;
  std::optional<absl::CivilDay> from, by;
  int64_t known_position = 0;
  int64_t page = 1;
};

class AsOfTest : public db::OnEachEngine {
 protected:
  void SetUp() override { ASSERT_TRUE(db::Migrate(database(), Schema()).ok()); }

  int64_t Roll(int64_t sides) { return static_cast<int64_t>(dice_() % sides); }
  absl::CivilDay AnyDay() { return absl::CivilDay(2026, 9, 1) + Roll(90); }
  std::optional<absl::CivilMonth> AnyMonth() {
    if (Roll(2) == 0) return std::nullopt;
    return absl::CivilMonth(2026, 9) + Roll(3);
  }

  Entry AnyEntry() {
    Entry entry;
    entry.id = absl::StrCat("e-", Roll(1 << 30), "-", kept_.size());
    entry.kind = kKinds[Roll(3)];
    entry.cause = absl::StrCat("parks/yunqi/things/", Roll(5));
    entry.month = AnyMonth();
    entry.effective_date = AnyDay();
    std::vector<const char*> accounts(kAccounts, kAccounts + 5);
    std::shuffle(accounts.begin(), accounts.end(), dice_);
    int64_t sum = 0;
    for (int64_t i = 0, n = 1 + Roll(3); i < n; ++i) {
      const int64_t minor = 1 + Roll(1000);
      entry.postings.push_back({accounts[i], Roll(2) == 0 ? minor : -minor});
      sum += entry.postings.back().amount_minor;
    }
    if (sum == 0) {
      sum = 1001;  // More than any posting, so that none becomes zero.
      entry.postings[0].amount_minor += sum;
    }
    entry.postings.push_back({kAccounts[5], -sum});
    return entry;
  }

  // Appends a few at a time, each batch a minute or so after the one before.
  void Append(int batches) {
    for (int i = 0; i < batches; ++i) {
      minute_ += Roll(3);
      std::vector<Entry> batch;
      for (int64_t j = 0, n = 1 + Roll(4); j < n; ++j) {
        batch.push_back(AnyEntry());
        kept_.push_back({static_cast<int64_t>(kept_.size()) + 1, minute_, batch.back()});
      }
      ASSERT_TRUE(database()
                      .WriteIn("yunqi",
                               [&](db::Write& txn) {
                                 return AppendEntries(txn, batch, TimeOf(minute_)).status();
                               })
                      .ok());
    }
  }

  Question AnyQuestion() {
    Question question;
    static constexpr const char* kPrefixes[] = {"", "payable", "b", "none"};
    question.prefix = kPrefixes[Roll(4)];
    if (Roll(2) == 0) question.account = kAccounts[Roll(6)];
    if (Roll(3) == 0) question.kind = kKinds[Roll(3)];
    if (Roll(3) == 0) question.cause = absl::StrCat("parks/yunqi/things/", Roll(5));
    if (Roll(3) == 0) question.month = AnyMonth();
    if (Roll(2) == 0) question.from = AnyDay();
    if (Roll(2) == 0) question.by = AnyDay();
    question.known_position = Roll(static_cast<int64_t>(kept_.size()) + 2);
    question.page = 1 + Roll(4);
    return question;
  }

  static bool Counts(const Kept& kept, const Question& question) {
    return kept.position <= question.known_position &&
           (!question.by.has_value() || kept.entry.effective_date <= *question.by) &&
           (!question.month.has_value() || kept.entry.month == question.month);
  }

  std::map<std::string, std::pair<int64_t, int64_t>> ModelBalances(const Question& question) {
    std::map<std::string, std::pair<int64_t, int64_t>> balances;
    for (const Kept& kept : kept_) {
      if (!Counts(kept, question)) continue;
      for (const Posting& each : kept.entry.postings) {
        if (!absl::StartsWith(each.account, question.prefix)) continue;
        auto& [debit, credit] = balances[each.account];
        (each.amount_minor > 0 ? debit : credit) += std::abs(each.amount_minor);
      }
    }
    return balances;
  }

  // Page after page, with rows appended in between.
  std::map<std::string, std::pair<int64_t, int64_t>> Balances(const Question& question) {
    std::map<std::string, std::pair<int64_t, int64_t>> balances;
    BalanceFilter filter;
    filter.prefix = question.prefix;
    filter.month = question.month;
    filter.as_of = AsOf{question.by, question.known_position};
    filter.rows_max = question.page;
    size_t rows = 0;
    do {
      std::vector<Balance> page;
      Read([&](db::Read& txn) -> absl::Status {
        ASSIGN_OR_RETURN(page, LoadBalances(txn, filter));
        return absl::OkStatus();
      });
      for (const Balance& each : page) {
        balances[each.account] = {each.debit_minor, each.credit_minor};
        filter.after = each.account;
      }
      rows = page.size();
    } while (rows == static_cast<size_t>(question.page));
    return balances;
  }

  std::vector<int64_t> ModelEntries(const Question& question) {
    std::vector<int64_t> positions;
    for (const Kept& kept : kept_) {
      const auto touches = [&](const Posting& each) { return each.account == question.account; };
      const auto& postings = kept.entry.postings;
      if (Counts(kept, question) &&
          (!question.from.has_value() || kept.entry.effective_date >= *question.from) &&
          (question.kind.empty() || kept.entry.kind == question.kind) &&
          (question.cause.empty() || kept.entry.cause == question.cause) &&
          (question.account.empty() || std::any_of(postings.begin(), postings.end(), touches))) {
        positions.push_back(kept.position);
      }
    }
    return positions;
  }

  std::vector<int64_t> Entries(const Question& question) {
    std::vector<int64_t> positions;
    EntryFilter filter;
    filter.account = question.account;
    filter.kind = question.kind;
    filter.cause = question.cause;
    filter.month = question.month;
    filter.effective_from = question.from;
    filter.as_of = {question.by, question.known_position};
    filter.rows_max = question.page;
    size_t rows = 0;
    do {
      std::vector<EntryAt> page;
      Read([&](db::Read& txn) -> absl::Status {
        ASSIGN_OR_RETURN(page, LoadEntries(txn, filter));
        return absl::OkStatus();
      });
      for (const EntryAt& each : page) {
        positions.push_back(each.position);
        filter.after = each.position;
        const Kept& kept = kept_[each.position - 1];
        EXPECT_EQ(each.entry.id, kept.entry.id);
        EXPECT_EQ(each.record_time, TimeOf(kept.minute));
        EXPECT_EQ(each.entry.postings.size(), kept.entry.postings.size());
      }
      rows = page.size();
    } while (rows == static_cast<size_t>(question.page));
    return positions;
  }

  // The lines of a statement run from its opening to its closing, which are the balances as of the
  // days before its first and its last.
  void ExpectStatement(const Question& question) {
    const absl::CivilDay from = question.from.value_or(absl::CivilDay(2026, 10, 1));
    const AccountDays of = {question.account, {from, from + 31}, question.known_position};
    AccountSums sums;
    std::vector<AccountLine> lines;
    Read([&](db::Read& txn) -> absl::Status {
      ASSIGN_OR_RETURN(sums, LoadAccountSums(txn, of));
      LinePlace after;
      std::vector<AccountLine> page;
      do {
        ASSIGN_OR_RETURN(page, LoadAccountLines(txn, of, after, question.page));
        for (const AccountLine& each : page) {
          lines.push_back(each);
          after = each.place;
        }
      } while (page.size() == static_cast<size_t>(question.page));
      int64_t sum = 0;
      for (const AccountLine& each : lines) {
        sum += each.amount_minor;
        ASSIGN_OR_RETURN(const int64_t up_to, LoadSumUpTo(txn, of, each.place));
        EXPECT_EQ(up_to, sum);
      }
      EXPECT_EQ(sum, sums.debit_minor - sums.credit_minor);
      return absl::OkStatus();
    });
    Question balance;
    balance.prefix = question.account;
    balance.known_position = question.known_position;
    balance.by = from - 1;
    const auto opening = ModelBalances(balance)[question.account];
    EXPECT_EQ(sums.opening_minor, opening.first - opening.second);
    balance.by = from + 30;
    const auto closing = ModelBalances(balance)[question.account];
    EXPECT_EQ(sums.opening_minor + sums.debit_minor - sums.credit_minor,
              closing.first - closing.second);
    EXPECT_TRUE(std::is_sorted(lines.begin(), lines.end(), [](const auto& a, const auto& b) {
      return std::tie(a.place.effective_date, a.place.position) <
             std::tie(b.place.effective_date, b.place.position);
    }));
  }

  void Read(const std::function<absl::Status(db::Read&)>& body) {
    const absl::Status status = database().ReadIn("yunqi", body);
    ASSERT_TRUE(status.ok()) << status;
  }

  const uint64_t seed_ = std::getenv("TUOQIAO_SEED") != nullptr
                             ? std::strtoull(std::getenv("TUOQIAO_SEED"), nullptr, 10)
                             : 20261126;
  std::mt19937_64 dice_{seed_};
  std::vector<Kept> kept_;
  int64_t minute_ = 0;
};

TEST_P(AsOfTest, AnyTwoDatesGiveTheSumsOfAListOfRows) {
  SCOPED_TRACE(absl::StrCat("TUOQIAO_SEED=", seed_));
  for (int round = 0; round < 12; ++round) {
    Append(8);
    for (int i = 0; i < 12; ++i) {
      const Question question = AnyQuestion();
      EXPECT_EQ(Balances(question), ModelBalances(question));
      EXPECT_EQ(Entries(question), ModelEntries(question));
      if (!question.account.empty()) ExpectStatement(question);
      Trial trial;
      Read([&](db::Read& txn) -> absl::Status {
        ASSIGN_OR_RETURN(trial, LoadTrial(txn, {question.by, question.known_position}));
        return absl::OkStatus();
      });
      EXPECT_EQ(trial.debit_minor, trial.credit_minor);
    }
  }
  EXPECT_GT(kept_.size(), 150u);
}

TEST_P(AsOfTest, WhatIsKeptIsWhatPostingsSumToNow) {
  Append(20);
  Question question;
  question.known_position = static_cast<int64_t>(kept_.size());
  BalanceFilter filter;
  filter.rows_max = 100;
  std::map<std::string, std::pair<int64_t, int64_t>> balances;
  Read([&](db::Read& txn) -> absl::Status {
    ASSIGN_OR_RETURN(const auto loaded, LoadBalances(txn, filter));
    for (const Balance& each : loaded) {
      balances[each.account] = {each.debit_minor, each.credit_minor};
    }
    return absl::OkStatus();
  });
  EXPECT_EQ(balances, ModelBalances(question));
}

TEST_P(AsOfTest, AMomentIsTheLastPositionThatWasRecordedByThen) {
  Append(10);
  for (int64_t minute = -1; minute <= minute_ + 1; ++minute) {
    int64_t expected = 0;
    for (const Kept& kept : kept_) {
      if (kept.minute <= minute) expected = kept.position;
    }
    Read([&](db::Read& txn) -> absl::Status {
      ASSIGN_OR_RETURN(const int64_t position,
                       LoadKnownPosition(txn, {std::nullopt, TimeOf(minute)}));
      EXPECT_EQ(position, expected) << minute;
      return absl::OkStatus();
    });
  }
}

TEST_P(AsOfTest, AClockThatIsBehindPostsNothingIntoThePast) {
  Append(3);
  ASSERT_TRUE(database()
                  .WriteIn("yunqi",
                           [&](db::Write& txn) {
                             return AppendEntries(txn, {AnyEntry()}, TimeOf(-100)).status();
                           })
                  .ok());
  Read([&](db::Read& txn) -> absl::Status {
    ASSIGN_OR_RETURN(const int64_t position,
                     LoadKnownPosition(txn, {std::nullopt, TimeOf(minute_)}));
    EXPECT_EQ(position, static_cast<int64_t>(kept_.size()) + 1);
    ASSIGN_OR_RETURN(const int64_t before, LoadKnownPosition(txn, {std::nullopt, TimeOf(-50)}));
    EXPECT_EQ(before, 0);
    return absl::OkStatus();
  });
}

INSTANTIATE_TEST_SUITE_P(Engines, AsOfTest, ::testing::ValuesIn(db::EveryEngineKind()),
                         db::EngineName);

}  // namespace
}  // namespace tuoqiao::ledger
