#include "services/eligibility/errors.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/common/errors.h"

namespace tuoqiao::eligibility {
namespace {

using absl::StatusCode;

Failure PeriodInvalid(absl::string_view field) {
  return Failure(StatusCode::kInvalidArgument, "PERIOD_INVALID").At(field);
}

Failure OverridePeriodInvalid() {
  return Failure(StatusCode::kInvalidArgument, "OVERRIDE_PERIOD_INVALID").At("until_date");
}

}  // namespace

absl::Status SchemeUnknown(absl::string_view field, absl::string_view scheme) {
  return Failure(StatusCode::kFailedPrecondition, "SCHEME_UNKNOWN")
      .At(field)
      .Whose(type::v1::Failure::YOUR_SETUP)
      .Say(absl::StrCat("No rule file is there for the scheme ", scheme, "."),
           absl::StrCat("没有方案 ", scheme, " 的规则文件。"))
      .Next("Name a scheme of a file below the rules folder, or have its file installed.",
            "请使用规则目录中已有的方案,或安装其规则文件。")
      .With("scheme", scheme);
}

absl::Status ProgrammeExists(absl::string_view name) {
  return Failure(StatusCode::kAlreadyExists, "PROGRAMME_EXISTS")
      .At("programme_id")
      .Say(absl::StrCat("There is already a programme ", name, "."),
           absl::StrCat("项目 ", name, " 已存在。"))
      .Next("Choose another id, or use the programme that is there.",
            "请改用其他标识,或使用已有项目。")
      .With("programme", name);
}

absl::Status ProgrammeNotFound(absl::string_view name) {
  return NotFound("PROGRAMME_NOT_FOUND", name);
}

absl::Status SampleValuesRefused(absl::string_view field, const std::set<std::string>& values) {
  const std::string names = absl::StrJoin(values, ", ");
  return Failure(StatusCode::kFailedPrecondition, "SAMPLE_VALUES_REFUSED")
      .At(field)
      .Whose(type::v1::Failure::YOUR_SETUP)
      .Say(absl::StrCat("These values were not read in an official text: ", names, "."),
           absl::StrCat("以下规则数值并非来自官方文本:", names, "。"))
      .Next("Check each of them, and adopt it by name in adopted_values; or use a sandbox park.",
            "请逐项核实,并在 adopted_values 中按名称采用;或使用沙箱园区。")
      .With("values", names);
}

absl::Status PeriodEmpty() {
  return PeriodInvalid("until_date")
      .Say("The period has no day.", "该期间不含任何日期。")
      .Next("Give an until_date after from_date; it is the first day outside.",
            "until_date 须晚于 from_date,且为期间外的第一天。");
}

absl::Status PeriodTooLong(int64_t days_max) {
  return PeriodInvalid("until_date")
      .Say(absl::StrCat("The period has more than ", days_max, " days."),
           absl::StrCat("该期间超过 ", days_max, " 天。"))
      .Next("Decide a shorter period; it can be decided again as time goes on.",
            "请缩短期间,之后可再次认定。");
}

absl::Status PeriodBeforeProgramme(absl::CivilDay from) {
  return PeriodInvalid("from_date")
      .Say(absl::StrCat("The programme begins on ", FormatDay(from), "."),
           absl::StrCat("该项目自 ", FormatDay(from), " 起实施。"))
      .Next("Begin the period on that day or later.", "期间须自该日或之后开始。")
      .With("from", FormatDay(from));
}

absl::Status PeriodNotAhead(absl::CivilDay today) {
  return PeriodInvalid("from_date")
      .Say(absl::StrCat("Another scheme begins on a day to come; the park's day is ",
                        FormatDay(today), "."),
           absl::StrCat("新方案须自将来某日起实施;园区当前日期为 ", FormatDay(today), "。"))
      .Next("Begin the period after that day.", "期间须自该日之后开始。")
      .With("today", FormatDay(today));
}

absl::Status PeriodLeavesOut(absl::CivilDay from) {
  return PeriodInvalid("until_date")
      .Say(absl::StrCat("From ", FormatDay(from),
                        " on the programme has another scheme already, which this one would take "
                        "the place of without being compared with it."),
           absl::StrCat("该项目自 ", FormatDay(from),
                        " 起已采用其他方案;新方案会取代它,却未与其比较。"))
      .Next("End the period after that day.", "期间须在该日之后结束。")
      .With("from", FormatDay(from));
}

absl::Status DecisionNotFound(absl::string_view child) {
  return NotFound("DECISION_NOT_FOUND", absl::StrCat("decision on ", child));
}

absl::Status FactUnknown(absl::string_view field, absl::string_view fact) {
  return Failure(StatusCode::kInvalidArgument, "FACT_UNKNOWN")
      .At(absl::StrCat(field, ".name"))
      .Say(absl::StrCat("No rule asks for a fact '", fact, "'."),
           absl::StrCat("没有规则使用事实 '", fact, "'。"))
      .Next("Name a fact as the decision names it as missing.", "请使用认定结果中所缺事实的名称。")
      .With("fact", fact);
}

absl::Status FactNotRecordable(absl::string_view field, absl::string_view fact) {
  return Failure(StatusCode::kFailedPrecondition, "FACT_NOT_RECORDABLE")
      .At(absl::StrCat(field, ".name"))
      .Say(absl::StrCat("The fact '", fact, "' comes from the family's record or a firm's roster."),
           absl::StrCat("事实 '", fact, "' 来自家庭档案或用人单位花名册。"))
      .Next(
          "Change it there: the intake desk sends the family's record again, a guardian gives the "
          "consent, the firm corrects its roster.",
          "请在来源处更改:由受理窗口重新提交家庭档案,由监护人作出同意,或由用人单位更正花名册。")
      .With("fact", fact);
}

absl::Status FactIsDecided(absl::string_view field, absl::string_view fact) {
  return Failure(StatusCode::kFailedPrecondition, "FACT_NOT_RECORDABLE")
      .At(absl::StrCat(field, ".name"))
      .Say(absl::StrCat("The fact '", fact, "' follows from the programme's earlier decisions."),
           absl::StrCat("事实 '", fact, "' 由本项目此前的认定得出。"))
      .Next(
          "Record what the decisions rest on; where they are wrong, appeal or propose an override.",
          "请记录认定所依据的事实;认定有误的,请提出申诉或由工作人员提出例外认定。")
      .With("fact", fact);
}

absl::Status FactInvalid(absl::string_view field, absl::string_view fact, absl::string_view is_en,
                         absl::string_view is_zh) {
  return Failure(StatusCode::kInvalidArgument, "FACT_INVALID")
      .At(absl::StrCat(field, ".value"))
      .Say(absl::StrCat("The value of '", fact, "' is not ", is_en, "."),
           absl::StrCat("事实 '", fact, "' 的值不是", is_zh, "。"))
      .Next("Correct the value and send it again.", "请更正该值后重新提交。")
      .With("fact", fact);
}

absl::Status FactImpossible(absl::string_view field, absl::string_view why_en,
                            absl::string_view why_zh) {
  return Failure(StatusCode::kInvalidArgument, "FACT_IMPOSSIBLE")
      .At(field)
      .Say(absl::StrCat("This cannot be: ", why_en, "."), absl::StrCat("不可能的值:", why_zh, "。"))
      .Next("Ask whoever said it, and correct it; nothing was decided by it.",
            "请向提供者核实后更正;未据此作出任何认定。");
}

absl::Status RecordImpossible(absl::string_view field, const rules::Words& what,
                              const rules::Words& next_step) {
  return Failure(StatusCode::kInvalidArgument, "FACT_IMPOSSIBLE")
      .At("child")
      .Whose(type::v1::Failure::DATA)
      .Say(what.en, what.zh)
      .Next(next_step.en, next_step.zh)
      .With("field", field);
}

absl::Status TooManyProgrammes(size_t programmes_max) {
  return Failure(StatusCode::kInvalidArgument, "FIELD_INVALID")
      .At("programmes")
      .Say(absl::StrCat("More than ", programmes_max, " programmes are not compared at once."),
           absl::StrCat("一次最多比较 ", programmes_max, " 个项目。"))
      .Next("Name those that matter to the family in programmes.",
            "请在 programmes 中列出与该家庭有关的项目。");
}

absl::Status EntitlementNotCurrent() {
  return Failure(StatusCode::kFailedPrecondition, "ENTITLEMENT_NOT_CURRENT")
      .At("child")
      .Say(
          "By the decision in force the child is not eligible today, so there is nothing to "
          "confirm.",
          "按现行认定,该婴幼儿今日不符合资格,无需确认。")
      .Next("Read with ExplainDecision what is missing or would have to change.",
            "请通过 ExplainDecision 查看所缺信息或须变更的事项。");
}

absl::Status ReconfirmationNotDue(std::optional<absl::CivilDay> from) {
  const Failure failure = Failure(StatusCode::kFailedPrecondition, "RECONFIRMATION_NOT_DUE");
  if (!from.has_value()) {
    return Failure(failure)
        .At("child")
        .Say("This entitlement does not have to be confirmed.", "该资格无需确认。")
        .Next("Nothing has to be done.", "无需办理任何手续。");
  }
  return Failure(failure)
      .At("child")
      .Say(absl::StrCat("It can be confirmed from ", FormatDay(*from), " on."),
           absl::StrCat("自 ", FormatDay(*from), " 起方可确认。"))
      .Next("Confirm it on that day or later.", "请在该日或之后确认。")
      .With("from", FormatDay(*from));
}

absl::Status EntitlementLapsed() {
  return Failure(StatusCode::kFailedPrecondition, "ENTITLEMENT_LAPSED")
      .At("child")
      .Say("The days on which it had to be confirmed are past, and so is the grace.",
           "确认期限及宽限期均已届满。")
      .Next("Ask the park, which can still confirm it.", "请联系园区,园区仍可代为确认。");
}

absl::Status AttestationRefused(absl::string_view field) {
  return Failure(StatusCode::kFailedPrecondition, "ATTESTATION_REFUSED")
      .At(absl::StrCat(field, ".attested_by"))
      .Say("A parent can only speak for the guardian.", "家长仅可以监护人身份陈述。")
      .Next("Leave it out, and have the park record what a firm or an authority says.",
            "请留空;用人单位或主管部门的证明由园区录入。");
}

absl::Status EventConflict(absl::string_view field, absl::string_view event) {
  return Failure(StatusCode::kAlreadyExists, "EVENT_CONFLICT")
      .At(absl::StrCat(field, ".event_id"))
      .Whose(type::v1::Failure::REMOTE_SYSTEM)
      .Say(absl::StrCat("The authority's event ", event, " is recorded with other content."),
           absl::StrCat("主管部门事件 ", event, " 已以其他内容录入。"))
      .Next(
          "Send a correction as an event of its own that names this one; where two authorities "
          "count alike, put the authority's name before the number.",
          "请以新的事件编号发送更正,并注明所更正的事件;不同部门编号相同时,请在编号前加部门名称。")
      .With("event", event);
}

absl::Status EventUnknown(absl::string_view field, absl::string_view event) {
  return Failure(StatusCode::kFailedPrecondition, "EVENT_UNKNOWN")
      .At(absl::StrCat(field, ".corrected_event_id"))
      .Whose(type::v1::Failure::REMOTE_SYSTEM)
      .Say(absl::StrCat("No event ", event, " stands on this fact of the child."),
           absl::StrCat("该婴幼儿的该项事实没有有效的事件 ", event, "。"))
      .Next("Name the last event on the fact; what was corrected is not corrected again.",
            "请注明该事实的最后一个事件;已被更正的事件不得再次更正。")
      .With("event", event);
}

absl::Status EventOverlap(absl::string_view field, absl::string_view event) {
  return Failure(StatusCode::kFailedPrecondition, "EVENT_OVERLAP")
      .At(absl::StrCat(field, ".event_id"))
      .Whose(type::v1::Failure::REMOTE_SYSTEM)
      .Say(absl::StrCat("The authority's event ", event,
                        " says otherwise of the same fact and day."),
           absl::StrCat("主管部门事件 ", event, " 对同一事实同一日期另有陈述。"))
      .Next("Name that event in corrected_event_id where this one takes its place.",
            "如以本事件取代该事件,请在 corrected_event_id 中注明。")
      .With("event", event);
}

absl::Status OverrideEmpty() {
  return OverridePeriodInvalid()
      .Say("The override has no day.", "该例外不含任何日期。")
      .Next("Give an until_date after from_date; it is the first day outside.",
            "until_date 须晚于 from_date,且为期间外的第一天。");
}

absl::Status OverrideTooLong(int64_t days_max) {
  return OverridePeriodInvalid()
      .Say(absl::StrCat("The override lasts more than ", days_max, " days."),
           absl::StrCat("该例外超过 ", days_max, " 天。"))
      .Next("Propose a shorter one; another can follow it.", "请缩短期间,之后可另行提出。");
}

absl::Status OverrideOver(absl::CivilDay until) {
  return OverridePeriodInvalid()
      .Say(absl::StrCat("The override is over since ", FormatDay(until), "."),
           absl::StrCat("该例外已于 ", FormatDay(until), " 届满。"))
      .Next("Propose one that holds on a day to come.", "请提出一项尚未届满的例外。")
      .With("until", FormatDay(until));
}

absl::Status OverrideNotFound(absl::string_view name) {
  return NotFound("OVERRIDE_NOT_FOUND", name);
}

absl::Status OverrideStateWrong(absl::string_view wanted) {
  return Failure(StatusCode::kFailedPrecondition, "OVERRIDE_STATE_WRONG")
      .At("name")
      .Say(absl::StrCat("The override is not ", wanted, "."),
           absl::StrCat("该例外的状态不是 ", wanted, "。"))
      .Next("Read it with ListOverrides; where it is revoked, propose another.",
            "请通过 ListOverrides 查看;如已撤销,请另行提出。");
}

absl::Status ApprovedBySamePerson() {
  return Failure(StatusCode::kFailedPrecondition, "APPROVED_BY_SAME_PERSON")
      .At("name")
      .Say("Whoever proposed an override cannot approve it.", "提出例外的人不得自行批准。")
      .Next("Have another person of the park look at it and approve it.",
            "请由园区另一名工作人员审核批准。");
}

absl::Status ChildNotFound(absl::string_view child) { return NotFound("CHILD_NOT_FOUND", child); }

absl::Status AppealNotFound(absl::string_view name) { return NotFound("APPEAL_NOT_FOUND", name); }

absl::Status AppealOpen(absl::string_view child) {
  return Failure(StatusCode::kFailedPrecondition, "APPEAL_OPEN")
      .At("child")
      .Say("An appeal of this child in this programme is open.", "该婴幼儿在本项目中已有未决申诉。")
      .Next("Wait until the park has settled it; nothing is recovered before.",
            "请等待园区处理;处理前不会追缴。")
      .With("child", child);
}

absl::Status AppealSettled() {
  return Failure(StatusCode::kFailedPrecondition, "APPEAL_SETTLED")
      .At("name")
      .Say("The appeal is settled already.", "该申诉已处理完毕。")
      .Next("Read with ListAppeals how; the family may open another.",
            "请通过 ListAppeals 查看结果;监护人可再次申诉。");
}

absl::Status ShadowNotFound(absl::string_view name) { return NotFound("SHADOW_NOT_FOUND", name); }

absl::Status ShadowNotCompared(absl::string_view state) {
  return Failure(StatusCode::kFailedPrecondition, "SHADOW_NOT_COMPARED")
      .At("name")
      .Say(absl::StrCat("The shadow is ", state, "; only one that is COMPARED is approved."),
           absl::StrCat("影子试算的状态为 ", state, ",仅 COMPARED 可批准。"))
      .Next("Wait for its operation, or start another shadow.", "请等待其完成,或重新发起影子试算。")
      .With("state", state);
}

absl::Status ShadowDigestStale(absl::string_view present) {
  return Failure(StatusCode::kFailedPrecondition, "DIGEST_STALE")
      .At("digest")
      .Say("This is not the digest of the shadow's differences.",
           "该摘要不是此影子试算差异的摘要。")
      .Next("Look at the differences again before you sign them.", "请重新核对差异后再确认。")
      .With("digest", present);
}

absl::Status ShadowOverThreshold(absl::string_view figures) {
  return Failure(StatusCode::kFailedPrecondition, "SHADOW_OVER_THRESHOLD")
      .At("name")
      .Whose(type::v1::Failure::YOUR_SETUP)
      .Say(absl::StrCat("The scheme changes more than its thresholds allow: ", figures, "."),
           absl::StrCat("方案的变化超出阈值:", figures, "。"))
      .Next(
          "Correct the rule file; or, if so much is meant, start a shadow with other thresholds, "
          "which two people approve again.",
          "请更正规则文件;如确属有意,请以新的阈值重新发起影子试算,并再由两人批准。")
      .With("figures", figures);
}

absl::Status ShadowBegun(absl::CivilDay from) {
  return Failure(StatusCode::kFailedPrecondition, "SHADOW_BEGUN")
      .At("name")
      .Say(absl::StrCat("The scheme would have begun on ", FormatDay(from),
                        ", and that day is no longer ahead."),
           absl::StrCat("该方案原定自 ", FormatDay(from), " 起实施,该日已不在将来。"))
      .Next("Start a shadow from a day to come.", "请自将来某日起重新发起影子试算。")
      .With("from", FormatDay(from));
}

absl::Status ShadowBaseNotInForce(absl::string_view compared_with, absl::string_view in_force) {
  return Failure(StatusCode::kFailedPrecondition, "SHADOW_BASE_NOT_IN_FORCE")
      .At("name")
      .Say(absl::StrCat("Since the comparison with ", compared_with,
                        " the programme has adopted another scheme; on these days it has ",
                        in_force, " now."),
           absl::StrCat("与 ", compared_with, " 比较之后,该项目已采用其他方案;这些日期现适用 ",
                        in_force, "。"))
      .Next("Start another shadow, which compares with what holds now.",
            "请重新发起影子试算,与现行方案比较。")
      .With("in_force", in_force);
}

absl::Status ShadowRuleFileChanged(absl::string_view schemes) {
  return Failure(StatusCode::kFailedPrecondition, "SHADOW_BASE_NOT_IN_FORCE")
      .At("name")
      .Whose(type::v1::Failure::YOUR_SETUP)
      .Say(
          absl::StrCat("Of these schemes a rule file is another one than when they were compared: ",
                       schemes, "."),
          absl::StrCat("以下方案的规则文件在比较之后已有变化:", schemes, "。"))
      .Next("Start another shadow, by the files that are there now.",
            "请以现有规则文件重新发起影子试算。")
      .With("schemes", schemes);
}

absl::Status ShadowApprovedBySamePerson() {
  return Failure(StatusCode::kFailedPrecondition, "APPROVED_BY_SAME_PERSON")
      .At("name")
      .Whose(type::v1::Failure::YOUR_SETUP)
      .Say("You have approved this shadow already.", "您已批准过此影子试算。")
      .Next("Ask a second person to approve it.", "请由第二人批准。");
}

}  // namespace tuoqiao::eligibility
