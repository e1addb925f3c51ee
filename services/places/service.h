// The handlers of places. Each is convert, load, decide, save, reply.
#ifndef TUOQIAO_SERVICES_PLACES_SERVICE_H_
#define TUOQIAO_SERVICES_PLACES_SERVICE_H_

#include <optional>
#include <utility>

#include "services/common/rpc/front.h"
#include "services/common/rpc/module.h"
#include "services/common/rpc/operations.h"
#include "services/places/centre_index.h"
#include "services/places/facts.h"
#include "services/places/travel_engine.h"
#include "tuoqiao/places/v1/places.grpc.pb.h"

namespace tuoqiao::places {

// What a search goes by.
struct SearchGround {
  rules::ParameterFile pack;  // Loaded by search::LoadNumbers.
  std::optional<TravelEngine> engine;
};

// Thread safe.
class PlacesService final : public v1::Places::Service {
 public:
  // Registers the service's long work.
  PlacesService(const rpc::Ground& ground, const rpc::Front& front, rpc::Operations& operations,
                const Peers& peers, SearchGround search, rules::ParameterFile attendance_pack)
      : db_(ground.db),
        keys_(ground.keys),
        mutation_(ground.mutation()),
        front_(front),
        operations_(operations),
        peers_(peers),
        search_(std::move(search)),
        attendance_pack_(std::move(attendance_pack)) {
    RegisterAllocation();
  }

  // Centres and calendars: service.cc.
  grpc::Status SetCentre(grpc::ServerContext* context, const v1::SetCentreRequest* request,
                         v1::Centre* response) override;
  grpc::Status SetOpeningCalendar(grpc::ServerContext* context,
                                  const v1::SetOpeningCalendarRequest* request,
                                  v1::OpeningCalendar* response) override;

  // Applications and offers: application_service.cc.
  grpc::Status BatchCreateApplications(grpc::ServerContext* context,
                                       const v1::BatchCreateApplicationsRequest* request,
                                       v1::BatchCreateApplicationsResponse* response) override;
  grpc::Status OfferSeats(grpc::ServerContext* context, const v1::OfferSeatsRequest* request,
                          v1::OfferSeatsResponse* response) override;
  grpc::Status AcceptOffer(grpc::ServerContext* context, const v1::AcceptOfferRequest* request,
                           v1::Enrolment* response) override;
  grpc::Status DeclineOffer(grpc::ServerContext* context, const v1::DeclineOfferRequest* request,
                            v1::Offer* response) override;

  // Rounds of allocation: service_allocation.cc.
  grpc::Status OpenAllocation(grpc::ServerContext* context,
                              const v1::OpenAllocationRequest* request,
                              v1::Allocation* response) override;
  grpc::Status FreezeAllocation(grpc::ServerContext* context,
                                const v1::FreezeAllocationRequest* request,
                                v1::Allocation* response) override;
  grpc::Status RunAllocation(grpc::ServerContext* context, const v1::RunAllocationRequest* request,
                             google::longrunning::Operation* response) override;
  grpc::Status PublishAllocation(grpc::ServerContext* context,
                                 const v1::PublishAllocationRequest* request,
                                 v1::Allocation* response) override;
  grpc::Status CancelAllocation(grpc::ServerContext* context,
                                const v1::CancelAllocationRequest* request,
                                v1::Allocation* response) override;
  grpc::Status GetAllocation(grpc::ServerContext* context, const v1::GetAllocationRequest* request,
                             v1::Allocation* response) override;
  grpc::Status ListAllocations(grpc::ServerContext* context,
                               const v1::ListAllocationsRequest* request,
                               v1::ListAllocationsResponse* response) override;
  grpc::Status ListAllocationResults(grpc::ServerContext* context,
                                     const v1::ListAllocationResultsRequest* request,
                                     v1::ListAllocationResultsResponse* response) override;
  grpc::Status GetAllocationResult(grpc::ServerContext* context,
                                   const v1::GetAllocationResultRequest* request,
                                   v1::AllocationResult* response) override;
  grpc::Status ExportAllocationLog(grpc::ServerContext* context,
                                   const v1::ExportAllocationLogRequest* request,
                                   v1::ExportAllocationLogResponse* response) override;

  // Places and child-days: enrolment_service.cc.
  grpc::Status EndEnrolment(grpc::ServerContext* context, const v1::EndEnrolmentRequest* request,
                            v1::Enrolment* response) override;
  grpc::Status BatchRecordAttendance(grpc::ServerContext* context,
                                     const v1::BatchRecordAttendanceRequest* request,
                                     v1::BatchRecordAttendanceResponse* response) override;
  grpc::Status ListEnrolmentMonths(grpc::ServerContext* context,
                                   const v1::ListEnrolmentMonthsRequest* request,
                                   v1::ListEnrolmentMonthsResponse* response) override;

