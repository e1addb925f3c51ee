#include "services/places/partners/partner_store.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/common/check.h"
#include "services/common/db/keys.h"
#include "services/common/status_macros.h"
#include "services/places/row.h"

namespace tuoqiao::places {
namespace {

using referral::Partner;

SealPlace ContactPlace(const std::string& park, const std::string& partner) {
  return {park, "partner", "contact", partner};
}

absl::StatusOr<std::vector<Partner>> QueryPartners(db::Read& txn, const KeyRing& keys,
                                                   absl::string_view condition,
                                                   const db::Args& args) {
  std::vector<Partner> partners;
  std::vector<std::string> contacts, wrapped;
  RETURN_IF_ERROR(txn.Query(
      absl::StrCat("SELECT p.id, p.display_name, p.kind, p.purposes, p.retired, p.revision, "
                   "p.contact, k.wrapped FROM partner p LEFT JOIN data_key k "
                   "ON k.park_id = p.park_id AND k.subject = 'partner:' || p.id "
                   "WHERE p.park_id = :park AND ",
                   condition),
      args, [&](const db::Row& row) {
        Partner partner;
        partner.id = row.Text(0);
        partner.display_name = row.Text(1);
        const auto kind = referral::PartnerKindOf(row.Text(2));
        CHECK(kind.has_value());
        partner.kind = *kind;
        for (const std::string& each : SplitList(row.Text(3))) {
          const auto purpose = referral::PurposeOf(each);
          CHECK(purpose.has_value());
          partner.purposes.insert(*purpose);
        }
        partner.retired = row.Flag(4);
        partner.revision = row.Int(5);
        contacts.push_back(row.Bytes(6));
        wrapped.push_back(row.Null(7) ? "" : row.Bytes(7));
        partners.push_back(std::move(partner));
        return absl::OkStatus();
      }));
  for (size_t i = 0; i < partners.size(); ++i) {
    if (wrapped[i].empty()) continue;  // Its key was erased.
    const std::string& id = partners[i].id;
    ASSIGN_OR_RETURN(const DataKey key, keys.Unwrap(txn.park(), PartnerSubject(id), wrapped[i]));
    ASSIGN_OR_RETURN(partners[i].contact, key.Open(ContactPlace(txn.park(), id), contacts[i]));
  }
  return partners;
}

}  // namespace

std::string PartnerSubject(const std::string& partner) { return absl::StrCat("partner:", partner); }

absl::StatusOr<std::optional<Partner>> LoadPartner(db::Read& txn, const KeyRing& keys,
                                                   const std::string& id) {
  ASSIGN_OR_RETURN(auto partners, QueryPartners(txn, keys, "p.id = :id", {{"id", id}}));
  if (partners.empty()) return std::optional<Partner>();
  return std::optional<Partner>(std::move(partners[0]));
}

absl::StatusOr<std::vector<Partner>> LoadPartners(db::Read& txn, const KeyRing& keys,
                                                  const PartnerRange& range) {
  return QueryPartners(txn, keys, "p.id > :after ORDER BY p.id LIMIT :most",
                       {{"after", range.after}, {"most", range.rows_max}});
}

absl::Status SavePartner(db::Write& txn, const KeyRing& keys, const Partner& partner) {
  ASSIGN_OR_RETURN(const DataKey key, db::KeyForSealing(txn, keys, PartnerSubject(partner.id)));
  const auto purposes =
      absl::StrJoin(partner.purposes, ";", [](std::string* out, referral::Purpose purpose) {
        absl::StrAppend(out, referral::NameOf(purpose));
      });
  return txn
      .Execute(
          "INSERT INTO partner (park_id, id, display_name, kind, contact, purposes, retired, "
          "revision) VALUES (:park, :id, :name, :kind, :contact, :purposes, :retired, :revision) "
          "ON CONFLICT (park_id, id) DO UPDATE SET display_name = excluded.display_name, "
          "kind = excluded.kind, contact = excluded.contact, purposes = excluded.purposes, "
          "retired = excluded.retired, revision = excluded.revision",
          {{"id", partner.id},
           {"name", partner.display_name},
           {"kind", referral::NameOf(partner.kind)},
           {"contact", db::Blob{key.Seal(ContactPlace(txn.park(), partner.id), partner.contact)}},
           {"purposes", purposes},
           {"retired", partner.retired},
           {"revision", partner.revision}})
      .status();
}

}  // namespace tuoqiao::places
