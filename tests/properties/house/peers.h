// The services that the world stands for, as far as those that hold money ask them.
#ifndef TUOQIAO_TESTS_PROPERTIES_HOUSE_PEERS_H_
#define TUOQIAO_TESTS_PROPERTIES_HOUSE_PEERS_H_

#include <grpcpp/grpcpp.h>

#include <string>
#include <vector>

#include "tests/properties/house/world.h"
#include "tuoqiao/directory/v1/directory.grpc.pb.h"
#include "tuoqiao/eligibility/v1/eligibility.grpc.pb.h"
#include "tuoqiao/places/v1/places.grpc.pb.h"

namespace tuoqiao::house {

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
  grpc::Status ListBookings(grpc::ServerContext*, const places::v1::ListBookingsRequest* request,
                            places::v1::ListBookingsResponse* response) override;
};

// Eligibility of the same. A programme has the funding plan that is called `plan`, and a scheme
// that decides one amount of the authority, `grant`.
class WorldEligibility final : public eligibility::v1::Eligibility::Service {
 public:
  const World* world = nullptr;

  grpc::Status GetProgramme(grpc::ServerContext*,
                            const eligibility::v1::GetProgrammeRequest* request,
                            eligibility::v1::Programme* response) override;
  grpc::Status ListDecisions(grpc::ServerContext*, const eligibility::v1::ListDecisionsRequest*,
                             eligibility::v1::ListDecisionsResponse* response) override;
  grpc::Status ListSchemes(grpc::ServerContext*, const eligibility::v1::ListSchemesRequest*,
                           eligibility::v1::ListSchemesResponse* response) override;
  grpc::Status ListMonthWorths(grpc::ServerContext*,
                               const eligibility::v1::ListMonthWorthsRequest* request,
                               eligibility::v1::ListMonthWorthsResponse* response) override;
};

}  // namespace tuoqiao::house

#endif  // TUOQIAO_TESTS_PROPERTIES_HOUSE_PEERS_H_