  // Check-ins and check-outs: presence_service.cc.
  grpc::Status RecordPresenceEvents(grpc::ServerContext* context,
                                    const v1::RecordPresenceEventsRequest* request,
                                    v1::RecordPresenceEventsResponse* response) override;
  grpc::Status ListPresenceEvents(grpc::ServerContext* context,
                                  const v1::ListPresenceEventsRequest* request,
                                  v1::ListPresenceEventsResponse* response) override;

  // Closures, policies, locked weeks and shifts: attendance_rules_service.cc.
  grpc::Status SetClosure(grpc::ServerContext* context, const v1::SetClosureRequest* request,
                          v1::Closure* response) override;
  grpc::Status ListClosures(grpc::ServerContext* context, const v1::ListClosuresRequest* request,
                            v1::ListClosuresResponse* response) override;
  grpc::Status SetAttendancePolicy(grpc::ServerContext* context,
                                   const v1::SetAttendancePolicyRequest* request,
                                   v1::AttendancePolicy* response) override;
  grpc::Status LockAttendanceWeek(grpc::ServerContext* context,
                                  const v1::LockAttendanceWeekRequest* request,
                                  v1::AttendanceWeek* response) override;
  grpc::Status SetStaffShifts(grpc::ServerContext* context,
                              const v1::SetStaffShiftsRequest* request,
                              v1::StaffShifts* response) override;

  // What is read of child-days, and proposals: attendance_service.cc.
  grpc::Status ListChildDays(grpc::ServerContext* context, const v1::ListChildDaysRequest* request,
                             v1::ListChildDaysResponse* response) override;
  grpc::Status ListAttendanceCorrections(grpc::ServerContext* context,
                                         const v1::ListAttendanceCorrectionsRequest* request,
                                         v1::ListAttendanceCorrectionsResponse* response) override;
  grpc::Status ListAbsenceProposals(grpc::ServerContext* context,
                                    const v1::ListAbsenceProposalsRequest* request,
                                    v1::ListAbsenceProposalsResponse* response) override;
  grpc::Status ConfirmAbsenceProposals(grpc::ServerContext* context,
                                       const v1::ConfirmAbsenceProposalsRequest* request,
                                       v1::ConfirmAbsenceProposalsResponse* response) override;

  // What is counted of them: attendance_counts_service.cc.
  grpc::Status ListRatioBreaches(grpc::ServerContext* context,
                                 const v1::ListRatioBreachesRequest* request,
                                 v1::ListRatioBreachesResponse* response) override;
  grpc::Status ListAbsenceAllowances(grpc::ServerContext* context,
                                     const v1::ListAbsenceAllowancesRequest* request,
                                     v1::ListAbsenceAllowancesResponse* response) override;
  grpc::Status ListAttendanceClaims(grpc::ServerContext* context,
                                    const v1::ListAttendanceClaimsRequest* request,
                                    v1::ListAttendanceClaimsResponse* response) override;
  grpc::Status ListAttendanceRisks(grpc::ServerContext* context,
                                   const v1::ListAttendanceRisksRequest* request,
                                   v1::ListAttendanceRisksResponse* response) override;

  // Searches: service_search.cc.
  grpc::Status SearchCentres(grpc::ServerContext* context, const v1::SearchCentresRequest* request,
                             v1::SearchCentresResponse* response) override;

  // What else only reads: service_lists.cc.
  grpc::Status GetCentre(grpc::ServerContext* context, const v1::GetCentreRequest* request,
                         v1::Centre* response) override;
  grpc::Status ListCentres(grpc::ServerContext* context, const v1::ListCentresRequest* request,
                           v1::ListCentresResponse* response) override;
  grpc::Status ListApplications(grpc::ServerContext* context,
                                const v1::ListApplicationsRequest* request,
                                v1::ListApplicationsResponse* response) override;
  grpc::Status ListOffers(grpc::ServerContext* context, const v1::ListOffersRequest* request,
                          v1::ListOffersResponse* response) override;
  grpc::Status ListEnrolments(grpc::ServerContext* context,
                              const v1::ListEnrolmentsRequest* request,
                              v1::ListEnrolmentsResponse* response) override;
  grpc::Status ListEvents(grpc::ServerContext* context, const type::v1::ListEventsRequest* request,
                          type::v1::ListEventsResponse* response) override;
  grpc::Status ListResources(grpc::ServerContext* context,
                             const type::v1::ListResourcesRequest* request,
                             type::v1::ListResourcesResponse* response) override;

 private:
  void RegisterAllocation();

  db::Database& db_;
  const KeyRing& keys_;
  const rpc::MutationOptions mutation_;
  const rpc::Front& front_;
  rpc::Operations& operations_;
  const Peers& peers_;
  const SearchGround search_;
  const rules::ParameterFile attendance_pack_;  // Loaded by presence::LoadNumbers.
  CentreIndexes indexes_;
};

}  // namespace tuoqiao::places

#endif  // TUOQIAO_SERVICES_PLACES_SERVICE_H_
