// The two macros by which a failure travels up.
#ifndef TUOQIAO_SERVICES_COMMON_STATUS_MACROS_H_
#define TUOQIAO_SERVICES_COMMON_STATUS_MACROS_H_

#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#define TUOQIAO_CONCAT_INNER(a, b) a##b
#define TUOQIAO_CONCAT(a, b) TUOQIAO_CONCAT_INNER(a, b)

// Variadic, because the commas of template arguments look like several arguments to a macro.
#define RETURN_IF_ERROR(...)                                   \
  do {                                                         \
    if (absl::Status status_ = (__VA_ARGS__); !status_.ok()) { \
      return status_;                                          \
    }                                                          \
  } while (false)

#define ASSIGN_OR_RETURN(declaration, ...) \
  ASSIGN_OR_RETURN_INNER(TUOQIAO_CONCAT(status_or_, __LINE__), declaration, __VA_ARGS__)
#define ASSIGN_OR_RETURN_INNER(result, declaration, ...) \
  auto result = (__VA_ARGS__);                           \
  if (!result.ok()) return std::move(result).status();   \
  declaration = *std::move(result)

#endif  // TUOQIAO_SERVICES_COMMON_STATUS_MACROS_H_
