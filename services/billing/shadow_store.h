// Shadows, their differences and adoptions as rows.
#ifndef TUOQIAO_SERVICES_BILLING_SHADOW_STORE_H_
#define TUOQIAO_SERVICES_BILLING_SHADOW_STORE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "services/billing/shadow.h"
#include "services/common/db/db.h"

namespace tuoqiao::billing {

struct ShadowKey {
  absl::CivilMonth month;
  std::string id;
};

// Its month is locked.
absl::Status InsertShadow(db::Write& txn, const Shadow& shadow);
// With its payers where it was compared.
absl::StatusOr<std::optional<Shadow>> FindShadow(db::Read& txn, const ShadowKey& key);
// All but the payers.
absl::Status SaveShadow(db::Write& txn, const Shadow& shadow);
// Once, with the comparison.
absl::Status InsertShadowPayers(db::Write& txn, const Shadow& shadow);
// Behind a month and an id, in their order.
absl::StatusOr<std::vector<Shadow>> LoadShadows(db::Read& txn, const std::string& after_month,
                                                const std::string& after_id, int64_t rows_max);

// Those from `from` on, numbered by their place.
absl::Status InsertDifferences(db::Write& txn, const std::string& shadow,
                               const std::vector<Difference>& differences, size_t from,
                               size_t size);
// Of a run that died; returns how many it deleted, at most `rows_max`.
absl::StatusOr<int64_t> DeleteDifferences(db::Write& txn, const std::string& shadow,
                                          int64_t rows_max);
struct KeptDifference {
  std::string shadow;  // Its id.
  int64_t ordinal = 0;
  Difference difference;
};
// Of a shadow behind an ordinal, in their order.
struct DifferenceFilter {
  std::string shadow;
  std::optional<Payer> payer;
};
absl::StatusOr<std::vector<KeptDifference>> LoadDifferences(db::Read& txn,
                                                            const DifferenceFilter& filter,
                                                            int64_t after, int64_t rows_max);
// The largest first, behind a size and an ordinal; nothing said: from the start.
struct SizePlace {
  int64_t size_minor = 0, ordinal = 0;
};
absl::StatusOr<std::vector<KeptDifference>> LoadLargest(db::Read& txn,
                                                        const DifferenceFilter& filter,
                                                        const std::optional<SizePlace>& after,
                                                        int64_t rows_max);

absl::Status InsertAdoption(db::Write& txn, const Adoption& adoption);
// A programme's, in their order.
absl::StatusOr<std::vector<Adoption>> LoadAdoptionsOf(db::Read& txn, const std::string& programme);
// Behind a programme and an ordinal, in their order.
absl::StatusOr<std::vector<Adoption>> LoadAdoptions(db::Read& txn, const std::string& after,
                                                    int64_t after_ordinal, int64_t rows_max);
// The plan that the programme has in the month: the adopted one, else `own`, which it was made
// with.
absl::StatusOr<std::string> PlanInForce(db::Read& txn, const std::string& programme,
                                        absl::CivilMonth month, const std::string& own);

}  // namespace tuoqiao::billing

#endif  // TUOQIAO_SERVICES_BILLING_SHADOW_STORE_H_
