#include "adapters/centre/kiosk_csv/kiosk_csv.h"

#include "adapters/common/adapter_suite.h"

namespace tuoqiao::adapters::centre {
namespace {

std::string ShowEvent(const PresenceRecord& event) {
  return suite::Show({{"id", event.event_id},
                      {"device", event.device},
                      {"case", event.case_number},
                      {"kind", event.kind},
                      {"time", event.event_time},
                      {"check-in", event.check_in_time},
                      {"person", event.person_code},
                      {"corrects", event.corrects},
                      {"made", event.made_time}});
}

TEST(KioskCsv, PassesTheSuite) {
  suite::Run(
      {"adapters/centre/kiosk_csv/testdata", [](absl::string_view bytes, const Mapping& mapping) {
         return suite::Observe(KioskCsv().ReadEvents(bytes, mapping), ShowEvent);
       }});
}

TEST(KioskCsv, CarriesNoAttendance) {
  EXPECT_EQ(KioskCsv().ReadAttendance("a\n", Mapping()).status().code(),
            absl::StatusCode::kUnimplemented);
}

}  // namespace
}  // namespace tuoqiao::adapters::centre
