#include "tests/properties/five/facts.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/period.h"

namespace tuoqiao::five {
namespace {

using house::Booking;
using house::Child;
using house::Family;
using house::Firm;
using house::Job;
using house::Place;

constexpr int kCentres = 3;

std::string Padded(const char* prefix, int number) {
  return absl::StrCat(prefix, absl::Dec(number, absl::kZeroPad2));
}

std::string AnyFirm(const World& world, Random& random) {
  return std::next(world.firms.begin(), random.Below(kFirms))->first;
}

}  // namespace

Facts::Facts(World& world, Random& random) : world_(world) {
  for (const auto& [id, firm] : world.firms) {
    if (random.InHundred(60)) world.cost_share_bp[id] = random.Between(1, 40) * 100;
  }
  for (int number = 1; number <= kFamilies; ++number) {
    AddFamily(number, number == kFamilies ? 2 : 1, random);
  }
  for (int i = random.Below(3); i > 0; --i) {
    auto child = std::next(stays_.begin(), random.Below(static_cast<int>(stays_.size())));
    child->second.from = kNever;
  }
  WritePlaces();
}

void Facts::AddFamily(int number, int children, Random& random) {
  Family family;
  family.id = Padded("fam-", number);
  int jobs = 0;
  for (int guardian = 1, most = random.Between(1, 2); guardian <= most; ++guardian) {
    // One that they have, and one that they may take up.
    for (const absl::CivilDay hired : {absl::CivilDay(2020, 1, 1), kNever}) {
      Job job;
      job.guardian = guardian;
      job.firm = AnyFirm(world_, random);
      job.number = absl::StrCat(family.id, "-", ++jobs);
      job.hire_date = hired;
      family.jobs.push_back(job);
    }
  }
  family.deduct_from = random.InHundred(80) ? 1 : 0;
  family.arrears_mode = random.Pick<std::string>({"TAKE_ALL", "TAKE_WHAT_FITS", "ALL_OR_NOTHING"});
  for (int i = 0; i < children; ++i) {
    Child child;
    child.case_number = absl::StrCat(Padded("C", number), i);
    child.family = family.id;
    child.birth_date = absl::CivilDay(2024, 6, 1) + random.Below(300);
    child.needs_level = random.InHundred(10) ? 1 : 0;
    world_.children[child.case_number] = child;
    Stay& stay = stays_[child.case_number];
    stay.from = absl::CivilDay(2025, 9, 1) + random.Below(120);
    const int centre = random.Between(1, kCentres);
    for (std::string* id : {&stay.first, &stay.second}) {
      Place place;
      *id = place.id = Padded("e", static_cast<int>(world_.places.size()) + 1);
      place.case_number = child.case_number;
      place.centre = Padded("c", id == &stay.first ? centre : centre % kCentres + 1);
      place.half_day = random.InHundred(20);
      // By right of a guardian's firm, in its own seats or on a shared one; else by none.
      const std::string& firm = random.Pick(family.jobs).firm;
      if (world_.cost_share_bp.count(firm) > 0 && random.InHundred(70)) {
        place.pool = absl::StrCat(random.InHundred(70) ? "RESERVED/" : "SHARED/", firm);
      }
      world_.places[place.id] = place;
    }
  }
  world_.families[family.id] = family;
}

void Facts::WritePlaces() {
  for (const auto& [case_number, stay] : stays_) {
    world_.places.at(stay.first).period = {stay.from, std::min(stay.until, stay.moves)};
    world_.places.at(stay.second).period = {std::max(stay.from, stay.moves), stay.until};
  }
}

void Facts::Hear(int number, const std::string& fact, const std::function<void(Facts&)>& write) {
  const auto [last, first] = last_.try_emplace(fact, number);
  if (!first && last->second > number) return;
  last->second = number;
  write(*this);
  WritePlaces();
}

namespace {

// Draws the words, each on a fact of a month up to the one in which it is heard.
class Drawing {
 public:
  Drawing(const Draw& draw, Facts& facts, Random& random)
      : draw_(draw), facts_(facts), random_(random) {}

  std::vector<Word> Run() && {
    for (int i = random_.Between(6, 10); i > 0; --i) Add(random_.Below(draw_.months));
    std::stable_sort(words_.begin(), words_.end(),
                     [](const Word& a, const Word& b) { return a.known < b.known; });
    return std::move(words_);
  }

