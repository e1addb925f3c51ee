#include "services/directory/family.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/common/hash.h"
#include "services/common/period.h"
#include "services/directory/errors.h"

namespace tuoqiao::directory {
namespace {

std::vector<Consent>::iterator Find(std::vector<Consent>& consents, absl::string_view purpose) {
  return std::find_if(consents.begin(), consents.end(),
                      [&](const Consent& each) { return each.purpose == purpose; });
}

}  // namespace

std::string FamilyId(absl::string_view park, absl::string_view family_no) {
  return DeriveId("fam", {park, family_no}, 0);
}

std::string ChildId(absl::string_view park, absl::string_view case_number) {
  return DeriveId("chd", {park, case_number}, 0);
}

std::string CanonicalFamily(const Family& family) {
  std::string text = absl::StrJoin(
      {std::string("1"), family.family_no, absl::StrCat(family.deduct_from), family.arrears_mode},
      "\n");
  for (const Guardian& guardian : family.guardians) {
    absl::StrAppend(&text, "\n", guardian.display_name, "\n", guardian.id_type, "\n",
                    guardian.id_number);
  }
  return text;
}

std::string CanonicalChild(const Child& child) {
  std::string text =
      absl::StrJoin({std::string("1"), child.case_number, child.display_name, child.id_type,
                     child.id_number, FormatDay(child.birth_date), absl::StrCat(child.needs_level)},
                    "\n");
  if (child.needs_from.has_value()) {
    absl::StrAppend(&text, "\nneeds from\n", FormatDay(*child.needs_from));
  }
  for (const Consent& consent : child.consents) {
    absl::StrAppend(&text, "\n", consent.purpose, "\n", consent.version, "\n",
                    FormatDay(consent.grant_date));
  }
  return text;
}

int64_t NeedsOn(const Child& child, absl::CivilDay day) {
  if (child.needs.empty()) return child.needs_level;
  int64_t level = child.needs.front().level;
  for (const NeedsSince& each : child.needs) {
    if (each.from <= day) level = each.level;
  }
  return level;
}

void KeepNeeds(const Child& before, absl::CivilDay today, Child& child) {
  child.needs = before.needs;
  if (child.needs.empty()) child.needs = {{child.birth_date, before.needs_level}};
  child.needs.front().from = child.birth_date;
  if (!child.needs_from.has_value() && child.needs_level == NeedsOn(child, today)) return;
  const absl::CivilDay from = std::max(child.needs_from.value_or(today), child.birth_date);
  child.needs.erase(std::find_if(child.needs.begin(), child.needs.end(),
                                 [&](const NeedsSince& each) { return each.from >= from; }),
                    child.needs.end());
  if (child.needs.empty() || child.needs.back().level != child.needs_level) {
    child.needs.push_back({from, child.needs_level});
  }
}

void GiveConsent(std::vector<Consent>& consents, const Consent& given) {
  const auto found = Find(consents, given.purpose);
  if (found == consents.end()) {
    consents.push_back(given);
  } else {
    *found = given;
  }
}

void Grant(std::vector<Consent>& consents, const std::vector<Consent>& granted) {
  for (const Consent& each : granted) {
    const auto found = Find(consents, each.purpose);
    const bool withdrawn_since =
        found != consents.end() && !found->Stands() && *found->withdraw_date >= each.grant_date;
    if (!withdrawn_since) GiveConsent(consents, each);
  }
}

absl::Status WithdrawConsent(Child& child, absl::string_view purpose, absl::CivilDay day) {
  const auto found = Find(child.consents, purpose);
  if (found == child.consents.end() || !found->Stands()) return ConsentNotGiven(child.id);
  found->withdraw_date = day;
  return absl::OkStatus();
}

}  // namespace tuoqiao::directory
