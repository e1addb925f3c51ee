#include "services/billing/correction.h"

#include <algorithm>
#include <optional>
#include <set>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/billing/correction_cause.h"
#include "services/common/check.h"
#include "services/common/hash.h"
#include "services/common/period.h"

namespace tuoqiao::billing {
namespace {

using LineKey = std::pair<LineKind, absl::CivilMonth>;
using ShareKey = std::pair<Payer, std::string>;       // With the firm.
using DrawKey = std::pair<std::string, std::string>;  // Account and party.
using OwnersDraws = std::map<std::string, std::map<DrawKey, int64_t>>;

void Add(const Draw& draw, int64_t sign, OwnersDraws& draws) {
  draws[draw.owner][{draw.account, draw.party}] += sign * draw.amount_minor;
}

std::vector<Draw> ToDraws(const OwnersDraws& draws) {
  std::vector<Draw> list;
  for (const auto& [owner, accounts] : draws) {
    for (const auto& [key, amount_minor] : accounts) {
      if (amount_minor != 0) list.push_back({key.first, owner, key.second, amount_minor});
    }
  }
  return list;
}

// What stands for one enrolment and month.
struct Standing {
  std::string first_name;  // Of the first statement, within its park: `months/…/statements/…`.
  int64_t corrections = 0;
  std::string child, case_number, family, centre, tariff;
  std::string enrolment, booked_kind;
  std::map<LineKey, int64_t> lines;
  std::map<ShareKey, Share> shares;
  OwnersDraws draws;
  int64_t attended_days = 0;
};
// By key and family: a child may have come to another one.
using Standings = std::map<std::pair<std::string, std::string>, Standing>;

Standings StandingsOf(const ClosedMonth& closed) {
  Standings standings;
  for (const Booked& booked : closed.booked) {
    const Statement& statement = booked.statement;
    Standing& standing = standings[{statement.Key(), statement.family}];
    if (statement.IsDifference()) {
      ++standing.corrections;
    } else {
      standing.first_name =
          absl::StrCat("months/", FormatMonth(booked.month), "/statements/", statement.id);
    }
    standing.child = statement.child;
    standing.case_number = statement.case_number;
    standing.family = statement.family;
    standing.centre = statement.centre;
    standing.tariff = statement.tariff;
    standing.enrolment = statement.enrolment;
    standing.booked_kind = statement.booked_kind;
    standing.attended_days += statement.attended_days;
    for (const Line& line : statement.lines) {
      standing.lines[{line.kind, line.service_month}] += line.amount_minor;
    }
    for (const Share& share : statement.shares) {
      const auto [found, first] = standing.shares.try_emplace({share.payer, share.firm}, share);
      if (first) continue;
      found->second.amount_minor += share.amount_minor;
      found->second.reason = share.reason;
    }
    for (const Draw& draw : statement.draws) Add(draw, 1, standing.draws);
  }
  return standings;
}

std::vector<Line> LineDifferences(const Standing& standing, const std::vector<Line>& now) {
  std::map<LineKey, Line> lines;
  for (const auto& [key, former_minor] : standing.lines) {
    lines[key] = {key.first, -former_minor, key.second, "left out", former_minor};
  }
  for (const Line& line : now) {
    Line& difference = lines[{line.kind, line.service_month}];
    const int64_t former_minor = difference.former_minor;
    difference = line;
    difference.former_minor = former_minor;
    difference.amount_minor -= former_minor;
  }
  std::vector<Line> differences;
  for (auto& [key, line] : lines) {
    if (line.amount_minor != 0) differences.push_back(std::move(line));
  }
  return differences;
}

std::vector<Share> ShareDifferences(const Standing& standing, const std::vector<Share>& now) {
  std::vector<Share> differences;
  std::set<ShareKey> met;
  const auto keep = [&](Share share, int64_t former_minor) {
    share.former_minor = former_minor;
    share.amount_minor -= former_minor;
    if (share.amount_minor != 0) differences.push_back(std::move(share));
  };
  for (const Share& share : now) {
    const ShareKey key(share.payer, share.firm);
    met.insert(key);
    const auto former = standing.shares.find(key);
    keep(share, former == standing.shares.end() ? 0 : former->second.amount_minor);
  }
  for (const auto& [key, former] : standing.shares) {
    if (met.count(key) == 1) continue;
    Share gone = former;
    gone.amount_minor = 0;
    gone.reason = "left out";
    keep(std::move(gone), former.amount_minor);
  }
  return differences;
}

std::vector<Draw> DrawDifferences(const Standing& standing, const std::vector<Draw>& now) {
  OwnersDraws draws;
  for (const Draw& draw : now) Add(draw, 1, draws);
  for (const Draw& draw : ToDraws(standing.draws)) Add(draw, -1, draws);
  return ToDraws(draws);
}

// One closed month, worked out again up to the shares.
struct Again {
  const ClosedMonth* closed = nullptr;
  Standings standings;
  PricedMonth priced;
  std::set<std::string> held_out;  // Case numbers.
};

// What one family has in one month: priced statements, and keys for which something stands.
struct OfFamily {
  std::vector<const PricedStatement*> priced;
  std::vector<std::string> standing;
};

class Corrector {
 public:
  Corrector(absl::string_view park, absl::CivilMonth month, const std::vector<ClosedMonth>& closed,
            const std::map<int64_t, YearDrawn>& drawn)
      : park_(park), month_(month) {
    for (const auto& [year, each] : drawn) {
      for (const Draw& draw : each.draws) Add(draw, 1, drawn_[year]);
      corrected_[year] = each.corrected;
    }
    for (const ClosedMonth& each : closed) {
      Again& again = again_[each.month];
      again.closed = &each;
      again.standings = StandingsOf(each);
      again.priced = PriceMonth(park, each.plan, each.facts);
      for (const HoldOut& held_out : again.priced.hold_outs) {
        again.held_out.insert(held_out.case_number);
      }
      for (const PricedStatement& priced : again.priced.statements) {
        families_[priced.statement.family][each.month].priced.push_back(&priced);
      }
      for (const auto& [key, standing] : again.standings) {
        families_[key.second][each.month].standing.push_back(key.first);
      }
    }
  }

