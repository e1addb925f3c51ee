#include "services/exchange/content_store.h"

#include "absl/strings/str_cat.h"
#include "services/common/db/keys.h"
#include "services/common/period.h"
#include "services/common/status_macros.h"

namespace tuoqiao::exchange {
namespace {

std::string Subject(const std::string& delivery) { return absl::StrCat("delivery:", delivery); }

std::string PieceRow(const std::string& delivery, int64_t ordinal) {
  return absl::StrCat(delivery, "/", ordinal);
}

std::string ReceiptRow(const ReceiptKey& key, int64_t ordinal) {
  return absl::StrCat(key.delivery, "/", key.round, "/", ordinal);
}

SealPlace HeaderPlace(const std::string& park, const std::string& delivery) {
  return {park, "delivery", "header_sealed", delivery};
}

}  // namespace

absl::Status SaveContent(db::Write& txn, const KeyRing& keys, const std::string& delivery,
                         absl::string_view bytes) {
  ASSIGN_OR_RETURN(const DataKey key, db::KeyForSealing(txn, keys, Subject(delivery)));
  int64_t ordinal = 0;
  // Piece by piece, so that no more than one of them is there twice.
  do {
    const absl::string_view piece = bytes.substr(0, kPieceBytes);
    bytes.remove_prefix(piece.size());
    const std::string row = PieceRow(delivery, ordinal);
    const SealPlace place = {txn.park(), "content_piece", "sealed", row};
    RETURN_IF_ERROR(
        txn.Execute("INSERT INTO content_piece (park_id, delivery_id, ordinal, sealed) VALUES "
                    "(:park, :delivery, :ordinal, :sealed)",
                    {{"delivery", delivery},
                     {"ordinal", ordinal},
                     {"sealed", db::Blob{key.Seal(place, piece)}}})
            .status());
    ++ordinal;
  } while (!bytes.empty());
  return absl::OkStatus();
}

absl::Status SaveKeepUntil(db::Write& txn, const std::string& delivery, absl::Time until) {
  return txn
      .Execute("UPDATE delivery SET keep_until = :until WHERE park_id = :park AND id = :id",
               {{"id", delivery}, {"until", FormatInstant(until)}})
      .status();
}

absl::StatusOr<std::optional<std::string>> LoadPiece(db::Read& txn, const KeyRing& keys,
                                                     const std::string& delivery, int64_t ordinal) {
  ASSIGN_OR_RETURN(const DataKey key, db::KeyForOpening(txn, keys, Subject(delivery)));
  std::optional<std::string> sealed;
  RETURN_IF_ERROR(txn.QueryOne("SELECT sealed FROM content_piece WHERE park_id = :park AND "
                               "delivery_id = :delivery AND ordinal = :ordinal",
                               {{"delivery", delivery}, {"ordinal", ordinal}},
                               [&](const db::Row& row) { sealed = row.Bytes(0); })
                      .status());
  if (!sealed.has_value()) return sealed;
  const std::string row = PieceRow(delivery, ordinal);
  ASSIGN_OR_RETURN(std::string piece,
                   key.Open({txn.park(), "content_piece", "sealed", row}, *sealed));
  return std::optional<std::string>(std::move(piece));
}

absl::StatusOr<std::string> LoadContent(db::Read& txn, const KeyRing& keys,
                                        const std::string& delivery) {
  std::string bytes;
  for (int64_t ordinal = 0;; ++ordinal) {
    ASSIGN_OR_RETURN(const std::optional<std::string> piece,
                     LoadPiece(txn, keys, delivery, ordinal));
    if (!piece.has_value()) return bytes;
    bytes += *piece;
  }
}

absl::Status SaveReceipts(db::Write& txn, const KeyRing& keys, const ReceiptKey& key,
                          const std::vector<Receipt>& receipts, size_t first, size_t last) {
  ASSIGN_OR_RETURN(const DataKey data_key, db::KeyForSealing(txn, keys, Subject(key.delivery)));
  std::vector<db::Args> rows;
  rows.reserve(last - first);
  for (size_t i = first; i < last; ++i) {
    const Receipt& each = receipts[i];
    std::string sealed;
    if (each.outcome == Outcome::kRejected) {
      const std::string row = ReceiptRow(key, static_cast<int64_t>(i));
      sealed = data_key.Seal({txn.park(), "record_result", "sealed", row}, each.raw);
    }
    rows.push_back({{"delivery", key.delivery},
                    {"round", key.round},
                    {"ordinal", static_cast<int64_t>(i)},
                    {"line", each.line},
                    {"outcome", OutcomeName(each.outcome)},
                    {"resource", each.resource},
                    {"reason", each.reason},
                    {"field", each.field},
                    {"en", each.text_en},
                    {"zh", each.text_zh},
                    {"sealed", db::Blob{std::move(sealed)}}});
  }
  return txn
      .ExecuteMany(
          "INSERT INTO record_result (park_id, delivery_id, round, ordinal, line, outcome, "
          "resource, reason, field, text_en, text_zh, sealed) VALUES (:park, :delivery, :round, "
          ":ordinal, :line, :outcome, :resource, :reason, :field, :en, :zh, :sealed) "
          "ON CONFLICT (park_id, delivery_id, round, ordinal) DO NOTHING",
          rows)
      .status();
}

absl::Status DropReceiptsBefore(db::Write& txn, const ReceiptKey& key) {
  return txn
      .Execute(
          "DELETE FROM record_result WHERE park_id = :park AND delivery_id = :delivery AND "
          "round < :round",
          {{"delivery", key.delivery}, {"round", key.round}})
      .status();
}

absl::Status SaveRowFormat(db::Write& txn, const KeyRing& keys, const std::string& delivery,
                           const RowFormat& format) {
  ASSIGN_OR_RETURN(const DataKey key, db::KeyForSealing(txn, keys, Subject(delivery)));
  return txn
      .Execute(
          "UPDATE delivery SET header_sealed = :header, separator = :separator WHERE park_id "
          "= :park AND id = :id",
          {{"id", delivery},
           {"header", db::Blob{key.Seal(HeaderPlace(txn.park(), delivery), format.header)}},
           {"separator", format.separator}})
      .status();
}

absl::StatusOr<RowFormat> LoadRowFormat(db::Read& txn, const KeyRing& keys,
                                        const std::string& delivery) {
  ASSIGN_OR_RETURN(const DataKey key, db::KeyForOpening(txn, keys, Subject(delivery)));
  RowFormat format;
  std::string sealed;
  RETURN_IF_ERROR(
      txn.QueryOne("SELECT header_sealed, separator FROM delivery WHERE park_id = :park AND id = "
                   ":id",
                   {{"id", delivery}},
                   [&](const db::Row& row) {
                     sealed = row.Bytes(0);
                     format.separator = row.Text(1);
                   })
          .status());
  if (!sealed.empty()) {
    ASSIGN_OR_RETURN(format.header, key.Open(HeaderPlace(txn.park(), delivery), sealed));
  }
  return format;
}

absl::StatusOr<std::vector<StoredReceipt>> LoadReceipts(db::Read& txn, const KeyRing& keys,
                                                        const ReceiptKey& key,
                                                        const ReceiptFilter& filter) {
  std::vector<StoredReceipt> receipts;
  RETURN_IF_ERROR(txn.Query(
      "SELECT ordinal, line, outcome, resource, reason, field, text_en, text_zh, sealed FROM "
      "record_result WHERE park_id = :park AND delivery_id = :delivery AND round = :round AND "
      "ordinal > :after AND (:rejected = 0 OR outcome = 'REJECTED') ORDER BY ordinal LIMIT :most",
      {{"delivery", key.delivery},
       {"round", key.round},
       {"after", filter.after},
       {"rejected", filter.rejected_only},
       {"most", filter.rows_max}},
      [&](const db::Row& row) {
        StoredReceipt& stored = receipts.emplace_back();
        stored.ordinal = row.Int(0);
        Receipt& receipt = stored.receipt;
        receipt.line = row.Int(1);
        receipt.outcome = OutcomeOf(row.Text(2));
        receipt.resource = row.Text(3);
        receipt.reason = row.Text(4);
        receipt.field = row.Text(5);
        receipt.text_en = row.Text(6);
        receipt.text_zh = row.Text(7);
        if (filter.with_raw) receipt.raw = row.Bytes(8);
        return absl::OkStatus();
      }));
  if (!filter.with_raw || receipts.empty()) return receipts;
  ASSIGN_OR_RETURN(const DataKey data_key, db::KeyForOpening(txn, keys, Subject(key.delivery)));
  for (StoredReceipt& each : receipts) {
    if (each.receipt.raw.empty()) continue;
    const std::string row = ReceiptRow(key, each.ordinal);
    ASSIGN_OR_RETURN(each.receipt.raw,
                     data_key.Open({txn.park(), "record_result", "sealed", row}, each.receipt.raw));
  }
  return receipts;
}

absl::StatusOr<std::vector<std::string>> LoadExpired(db::Read& txn, absl::Time now,
                                                     int64_t rows_max) {
  std::vector<std::string> ids;
  RETURN_IF_ERROR(
      txn.Query("SELECT id FROM delivery WHERE park_id = :park AND kept = 1 AND keep_until <= :now "
                "AND state <> 'QUEUED' ORDER BY keep_until, id LIMIT :most",
                {{"now", FormatInstant(now)}, {"most", rows_max}}, [&](const db::Row& row) {
                  ids.push_back(row.Text(0));
                  return absl::OkStatus();
                }));
  return ids;
}

absl::StatusOr<bool> IsExpired(db::Read& txn, const std::string& delivery, absl::Time now) {
  ASSIGN_OR_RETURN(const int64_t expired,
                   txn.QueryInt("SELECT COUNT(*) FROM delivery WHERE park_id = :park AND id = :id "
                                "AND kept = 1 AND keep_until <= :now",
                                {{"id", delivery}, {"now", FormatInstant(now)}}));
  return expired > 0;
}

absl::Status EraseContent(db::Write& txn, const std::string& delivery) {
  RETURN_IF_ERROR(db::EraseKey(txn, Subject(delivery)));
  RETURN_IF_ERROR(txn.Execute("DELETE FROM content_piece WHERE park_id = :park AND delivery_id = "
                              ":delivery",
                              {{"delivery", delivery}})
                      .status());
  return txn
      .Execute("UPDATE delivery SET kept = 0 WHERE park_id = :park AND id = :id",
               {{"id", delivery}})
      .status();
}

absl::Status SaveSentPayments(db::Write& txn, const Delivery& delivery, const OutwardFile& file) {
  std::vector<db::Args> rows;
  for (const SentPayment& each : file.payments) {
    rows.push_back({{"payout", each.payout},
                    {"subject", delivery.subject},
                    {"id", each.end_to_end_id},
                    {"message", file.message_id},
                    {"delivery", delivery.id}});
  }
  if (rows.empty()) return absl::OkStatus();
  const absl::Status saved =
      txn.ExecuteMany(
             "INSERT INTO sent_payment (park_id, payout, subject, end_to_end_id, message_id, "
             "delivery_id) VALUES (:park, :payout, :subject, :id, :message, :delivery)",
             rows)
          .status();
  if (saved.code() != absl::StatusCode::kAlreadyExists) return saved;
  return absl::AbortedError("a payout went out in another file meanwhile");
}

absl::StatusOr<std::set<std::string>> LoadSentPayouts(db::Read& txn, const std::string& month) {
  std::set<std::string> payouts;
  RETURN_IF_ERROR(
      txn.Query("SELECT payout FROM sent_payment WHERE park_id = :park AND subject = :month",
                {{"month", month}}, [&](const db::Row& row) {
                  payouts.insert(row.Text(0));
                  return absl::OkStatus();
                }));
  return payouts;
}

absl::StatusOr<std::vector<std::string>> LoadPaymentsOf(db::Read& txn,
                                                        const std::string& message_id) {
  std::vector<std::string> ids;
  RETURN_IF_ERROR(
      txn.Query("SELECT end_to_end_id FROM sent_payment WHERE park_id = :park AND message_id = "
                ":message ORDER BY end_to_end_id",
                {{"message", message_id}}, [&](const db::Row& row) {
                  ids.push_back(row.Text(0));
                  return absl::OkStatus();
                }));
  return ids;
}

}  // namespace tuoqiao::exchange
