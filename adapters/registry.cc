#include "adapters/registry.h"

#include "adapters/centre/attendance_csv/attendance_csv.h"
#include "adapters/centre/kiosk_csv/kiosk_csv.h"
#include "adapters/payroll/csv/csv.h"
#include "adapters/payroll/json/json.h"
#include "adapters/payroll/task_list/task_list.h"
#include "adapters/roster/csv/csv.h"
#include "adapters/roster/family_csv/family_csv.h"
#include "adapters/roster/x12_834/x12_834.h"
#include "adapters/settlement/pain001/pain001.h"

namespace tuoqiao::adapters {
namespace {

Adapter Of(absl::string_view name, const RosterFormat& port) {
  Adapter adapter{name};
  adapter.roster = &port;
  return adapter;
}

Adapter Of(absl::string_view name, const PayrollFormat& port, Road road) {
  Adapter adapter{name};
  adapter.payroll = &port;
  adapter.road = road;
  return adapter;
}

Adapter Of(absl::string_view name, const PaymentFormat& port) {
  Adapter adapter{name};
  adapter.payment = &port;
  return adapter;
}

Adapter Of(absl::string_view name, const CentreFormat& port) {
  Adapter adapter{name};
  adapter.centre = &port;
  return adapter;
}

}  // namespace

absl::string_view RoadName(Road road) {
  switch (road) {
    case Road::kNone:
      return "";
    case Road::kApi:
      return "API";
    case Road::kFile:
      return "FILE";
    case Road::kTaskList:
      return "TASK_LIST";
  }
  return "";
}

const std::vector<Adapter>& Adapters() {
  static const auto* const kAdapters = new std::vector<Adapter>{
      Of("roster/csv", roster::Csv()),
      Of("roster/family_csv", roster::FamilyCsv()),
      Of("roster/x12_834", roster::X12Enrolment()),
      Of("payroll/json", payroll::Json(), Road::kApi),
      Of("payroll/csv", payroll::Csv(), Road::kFile),
      Of("payroll/task_list", payroll::TaskList(), Road::kTaskList),
      Of("centre/attendance_csv", centre::AttendanceCsv()),
      Of("centre/kiosk_csv", centre::KioskCsv()),
      Of("settlement/pain001", settlement::Pain001()),
  };
  return *kAdapters;
}

const Adapter* FindAdapter(absl::string_view name) {
  for (const Adapter& adapter : Adapters()) {
    if (adapter.name == name) return &adapter;
  }
  return nullptr;
}

}  // namespace tuoqiao::adapters
