// Statements of frozen copies, drafts and closed ones, as rows.
#ifndef TUOQIAO_SERVICES_BILLING_STATEMENT_STORE_H_
#define TUOQIAO_SERVICES_BILLING_STATEMENT_STORE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "services/billing/draft.h"
#include "services/common/db/db.h"

namespace tuoqiao::billing {

// A frozen copy.
struct Copy {
  absl::CivilMonth month;
  int64_t preview = 0;
};

absl::Status InsertStatements(db::Write& txn, const Copy& copy, const Statement* statements,
                              size_t size);
absl::Status InsertHoldOuts(db::Write& txn, const Copy& copy, const HoldOut* hold_outs,
                            size_t size);
absl::StatusOr<std::vector<HoldOut>> LoadHoldOuts(db::Read& txn, const Copy& copy);
// Rows of a copy: statements and hold-outs.
absl::StatusOr<int64_t> CountCopy(db::Read& txn, const Copy& copy);
// Deletes rows of other copies than these two, at most `rows_max` statements and as many hold-outs;
// returns how many it deleted.
absl::StatusOr<int64_t> DeleteOtherCopies(db::Write& txn, const Copy& keep, int64_t keep_too,
                                          int64_t rows_max);

// A statement as it is kept. `closed` is false for a draft.
struct KeptStatement {
  absl::CivilMonth month;
  int64_t preview = 0;
  bool closed = false;
  Statement statement;
};

// Those of a copy behind an id, in order: all, or those about closed months; of all families, or
// of one.
struct Wanted {
  bool corrections_only = false;
  std::string family;
};
absl::StatusOr<std::vector<KeptStatement>> LoadStatements(db::Read& txn, const Copy& copy,
                                                          const std::string& after,
                                                          int64_t rows_max,
                                                          const Wanted& wanted = {});
// Whether the close of a copy has begun.
absl::StatusOr<bool> AnyClosed(db::Read& txn, const Copy& copy);
absl::StatusOr<std::optional<KeptStatement>> FindStatement(db::Read& txn, const Copy& copy,
                                                           const std::string& id);
// Marks a copy's drafts behind an id, up to and with another, as closed; returns how many they
// were.
struct Batch {
  std::string after, last;
};
absl::StatusOr<int64_t> MarkClosed(db::Write& txn, const Copy& copy, const Batch& batch);

// A family's closed statements behind a month and an id, in order.
struct ClosedPlace {
  std::string month, id;
};
absl::StatusOr<std::vector<KeptStatement>> LoadFamilyStatements(db::Read& txn,
                                                                const std::string& family,
                                                                const ClosedPlace& after,
                                                                int64_t rows_max);
// The same of all closed statements about a month, in whatever month they were closed.
absl::StatusOr<std::vector<KeptStatement>> LoadBooked(db::Read& txn, absl::CivilMonth billed,
                                                      const ClosedPlace& after, int64_t rows_max);

// A centre's statements of a closed month behind an id, in order.
absl::StatusOr<std::vector<KeptStatement>> LoadCentreStatements(db::Read& txn,
                                                                const std::string& centre,
                                                                const ClosedPlace& after,
                                                                int64_t rows_max);

// What a payer whose shares are collected bears of one statement.
struct PayerShareRow {
  std::string statement_id, case_number, centre, correction, reason;
  StatementKind kind = StatementKind::kOriginal;
  absl::CivilMonth billed_month;
  int64_t amount_minor = 0;
  int64_t former_minor = 0;
  int64_t attended_days = 0;
};
// Of a copy, behind a statement's id, in order.
absl::StatusOr<std::vector<PayerShareRow>> LoadPayerShares(db::Read& txn, const Copy& copy,
                                                           Payer payer, const std::string& after,
                                                           int64_t rows_max);

// What a firm bears for one employee in a closed month.
struct FirmShareSum {
  std::string employee, employee_no, form;
  int64_t amount_minor = 0;
};
// Behind an employee number and record, in order. Empty while the month is not closed.
struct FirmPlace {
  std::string employee_no, employee;
};
absl::StatusOr<std::vector<FirmShareSum>> LoadFirmShares(db::Read& txn, const std::string& firm,
                                                         absl::CivilMonth month,
                                                         const FirmPlace& after, int64_t rows_max);

}  // namespace tuoqiao::billing

#endif  // TUOQIAO_SERVICES_BILLING_STATEMENT_STORE_H_
