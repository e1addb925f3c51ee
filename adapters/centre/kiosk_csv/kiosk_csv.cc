#include "adapters/centre/kiosk_csv/kiosk_csv.h"

#include <map>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "adapters/common/table.h"

namespace tuoqiao::adapters::centre {
namespace {

// The order of the fields in EventTable.
enum EventField : size_t {
  kEventId,
  kDevice,
  kCaseNumber,
  kEvent,
  kTime,
  kCheckInTime,
  kPersonCode,
  kCorrects,
  kMadeTime,
  kSequence,
};

const Table& EventTable() {
  static const Table* const kTable =
      new Table{{Text("event_id").Headers({"事件编号"}), Text("device").Headers({"设备"}),
                 Text("case_number").Headers({"个案编号"}),
                 Code("event", {"CHECK_IN", "CHECK_OUT", "NOTHING"})
                     .Headers({"事件"})
                     .Aliases({{"IN", "CHECK_IN"},
                               {"OUT", "CHECK_OUT"},
                               {"入园", "CHECK_IN"},
                               {"离园", "CHECK_OUT"},
                               {"作废", "NOTHING"}}),
                 LocalTime("time").Headers({"时间"}),
                 LocalTime("check_in_time").Optional().Headers({"入园时间"}),
                 Text("person_code").Optional().Personal().Headers({"接送人代码"}),
                 Text("corrects").Optional().Headers({"更正事件"}),
                 LocalTime("made_time").With("corrects").Headers({"更正时间"}),
                 Count("sequence").Optional().Headers({"序号"})},
                /*keys=*/{{"event_id"}}};
  return *kTable;
}

// How many rows have an earlier time than one that the same device numbered before: its clock was
// set back in between. Times are compared as they stand where they have the same form.
class Clocks {
 public:
  void Add(const Row& row) {
    if (row[kSequenceName].text.empty()) return;
    by_device_[row.text("device")][row[kSequenceName].number] = Plain(row.text("time"));
  }
  int64_t SetBack() const {
    int64_t set_back = 0;
    for (const auto& [device, times] : by_device_) {
      const std::string* last = nullptr;
      for (const auto& [sequence, time] : times) {
        if (last != nullptr && last->size() == time.size() && time < *last) ++set_back;
        last = &time;
      }
    }
    return set_back;
  }

 private:
  static constexpr absl::string_view kSequenceName = "sequence";
  static std::string Plain(const std::string& time) {
    return absl::StrReplaceAll(time, {{" ", "T"}});
  }
  std::map<std::string, std::map<int64_t, std::string>> by_device_;
};

PresenceRecord ToPresence(Row& row) {
  PresenceRecord record;
  record.line = row.line;
  record.raw = std::move(row.raw);
  record.event_id = std::move(row[kEventId].text);
  record.device = std::move(row[kDevice].text);
  record.case_number = std::move(row[kCaseNumber].text);
  record.kind = std::move(row[kEvent].text);
  record.event_time = std::move(row[kTime].text);
  record.check_in_time = std::move(row[kCheckInTime].text);
  record.person_code = std::move(row[kPersonCode].text);
  record.corrects = std::move(row[kCorrects].text);
  record.made_time = std::move(row[kMadeTime].text);
  return record;
}

class CsvKiosk final : public CentreFormat {
 public:
  absl::StatusOr<FileOf<PresenceRecord>> ReadEvents(absl::string_view bytes,
                                                    const Mapping& mapping) const override {
    Clocks clocks;
    auto file = ReadRecords<PresenceRecord>(EventTable(), bytes, mapping, [&](Row& row) {
      clocks.Add(row);
      return ToPresence(row);
    });
    if (!file.ok()) return file;
    if (const int64_t set_back = clocks.SetBack(); set_back > 0) {
      file->notes.push_back(
          absl::StrCat(set_back,
                       " rows have an earlier time than the row before them by sequence: the "
                       "clock of the device was set back; compare the times with a person's word"));
    }
    return file;
  }
};

}  // namespace

const CentreFormat& KioskCsv() {
  static const CsvKiosk kKiosk;
  return kKiosk;
}

}  // namespace tuoqiao::adapters::centre
