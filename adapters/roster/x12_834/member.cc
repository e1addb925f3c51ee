#include "adapters/roster/x12_834/member.h"

namespace tuoqiao::adapters::roster {
namespace {

// Whose segments are being read within a 2000 loop.
enum class Of { kMember, kFormerMember, kSomebodyElse, kPlan, kReporting };

class LoopReader {
 public:
  LoopReader(MemberList& list, absl::string_view employee_no_qualifier)
      : list_(list), employee_no_qualifier_(employee_no_qualifier) {}

  void Read(const Segment& segment) {
    const absl::string_view name = segment[0];
    if (name == "INS") {
      list_.members.emplace_back();
      list_.members.back().ins = segment;
      list_.members.back().raw = segment.text;
      of_ = Of::kMember;
      return;
    }
    if (list_.members.empty()) {
      if (name == "BGN") list_.bgn = segment;
      if (name == "QTY") list_.totals.push_back(segment);
      return;
    }
    Member& member = list_.members.back();
    const char* start = member.raw.data();
    member.raw = absl::string_view(start, segment.text.data() + segment.text.size() - start);
    if (name == "REF") ReadReference(segment, member);
    if (name == "DTP") ReadDate(segment, member);
    if (name == "NM1") ReadName(segment, member);
    if (name == "DMG" && of_ == Of::kMember) member.demographics = segment;
    if (name == "HD") {
      member.plans.push_back(segment);
      of_ = Of::kPlan;
    }
    if (name == "LS") of_ = Of::kReporting;
  }

 private:
  bool InPlans() const { return of_ == Of::kPlan || of_ == Of::kReporting; }

  void ReadReference(const Segment& segment, Member& member) const {
    if (InPlans()) return;
    if (segment[1] == "0F") member.subscriber_no = segment[2];
    if (segment[1] == employee_no_qualifier_) member.employee_no = segment[2];
  }

  void ReadDate(const Segment& segment, Member& member) const {
    if (!InPlans()) member.dates.emplace(segment[1], segment);
    if (of_ == Of::kPlan && segment[1] == "349") member.plan_ends.push_back(segment);
  }

  // NM1 says who is named, and so to whom what follows belongs. In a plan's loop it is a provider.
  void ReadName(const Segment& segment, Member& member) {
    if (InPlans()) return;
    if (segment[1] == "IL" || segment[1] == "74") {
      member.name = segment;
      of_ = Of::kMember;
    } else if (segment[1] == "70") {
      member.former_name = segment;
      of_ = Of::kFormerMember;
    } else {
      of_ = Of::kSomebodyElse;
    }
  }

  MemberList& list_;
  const absl::string_view employee_no_qualifier_;
  Of of_ = Of::kMember;
};

}  // namespace

MemberList ReadMembers(const TransactionSet& set, absl::string_view employee_no_qualifier) {
  MemberList list;
  LoopReader reader(list, employee_no_qualifier);
  for (const Segment& segment : set.segments) {
    if (segment[0] != "SE") reader.Read(segment);
  }
  return list;
}

}  // namespace tuoqiao::adapters::roster
