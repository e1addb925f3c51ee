#include "services/places/search/distance.h"

#include <algorithm>
#include <cmath>

namespace tuoqiao::places::search {
namespace {

constexpr double kEarthMetres = 6371008.8;
constexpr double kRadiansOfAMicro = 3.14159265358979323846 / 180e6;
constexpr int64_t kHalfTurnMicro = 180'000'000;

double Radians(int64_t micro) { return static_cast<double>(micro) * kRadiansOfAMicro; }

}  // namespace

int64_t MetresBetween(const Point& a, const Point& b) {
  const double up = std::sin(Radians(b.latitude_micro - a.latitude_micro) / 2);
  const double along = std::sin(Radians(b.longitude_micro - a.longitude_micro) / 2);
  const double square = up * up + std::cos(Radians(a.latitude_micro)) *
                                      std::cos(Radians(b.latitude_micro)) * along * along;
  return std::llround(2 * kEarthMetres * std::asin(std::min(1.0, std::sqrt(square))));
}

Spot::Spot(const Point& point)
    : x_(std::cos(Radians(point.latitude_micro)) * std::cos(Radians(point.longitude_micro))),
      y_(std::cos(Radians(point.latitude_micro)) * std::sin(Radians(point.longitude_micro))),
      z_(std::sin(Radians(point.latitude_micro))) {}

double Spot::ChordSquare(const Spot& other) const {
  const double x = x_ - other.x_, y = y_ - other.y_, z = z_ - other.z_;
  return x * x + y * y + z * z;
}

// A chord is shorter than its arc; two metres more for what is rounded.
bool Spot::MayBeWithin(int64_t metres, const Spot& other) const {
  const double chord = static_cast<double>(metres + 2) / kEarthMetres;
  return ChordSquare(other) <= chord * chord;
}

bool Spot::MayBeOnTheWay(int64_t metres, const Spot& from, const Spot& to) const {
  const double chords = std::sqrt(ChordSquare(from)) + std::sqrt(ChordSquare(to));
  return chords <= static_cast<double>(metres + 3) / kEarthMetres;
}

Box BoxAround(const Point& centre, int64_t metres) {
  // A metre more, because distances are rounded.
  const double angle = static_cast<double>(metres + 1) / kEarthMetres;
  Box box;
  box.latitude_micro = static_cast<int64_t>(std::ceil(angle / kRadiansOfAMicro));
  const double widest = std::sin(angle) / std::cos(Radians(centre.latitude_micro));
  const bool holds_a_pole = !(widest >= 0 && widest < 1) || angle > 1;
  box.longitude_micro = holds_a_pole
                            ? kHalfTurnMicro
                            : static_cast<int64_t>(std::ceil(std::asin(widest) / kRadiansOfAMicro));
  return box;
}

int64_t HalfWidthOfEllipse(int64_t between_foci_metres, int64_t more_metres) {
  const double axis = static_cast<double>(between_foci_metres + more_metres);
  const double foci = static_cast<double>(between_foci_metres);
  return std::llround(std::ceil(std::sqrt(std::max(0.0, axis * axis - foci * foci)) / 2));
}

}  // namespace tuoqiao::places::search
