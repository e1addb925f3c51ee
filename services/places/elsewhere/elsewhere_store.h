// Rows of places in several parks. Of other parks' rows only marks, days and parts of the day are
// there to be read, and this file is all that reads them.
#ifndef TUOQIAO_SERVICES_PLACES_ELSEWHERE_ELSEWHERE_STORE_H_
#define TUOQIAO_SERVICES_PLACES_ELSEWHERE_ELSEWHERE_STORE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "services/common/db/db.h"
#include "services/places/elsewhere/place_mark.h"

namespace tuoqiao::places {

// By what a park's rows are known: `holder` to itself, so that it is not taken for another park,
// `place` as those of one child. All empty for a child without a document.
struct MarkKey {
  std::string mark, holder, place;
};

// The first day on which somebody else's place would meet this one; one query.
absl::StatusOr<std::optional<absl::CivilDay>> LoadFirstMeeting(db::Read& txn, const MarkKey& key,
                                                               const PlaceMark& place);

// What a park has said of a child.
struct ChildMark {
  std::string child, family;
  MarkKey key;
  std::optional<absl::CivilDay> until;  // The first day behind all of it.
  int64_t changes = 0, asked_changes = 0;
  std::vector<std::string> found;  // `{enrolment} {date}`, as published.
  int64_t revision = 0;
};
absl::StatusOr<std::optional<ChildMark>> LoadChildMark(db::Read& txn, const std::string& child);
absl::Status SaveChildMark(db::Write& txn, const ChildMark& mark);

// Children of whom there is something to say: a place changed, its family did, or what was said is
// over by a day. By id.
struct ToSay {
  std::string child, family;
  int64_t changes = 0;
  // Of one that is there only because the days are over.
  std::optional<absl::CivilDay> over_on;
};
absl::StatusOr<std::vector<ToSay>> LoadToSay(db::Read& txn, absl::CivilDay over_by,
                                             int64_t rows_max);
// Children of whom others have said something since the park looked. By id.
absl::StatusOr<std::vector<std::string>> LoadDisturbed(db::Read& txn, int64_t rows_max);

// Nobody else says anything until the transaction ends. Returns which turn it is; no other that was
// committed has the same.
absl::StatusOr<int64_t> TakeTurn(db::Write& txn);
// Says of a child what it has now, in place of what was said under the former key, and lets others
// who know it look again.
absl::Status ReplaceMarks(db::Write& txn, const MarkKey& former, const MarkKey& key,
                          const std::vector<PlaceMark>& places);
// The revisions of these places have been said.
absl::Status SaveMarked(db::Write& txn, const std::vector<Enrolment>& enrolments);
absl::Status SaveLooked(db::Write& txn, const MarkKey& key);
// Their documents may be others now.
absl::Status NoteFamiliesChanged(db::Write& txn, const std::vector<std::string>& families);

// Places of the park that meet another's, today or later, by id; of one child where it is given.
struct PlaceFound {
  std::string centre, enrolment, case_number;
  absl::CivilDay from;
};
struct FoundRange {
  std::string child;  // Empty: all.
  absl::CivilDay today;
  std::string after;
  int64_t rows_max = 0;
};
absl::StatusOr<std::vector<PlaceFound>> LoadPlacesElsewhere(db::Read& txn, const FoundRange& range);

}  // namespace tuoqiao::places

#endif  // TUOQIAO_SERVICES_PLACES_ELSEWHERE_ELSEWHERE_STORE_H_
