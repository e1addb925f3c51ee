// What tells that two parks have the same child, and nothing else of it.
#ifndef TUOQIAO_SERVICES_DIRECTORY_ACROSS_PARKS_H_
#define TUOQIAO_SERVICES_DIRECTORY_ACROSS_PARKS_H_

#include <string>

#include "services/common/seal.h"
#include "services/directory/family.h"

namespace tuoqiao::directory {

// A hash of the child's document under a key of the installation, in hexadecimal: equal in every
// park, and told by nobody who has not the key. Empty for a child without a document.
std::string MarkAcrossParks(const KeyRing& keys, const Child& child);

}  // namespace tuoqiao::directory

#endif  // TUOQIAO_SERVICES_DIRECTORY_ACROSS_PARKS_H_
