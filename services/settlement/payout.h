// Money to centres: what is due, what may leave, and what the bank said of it.
#ifndef TUOQIAO_SERVICES_SETTLEMENT_PAYOUT_H_
#define TUOQIAO_SERVICES_SETTLEMENT_PAYOUT_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"

namespace tuoqiao::settlement {

enum class PayoutState { kDue, kHeld, kReleased, kConfirmed, kRejected, kReturned };

struct Payout {
  std::string centre;
  absl::CivilMonth month;
  int64_t ordinal = 1;  // Rises where a payout of the month is issued again.
  int64_t amount_minor = 0;
  PayoutState state = PayoutState::kDue;
  std::string end_to_end_id;
  std::string reason;
  absl::CivilDay due_date;
  std::optional<absl::CivilDay> release_date;
  std::optional<absl::CivilDay> paid_date;  // On which the bank showed it.
  std::optional<absl::CivilDay> promised_date;
  std::string line;  // The bank line out that showed it; empty until then.
  int64_t revision = 0;

  // `{centre}/{month}`, and `{centre}/{month}-2` and so on.
  std::string id() const;
  // DUE or HELD: nobody was told yet.
  bool InOurHands() const { return state == PayoutState::kDue || state == PayoutState::kHeld; }
};

// What a centre's payables and earlier payouts make due for a month. A payout that is in our hands
// is brought up to date (HELD where nothing is left for it); what other months have made due counts
// first; what was rejected is payable again and is issued under a new id. What a centre owes us is
// carried to its next payout.
struct PrepareFacts {
  absl::CivilMonth month;
  absl::CivilDay today;
  // The last day that the centres of the month were promised; nothing where nobody promised one.
  std::optional<absl::CivilDay> promised_date;
  std::map<std::string, int64_t> payables;  // By centre; what we owe it, below zero what it owes.
  std::vector<Payout> in_our_hands;         // Of all months.
  std::map<std::string, int64_t> issued;    // How many payouts of the month each centre has.
};
struct Prepared {
  std::vector<Payout> due;      // Of the month, by centre.
  std::vector<Payout> changed;  // To be saved: new ones have revision 0 and no end-to-end id.
  std::map<std::string, int64_t> carried;  // By centre, what it owes us; above zero.
  int64_t due_minor = 0;                   // Of all months.
};
Prepared Prepare(const PrepareFacts& facts);

// Whether the due payouts of a month may leave, all or none; those to an account whose waiting time
// runs stay behind, and stop nobody else. PAYEE_ACCOUNT_UNVERIFIED, PAYABLE_CHANGED, FLOAT_MISSING,
// PAYEE_ACCOUNT_WAITING (all would stay).
struct ReleaseFacts {
  absl::CivilDay today;
  std::vector<Payout> due;                  // Of the month.
  std::map<std::string, int64_t> payables;  // By centre.
  // By centre, from when its account is paid to; no entry where two people have not said the same.
  std::map<std::string, absl::CivilDay> payable_from;
  int64_t spendable_minor = 0;  // What the bank has, less what is on its way.
};
struct Release {
  std::vector<Payout> released;
  std::vector<Payout> held;
};
absl::StatusOr<Release> DecideRelease(const ReleaseFacts& facts);

// What a bank's status does to a payout; nothing where it says nothing new. What was refused and is
// confirmed after all is confirmed: it left again. PAYOUT_STATE, STATUS_UNKNOWN.
absl::StatusOr<std::optional<PayoutState>> AfterStatus(const Payout& payout,
                                                       absl::string_view status);

}  // namespace tuoqiao::settlement

#endif  // TUOQIAO_SERVICES_SETTLEMENT_PAYOUT_H_
