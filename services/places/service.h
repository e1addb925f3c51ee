// The handlers of places. Each is convert, load, decide, save, reply.
#ifndef TUOQIAO_SERVICES_PLACES_SERVICE_H_
#define TUOQIAO_SERVICES_PLACES_SERVICE_H_

#include <optional>
#include <utility>

#include "services/common/rpc/front.h"
#include "services/common/rpc/module.h"
#include "services/common/rpc/operations.h"
#include "services/places/facts.h"
#include "services/places/finding/centre_index.h"
#include "services/places/finding/travel_engine.h"
#include "services/places/packs.h"
#include "services/places/partners/referring.h"
#include "tuoqiao/places/v1/places.grpc.pb.h"

namespace tuoqiao::places {

// Thread safe.
class PlacesService final : public v1::Places::Service {
 public:
  // Registers the service's long work.
  PlacesService(const rpc::Ground& ground, const rpc::Front& front, rpc::Operations& operations,
                const Peers& peers, const Packs& packs, std::optional<TravelEngine> engine)
      : db_(ground.db),
        keys_(ground.keys),
        mutation_(ground.mutation()),
        badge_(ground.badge),
        front_(front),
        operations_(operations),
        peers_(peers),
        packs_(packs),
        engine_(std::move(engine)) {
    RegisterAllocation();
    RegisterRollOn();
  }

  // Centres and calendars: service.cc.
  grpc::Status SetCentre(grpc::ServerContext* context, const v1::SetCentreRequest* request,
                         v1::Centre* response) override;
  grpc::Status SetOpeningCalendar(grpc::ServerContext* context,
                                  const v1::SetOpeningCalendarRequest* request,
                                  v1::OpeningCalendar* response) override;

  // Seat contracts and the days of pools: service_contracts.cc.
  grpc::Status ProposeSeatContract(grpc::ServerContext* context,
                                   const v1::ProposeSeatContractRequest* request,
                                   v1::SeatContract* response) override;
  grpc::Status ConfirmSeatContract(grpc::ServerContext* context,
                                   const v1::ConfirmSeatContractRequest* request,
                                   v1::SeatContract* response) override;
  grpc::Status EndSeatContract(grpc::ServerContext* context,
                               const v1::EndSeatContractRequest* request,
                               v1::SeatContract* response) override;
  grpc::Status ListSeatContracts(grpc::ServerContext* context,
                                 const v1::ListSeatContractsRequest* request,
                                 v1::ListSeatContractsResponse* response) override;
  grpc::Status ListPoolDays(grpc::ServerContext* context, const v1::ListPoolDaysRequest* request,
                            v1::ListPoolDaysResponse* response) override;

  // Contracts between parks: service_lending.cc.
  grpc::Status ProposeParkContract(grpc::ServerContext* context,
                                   const v1::ProposeParkContractRequest* request,
                                   v1::ParkContract* response) override;
  grpc::Status AcceptParkContract(grpc::ServerContext* context,
                                  const v1::AcceptParkContractRequest* request,
                                  v1::ParkContract* response) override;
  grpc::Status EndParkContract(grpc::ServerContext* context,
                               const v1::EndParkContractRequest* request,
                               v1::ParkContract* response) override;
  grpc::Status ListParkContracts(grpc::ServerContext* context,
                                 const v1::ListParkContractsRequest* request,
                                 v1::ListParkContractsResponse* response) override;

  // A child with a place in another park: elsewhere/service_elsewhere.cc.
  grpc::Status ListPlacesElsewhere(grpc::ServerContext* context,
                                   const v1::ListPlacesElsewhereRequest* request,
                                   v1::ListPlacesElsewhereResponse* response) override;

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

