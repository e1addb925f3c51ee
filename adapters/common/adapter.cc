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

absl::StatusOr<FileOf<AttendanceRecord>> CentreFormat::ReadAttendance(absl::string_view,
                                                                      const Mapping&) const {
  return absl::UnimplementedError("this format carries no attendance");
}

absl::StatusOr<FileOf<PresenceRecord>> CentreFormat::ReadEvents(absl::string_view,
                                                                const Mapping&) const {
  return absl::UnimplementedError("this format carries no check-ins");
}

absl::StatusOr<std::string> CentreFormat::WriteAdvice(const std::vector<EnrolmentAdvice>&,
                                                      const Mapping&) const {
  return absl::UnimplementedError("this format carries no advice");
}

}  // namespace tuoqiao::adapters
