// Who bears what of a statement: a funding plan's layers in order, and the family the rest.
#ifndef TUOQIAO_SERVICES_BILLING_SHARES_H_
#define TUOQIAO_SERVICES_BILLING_SHARES_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "services/billing/statement.h"

namespace tuoqiao::billing {

enum class Payer { kAuthority, kPark, kFirm, kUnion, kFamily };
inline constexpr Payer kPayers[] = {Payer::kAuthority, Payer::kPark, Payer::kFirm, Payer::kUnion,
                                    Payer::kFamily};

enum class RuleKind { kFixed, kPercent, kUpTo, kStatutory, kFirmPlan, kRest };

// How much of a base a payer takes.
struct Rule {
  RuleKind kind = RuleKind::kFixed;
  int64_t amount_minor = 0;
  int64_t share_bp = 0;
  int64_t cap_minor = 0;  // 0: no cap.
};

// A set of kinds of line: two layers with the same set share one base.
class LineSet {
 public:
  void Add(LineKind kind) { bits_ |= Bit(kind); }
  bool Has(LineKind kind) const { return (bits_ & Bit(kind)) != 0; }
  bool Empty() const { return bits_ == 0; }
  bool operator<(const LineSet& other) const { return bits_ < other.bits_; }

 private:
  static uint32_t Bit(LineKind kind) { return 1u << static_cast<unsigned>(kind); }
  uint32_t bits_ = 0;
};

enum class Condition { kNone, kAttendedHalf };

struct Layer {
  Payer payer = Payer::kFamily;
  Rule rule;
  LineSet lines;
  Condition condition = Condition::kNone;
  // Who bears the layer when its condition fails; the family is the only one who may.
  std::optional<Payer> bearer_if_lost;
};

struct FundingPlan {
  std::string id;
  std::vector<Layer> layers;
  std::map<std::string, Rule> firm_plans;  // What a firm's plan code means.
};

// LAYER_INVALID with the layer or the firm plan that contradicts the rest.
absl::Status CheckPlan(const FundingPlan& plan);

// COLLECTED for authority, park and union; the firm's own; DIRECT or DEDUCT for the family.
enum class ShareForm { kCollected, kInvoiced, kAllowance, kCollective, kDirect, kDeduct };

// A firm that employs a linked and confirmed guardian on the child's first day in the month. Who
// works there is the first guardian of that firm.
struct PayingFirm {
  std::string firm;  // Resource name.
  std::string uscc;
  std::string plan;
  ShareForm form = ShareForm::kInvoiced;
  bool union_member = false;
  std::string employee;  // Resource name.
  std::string employee_no;
};

// From whose wage the family's share is to be deducted.
struct Deduction {
  std::string employee;  // Resource name.
  std::string employee_no;
  std::string arrears_mode;
};

struct Share {
  Payer payer = Payer::kFamily;
  std::string firm;  // Of FIRM.
  // The guardian's record, for FIRM and for FAMILY by DEDUCT.
  std::string employee;
  std::string employee_no;
  int64_t amount_minor = 0;
  ShareForm form = ShareForm::kDirect;
  std::string reason;
  std::string arrears_mode;  // Of DEDUCT.
};

struct SplitFacts {
  std::vector<PayingFirm> firms;  // By uscc, each once.
  std::optional<Deduction> deduction;
  // Of the month of attendance: whether the child has a day in it, how many it was there, and how
  // many opening days were its own.
  bool has_attended_month = false;
  int64_t present = 0;
  int64_t opening_days = 0;
};

// The first paying firm whose code the plan does not know, where the plan asks for it.
const PayingFirm* FirmWithoutPlan(const FundingPlan& plan, const std::vector<PayingFirm>& firms);

// The shares other than zero, in the order of the layers, two firms by uscc, the family's last; a
// payer of several layers has one share. They always sum to the lines' total. `plan` was checked
// and knows every firm's code. A layer's base is the sum of its lines less what earlier layers with
// the same lines took, never below zero; what a lost layer would have taken is taken from that base
// all the same, so that no later layer takes it up. Roundings, each named:
//   PERCENT     base × share / 10000, half up; then at most the base and the cap;
//   two firms   where both together exceed the base: floor(base × own / both) each, and the spare
//               fen to the firm with the lower uscc;
//   FAMILY      the rest, whatever its sign: no rounding. Below zero it is a credit, which takes
//   the
//               same way as a debt would: what is deducted of the family's other children is less.
std::vector<Share> Split(const FundingPlan& plan, const std::vector<Line>& lines,
                         const SplitFacts& facts);

const char* PayerName(Payer payer);
const char* RuleKindName(RuleKind kind);
const char* ShareFormName(ShareForm form);

}  // namespace tuoqiao::billing

#endif  // TUOQIAO_SERVICES_BILLING_SHARES_H_
