#include "services/directory/store.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "services/common/db/keys.h"
#include "services/common/period.h"
#include "services/common/status_macros.h"
#include "services/directory/errors.h"
#include "services/directory/terms_store.h"

namespace tuoqiao::directory {
namespace {

std::string DayOrEmpty(const std::optional<absl::CivilDay>& day) {
  return day ? FormatDay(*day) : "";
}

std::optional<absl::CivilDay> DayOf(const std::string& text) {
  if (text.empty()) return std::nullopt;
  return *ParseDay(text);
}

Park ReadPark(const db::Row& row) {
  Park park;
  park.id = row.Text(0);
  park.display_name = row.Text(1);
  park.time_zone = row.Text(2);
  park.currency_code = row.Text(3);
  park.sandbox = row.Flag(4);
  park.current_day = DayOf(row.Text(5));
  park.revision = row.Int(6);
  return park;
}

SealPlace ContactPlace(const std::string& park, const std::string& firm) {
  return {park, "firm", "contact_sealed", firm};
}

struct SealedFirm {
  Firm firm;
  std::string contact;
};

constexpr char kFirmColumns[] =
    "id, uscc, display_name, state, next_actor, blocker, plan, share_form, tax_advice, "
    "union_member, pay_day, cut_off_days, contact_sealed, agreement_version, agreement_date, "
    "centres, revision";

SealedFirm ReadFirm(const db::Row& row) {
  SealedFirm sealed;
  Firm& firm = sealed.firm;
  firm.id = row.Text(0);
  firm.uscc = row.Text(1);
  firm.display_name = row.Text(2);
  firm.state = FirmStateOf(row.Text(3));
  firm.next_actor = row.Text(4);
  firm.blocker = row.Text(5);
  firm.set_up.plan = row.Text(6);
  firm.set_up.share_form = row.Text(7);
  firm.set_up.tax_advice = row.Flag(8);
  firm.set_up.union_member = row.Flag(9);
  firm.set_up.pay_day = row.Int(10);
  firm.set_up.cut_off_days = row.Int(11);
  sealed.contact = row.Bytes(12);
  firm.set_up.agreement_version = row.Text(13);
  firm.set_up.agreement_date = DayOf(row.Text(14));
  const std::string centres = row.Text(15);
  if (!centres.empty()) firm.set_up.centres = absl::StrSplit(centres, ';');
  firm.revision = row.Int(16);
  return sealed;
}

absl::Status OpenContact(db::Read& txn, const KeyRing& keys, SealedFirm& sealed) {
  ASSIGN_OR_RETURN(const DataKey key, db::KeyForOpening(txn, keys, FirmSubject(sealed.firm.id)));
  ASSIGN_OR_RETURN(sealed.firm.set_up.contact_email,
                   key.Open(ContactPlace(txn.park(), sealed.firm.id), sealed.contact));
  return absl::OkStatus();
}

absl::Status LoadHistory(db::Read& txn, Firm& firm) {
  return txn.Query(
      "SELECT from_state, to_state, day, by_whom, why FROM firm_transition "
      "WHERE park_id = :park AND firm_id = :firm ORDER BY ordinal",
      {{"firm", firm.id}}, [&](const db::Row& row) {
        firm.history.push_back(
            {row.Text(0), row.Text(1), *ParseDay(row.Text(2)), row.Text(3), row.Text(4)});
        return absl::OkStatus();
      });
}

absl::Status SaveHistory(db::Write& txn, const Firm& firm) {
  std::vector<db::Args> rows;
  int64_t ordinal = 0;
  for (const FirmTransition& step : firm.history) {
    rows.push_back({{"firm", firm.id},
                    {"ordinal", ordinal++},
                    {"from", step.from},
                    {"to", step.to},
                    {"day", FormatDay(step.day)},
                    {"by", step.by},
                    {"why", step.why}});
  }
  return txn
      .ExecuteMany(
          "INSERT INTO firm_transition (park_id, firm_id, ordinal, from_state, to_state, day, "
          "by_whom, why) VALUES (:park, :firm, :ordinal, :from, :to, :day, :by, :why) "
          "ON CONFLICT (park_id, firm_id, ordinal) DO NOTHING",
          rows)
      .status();
}

}  // namespace

absl::StatusOr<Park> LoadPark(db::Read& txn) {
  Park park;
  ASSIGN_OR_RETURN(
      const bool found,
      txn.QueryOne("SELECT park_id, display_name, time_zone, currency_code, sandbox, current_day, "
                   "revision FROM park WHERE park_id = :park",
                   {}, [&](const db::Row& row) { park = ReadPark(row); }));
  if (!found) return ParkNotFound("parks/" + txn.park());
  return park;
}

absl::Status SavePark(db::Write& txn, const Park& park) {
  return txn
      .Execute(
          "INSERT INTO park (park_id, display_name, time_zone, currency_code, sandbox, "
          "current_day, revision) VALUES (:park, :name, :zone, :currency, :sandbox, :day, "
          ":revision) ON CONFLICT (park_id) DO UPDATE SET current_day = excluded.current_day, "
          "revision = excluded.revision",
          {{"name", park.display_name},
           {"zone", park.time_zone},
           {"currency", park.currency_code},
           {"sandbox", park.sandbox},
           {"day", DayOrEmpty(park.current_day)},
           {"revision", park.revision}})
      .status();
}

absl::StatusOr<std::vector<Park>> LoadParks(db::Read& across_parks, const std::string& after,
                                            int64_t rows_max) {
  std::vector<Park> parks;
  RETURN_IF_ERROR(across_parks.Query(
      "SELECT park_id, display_name, time_zone, currency_code, sandbox, current_day, revision "
      "FROM park WHERE park_id > :after ORDER BY park_id LIMIT :most",
      {{"after", after}, {"most", rows_max}}, [&](const db::Row& row) {
        parks.push_back(ReadPark(row));
        return absl::OkStatus();
      }));
  return parks;
}

std::string FirmSubject(absl::string_view firm) { return absl::StrCat("firm:", firm); }

absl::StatusOr<Firm> LoadFirm(db::Read& txn, const KeyRing& keys, const std::string& id) {
  SealedFirm sealed;
  ASSIGN_OR_RETURN(const bool found,
                   txn.QueryOne(absl::StrCat("SELECT ", kFirmColumns,
                                             " FROM firm WHERE park_id = :park AND id = :id"),
                                {{"id", id}}, [&](const db::Row& row) { sealed = ReadFirm(row); }));
  if (!found) return FirmNotFound(absl::StrCat("parks/", txn.park(), "/firms/", id));
  RETURN_IF_ERROR(OpenContact(txn, keys, sealed));
  RETURN_IF_ERROR(LoadHistory(txn, sealed.firm));
  return sealed.firm;
}

absl::StatusOr<Firm> LockFirm(db::Write& txn, const KeyRing& keys, const std::string& id) {
  RETURN_IF_ERROR(txn.LockRoot("firm", "id", id));
  return LoadFirm(txn, keys, id);
}

absl::StatusOr<bool> FirmExists(db::Read& txn, const std::string& id) {
  ASSIGN_OR_RETURN(
      const int64_t found,
      txn.QueryInt("SELECT 1 FROM firm WHERE park_id = :park AND id = :id", {{"id", id}}));
  return found == 1;
}

absl::StatusOr<std::vector<Firm>> LoadFirms(db::Read& txn, const KeyRing& keys,
                                            const FirmFilter& filter) {
  std::vector<SealedFirm> sealed;
  RETURN_IF_ERROR(
      txn.Query(absl::StrCat("SELECT ", kFirmColumns,
                             " FROM firm WHERE park_id = :park AND id > :after "
                             "AND (:stuck = 0 OR next_actor <> '') ORDER BY id LIMIT :most"),
                {{"after", filter.after}, {"stuck", filter.stuck}, {"most", filter.rows_max}},
                [&](const db::Row& row) {
                  sealed.push_back(ReadFirm(row));
                  return absl::OkStatus();
                }));
  std::vector<Firm> firms;
  for (SealedFirm& each : sealed) {
    RETURN_IF_ERROR(OpenContact(txn, keys, each));
    RETURN_IF_ERROR(LoadHistory(txn, each.firm));
    firms.push_back(std::move(each.firm));
  }
  return firms;
}

absl::StatusOr<std::string> FirmFingerprint(db::Read& txn, const std::string& id) {
  std::string fingerprint;
  RETURN_IF_ERROR(txn.QueryOne("SELECT fingerprint FROM firm WHERE park_id = :park AND id = :id",
                               {{"id", id}},
                               [&](const db::Row& row) { fingerprint = row.Bytes(0); })
                      .status());
  return fingerprint;
}

absl::Status SaveFirm(db::Write& txn, const KeyRing& keys, const Firm& firm,
                      const std::string& fingerprint) {
  ASSIGN_OR_RETURN(const DataKey key, db::KeyForSealing(txn, keys, FirmSubject(firm.id)));
  const FirmSetUp& s = firm.set_up;
  RETURN_IF_ERROR(
      txn.Execute(
             "INSERT INTO firm (park_id, id, uscc, display_name, state, next_actor, blocker, plan, "
             "share_form, tax_advice, union_member, pay_day, cut_off_days, contact_sealed, "
             "agreement_version, agreement_date, centres, fingerprint, revision) VALUES (:park, "
             ":id, :uscc, :name, :state, :actor, :blocker, :plan, :form, :tax, :union, :pay_day, "
             ":cut_off, :contact, :version, :date, :centres, :fingerprint, :revision) "
             "ON CONFLICT (park_id, id) DO UPDATE SET display_name = excluded.display_name, "
             "state = excluded.state, next_actor = excluded.next_actor, "
             "blocker = excluded.blocker, plan = excluded.plan, share_form = excluded.share_form, "
             "tax_advice = excluded.tax_advice, union_member = excluded.union_member, "
             "pay_day = excluded.pay_day, cut_off_days = excluded.cut_off_days, "
             "contact_sealed = excluded.contact_sealed, "
             "agreement_version = excluded.agreement_version, "
             "agreement_date = excluded.agreement_date, centres = excluded.centres, "
             "fingerprint = excluded.fingerprint, revision = excluded.revision",
             {{"id", firm.id},
              {"uscc", firm.uscc},
              {"name", firm.display_name},
              {"state", FirmStateName(firm.state)},
              {"actor", firm.next_actor},
              {"blocker", firm.blocker},
              {"plan", s.plan},
              {"form", s.share_form},
              {"tax", s.tax_advice},
              {"union", s.union_member},
              {"pay_day", s.pay_day},
              {"cut_off", s.cut_off_days},
              {"contact", db::Blob{key.Seal(ContactPlace(txn.park(), firm.id), s.contact_email)}},
              {"version", s.agreement_version},
              {"date", DayOrEmpty(s.agreement_date)},
              {"centres", absl::StrJoin(s.centres, ";")},
              {"fingerprint", db::Blob{fingerprint}},
              {"revision", firm.revision}})
          .status());
  RETURN_IF_ERROR(KeepTerms(txn, firm));
  return SaveHistory(txn, firm);
}

absl::Status SaveFirmState(db::Write& txn, const Firm& firm) {
  RETURN_IF_ERROR(
      txn.Execute("UPDATE firm SET state = :state, next_actor = :actor, blocker = :blocker, "
                  "revision = :revision WHERE park_id = :park AND id = :id",
                  {{"id", firm.id},
                   {"state", FirmStateName(firm.state)},
                   {"actor", firm.next_actor},
                   {"blocker", firm.blocker},
                   {"revision", firm.revision}})
          .status());
  return SaveHistory(txn, firm);
}

}  // namespace tuoqiao::directory