  // Who waits, and by which clock: service_waiting.cc.
  grpc::Status SetOfferPolicy(grpc::ServerContext* context,
                              const v1::SetOfferPolicyRequest* request,
                              v1::OfferPolicy* response) override;
  grpc::Status ListOfferPolicies(grpc::ServerContext* context,
                                 const v1::ListOfferPoliciesRequest* request,
                                 v1::ListOfferPoliciesResponse* response) override;
  grpc::Status ListWaiting(grpc::ServerContext* context, const v1::ListWaitingRequest* request,
                           v1::ListWaitingResponse* response) override;
  grpc::Status ListCentreWaiting(grpc::ServerContext* context,
                                 const v1::ListCentreWaitingRequest* request,
                                 v1::ListCentreWaitingResponse* response) override;
  grpc::Status ConfirmWaiting(grpc::ServerContext* context,
                              const v1::ConfirmWaitingRequest* request,
                              v1::Application* response) override;
  grpc::Status WithdrawApplication(grpc::ServerContext* context,
                                   const v1::WithdrawApplicationRequest* request,
                                   v1::Application* response) override;
  grpc::Status ChangeChoices(grpc::ServerContext* context, const v1::ChangeChoicesRequest* request,
                             v1::Application* response) override;
  grpc::Status ListUnplaced(grpc::ServerContext* context, const v1::ListUnplacedRequest* request,
                            v1::ListUnplacedResponse* response) override;
  grpc::Status CountUnplaced(grpc::ServerContext* context, const v1::CountUnplacedRequest* request,
                             v1::CountUnplacedResponse* response) override;

  // Refusals by centres: service_refusals.cc.
  grpc::Status RefuseApplicant(grpc::ServerContext* context,
                               const v1::RefuseApplicantRequest* request,
                               v1::Refusal* response) override;
  grpc::Status LiftRefusal(grpc::ServerContext* context, const v1::LiftRefusalRequest* request,
                           v1::Refusal* response) override;
  grpc::Status ListRefusals(grpc::ServerContext* context, const v1::ListRefusalsRequest* request,
                            v1::ListRefusalsResponse* response) override;

  // Places that outlive a job: service_handovers.cc.
  grpc::Status ListHandovers(grpc::ServerContext* context, const v1::ListHandoversRequest* request,
                             v1::ListHandoversResponse* response) override;
  grpc::Status ConfirmLapse(grpc::ServerContext* context, const v1::ConfirmLapseRequest* request,
                            v1::Enrolment* response) override;
  grpc::Status ListPlaceAdvices(grpc::ServerContext* context,
                                const v1::ListPlaceAdvicesRequest* request,
                                v1::ListPlaceAdvicesResponse* response) override;

  // A day's work: service_roll_on.cc.
  grpc::Status RollOn(grpc::ServerContext* context, const v1::RollOnRequest* request,
                      google::longrunning::Operation* response) override;

  // Places and child-days: enrolment_service.cc.
  grpc::Status EndEnrolment(grpc::ServerContext* context, const v1::EndEnrolmentRequest* request,
                            v1::Enrolment* response) override;
  grpc::Status BatchRecordAttendance(grpc::ServerContext* context,
                                     const v1::BatchRecordAttendanceRequest* request,
                                     v1::BatchRecordAttendanceResponse* response) override;
  grpc::Status ListEnrolmentMonths(grpc::ServerContext* context,
                                   const v1::ListEnrolmentMonthsRequest* request,
                                   v1::ListEnrolmentMonthsResponse* response) override;

  // Partners and referrals: service_referrals.cc.
  grpc::Status SetPartner(grpc::ServerContext* context, const v1::SetPartnerRequest* request,
                          v1::Partner* response) override;
  grpc::Status ListPartners(grpc::ServerContext* context, const v1::ListPartnersRequest* request,
                            v1::ListPartnersResponse* response) override;
  grpc::Status ProposeReferral(grpc::ServerContext* context,
                               const v1::ProposeReferralRequest* request,
                               v1::Referral* response) override;
  grpc::Status AcceptReferral(grpc::ServerContext* context,
                              const v1::AcceptReferralRequest* request,
                              v1::Referral* response) override;
  grpc::Status DeclineReferral(grpc::ServerContext* context,
                               const v1::DeclineReferralRequest* request,
                               v1::Referral* response) override;
  grpc::Status PlanSessions(grpc::ServerContext* context, const v1::PlanSessionsRequest* request,
                            v1::Referral* response) override;
  grpc::Status EndReferral(grpc::ServerContext* context, const v1::EndReferralRequest* request,
                           v1::Referral* response) override;
  grpc::Status WithdrawReferral(grpc::ServerContext* context,
                                const v1::WithdrawReferralRequest* request,
                                v1::Referral* response) override;
  grpc::Status GetReferral(grpc::ServerContext* context, const v1::GetReferralRequest* request,
                           v1::Referral* response) override;
  grpc::Status ListReferrals(grpc::ServerContext* context, const v1::ListReferralsRequest* request,
                             v1::ListReferralsResponse* response) override;
  grpc::Status ListPartnerReferrals(grpc::ServerContext* context,
                                    const v1::ListPartnerReferralsRequest* request,
                                    v1::ListPartnerReferralsResponse* response) override;

