// CHECK for broken invariants of our own: says what and where, and stops. Input never reaches one.
#ifndef TUOQIAO_SERVICES_COMMON_CHECK_H_
#define TUOQIAO_SERVICES_COMMON_CHECK_H_

#include <cstdio>
#include <cstdlib>

#define CHECK(condition)                                                                     \
  do {                                                                                       \
    if (!(condition)) {                                                                      \
      std::fprintf(stderr, "%s:%d: broken invariant: %s\n", __FILE__, __LINE__, #condition); \
      std::abort();                                                                          \
    }                                                                                        \
  } while (false)

#endif  // TUOQIAO_SERVICES_COMMON_CHECK_H_
