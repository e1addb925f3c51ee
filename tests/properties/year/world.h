// A park as it is: twenty firms, families whose parents work there, places and attendance. The
// services learn of it as they learn of any park, from directory and places.
#ifndef TUOQIAO_TESTS_PROPERTIES_YEAR_WORLD_H_
#define TUOQIAO_TESTS_PROPERTIES_YEAR_WORLD_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/civil_time.h"
#include "services/common/period.h"
#include "tests/properties/year/random.h"
#include "tuoqiao/directory/v1/directory.grpc.pb.h"
#include "tuoqiao/places/v1/places.grpc.pb.h"

namespace tuoqiao::year {

inline constexpr int kFirms = 20;
inline constexpr int kCentres = 3;
// The centre that bills in advance: a month with the attendance of the month before.
inline constexpr char kInAdvance[] = "c03";

struct Firm {
  std::string id;  // `91f07`.
  std::string plan, form;
  bool tax_advice = false, union_member = false;
  int pay_day = 0, cut_off_days = 0;
};

struct Job {
  int guardian = 0;
  std::string firm, number;
  absl::CivilDay hire_date;
  std::optional<absl::CivilDay> leave_date;
};

struct Family {
  std::string id;
  std::vector<Job> jobs;
  int deduct_from = 0;  // The guardian; 0: the family pays the centre.
  std::string arrears_mode;
};

struct Child {
  std::string case_number, family;
  absl::CivilDay birth_date;
  int needs_level = 0;
};

struct Place {
  std::string id, case_number, centre;
  Period period;
};

// How a child was there in a month: away sick on the last opening days; the centre may not have
// written anything down yet.
struct Attendance {
  int sick_days = 0;
  bool recorded = true;
};

class World {
 public:
  World(std::string park, Random& random);

  const std::string park;  // The id.
  absl::CivilDay today{2026, 1, 1};
  std::map<std::string, Firm> firms;
  std::map<std::string, Family> families;
  std::map<std::string, Child> children;
  std::map<std::string, Place> places;
  std::map<std::pair<std::string, absl::CivilMonth>, Attendance> attendance;  // By place.

  std::string ParkName() const { return "parks/" + park; }
  std::string FirmName(const std::string& id) const { return ParkName() + "/firms/" + id; }
  std::string CentreName(const std::string& id) const { return ParkName() + "/centres/" + id; }
  std::string EmployeeName(const Job& job) const {
    return FirmName(job.firm) + "/employees/emp-" + job.number;
  }

  // A family with one or two children and places for them from a day on.
  void Join(absl::CivilDay from);
  // What is so there is so here, too.
  void TakeFactsOf(const World& other);
  // Something turns out otherwise than everybody thought, in the month or in a closed one before.
  void Change(absl::CivilMonth month);

  // Whether a place that the child has in a month has no attendance that its bill rests on, so that
  // the child is held out.
  bool IsUnrecorded(const std::string& case_number, absl::CivilMonth month) const;
  // Opening days of the month on which the child was there, as the centre knows today.
  std::vector<absl::CivilDay> PresentDays(const Place& place, absl::CivilMonth month) const;
  static std::vector<absl::CivilDay> OpeningDays(absl::CivilMonth month);

 private:
  Job NewJob(const Family& family, int guardian, absl::CivilDay from);
  absl::CivilDay DayIn(absl::CivilMonth month);
  absl::CivilMonth MonthUpTo(absl::CivilMonth month);

  Random& random_;
  int families_made_ = 0, jobs_made_ = 0, places_made_ = 0;
};

// Directory of the world that is looked at.
class WorldDirectory final : public directory::v1::Directory::Service {
 public:
  // Where `listed` is empty nobody hears by itself.
  const World* world = nullptr;
  std::vector<std::string> listed;

  grpc::Status ListParks(grpc::ServerContext*, const directory::v1::ListParksRequest*,
                         directory::v1::ListParksResponse* response) override;
  grpc::Status GetPark(grpc::ServerContext*, const directory::v1::GetParkRequest* request,
                       directory::v1::Park* response) override;
  grpc::Status GetFirm(grpc::ServerContext*, const directory::v1::GetFirmRequest* request,
                       directory::v1::Firm* response) override;
  grpc::Status ListFirms(grpc::ServerContext*, const directory::v1::ListFirmsRequest*,
                         directory::v1::ListFirmsResponse* response) override;
  grpc::Status ListEmployees(grpc::ServerContext*,
                             const directory::v1::ListEmployeesRequest* request,
                             directory::v1::ListEmployeesResponse* response) override;
  grpc::Status ListChildFacts(grpc::ServerContext*, const directory::v1::ListChildFactsRequest*,
                              directory::v1::ListChildFactsResponse* response) override;
};

// Places of the same.
class WorldPlaces final : public places::v1::Places::Service {
 public:
  const World* world = nullptr;

  grpc::Status ListEnrolmentMonths(grpc::ServerContext*,
                                   const places::v1::ListEnrolmentMonthsRequest* request,
                                   places::v1::ListEnrolmentMonthsResponse* response) override;
  // Nobody books care beside a place.
  grpc::Status ListBookings(grpc::ServerContext*, const places::v1::ListBookingsRequest*,
                            places::v1::ListBookingsResponse*) override {
    return grpc::Status::OK;
  }
};

}  // namespace tuoqiao::year

#endif  // TUOQIAO_TESTS_PROPERTIES_YEAR_WORLD_H_