 private:
  void Say(int known, std::string fact, std::function<void(Facts&)> write) {
    Word word;
    word.number = static_cast<int>(words_.size());
    word.fact = std::move(fact);
    word.known = known;
    word.write = std::move(write);
    words_.push_back(std::move(word));
  }

  const World& world() const { return facts_.world(); }
  std::string AnyChild() {
    return std::next(world().children.begin(),
                     random_.Below(static_cast<int>(world().children.size())))
        ->first;
  }
  std::string AnyPlace() {
    const Stay& stay = facts_.stays().at(AnyChild());
    return random_.InHundred(70) ? stay.first : stay.second;
  }
  std::string AnyFamily() {
    return std::next(world().families.begin(), random_.Below(kFamilies))->first;
  }
  absl::CivilMonth MonthBy(int known) { return draw_.first + random_.Between(0, known); }
  absl::CivilDay DayBy(int known) { return absl::CivilDay(MonthBy(known)) + random_.Below(28); }

  void Add(int known) {
    switch (random_.Below(20)) {
      case 0:
      case 1:
        return Sick(known);
      case 2:
        return RecordLate(known);
      case 3:
        return From(known);
      case 4:
        return Until(known);
      case 5:
        return Move(known);
      case 6:
        return HalfDay(known);
      case 7:
        return RestFor(known);
      case 8:
      case 9:
        return Book(known);
      case 10:
        return Price(known);
      case 11:
        return FirmPlan(known);
      case 12:
        return FirmForm(known);
      case 13:
        return ChangeJob(known);
      case 14:
        return DeductFrom(known);
      case 15:
        return ChangeFamily(known);
      case 16:
        return DecideLate(known);
      case 17:
        return Worth(known);
      case 18:
        return SeatShare(known);
      default:
        return Needs(known);
    }
  }

