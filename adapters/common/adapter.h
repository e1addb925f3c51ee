// The four ports between an outside format and Tuoqiao. Bytes in or out; no network, no database,
// no clock. `Read` never stops at the first fault: what can be read is read, and every record that
// cannot be is reported with its place. What a fault does to the file is exchange's business.
//
// Every format object is stateless and thread safe.
#ifndef TUOQIAO_ADAPTERS_COMMON_ADAPTER_H_
#define TUOQIAO_ADAPTERS_COMMON_ADAPTER_H_

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "tuoqiao/type/v1/mapping.pb.h"

namespace tuoqiao::adapters {

using Mapping = type::v1::Mapping;

// What is wrong with one record. `reason` is contract (UPPER_SNAKE); the sentences are not.
struct Fault {
  int64_t line = 0;   // Where the record starts; the first line is 1. X12: the segment's number.
  std::string field;  // The adapter's name of the field; empty for the whole record.
  std::string value;  // As it stood there; masked where the field is personal.
  std::string reason;
  std::string text_en;  // What is wrong and what to do next.
  std::string text_zh;
};

// One raw record as it stood in the file, so that a rejected one can be handed back as it came.
struct RawRecord {
  int64_t line = 0;
  std::string text;  // UTF-8, without its line end.
  // Whom or what the record may be about: its key, and where its cells cannot be told apart each of
  // them. Empty where it names nobody.
  std::vector<std::string> about;
};

// What each reader returns: in the order of the file.
template <typename Record>
struct FileOf {
  std::vector<Record> records;
  std::vector<Fault> faults;
  std::string header;  // The header row as it stood (UTF-8), for the file of rejected rows.
  std::vector<RawRecord> rejected;  // One for each record that has a fault.
  int64_t records_read = 0;         // Accepted and rejected ones together.
  std::vector<std::string> notes;   // What was seen and passed over on purpose.

  // A good record that is rejected as DUPLICATE_IN_FILE, which holds only if one of the records
  // with its key is taken. Whoever learns that none of `earlier` (their lines) was may still take
  // it; not where `earlier` is empty, because the key stands more often than `kRepeatsMax`.
  struct Repeat {
    Record record;
    std::vector<int64_t> earlier;
  };
  std::vector<Repeat> repeats;

