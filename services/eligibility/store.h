// Programmes, and what they decide by later, in the database.
#ifndef TUOQIAO_SERVICES_ELIGIBILITY_STORE_H_
#define TUOQIAO_SERVICES_ELIGIBILITY_STORE_H_

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/common/db/db.h"
#include "services/eligibility/programme.h"

namespace tuoqiao::eligibility {

// PROGRAMME_NOT_FOUND.
absl::StatusOr<Programme> LoadProgramme(db::Read& txn, const std::string& id);
absl::StatusOr<bool> ProgrammeKnown(db::Read& txn, const std::string& id);
// By id.
absl::StatusOr<std::vector<Programme>> LoadProgrammes(db::Read& txn, const std::string& after,
                                                      int64_t rows_max);
absl::Status InsertProgramme(db::Write& txn, const Programme& programme);
// The programme is locked, and as it was before the version.
absl::Status InsertVersion(db::Write& txn, const Programme& programme,
                           const SchemeVersion& version);

// As a column holds them: no name has a semicolon.
std::string AdoptedValuesText(const std::set<std::string>& values);
std::set<std::string> ReadAdoptedValues(const std::string& text);

}  // namespace tuoqiao::eligibility

#endif  // TUOQIAO_SERVICES_ELIGIBILITY_STORE_H_