  // Family after family, so that nobody's share rests on what another one gives back only later.
  Corrections Run() && {
    for (const auto& [family, months] : families_) {
      TakeBack(family, months);
      for (const auto& [month, of_family] : months) {
        CorrectMonth(family, again_.at(month), of_family);
        Settle(family, again_.at(month), of_family);
      }
    }
    std::sort(corrections_.statements.begin(), corrections_.statements.end(),
              [](const Statement& a, const Statement& b) { return a.id < b.id; });
    for (const Statement& each : corrections_.statements) {
      std::vector<Draw>& draws = corrections_.draws[each.billed_month.year()];
      draws.insert(draws.end(), each.draws.begin(), each.draws.end());
    }
    return std::move(corrections_);
  }

 private:
  // What the family has drawn is free for it, month after month; what is not split again stays.
  void TakeBack(const std::string& family, const std::map<absl::CivilMonth, OfFamily>& months) {
    own_.clear();
    for (const auto& [month, of_family] : months) {
      for (const Draw& draw : DrawsAgain(family, again_.at(month), of_family)) {
        Add(draw, -1, drawn_[month.year()]);
        Add(draw, 1, own_[month.year()]);
      }
    }
  }
  // The month is split again: what stood for it is the family's no longer.
  void Settle(const std::string& family, const Again& again, const OfFamily& of_family) {
    const int64_t year = again.closed->month.year();
    for (const Draw& draw : DrawsAgain(family, again, of_family)) Add(draw, -1, own_[year]);
  }
  // What stands for a family's month and is split again.
  static std::vector<Draw> DrawsAgain(const std::string& family, const Again& again,
                                      const OfFamily& of_family) {
    std::vector<Draw> draws;
    for (const std::string& key : of_family.standing) {
      const Standing& standing = again.standings.at({key, family});
      if (again.held_out.count(standing.case_number) == 1) continue;
      const std::vector<Draw> of_key = ToDraws(standing.draws);
      draws.insert(draws.end(), of_key.begin(), of_key.end());
    }
    return draws;
  }

  void CorrectMonth(const std::string& family, const Again& again, const OfFamily& of_family) {
    std::set<std::string> met;
    for (const Statement& now : SplitAgain(family, again, of_family)) {
      met.insert(now.Key());
      for (const Draw& draw : now.draws) Add(draw, 1, drawn_[again.closed->month.year()]);
      const auto standing = again.standings.find({now.Key(), family});
      if (standing == again.standings.end()) {
        Keep(Late(again, now));
      } else if (auto difference = Difference(*again.closed, standing->second, now)) {
        Keep(*std::move(difference));
      }
    }
    for (const std::string& key : of_family.standing) {
      const Standing& standing = again.standings.at({key, family});
      if (met.count(key) == 1 || again.held_out.count(standing.case_number) == 1) continue;
      if (auto refund = Difference(*again.closed, standing, NothingOf(standing))) {
        refund->kind = StatementKind::kRefund;
        NameCause(RefundCause(again, key, standing), *refund);
        Keep(*std::move(refund));
      }
    }
  }

