#include "services/places/centre_list.h"

#include <algorithm>
#include <array>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/common/status_macros.h"

namespace tuoqiao::places {
namespace {

constexpr size_t kLength = 50;

const std::array<std::string, kLength>& Names() {
  static const auto* const names = [] {
    auto* made = new std::array<std::string, kLength>();
    for (size_t i = 0; i < kLength; ++i) (*made)[i] = absl::StrCat("centre", i);
    return made;
  }();
  return *names;
}

}  // namespace

absl::Status ForEachList(
    const std::vector<std::string>& centres,
    const std::function<absl::Status(const std::string& in, const db::Args& args)>& query) {
  const std::string in = absl::StrCat("IN (:", absl::StrJoin(Names(), ", :"), ")");
  for (size_t first = 0; first < centres.size(); first += kLength) {
    db::Args args;
    for (size_t i = 0; i < kLength; ++i) {
      // The last one fills the list up.
      args.push_back({Names()[i], centres[std::min(first + i, centres.size() - 1)]});
    }
    RETURN_IF_ERROR(query(in, args));
  }
  return absl::OkStatus();
}

}  // namespace tuoqiao::places
