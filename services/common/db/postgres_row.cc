#include "services/common/db/postgres_row.h"

#include <cstddef>

#include "services/common/check.h"

namespace tuoqiao::db {
namespace {

constexpr Oid kBool = 16;
constexpr Oid kName = 19;
constexpr Oid kSmallint = 21;
constexpr Oid kInteger = 23;
constexpr Oid kVarchar = 1043;
constexpr Oid kNumeric = 1700;

// A signed number, big-endian, of up to eight bytes.
int64_t FromBigEndian(absl::string_view bytes) {
  CHECK(!bytes.empty() && bytes.size() <= sizeof(int64_t));
  uint64_t number = static_cast<signed char>(bytes[0]) < 0 ? ~uint64_t{0} : 0;
  for (const char byte : bytes) number = number << 8 | static_cast<unsigned char>(byte);
  return static_cast<int64_t>(number);
}

// NUMERIC is a head of four 16-bit numbers (count of digits, weight of the first, sign, scale) and
// digits of base 10000, without zeros at the end. Only whole numbers within BIGINT are ours.
int64_t FromNumeric(absl::string_view bytes) {
  const auto word = [&](size_t i) { return FromBigEndian(bytes.substr(2 * i, 2)); };
  constexpr int64_t kNegative = 0x4000;
  const int64_t digits = word(0), weight = word(1), sign = word(2);
  CHECK(sign == 0 || sign == kNegative);
  CHECK(digits <= weight + 1);
  int64_t number = 0;
  for (int64_t i = 0; digits > 0 && i <= weight; ++i) {
    const int64_t digit = i < digits ? word(4 + i) : 0;
    CHECK(!__builtin_mul_overflow(number, 10000, &number));
    CHECK(!__builtin_add_overflow(number, sign == 0 ? digit : -digit, &number));
  }
  return number;
}

}  // namespace

Oid PostgresRow::Type(int column) const {
  CHECK(column >= 0 && column < PQnfields(result_));
  return PQftype(result_, column);
}

absl::string_view PostgresRow::Held(int column) const {
  CHECK(!Null(column));
  return absl::string_view(PQgetvalue(result_, row_, column), PQgetlength(result_, row_, column));
}

bool PostgresRow::Null(int column) const {
  CHECK(column >= 0 && column < PQnfields(result_));
  return PQgetisnull(result_, row_, column) == 1;
}

int64_t PostgresRow::Int(int column) const {
  const Oid type = Type(column);
  if (type == kNumeric) return FromNumeric(Held(column));
  CHECK(type == kBigint || type == kInteger || type == kSmallint || type == kBool);
  return FromBigEndian(Held(column));
}

std::string PostgresRow::Text(int column) const {
  const Oid type = Type(column);
  CHECK(type == kText || type == kVarchar || type == kName);
  return std::string(Held(column));
}

std::string PostgresRow::Bytes(int column) const {
  CHECK(Type(column) == kBytea);
  return std::string(Held(column));
}

}  // namespace tuoqiao::db
