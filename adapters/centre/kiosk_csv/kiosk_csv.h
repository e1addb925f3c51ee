// Check-ins and check-outs as devices at the door write them down, as CSV. See README.md beside
// this file for the columns.
#ifndef TUOQIAO_ADAPTERS_CENTRE_KIOSK_CSV_KIOSK_CSV_H_
#define TUOQIAO_ADAPTERS_CENTRE_KIOSK_CSV_KIOSK_CSV_H_

#include "adapters/common/adapter.h"

namespace tuoqiao::adapters::centre {

// One object for the life of the program.
const CentreFormat& KioskCsv();

}  // namespace tuoqiao::adapters::centre

#endif  // TUOQIAO_ADAPTERS_CENTRE_KIOSK_CSV_KIOSK_CSV_H_
