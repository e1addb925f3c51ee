// What firms agreed to in the course of time, as rows.
#ifndef TUOQIAO_SERVICES_DIRECTORY_TERMS_STORE_H_
#define TUOQIAO_SERVICES_DIRECTORY_TERMS_STORE_H_

#include <vector>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "services/common/db/db.h"
#include "services/directory/firm.h"

namespace tuoqiao::directory {

// Keeps the terms of a firm from the day of its agreement on, in place of those that were said of
// that day before. A firm that has not agreed has none.
absl::Status KeepTerms(db::Write& txn, const Firm& firm);

// Puts over each firm the terms that held on a day: those of the last agreement up to it, or of the
// first. `firms` are a page, by id.
absl::Status PutTermsOf(db::Read& txn, absl::CivilDay day, std::vector<Firm>& firms);

}  // namespace tuoqiao::directory

#endif  // TUOQIAO_SERVICES_DIRECTORY_TERMS_STORE_H_
