// Would the cases of tests/rules notice a wrong number? Each number of each shipped pack is moved
// by one, each comparison turned, each date moved by a day, one at a time, and the cases are asked
// again.
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <functional>
#include <map>

#include "services/common/rules/load.h"
#include "services/eligibility/testing_cases.h"

namespace tuoqiao::eligibility {
namespace {

using rules::v1::Predicate;
using rules::v1::RuleFile;

// One wrong pack: what is wrong with it, and how it is made of the right one.
struct Mutation {
  std::string what;
  std::function<void(RuleFile&)> apply;
};

// Collects the mutations of a file. Each finds its place again in a copy of the file, by the way
// that it was found in the original.
class Mutations {
 public:
  explicit Mutations(const RuleFile& file) : file_(file) { OfFile(); }
  const std::vector<Mutation>& all() const { return all_; }

 private:
  static std::string Moved(const std::string& date, int64_t days) {
    return FormatDay(*ParseDay(date) + days);
  }

  void OfFile() {
    for (const int64_t by : {-1, 1}) {
      all_.push_back({absl::StrCat("from moved by ", by),
                      [by](RuleFile& file) { file.set_from(Moved(file.from(), by)); }});
      if (file_.until().empty()) continue;
      all_.push_back({absl::StrCat("until moved by ", by),
                      [by](RuleFile& file) { file.set_until(Moved(file.until(), by)); }});
    }
    for (int i = 0; i < file_.parameters_size(); ++i) OfParameter(i);
    for (int i = 0; i < file_.tables_size(); ++i) OfTable(i);
    for (int i = 0; i < file_.needs_size(); ++i) {
      OfPredicate(absl::StrCat("need ", file_.needs(i).name()), file_.needs(i).predicate(),
                  [i](RuleFile& file) { return file.mutable_needs(i)->mutable_predicate(); });
    }
    for (int i = 0; i < file_.conditions_size(); ++i) {
      OfPredicate(absl::StrCat("condition ", file_.conditions(i).name()),
                  file_.conditions(i).predicate(),
                  [i](RuleFile& file) { return file.mutable_conditions(i)->mutable_predicate(); });
    }
    for (int i = 0; i < file_.amounts_size(); ++i) OfAmount(i);
  }

  void OfParameter(int i) {
    const rules::v1::Parameter& parameter = file_.parameters(i);
    for (int k = 0; k < parameter.values_size(); ++k) {
      const std::string name = absl::StrCat(parameter.name(), "[", k, "]");
      for (const int64_t by : {-1, 1}) {
        all_.push_back({absl::StrCat(name, " moved by ", by), [=](RuleFile& file) {
                          auto* value = file.mutable_parameters(i)->mutable_values(k);
                          value->set_value(value->value() + by);
                        }});
        if (k == 0) continue;  // Before the first value the scheme is not in force.
        all_.push_back({absl::StrCat(name, " from moved by ", by), [=](RuleFile& file) {
                          auto* values = file.mutable_parameters(i)->mutable_values();
                          const std::string from = Moved(values->Get(k).from(), by);
                          values->Mutable(k)->set_from(from);
                          if (!values->Get(k - 1).until().empty()) {
                            values->Mutable(k - 1)->set_until(from);
                          }
                        }});
      }
    }
  }

  void OfTable(int i) {
    const rules::v1::Table& table = file_.tables(i);
    for (int k = 0; k < table.values_size(); ++k) {
      for (int b = 0; b < table.values(k).brackets_size(); ++b) {
        for (const int64_t by : {-1, 1}) {
          const std::string name = absl::StrCat(table.name(), "[", k, "][", b, "] moved by ", by);
          const auto bracket = [=](RuleFile& file) {
            return file.mutable_tables(i)->mutable_values(k)->mutable_brackets(b);
          };
          all_.push_back({absl::StrCat(name, ": value"), [=](RuleFile& file) {
                            bracket(file)->set_value(bracket(file)->value() + by);
                          }});
          all_.push_back({absl::StrCat(name, ": at_least"), [=](RuleFile& file) {
                            bracket(file)->set_at_least(bracket(file)->at_least() + by);
                          }});
        }
      }
    }
  }

