// The numbers that the tests of this folder count with.
#ifndef TUOQIAO_SERVICES_PLACES_VIABILITY_TESTING_NUMBERS_H_
#define TUOQIAO_SERVICES_PLACES_VIABILITY_TESTING_NUMBERS_H_

#include "services/places/viability/numbers.h"

namespace tuoqiao::places::viability {

inline Numbers TestingNumbers() {
  Numbers numbers;
  numbers.floor_bp = 5000;
  numbers.least_count = 5;
  numbers.weights = {{{23333, 3}, {14000, 5}, {10000, 7}, {14000, 5}}};
  numbers.medium_staff = 300;
  numbers.large_staff = 1000;
  numbers.survey_months = 12;
  numbers.range_bp = 8000;
  numbers.courses = 300;
  numbers.unrest_bp = 1500;
  return numbers;
}

}  // namespace tuoqiao::places::viability

#endif  // TUOQIAO_SERVICES_PLACES_VIABILITY_TESTING_NUMBERS_H_
