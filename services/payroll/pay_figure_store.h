// Pay figures in the database: wages sealed under their firm's key, compared by keyed hash.
#ifndef TUOQIAO_SERVICES_PAYROLL_PAY_FIGURE_STORE_H_
#define TUOQIAO_SERVICES_PAYROLL_PAY_FIGURE_STORE_H_

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/common/db/db.h"
#include "services/common/seal.h"
#include "services/payroll/pay_figure.h"
#include "services/payroll/store.h"

namespace tuoqiao::payroll {

// What is known of a figure without opening it; by employee id and month.
struct KnownFigure {
  std::string fingerprint;
  int64_t revision = 0;
};
using KnownFigures = std::map<std::pair<std::string, std::string>, KnownFigure>;
// Those of one firm whose employees' numbers and whose months lie in the spans.
absl::StatusOr<KnownFigures> LoadKnownFigures(db::Read& txn, const std::string& firm,
                                              const Span& numbers, const Span& months);

struct FigureToSave {
  PayFigure figure;
  std::string fingerprint;
};
absl::Status SaveFigures(db::Write& txn, const KeyRing& keys, const std::string& firm,
                         const std::vector<FigureToSave>& figures);

// The latest figure of each of these employees up to the month, by employee id.
absl::StatusOr<std::map<std::string, PayFigure>> LoadLastFigures(
    db::Read& txn, const KeyRing& keys, const std::string& firm, absl::CivilMonth until,
    const std::set<std::string>& employees);

// By firm, then by `{employee}-{month}`, which is the last part of a figure's name.
std::string FigureKey(const PayFigure& figure);
absl::StatusOr<std::vector<OfFirm<PayFigure>>> LoadFiguresAfter(db::Read& txn, const KeyRing& keys,
                                                                const After& after);

}  // namespace tuoqiao::payroll

#endif  // TUOQIAO_SERVICES_PAYROLL_PAY_FIGURE_STORE_H_