  using FindPredicate = std::function<Predicate*(RuleFile&)>;

  // Turns a whole predicate: it holds where it failed.
  void Turn(const std::string& what, const FindPredicate& find) {
    all_.push_back({absl::StrCat(what, " turned"), [find](RuleFile& file) {
                      Predicate turned;
                      *turned.mutable_not_() = *find(file);
                      *find(file) = std::move(turned);
                    }});
  }

  void OfPredicate(const std::string& what, const Predicate& predicate, const FindPredicate& find) {
    switch (predicate.kind_case()) {
      case Predicate::kAll:
      case Predicate::kAny:
        return OfSeveral(what, predicate, find);
      case Predicate::kNot:
        all_.push_back({absl::StrCat(what, ": not left out"), [find](RuleFile& file) {
                          const Predicate inner = find(file)->not_();
                          *find(file) = inner;
                        }});
        return OfPredicate(absl::StrCat(what, " not"), predicate.not_(),
                           [find](RuleFile& file) { return find(file)->mutable_not_(); });
      case Predicate::kAgeInMonths:
        return Turn(what, find);  // at_least for below, and the other way round.
      case Predicate::kCalendarMonths:
        Turn(what, find);
        return Shift(what, predicate, find);
      case Predicate::kAtMost:
        Turn(what, find);
        all_.push_back({absl::StrCat(what, ": below for at_most"), [find](RuleFile& file) {
                          const auto most = find(file)->at_most();
                          find(file)->mutable_below()->set_fact(most.fact());
                          find(file)->mutable_below()->set_parameter(most.parameter());
                        }});
        return;
      case Predicate::kBelow:
        Turn(what, find);
        all_.push_back({absl::StrCat(what, ": at_most for below"), [find](RuleFile& file) {
                          const auto below = find(file)->below();
                          find(file)->mutable_at_most()->set_fact(below.fact());
                          find(file)->mutable_at_most()->set_parameter(below.parameter());
                        }});
        return;
      case Predicate::kOnOrAfter:
        Turn(what, find);
        for (const int64_t by : {-1, 1}) {
          all_.push_back({absl::StrCat(what, ": date moved by ", by), [=](RuleFile& file) {
                            auto* leaf = find(file)->mutable_on_or_after();
                            leaf->set_date(Moved(leaf->date(), by));
                          }});
        }
        return;
      case Predicate::kIn:
        Turn(what, find);
        for (int i = 0; predicate.in().values_size() > 1 && i < predicate.in().values_size(); ++i) {
          all_.push_back({absl::StrCat(what, ": value ", i, " left out"), [=](RuleFile& file) {
                            find(file)->mutable_in()->mutable_values()->DeleteSubrange(i, 1);
                          }});
        }
        return;
      default:
        return Turn(what, find);
    }
  }

  void OfSeveral(const std::string& what, const Predicate& predicate, const FindPredicate& find) {
    const bool all = predicate.has_all();
    const auto several = [find, all](RuleFile& file) {
      return all ? find(file)->mutable_all() : find(file)->mutable_any();
    };
    const int size = all ? predicate.all().of_size() : predicate.any().of_size();
    if (size > 1) {
      all_.push_back({absl::StrCat(what, all ? ": any for all" : ": all for any"),
                      [find, all](RuleFile& file) {
                        const auto inner = all ? find(file)->all() : find(file)->any();
                        *(all ? find(file)->mutable_any() : find(file)->mutable_all()) = inner;
                      }});
    }
    for (int i = 0; i < size; ++i) {
      if (size > 1) {
        all_.push_back({absl::StrCat(what, " ", i, " left out"), [several, i](RuleFile& file) {
                          several(file)->mutable_of()->DeleteSubrange(i, 1);
                        }});
      }
      OfPredicate(absl::StrCat(what, " ", i), all ? predicate.all().of(i) : predicate.any().of(i),
                  [several, i](RuleFile& file) { return several(file)->mutable_of(i); });
    }
  }

