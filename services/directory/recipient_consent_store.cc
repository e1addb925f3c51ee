#include "services/directory/recipient_consent_store.h"

#include "absl/strings/str_cat.h"
#include "services/common/period.h"
#include "services/common/status_macros.h"

namespace tuoqiao::directory {
namespace {

absl::StatusOr<std::vector<ConsentOfChild>> QueryConsents(db::Read& txn,
                                                          absl::string_view condition,
                                                          const db::Args& args) {
  std::vector<ConsentOfChild> consents;
  RETURN_IF_ERROR(txn.Query(
      absl::StrCat("SELECT c.family_id, r.child_id, r.recipient, r.purpose, r.number, r.version, "
                   "r.grant_date, r.withdraw_date FROM recipient_consent r JOIN child c "
                   "ON c.park_id = r.park_id AND c.id = r.child_id WHERE r.park_id = :park AND ",
                   condition),
      args, [&](const db::Row& row) {
        ConsentOfChild each;
        each.family = row.Text(0);
        each.child = row.Text(1);
        each.given = {row.Text(2),
                      row.Int(4),
                      {row.Text(3), row.Text(5), *ParseDay(row.Text(6)), std::nullopt}};
        const std::string withdrawn = row.Text(7);
        if (!withdrawn.empty()) each.given.consent.withdraw_date = *ParseDay(withdrawn);
        consents.push_back(std::move(each));
        return absl::OkStatus();
      }));
  return consents;
}

}  // namespace

absl::StatusOr<std::vector<ConsentOfChild>> LoadRecipientConsents(db::Read& txn,
                                                                  const ConsentPlace& after,
                                                                  int64_t rows_max) {
  return QueryConsents(txn,
                       "(r.child_id, r.recipient, r.purpose, r.number) > (:child, :recipient, "
                       ":purpose, :number) ORDER BY r.child_id, r.recipient, r.purpose, r.number "
                       "LIMIT :most",
                       {{"child", after.child},
                        {"recipient", after.recipient},
                        {"purpose", after.purpose},
                        {"number", after.number},
                        {"most", rows_max}});
}

absl::StatusOr<std::vector<ConsentOfChild>> LoadRecipientConsents(db::Read& txn,
                                                                  const std::string& child) {
  return QueryConsents(txn, "r.child_id = :child ORDER BY r.recipient, r.purpose, r.number",
                       {{"child", child}});
}

absl::Status SaveRecipientConsents(db::Write& txn, const Child& child) {
  std::vector<db::Args> rows;
  for (const RecipientConsent& each : child.recipient_consents) {
    const Consent& consent = each.consent;
    rows.push_back({{"child", child.id},
                    {"recipient", each.recipient},
                    {"purpose", consent.purpose},
                    {"number", each.number},
                    {"version", consent.version},
                    {"granted", FormatDay(consent.grant_date)},
                    {"withdrawn", consent.withdraw_date ? FormatDay(*consent.withdraw_date) : ""}});
  }
  return txn
      .ExecuteMany(
          "INSERT INTO recipient_consent (park_id, child_id, recipient, purpose, number, version, "
          "grant_date, withdraw_date) VALUES (:park, :child, :recipient, :purpose, :number, "
          ":version, :granted, :withdrawn) ON CONFLICT (park_id, child_id, recipient, purpose, "
          "number) DO UPDATE SET version = excluded.version, grant_date = excluded.grant_date, "
          "withdraw_date = excluded.withdraw_date",
          rows)
      .status();
}

}  // namespace tuoqiao::directory