  std::vector<Statement> SplitAgain(const std::string& family, const Again& again,
                                    const OfFamily& of_family) const {
    const ClosedMonth& closed = *again.closed;
    const std::vector<const PricedStatement*>& priced = of_family.priced;
    std::vector<SplitItem> items;
    std::set<std::string> owners = {"", family};
    for (const PricedStatement* each : priced) {
      items.push_back(each->Item());
      owners.insert(each->statement.case_number);
    }
    std::vector<Draw> before = DrawnBy(owners, closed.month.year());
    HoldBack(family, again, of_family, before);
    std::vector<SplitResult> results = SplitMonth(closed.plan, closed.month.year(), before, items);
    std::vector<Statement> statements;
    for (size_t i = 0; i < results.size(); ++i) {
      statements.push_back(priced[i]->statement);
      statements.back().shares = std::move(results[i].shares);
      statements.back().draws = std::move(results[i].draws);
    }
    return statements;
  }

  std::vector<Draw> DrawnBy(const std::set<std::string>& owners, int64_t year) const {
    OwnersDraws of_owners;
    const auto draws = drawn_.find(year);
    if (draws == drawn_.end()) return {};
    for (const std::string& owner : owners) {
      const auto found = draws->second.find(owner);
      if (found != draws->second.end()) of_owners.insert(*found);
    }
    return ToDraws(of_owners);
  }

  // Of a budget the family's later months keep what they have, and what others gave back counts as
  // drawn, as far as it leaves this month what stands for it.
  void HoldBack(const std::string& family, const Again& again, const OfFamily& of_family,
                std::vector<Draw>& before) const {
    const int64_t year = again.closed->month.year();
    OwnersDraws of_month;
    for (const Draw& draw : DrawsAgain(family, again, of_family)) Add(draw, 1, of_month);
    for (const Budget& budget : again.closed->plan.budgets) {
      if (budget.year != year) continue;
      const std::string account = PayerName(budget.payer);
      const int64_t of_month_minor = DrawnOf(of_month, account);
      const int64_t later_minor = DrawnOf(OfYear(own_, year), account) - of_month_minor;
      const int64_t drawn_minor = DrawnOf(OfYear(drawn_, year), account) + later_minor;
      const int64_t given_back_minor = std::min(GivenBackByOthers(family, year, account),
                                                budget.amount_minor - of_month_minor - drawn_minor);
      const int64_t held_minor = later_minor + std::max<int64_t>(0, given_back_minor);
      if (held_minor != 0) before.push_back({account, "", "", held_minor});
    }
  }
  static const OwnersDraws& OfYear(const std::map<int64_t, OwnersDraws>& drawn, int64_t year) {
    static const OwnersDraws* const kNothing = new OwnersDraws;
    const auto found = drawn.find(year);
    return found == drawn.end() ? *kNothing : found->second;
  }
  static int64_t DrawnOf(const OwnersDraws& drawn, const std::string& account) {
    const auto budgets = drawn.find("");
    if (budgets == drawn.end()) return 0;
    const auto found = budgets->second.find({account, ""});
    return found == budgets->second.end() ? 0 : found->second;
  }
  int64_t GivenBackByOthers(const std::string& family, int64_t year,
                            const std::string& account) const {
    const auto of_year = corrected_.find(year);
    if (of_year == corrected_.end()) return 0;
    const auto found = of_year->second.find(account);
    if (found == of_year->second.end()) return 0;
    int64_t given_back_minor = 0;
    for (const auto& [other, minor] : found->second) {
      if (other != family) given_back_minor += std::max<int64_t>(0, -minor);
    }
    return given_back_minor;
  }

  static Statement NothingOf(const Standing& standing) {
    Statement nothing;
    nothing.enrolment = standing.enrolment;
    nothing.booked_kind = standing.booked_kind;
    nothing.child = standing.child;
    nothing.case_number = standing.case_number;
    nothing.family = standing.family;
    nothing.centre = standing.centre;
    nothing.tariff = standing.tariff;
    return nothing;
  }

  // Whether the same is billed to another family: by then, or by now.
  static bool StoodElsewhere(const Again& again, const Statement& now) {
    const auto first = again.standings.lower_bound({now.Key(), ""});
    return first != again.standings.end() && first->first.first == now.Key();
  }
  static bool StandsElsewhere(const Again& again, const std::string& key) {
    const auto& priced = again.priced.statements;
    return std::any_of(priced.begin(), priced.end(),
                       [&](const PricedStatement& each) { return each.statement.Key() == key; });
  }

