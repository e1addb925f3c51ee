#include "services/cli/scheme_shadow_text.h"

#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include "tuoqiao/eligibility/v1/eligibility.pb.h"

namespace tuoqiao::cli {
namespace {

template <typename Message>
Message Parse(const std::string& text) {
  Message message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message));
  return message;
}

constexpr char kShadow[] = R"(
  name: "parks/a/programmes/care/shadows/sh-1" scheme: "cn.next" live_scheme: "cn.live"
  from_date: "2026-11-01" until_date: "2027-03-01" state: COMPARED digest: "ab12"
  children: 80 changed_children: 12 losing_children: 1 gaining_children: 11 faults: 2
  differences: 23 largest_difference_minor: 120000
  payers { payer: "AUTHORITY" before_minor: 360000 after_minor: 480000 })";

TEST(SchemeShadowTextTest, FiguresAreAParagraphAndATableOfPayers) {
  EXPECT_EQ(FiguresText(Parse<eligibility::v1::Shadow>(kShadow)),
            "sh-1 of parks/a/programmes/care is COMPARED: cn.next beside cn.live, "
            "2026-11-01..2027-03-01\n"
            "  12 of 80 children change, 1 lose a day and 11 gain one; 23 differences, the largest "
            "change of a child's amounts 1200.00\n"
            "  2 children are not compared: see tuoqiao eligibility faults\n"
            "                     before          after     difference\n"
            "  AUTHORITY         3600.00        4800.00        1200.00\n");
  auto running = Parse<eligibility::v1::Shadow>(kShadow);
  running.set_state(eligibility::v1::Shadow::RUNNING);
  running.clear_digest();
  EXPECT_EQ(FiguresText(running),
            "sh-1 of parks/a/programmes/care is RUNNING: cn.next beside cn.live, "
            "2026-11-01..2027-03-01\n");
  EXPECT_EQ(VerdictText(running), "");
}

TEST(SchemeShadowTextTest, ADifferenceIsALineWithItsCause) {
  EXPECT_EQ(DifferenceText(Parse<eligibility::v1::ShadowDifference>(
                R"(case_number: "C2" from_date: "2026-11-01" until_date: "2027-01-10"
                   before: ELIGIBLE_LATER after: ELIGIBLE
                   cause: "age_from: at_least 6 -> at_least 3")")),
            "  C2 2026-11-01..2027-01-10 ELIGIBLE_LATER -> ELIGIBLE  "
            "age_from: at_least 6 -> at_least 3\n");
  EXPECT_EQ(DifferenceText(Parse<eligibility::v1::ShadowDifference>(
                R"(case_number: "C2" amount: "grant" payer: "AUTHORITY" before_minor: 120000
                   after_minor: 240000 cause: "60000 x 2 -> 60000 x 4")")),
            "  C2 grant of AUTHORITY 1200.00 -> 2400.00  60000 x 2 -> 60000 x 4\n");
}

TEST(SchemeShadowTextTest, TheVerdictSaysWhatToDoNext) {
  auto shadow = Parse<eligibility::v1::Shadow>(kShadow);
  EXPECT_EQ(VerdictText(shadow),
            "  digest ab12\n"
            "  to adopt it from 2026-11-01 on, two people run\n"
            "    tuoqiao rules shadow approve parks/a/programmes/care/shadows/sh-1 --digest ab12 "
            "--as SUBJECT\n");
  auto* excess = shadow.add_excesses();
  excess->set_figure("payer_rise_minor");
  excess->set_payer("AUTHORITY");
  excess->set_found(120000);
  excess = shadow.add_excesses();
  excess->set_figure("changed_children_bp");
  excess->set_found(1500);
  excess->set_allowed(100);
  EXPECT_EQ(VerdictText(shadow),
            "  over: payer_rise_minor of AUTHORITY 1200.00, at most 0.00\n"
            "  over: changed_children_bp 1500, at most 100\n"
            "  digest ab12\n");
  shadow.clear_excesses();
  shadow.set_state(eligibility::v1::Shadow::ADOPTED);
  shadow.add_approvers("li");
  EXPECT_EQ(VerdictText(shadow),
            "  signed by li\n  digest ab12\n"
            "  adopted: the programme has cn.next from 2026-11-01 on; decide its children again\n");
}

}  // namespace
}  // namespace tuoqiao::cli