  // Their sessions: service_sessions.cc.
  grpc::Status BatchRecordSessions(grpc::ServerContext* context,
                                   const v1::BatchRecordSessionsRequest* request,
                                   v1::BatchRecordSessionsResponse* response) override;
  grpc::Status ListCentreSessions(grpc::ServerContext* context,
                                  const v1::ListCentreSessionsRequest* request,
                                  v1::ListCentreSessionsResponse* response) override;
  grpc::Status GetSessionMonth(grpc::ServerContext* context,
                               const v1::GetSessionMonthRequest* request,
                               v1::SessionMonth* response) override;

  // Booked days: service_care.cc.
  grpc::Status BookCare(grpc::ServerContext* context, const v1::BookCareRequest* request,
                        v1::Booking* response) override;
  grpc::Status CancelBooking(grpc::ServerContext* context, const v1::CancelBookingRequest* request,
                             v1::Booking* response) override;
  grpc::Status ListBookings(grpc::ServerContext* context, const v1::ListBookingsRequest* request,
                            v1::ListBookingsResponse* response) override;

  // What becomes of places: service_moves.cc.
  grpc::Status TransferEnrolment(grpc::ServerContext* context,
                                 const v1::TransferEnrolmentRequest* request,
                                 v1::Enrolment* response) override;
  grpc::Status SuspendEnrolment(grpc::ServerContext* context,
                                const v1::SuspendEnrolmentRequest* request,
                                v1::Enrolment* response) override;
  grpc::Status ResumeEnrolment(grpc::ServerContext* context,
                               const v1::ResumeEnrolmentRequest* request,
                               v1::Enrolment* response) override;
  grpc::Status MarkNoShow(grpc::ServerContext* context, const v1::MarkNoShowRequest* request,
                          v1::Enrolment* response) override;
  grpc::Status ListGroupMoves(grpc::ServerContext* context,
                              const v1::ListGroupMovesRequest* request,
                              v1::ListGroupMovesResponse* response) override;
  grpc::Status ConfirmGroupMove(grpc::ServerContext* context,
                                const v1::ConfirmGroupMoveRequest* request,
                                v1::Enrolment* response) override;
  grpc::Status ListAbsenceWarnings(grpc::ServerContext* context,
                                   const v1::ListAbsenceWarningsRequest* request,
                                   v1::ListAbsenceWarningsResponse* response) override;

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

  // How full centres are and will be: service_viability.cc.
  grpc::Status ConfirmVacancy(grpc::ServerContext* context,
                              const v1::ConfirmVacancyRequest* request,
                              v1::VacancyConfirmation* response) override;
  grpc::Status ListOccupancy(grpc::ServerContext* context, const v1::ListOccupancyRequest* request,
                             v1::ListOccupancyResponse* response) override;
  grpc::Status SubmitHeadCount(grpc::ServerContext* context,
                               const v1::SubmitHeadCountRequest* request,
                               v1::HeadCount* response) override;
  grpc::Status ForecastDemand(grpc::ServerContext* context,
                              const v1::ForecastDemandRequest* request,
                              v1::DemandForecast* response) override;
  grpc::Status PreviewGroup(grpc::ServerContext* context, const v1::PreviewGroupRequest* request,
                            v1::GroupPreview* response) override;

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
  // What a centre takes along and brings (arrivals/service_arrivals.cc).
  grpc::Status ListHeldPlaces(grpc::ServerContext* context,
                              const v1::ListHeldPlacesRequest* request,
                              v1::ListHeldPlacesResponse* response) override;
  grpc::Status BatchImportPlaces(grpc::ServerContext* context,
                                 const v1::BatchImportPlacesRequest* request,
                                 v1::BatchImportPlacesResponse* response) override;
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
  // One step of a referral that is there, under its consents: service_referrals.cc.
  template <typename Request>
  grpc::Status StepReferral(grpc::ServerContext* context, const ReferralStep<Request>& step,
                            v1::Referral* response);
  void RegisterRollOn();

  db::Database& db_;
  const KeyRing& keys_;
  const rpc::MutationOptions mutation_;
  const rpc::Badge& badge_;
  const rpc::Front& front_;
  rpc::Operations& operations_;
  const Peers& peers_;
  const Packs& packs_;
  const std::optional<TravelEngine> engine_;
  CentreIndexes indexes_;
};

}  // namespace tuoqiao::places

#endif  // TUOQIAO_SERVICES_PLACES_SERVICE_H_
