#include "adapters/common/adapter.h"

namespace tuoqiao::adapters {

absl::StatusOr<FileOf<StaffRecord>> RosterFormat::ReadStaff(absl::string_view,
                                                            const Mapping&) const {
  return absl::UnimplementedError("this format carries no staff");
}

absl::StatusOr<FileOf<FamilyRecord>> RosterFormat::ReadFamilies(absl::string_view,
                                                                const Mapping&) const {
  return absl::UnimplementedError("this format carries no families");
}

}  // namespace tuoqiao::adapters