  // `below` for `at_most`, and the other way round.
  void Shift(const std::string& what, const Predicate& predicate, const FindPredicate& find) {
    if (!predicate.calendar_months().at_least().empty()) return;
    all_.push_back({absl::StrCat(what, ": the limit taken in or out"), [find](RuleFile& file) {
                      auto* leaf = find(file)->mutable_calendar_months();
                      const std::string below = leaf->below(), at_most = leaf->at_most();
                      if (below.empty()) {
                        leaf->set_below(at_most);
                      } else {
                        leaf->set_at_most(below);
                      }
                    }});
  }

  void OfAmount(int i) {
    const rules::v1::Amount& amount = file_.amounts(i);
    const std::string what = absl::StrCat("amount ", amount.name());
    if (amount.has_when()) {
      OfPredicate(absl::StrCat(what, " when"), amount.when(),
                  [i](RuleFile& file) { return file.mutable_amounts(i)->mutable_when(); });
      all_.push_back({absl::StrCat(what, ": when left out"),
                      [i](RuleFile& file) { file.mutable_amounts(i)->clear_when(); }});
    }
    if (amount.has_share_of()) {
      all_.push_back({absl::StrCat(what, ": rounded the other way"), [i](RuleFile& file) {
                        auto* share = file.mutable_amounts(i)->mutable_share_of();
                        share->set_rounding(share->rounding() == rules::v1::ShareOf::FLOOR
                                                ? rules::v1::ShareOf::HALF_UP
                                                : rules::v1::ShareOf::FLOOR);
                      }});
    }
    for (int k = 0; k < amount.part().weights_size(); ++k) {
      all_.push_back({absl::StrCat(what, ": weight ", k, " more"), [=](RuleFile& file) {
                        auto* part = file.mutable_amounts(i)->mutable_part();
                        part->set_weights(k, part->weights(k) + 1);
                      }});
    }
  }

  const RuleFile& file_;
  std::vector<Mutation> all_;
};

std::string TextOf(const RuleFile& file) {
  std::string text;
  google::protobuf::TextFormat::PrintToString(file, &text);
  return text;
}

absl::StatusOr<rules::Schemes> Load(const RuleFile& file) {
  return rules::LoadSchemes(std::vector<rules::RuleText>{{"mutated", TextOf(file)}}, Catalogue());
}

// Whether a case comes out otherwise than it is written.
bool Notices(const rules::Scheme& scheme, CaseText& cases) {
  const rules::Place place(cases.text.file, cases.file, cases.tree, &cases.wrong);
  for (int i = 0; i < cases.file.cases_size(); ++i) {
    const rules::v1::Case& message = cases.file.cases(i);
    const rules::Facts facts = FactsOfCase(place.In("cases", i), message);
    if (AnswerOf(scheme, facts, message) != ExpectedOf(message)) return true;
  }
  return false;
}

TEST(RuleMutationTest, TheCasesNoticeNineteenOfTwentyWrongPacks) {
  std::map<std::string, RuleFile> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator("services/rules")) {
    if (entry.path().extension() != ".textproto") continue;
    const std::string text = FileText(entry.path());
    if (rules::MessageOf(text) != RuleFile::descriptor()->full_name()) continue;
    RuleFile file;
    ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &file));
    file.clear_exclusions();  // They name other files.
    files[file.scheme()] = std::move(file);
  }
  int noticed = 0, all = 0, refused = 0;
  for (const auto& cases : ReadCases()) {
    const RuleFile& file = files.at(cases->file.scheme());
    ASSERT_TRUE(Load(file).ok()) << file.scheme();
    const Mutations mutations(file);
    for (const Mutation& mutation : mutations.all()) {
      RuleFile wrong = file;
      mutation.apply(wrong);
      const auto schemes = Load(wrong);
      if (!schemes.ok()) {
        ++refused;  // It does not even load, and counts for nobody.
        continue;
      }
      ++all;
      if (Notices(schemes->begin()->second, *cases)) {
        ++noticed;
      } else {
        std::printf("not noticed: %s: %s\n", file.scheme().c_str(), mutation.what.c_str());
      }
    }
  }
  std::printf("%d of %d wrong packs are noticed; %d more do not load\n", noticed, all, refused);
  EXPECT_GT(all, 300);
  EXPECT_GE(noticed * 100, all * 95);
}

}  // namespace
}  // namespace tuoqiao::eligibility