  static const char* LateCause(const Again& again, const Statement& late) {
    if (again.closed->held_out.count(late.case_number) == 1) return kHeldOutCause;
    if (StoodElsewhere(again, late)) return kFamilyCause;
    return late.enrolment.empty() ? kBookingCause : kEnrolmentCause;
  }
  static const char* RefundCause(const Again& again, const std::string& key,
                                 const Standing& standing) {
    if (StandsElsewhere(again, key)) return kFamilyCause;
    return standing.enrolment.empty() ? kBookingCause : kEnrolmentCause;
  }

  Statement Late(const Again& again, const Statement& now) const {
    Statement late = now;
    late.kind = StatementKind::kLate;
    Name(again.closed->month, late);
    NameCause(LateCause(again, now), late);
    return late;
  }

  // Nothing where no amount differs.
  std::optional<Statement> Difference(const ClosedMonth& closed, const Standing& standing,
                                      const Statement& now) const {
    Statement difference = now;
    difference.lines = LineDifferences(standing, now.lines);
    difference.shares = ShareDifferences(standing, now.shares);
    if (difference.lines.empty() && difference.shares.empty()) return std::nullopt;
    difference.draws = DrawDifferences(standing, now.draws);
    difference.attended_days -= standing.attended_days;
    difference.kind = StatementKind::kCorrection;
    difference.corrects = absl::StrCat("parks/", park_, "/", standing.first_name);
    difference.correction_number = standing.corrections + 1;
    Name(closed.month, difference);
    FormerStatement former = {standing.tariff, standing.attended_days, {}};
    for (const auto& [key, share] : standing.shares) {
      if (share.amount_minor != 0) former.shares[key] = share.reason;
    }
    NameCauses(closed.plan, former, now, difference);
    return difference;
  }

  void Name(absl::CivilMonth closed, Statement& statement) const {
    statement.billed_month = closed;
    statement.id = CorrectionStatementId(park_, month_, statement);
    statement.correction = absl::StrCat(
        "parks/", park_, "/corrections/",
        DeriveId("co", {park_, absl::StrCat(FormatMonth(month_), "/", statement.family)}, 0));
  }

  void Keep(Statement statement) {
    int64_t shares_minor = 0;
    for (const Share& share : statement.shares) shares_minor += share.amount_minor;
    CHECK(shares_minor == statement.total_minor());
    for (const Draw& draw : statement.draws) {
      if (draw.owner.empty() && statement.IsDifference()) {
        corrected_[statement.billed_month.year()][draw.account][statement.family] +=
            draw.amount_minor;
      }
    }
    corrections_.statements.push_back(std::move(statement));
  }

  const absl::string_view park_;
  const absl::CivilMonth month_;
  std::map<absl::CivilMonth, Again> again_;
  std::map<std::string, std::map<absl::CivilMonth, OfFamily>> families_;
  // By year: of closed months, as they are corrected up to the family at hand.
  std::map<int64_t, OwnersDraws> drawn_;
  // By year: what stands for the family at hand and is not split again yet.
  std::map<int64_t, OwnersDraws> own_;
  std::map<int64_t, std::map<std::string, std::map<std::string, int64_t>>> corrected_;
  Corrections corrections_;
};

}  // namespace

Corrections Correct(absl::string_view park, absl::CivilMonth month,
                    const std::vector<ClosedMonth>& closed,
                    const std::map<int64_t, YearDrawn>& drawn) {
  return Corrector(park, month, closed, drawn).Run();
}

void TakeTheWayOf(const std::vector<Statement>& drafts, std::vector<Statement>& corrections) {
  // By family and case number: where a child came to another family, the former one's money does
  // not go through the wages of the new one.
  std::map<std::pair<std::string, std::string>, const Share*> ways;
  for (const Statement& statement : drafts) {
    for (const Share& share : statement.shares) {
      if (share.payer != Payer::kFamily) continue;
      ways.try_emplace({statement.family, statement.case_number}, &share);
    }
  }
  for (Statement& statement : corrections) {
    const auto way = ways.find({statement.family, statement.case_number});
    for (Share& share : statement.shares) {
      if (share.payer != Payer::kFamily) continue;
      const Share straight;
      const Share& as = way == ways.end() ? straight : *way->second;
      share.form = as.form;
      share.employee = as.employee;
      share.employee_no = as.employee_no;
      share.arrears_mode = as.arrears_mode;
    }
  }
}

}  // namespace tuoqiao::billing