  char separator = '\0';     // Between the cells of a row; none where records are no rows.
  bool handed_back = false;  // Rejected rows that were corrected and came again: a part of a file.
};

enum class Change { kPresent, kAdded, kChanged, kReinstated, kTerminated };

// One employee of a firm's roster.
struct StaffRecord {
  int64_t line = 0;
  std::string raw;  // As it stood, so that a record rejected later can be handed back.
  Change change = Change::kPresent;
  std::string employee_no;
  std::string name;
  std::string id_type;    // RESIDENT_ID, PASSPORT, BIRTH_CERTIFICATE, or empty where unknown.
  std::string id_number;  // Normalised.
  std::optional<absl::CivilDay> hire_date;
  std::optional<absl::CivilDay> leave_date;
  std::string work_site;
  int64_t weekly_hours = 0;  // 0: not said.
};

// One child's row of the intake desk, with the guardians that its family's rows repeat.
struct FamilyRecord {
  struct Guardian {
    std::string name;
    std::string id_type;
    std::string id_number;
    bool confirmed = false;
  };
  int64_t line = 0;
  std::string raw;
  std::string family_no;
  std::string case_number;
  std::string child_name;
  std::string child_id_type;
  std::string child_id_number;
  absl::CivilDay birth_date;
  int64_t needs_level = 0;
  Guardian guardian1;
  std::optional<Guardian> guardian2;
  bool consent_programme = false;
  bool consent_centre = false;
  std::string consent_version;
  absl::CivilDay consent_date;
  std::string deduct_from;   // Empty, "1" or "2".
  std::string arrears_mode;  // TAKE_ALL, TAKE_WHAT_FITS, ALL_OR_NOTHING.
};

// One item for one employee in one pay run, on its way to a payroll system.
struct PayInstruction {
  std::string instruction;  // Resource name; comes back in the result.
  std::string employer_uscc;
  std::string employee_no;
  std::string period;  // YYYY-MM, the month of the statement.
  absl::CivilDay pay_date;
  // DEDUCT, ALLOW, TAXABLE_BENEFIT, REVERSE; AUTHORISATION_END says that an authorisation (the
  // `instruction`) ends on `pay_date`.
  std::string kind;
  int64_t amount_minor = 0;
  std::string reason;
};

// One line that a payroll system gives back.
struct PayResult {
  int64_t line = 0;
  std::string raw;
  std::string instruction;  // Empty where the system lost it.
  std::string employer_uscc;
  std::string employee_no;
  std::string period;
  absl::CivilDay pay_date;
  std::string kind;
  int64_t amount_minor = 0;
  std::string status;    // TAKEN or REFUSED.
  int64_t sequence = 0;  // Rises with each correction.
  std::string currency;  // As it stands; empty: CNY.
};

struct PayFigure {
  int64_t line = 0;
  std::string raw;
  std::string employee_no;
  std::string period;  // YYYY-MM.
  int64_t gross_minor = 0;
  int64_t net_minor = 0;
};

// One child-day.
struct AttendanceRecord {
  int64_t line = 0;
  std::string raw;
  std::string case_number;
  absl::CivilDay date;
  bool present = false;
  // One of the codes of places; empty when present, or not said.
  std::string reason;
};

// A child was brought or fetched, as a device at the door wrote it down.
struct PresenceRecord {
  int64_t line = 0;
  std::string raw;
  std::string event_id;  // The device's own.
  std::string device;
  std::string case_number;
  std::string kind;           // CHECK_IN, CHECK_OUT or NOTHING.
  std::string event_time;     // RFC 3339; without an offset it is the time of the park.
  std::string check_in_time;  // Of CHECK_OUT, where the device knew it.
  std::string person_code;
  std::string corrects, made_time;  // Of a correction.
};

// A child whom a centre is to expect: enrolment advice out.
struct EnrolmentAdvice {
  std::string case_number;
  std::string group;
  absl::CivilDay start_date;
  absl::CivilDay end_date;  // The first day outside.
};

struct Party {
  std::string code;  // Our short code, e.g. the centre's; at most 35 characters.
  std::string name;
  std::string account_number;
  std::string bank_code;  // CNAPS, 12 digits.
};

// One payment out.
struct Payment {
  std::string end_to_end_id;  // At most 35 characters, letters, digits and hyphen; unique for ever.
  Party creditor;
  int64_t amount_minor = 0;
  std::string remittance;  // At most 140 characters.
};

struct PaymentBatch {
  std::string message_id;  // At most 35 characters.
  std::string
      creation_time;  // ISO 8601, UTC, from the park's clock: the same batch is the same bytes.
  absl::CivilDay execution_date;
  Party debtor;
  std::vector<Payment> payments;
};

// What a bank says of one payment. ACCP and ACSP confirm nothing; ACSC does; RJCT refuses.
struct PaymentStatus {
  int64_t line = 0;
  std::string raw;
  std::string original_message_id;
  // Empty: holds for every payment of the message that has no record of its own in the file. A file
  // gives the wider record first.
  std::string end_to_end_id;
  std::string status;  // The ISO 20022 code.
  std::string reason;  // AC01 and its like; empty where none.
};

// One line of a bank account.
struct BankLine {
  int64_t line = 0;
  std::string raw;
  std::string line_id;  // The bank's; unique in the account.
  absl::CivilDay value_date;
  bool inward = false;
  int64_t amount_minor = 0;
  std::string reference;
  std::string counterparty;
  std::string memo;
};

class RosterFormat {
 public:
  virtual ~RosterFormat() = default;
  virtual absl::StatusOr<FileOf<StaffRecord>> ReadStaff(absl::string_view bytes,
                                                        const Mapping& mapping) const;
  virtual absl::StatusOr<FileOf<FamilyRecord>> ReadFamilies(absl::string_view bytes,
                                                            const Mapping& mapping) const;
};

class PayrollFormat {
 public:
  virtual ~PayrollFormat() = default;
  // Which kinds of instructions it carries, as in its metadata.
  virtual const std::vector<absl::string_view>& Kinds() const = 0;
  virtual absl::StatusOr<std::string> Write(const std::vector<PayInstruction>& instructions,
                                            const Mapping& mapping) const = 0;
  virtual absl::StatusOr<FileOf<PayResult>> ReadResults(absl::string_view bytes,
                                                        const Mapping& mapping) const = 0;
  virtual absl::StatusOr<FileOf<PayFigure>> ReadFigures(absl::string_view bytes,
                                                        const Mapping& mapping) const = 0;
};

class PaymentFormat {
 public:
  virtual ~PaymentFormat() = default;
  virtual absl::StatusOr<std::string> Write(const PaymentBatch& batch,
                                            const Mapping& mapping) const = 0;
  virtual absl::StatusOr<FileOf<PaymentStatus>> ReadStatus(absl::string_view bytes,
                                                           const Mapping& mapping) const = 0;
  virtual absl::StatusOr<FileOf<BankLine>> ReadLines(absl::string_view bytes,
                                                     const Mapping& mapping) const = 0;
};

class CentreFormat {
 public:
  virtual ~CentreFormat() = default;
  virtual absl::StatusOr<FileOf<AttendanceRecord>> ReadAttendance(absl::string_view bytes,
                                                                  const Mapping& mapping) const;
  virtual absl::StatusOr<FileOf<PresenceRecord>> ReadEvents(absl::string_view bytes,
                                                            const Mapping& mapping) const;
  virtual absl::StatusOr<std::string> WriteAdvice(const std::vector<EnrolmentAdvice>& advice,
                                                  const Mapping& mapping) const;
};

}  // namespace tuoqiao::adapters

#endif  // TUOQIAO_ADAPTERS_COMMON_ADAPTER_H_
