// Points on earth, and how far apart they are. The only file of places that counts in fractions.
#ifndef TUOQIAO_SERVICES_PLACES_SEARCH_DISTANCE_H_
#define TUOQIAO_SERVICES_PLACES_SEARCH_DISTANCE_H_

#include <cstdint>

namespace tuoqiao::places::search {

// WGS 84, millionths of a degree.
struct Point {
  int64_t latitude_micro = 0, longitude_micro = 0;
};
inline bool operator==(const Point& a, const Point& b) {
  return a.latitude_micro == b.latitude_micro && a.longitude_micro == b.longitude_micro;
}

// Along the great circle of a sphere of the earth's mean radius, 6,371,008.8 metres, to the metre,
// halves up. WGS 84's ellipsoid is up to half a per cent off that.
int64_t MetresBetween(const Point& a, const Point& b);

// A point from the middle of the earth, whose radius is 1: what can be said of distances without
// an angle. It is for passing over what is too far away, never for a distance that is told.
class Spot {
 public:
  explicit Spot(const Point& point);

  // False only where MetresBetween is more than `metres`.
  bool MayBeWithin(int64_t metres, const Spot& other) const;
  // False only where MetresBetween from `from` to it and on to `to` is more than `metres`.
  bool MayBeOnTheWay(int64_t metres, const Spot& from, const Spot& to) const;

 private:
  double ChordSquare(const Spot& other) const;

  double x_, y_, z_;
};

// Half the height and half the width, in millionths of a degree, of a box around a point that holds
// every point within `metres` of it. The width is the whole earth's near a pole.
struct Box {
  int64_t latitude_micro = 0, longitude_micro = 0;
};
Box BoxAround(const Point& centre, int64_t metres);

// The width of the ellipse of all points that lengthen the way from one focus to the other by at
// most `more_metres`, from its axis outwards.
int64_t HalfWidthOfEllipse(int64_t between_foci_metres, int64_t more_metres);

}  // namespace tuoqiao::places::search

#endif  // TUOQIAO_SERVICES_PLACES_SEARCH_DISTANCE_H_
