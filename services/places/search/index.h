// All centres of a park, ready to be searched.
#ifndef TUOQIAO_SERVICES_PLACES_SEARCH_INDEX_H_
#define TUOQIAO_SERVICES_PLACES_SEARCH_INDEX_H_

#include <cstddef>
#include <vector>

#include "services/places/search/grid.h"
#include "services/places/search/rank.h"

namespace tuoqiao::places::search {

// Never changes once it is made; thread safe.
class Index {
 public:
  explicit Index(std::vector<Site> sites);

  const std::vector<Site>& sites() const { return sites_; }

  // Those that are near, in the order of sites; where they are more than `most`, the nearest of
  // them.
  struct Nearby {
    std::vector<Grid::Found> found;
    size_t in_all = 0;
  };
  Nearby Find(const Near& near, size_t most) const;

 private:
  const std::vector<Site> sites_;
  const Grid grid_;
};

}  // namespace tuoqiao::places::search

#endif  // TUOQIAO_SERVICES_PLACES_SEARCH_INDEX_H_