  void Sick(int known) {
    const std::string place = AnyPlace();
    const absl::CivilMonth month = MonthBy(known);
    const int days = random_.Below(12);
    Say(known, absl::StrCat("sick ", place, " ", FormatMonth(month)), [=](Facts& facts) {
      facts.world().attendance[{place, month}].sick_days = days;
    });
  }
  // Nobody wrote the month down before it was closed.
  void RecordLate(int known) {
    const std::string place = AnyPlace();
    const absl::CivilMonth month = draw_.first + known;
    const std::string fact = absl::StrCat("recorded ", place, " ", FormatMonth(month));
    const auto record = [place, month](bool recorded) {
      return [=](Facts& facts) { facts.world().attendance[{place, month}].recorded = recorded; };
    };
    Say(known, fact, record(false));
    Say(random_.Between(known + 1, draw_.months), fact, record(true));
  }
  void From(int known) {
    const std::string child = AnyChild();
    const absl::CivilDay day = DayBy(known);
    Say(known, "from " + child, [=](Facts& facts) { facts.stay(child).from = day; });
  }
  void Until(int known) {
    const std::string child = AnyChild();
    const absl::CivilDay day = random_.InHundred(70) ? DayBy(known) : kNever;
    Say(known, "until " + child, [=](Facts& facts) { facts.stay(child).until = day; });
  }
  void Move(int known) {
    const std::string child = AnyChild();
    const absl::CivilDay day = random_.InHundred(80) ? DayBy(known) : kNever;
    Say(known, "moves " + child, [=](Facts& facts) { facts.stay(child).moves = day; });
  }
  void HalfDay(int known) {
    const std::string place = AnyPlace();
    const bool half = random_.InHundred(50);
    Say(known, "half day " + place,
        [=](Facts& facts) { facts.world().places.at(place).half_day = half; });
  }
  void RestFor(int known) {
    const std::string place = AnyPlace();
    const absl::CivilDay day = DayBy(known);
    const house::Rest rest = {{day, day + random_.Between(3, 30)},
                              random_.InHundred(50) ? "FAMILY_ASKED" : "CENTRE_ASKED"};
    Say(known, "rest " + place,
        [=](Facts& facts) { facts.world().places.at(place).rests = {rest}; });
  }
  void Book(int known) {
    Booking booking;
    booking.id = absl::StrCat("b", random_.Between(1, 3));
    booking.case_number = AnyChild();
    booking.centre = Padded("c", random_.Between(1, kCentres));
    booking.day = DayBy(known);
    booking.kind = random_.Pick<std::string>({"HOURLY", "TEMPORARY", "LATE", "BACK_UP"});
    booking.stands = random_.InHundred(75);
    if (booking.kind == "HOURLY" || booking.kind == "LATE") {
      booking.from_minute = 9 * 60;
      booking.until_minute = booking.from_minute + 15 * random_.Between(1, 20);
    }
    Say(known, "booking " + booking.id,
        [=](Facts& facts) { facts.world().bookings[booking.id] = booking; });
  }
  // Of a centre's day billing takes one price only, and the first: so it is said once.
  void Price(int known) {
    const auto tariff =
        draw_.tariff(Padded("c", random_.Between(1, kCentres)), absl::CivilDay(MonthBy(known)));
    const std::string fact =
        absl::StrCat("tariff ", tariff.parent(), " ", tariff.tariff().from_date());
    if (!priced_.insert(fact).second) return;
    Say(known, fact, [](Facts&) {});
    words_.back().tariff = tariff;
  }
  void FirmPlan(int known) {
    const std::string firm = AnyFirm(world(), random_);
    const std::string plan = random_.Pick<std::string>({"A", "B", "C"});
    Say(known, "plan " + firm, [=](Facts& facts) { facts.world().firms.at(firm).plan = plan; });
  }
  void FirmForm(int known) {
    const std::string firm = AnyFirm(world(), random_);
    const std::string form = random_.Pick<std::string>({"INVOICED", "ALLOWANCE", "COLLECTIVE"});
    Say(known, kFirmForm + firm, [=](Facts& facts) { facts.world().firms.at(firm).form = form; });
  }
  // The first job ends on a day; the second may begin with the next.
  void ChangeJob(int known) {
    const std::string family = AnyFamily();
    const int jobs = static_cast<int>(world().families.at(family).jobs.size());
    const int job = 2 * random_.Below(jobs / 2);
    const absl::CivilDay last = DayBy(known);
    const bool next = random_.InHundred(60);
    Say(known, absl::StrCat("job ", family, "-", job + 1), [=](Facts& facts) {
      std::vector<Job>& of = facts.world().families.at(family).jobs;
      of[job].leave_date = last;
      of[job + 1].hire_date = next ? last + 1 : kNever;
    });
  }
  void DeductFrom(int known) {
    const std::string family = AnyFamily();
    const int guardian = random_.Below(3);
    Say(known, "deduct from " + family,
        [=](Facts& facts) { facts.world().families.at(family).deduct_from = guardian; });
  }
  void ChangeFamily(int known) {
    const std::string child = AnyChild();
    const std::string family = AnyFamily();
    Say(known, "family " + child,
        [=](Facts& facts) { facts.world().children.at(child).family = family; });
  }
  void DecideLate(int known) {
    const std::string child = AnyChild();
    Say(known, "decided " + child, [=](Facts& facts) { facts.world().undecided.insert(child); });
    Say(random_.Between(known + 1, draw_.months), "decided " + child,
        [=](Facts& facts) { facts.world().undecided.erase(child); });
  }
  void Worth(int known) {
    const std::string child = AnyChild();
    const absl::CivilMonth month = MonthBy(known);
    const int64_t minor = random_.Between(1, 60000);
    Say(known, absl::StrCat("worth ", child, " ", FormatMonth(month)), [=](Facts& facts) {
      facts.world().worths[{child, month}] = minor;
    });
  }
  void SeatShare(int known) {
    const std::string firm = AnyFirm(world(), random_);
    const int share_bp = random_.Between(0, 40) * 100;
    Say(known, "seat share " + firm, [=](Facts& facts) {
      const auto contract = facts.world().cost_share_bp.find(firm);
      if (contract != facts.world().cost_share_bp.end()) contract->second = share_bp;
    });
  }
  void Needs(int known) {
    const std::string child = AnyChild();
    const absl::CivilDay birth = absl::CivilDay(2024, 6, 1) + random_.Below(300);
    const int level = random_.Below(3);
    Say(known, "child " + child, [=](Facts& facts) {
      facts.world().children.at(child).birth_date = birth;
      facts.world().children.at(child).needs_level = level;
    });
  }

  const Draw& draw_;
  Facts& facts_;
  Random& random_;
  std::vector<Word> words_;
  std::set<std::string> priced_;
};

}  // namespace

std::vector<Word> DrawWords(const Draw& draw, Facts& facts, Random& random) {
  return Drawing(draw, facts, random).Run();
}

}  // namespace tuoqiao::five
