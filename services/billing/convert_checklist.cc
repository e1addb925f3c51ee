#include "services/billing/convert_checklist.h"

#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/billing/convert.h"
#include "services/common/check.h"
#include "services/common/errors.h"
#include "services/common/period.h"

namespace tuoqiao::billing {
namespace {

v1::ChecklistItem::Weight WeightOf(ItemWeight weight) {
  switch (weight) {
    case ItemWeight::kHard:
      return v1::ChecklistItem::HARD;
    case ItemWeight::kSoft:
      return v1::ChecklistItem::SOFT;
    case ItemWeight::kNote:
      return v1::ChecklistItem::NOTE;
  }
  CHECK(false);
}

void AddNames(const std::vector<std::string>& names,
              google::protobuf::RepeatedPtrField<std::string>* to) {
  for (size_t i = 0; i < std::min(names.size(), kNamesMax); ++i) *to->Add() = names[i];
}

int64_t SumOf(const MonthSums& sums, Payer payer) {
  const auto found = sums.payers.find(payer);
  return found == sums.payers.end() ? 0 : found->second;
}

}  // namespace

absl::StatusOr<std::vector<std::string>> AcknowledgedOf(const v1::ApproveMonthRequest& request) {
  std::vector<std::string> named;
  for (int i = 0; i < request.acknowledged_size(); ++i) {
    const std::string& code = request.acknowledged(i);
    if (std::find(std::begin(kSoftItems), std::end(kSoftItems), code) == std::end(kSoftItems)) {
      return FieldInvalid(absl::StrCat("acknowledged[", i, "]"),
                          "is not a soft item of the checklist", "不是核对清单中的可确认事项");
    }
    named.push_back(code);
  }
  return named;
}

v1::ChecklistItem ToProto(const ChecklistItem& item) {
  v1::ChecklistItem message;
  message.set_code(item.code);
  message.set_weight(WeightOf(item.weight));
  message.set_open(item.Open());
  message.set_count(static_cast<int32_t>(item.Count()));
  for (const Blocker& each : item.blockers) {
    v1::Blocker* added = message.add_blockers();
    added->set_reason(each.reason);
    added->set_count(static_cast<int32_t>(each.count));
    AddNames(each.names, added->mutable_names());
    for (const std::string& role : each.taken_by) {
      type::v1::Role taken_by;
      CHECK(type::v1::Role_Parse(role, &taken_by));
      added->add_taken_by(taken_by);
    }
    added->set_next_step(each.next_step);
    added->set_next_step_zh(each.next_step_zh);
  }
  for (const std::string& subject : item.acknowledged_by) message.add_acknowledged_by(subject);
  return message;
}

v1::ChecklistItem ToProto(const KeptItem& kept) {
  v1::ChecklistItem message;
  message.set_code(kept.item);
  for (const CopyNote& each : kept.notes) {
    v1::Blocker* added = message.add_blockers();
    added->set_reason(each.reason);
    added->set_count(static_cast<int32_t>(each.concerned));
    AddNames(each.names, added->mutable_names());
  }
  for (const std::string& subject : kept.acknowledged_by) message.add_acknowledged_by(subject);
  return message;
}

v1::MonthChecklist ToProto(absl::string_view park, const Month& month,
                           const std::vector<ChecklistItem>& items) {
  const v1::Month shown = ToProto(park, month, std::vector<HoldOut>());
  v1::MonthChecklist message;
  message.set_name(shown.name());
  message.set_state(shown.state());
  message.set_digest(shown.digest());
  for (const ItemWeight weight : {ItemWeight::kHard, ItemWeight::kSoft, ItemWeight::kNote}) {
    for (const ChecklistItem& each : items) {
      if (each.weight == weight) *message.add_items() = ToProto(each);
    }
  }
  return message;
}

void SetDifference(absl::CivilMonth former_month, const MonthSums& before, const MonthSums& after,
                   v1::MonthChecklist* checklist) {
  const MonthDifference difference = DifferenceOf(before, after);
  v1::MonthDifference* message = checklist->mutable_difference();
  message->set_former_month(FormatMonth(former_month));
  message->set_children_in(static_cast<int32_t>(difference.in.size()));
  message->set_children_out(static_cast<int32_t>(difference.out.size()));
  AddNames(difference.in, message->mutable_in_case_numbers());
  AddNames(difference.out, message->mutable_out_case_numbers());
  for (const Payer payer : kPayers) {
    v1::PayerChange* change = message->add_payer_changes();
    change->set_payer(PayerName(payer));
    change->set_before_minor(SumOf(before, payer));
    change->set_after_minor(SumOf(after, payer));
  }
  for (const ChildChange& each : difference.largest) {
    v1::ChildChange* change = message->add_largest();
    change->set_case_number(each.case_number);
    change->set_before_minor(each.before_minor);
    change->set_after_minor(each.after_minor);
  }
}

}  // namespace tuoqiao::billing
