#include "services/eligibility/attested.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/eligibility/errors.h"

namespace tuoqiao::eligibility {
namespace {

bool SameContent(const RecordedFact& a, const RecordedFact& b) {
  return a.name == b.name && a.value == b.value && a.from_date == b.from_date &&
         a.corrected_event_id == b.corrected_event_id;
}

// EVENT_UNKNOWN, EVENT_OVERLAP.
absl::Status CheckEvent(absl::string_view field, const RecordedFact& said,
                        const std::vector<RecordedFact>& before) {
  bool corrects = said.corrected_event_id.empty();
  const RecordedFact* otherwise = nullptr;
  for (const RecordedFact& each : before) {
    if (each.attested_by != Attestation::kAuthority || each.superseded || each.name != said.name) {
      continue;
    }
    if (!said.corrected_event_id.empty() && each.event_id == said.corrected_event_id) {
      corrects = true;
    } else if (each.from_date == said.from_date && each.value != said.value) {
      otherwise = &each;
    }
  }
  if (!corrects) return EventUnknown(field, said.corrected_event_id);
  return otherwise == nullptr ? absl::OkStatus() : EventOverlap(field, otherwise->event_id);
}

}  // namespace

absl::Status Attest(absl::string_view field, Speaker speaker, RecordedFact* fact) {
  const bool parent = speaker == Speaker::kParent;
  if (fact->attested_by == Attestation::kUnknown) {
    fact->attested_by = parent ? Attestation::kGuardian : Attestation::kPark;
  }
  if (parent && fact->attested_by != Attestation::kGuardian) return AttestationRefused(field);
  return absl::OkStatus();
}

absl::StatusOr<Heard> Hear(std::vector<RecordedFact> before, const std::vector<RecordedFact>& said,
                           const std::set<std::string>& taken) {
  int64_t revision = before.empty() ? 0 : before.back().revision;
  const size_t known = before.size();
  std::vector<size_t> places;
  for (size_t i = 0; i < said.size(); ++i) {
    const std::string field = absl::StrCat("facts[", i, "]");
    if (said[i].attested_by == Attestation::kAuthority) {
      const auto same = std::find_if(before.begin(), before.end(), [&](const RecordedFact& each) {
        return each.event_id == said[i].event_id;
      });
      if (taken.count(said[i].event_id) == 1 ||
          (same != before.end() && !SameContent(*same, said[i]))) {
        return EventConflict(field, said[i].event_id);
      }
      if (same != before.end()) {
        places.push_back(same - before.begin());
        continue;
      }
      MarkSuperseded(&before);
      if (absl::Status status = CheckEvent(field, said[i], before); !status.ok()) return status;
    }
    places.push_back(before.size());
    before.push_back(said[i]);
    before.back().revision = ++revision;
  }
  MarkSuperseded(&before);
  Heard heard;
  for (const size_t place : places) heard.told.push_back(before[place]);
  heard.fresh.assign(before.begin() + static_cast<std::ptrdiff_t>(known), before.end());
  return heard;
}

}  // namespace tuoqiao::eligibility
