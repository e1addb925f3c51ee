// The handlers that only read.
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "services/common/period.h"
#include "services/common/rpc/events.h"
#include "services/common/rpc/paging.h"
#include "services/common/status_macros.h"
#include "services/places/attendance/attendance_rules_store.h"
#include "services/places/attendance/attendance_store.h"
#include "services/places/attendance/convert_attendance.h"
#include "services/places/attendance/correction_store.h"
#include "services/places/attendance/presence_store.h"
#include "services/places/care/booking_store.h"
#include "services/places/care/convert_care.h"
#include "services/places/contracts/contract_store.h"
#include "services/places/contracts/convert_contract.h"
#include "services/places/contracts/convert_park_contract.h"
#include "services/places/contracts/park_contract_store.h"
#include "services/places/convert.h"
#include "services/places/convert_viability.h"
#include "services/places/enrolment_store.h"
#include "services/places/errors.h"
#include "services/places/handovers/convert_handover.h"
#include "services/places/handovers/handover_store.h"
#include "services/places/offers/convert_waiting.h"
#include "services/places/offers/offering.h"
#include "services/places/offers/refusal_store.h"
#include "services/places/partners/consents.h"
#include "services/places/partners/convert_referral.h"
#include "services/places/partners/partner_store.h"
#include "services/places/partners/referral_store.h"
#include "services/places/rounds/convert_allocation.h"
#include "services/places/rounds/round_store.h"
#include "services/places/service.h"
#include "services/places/store.h"
#include "services/places/viability_store.h"

namespace tuoqiao::places {
namespace {

constexpr rpc::PageLimits kPages = {1000, 1000};

// A key of several parts, as a page token carries it; no part holds a control character.
std::string KeyOf(std::initializer_list<absl::string_view> parts) {
  return absl::StrJoin(parts, "\n");
}
std::vector<std::string> PartsOf(const std::string& key, size_t parts) {
  std::vector<std::string> found = absl::StrSplit(key, '\n');
  found.resize(parts);
  return found;
}

ApplicationRange ApplicationsAfter(const std::string& key, int64_t rows_max) {
  const std::vector<std::string> parts = PartsOf(key, 2);
  return {parts[0], parts[1], rows_max};
}
std::string KeyOf(const Application& application) {
  return KeyOf({application.case_number, application.id});
}

EnrolmentPlace EnrolmentsAfter(const std::string& key) {
  const std::vector<std::string> parts = PartsOf(key, 3);
  return {parts[0], parts[1], parts[2]};
}
std::string KeyOf(const Enrolment& enrolment) {
  return KeyOf({enrolment.case_number, enrolment.centre, enrolment.id});
}

AttendanceKey AttendanceAfter(const std::string& key) {
  const std::vector<std::string> parts = PartsOf(key, 3);
  const auto month = ParseMonth(parts[0]);
  return {month.ok() ? *month : absl::CivilMonth(), parts[1], parts[2]};
}

// One page of one kind of the state.
class StatePage {
 public:
  struct Stretch {
    std::string after;
    int64_t rows_max = 0;
  };
  // What peers say of the state: the park's date, and the consents that referrals follow.
  struct Said {
    absl::CivilDay today;
    Consents consents;
  };
  StatePage(db::Read& txn, const KeyRing& keys, const Said& said, Stretch stretch,
            type::v1::ListResourcesResponse* response)
      : txn_(txn),
        keys_(keys),
        today_(said.today),
        consents_(said.consents),
        stretch_(std::move(stretch)),
        response_(response) {}

  // In the order in which they are listed.
  struct Kind {
    const char* name;
    // Adds what follows, and returns the last key where the page is full; else an empty text.
    absl::StatusOr<std::string> (StatePage::*add)();
  };
  static const Kind kKinds[26];

  absl::StatusOr<std::string> Add(size_t kind) { return (this->*kKinds[kind].add)(); }

 private:
  template <typename Rows, typename KeyOfRow>
  std::string LastKey(const Rows& rows, const KeyOfRow& key_of) const {
    return static_cast<int64_t>(rows.size()) == stretch_.rows_max ? key_of(rows.back()) : "";
  }

  absl::StatusOr<std::string> AddApplications() {
    ASSIGN_OR_RETURN(const auto rows,
                     LoadApplications(txn_, ApplicationsAfter(stretch_.after, stretch_.rows_max)));
    for (const Application& each : rows) AddNamed(ToProto(txn_.park(), each, today_));
    return LastKey(rows, [](const Application& each) { return KeyOf(each); });
  }

  absl::StatusOr<std::string> AddBookings() {
    const std::vector<std::string> after = PartsOf(stretch_.after, 2);
    BookingRange range;
    range.after_day = after[0];
    range.after_id = after[1];
    range.rows_max = stretch_.rows_max;
    ASSIGN_OR_RETURN(const auto rows, LoadBookings(txn_, range));
    for (const Booking& each : rows) AddNamed(ToProto(txn_.park(), each, today_));
    return LastKey(rows, [](const Booking& each) { return KeyOf({FormatDay(each.day), each.id}); });
  }

  absl::StatusOr<std::string> AddCentres() {
    ASSIGN_OR_RETURN(const auto rows, LoadCentres(txn_, {stretch_.after, stretch_.rows_max}));
    ASSIGN_OR_RETURN(const auto taken, LoadSeatsOfPark(txn_, today_));
    for (const Centre& each : rows) AddNamed(ToProto(txn_.park(), each, taken, today_));
    return LastKey(rows, [](const Centre& each) { return each.id; });
  }

  absl::StatusOr<std::string> AddEnrolments() {
    ASSIGN_OR_RETURN(const auto rows,
                     LoadEnrolments(txn_, "", EnrolmentsAfter(stretch_.after), stretch_.rows_max));
    for (const Enrolment& each : rows) AddNamed(ToProto(txn_.park(), each, today_));
    return LastKey(rows, [](const Enrolment& each) { return KeyOf(each); });
  }

  absl::StatusOr<std::string> AddAttendance() {
    ASSIGN_OR_RETURN(
        const auto rows,
        LoadRecordedMonths(txn_, keys_, AttendanceAfter(stretch_.after), stretch_.rows_max));
    for (const RecordedMonth& each : rows) {
      v1::EnrolmentMonth message = ToProto(txn_.park(), each.enrolment, each.attendance);
      AddEvidence(each.attendance, &message);
      rpc::AddResource(AttendanceName(txn_.park(), each.enrolment, each.attendance.month), message,
                       response_);
    }
    return LastKey(rows, [](const RecordedMonth& each) {
      return KeyOf({FormatMonth(each.attendance.month), each.enrolment.centre, each.enrolment.id});
    });
  }

  absl::StatusOr<std::string> AddCorrections() {
    const std::vector<std::string> after = PartsOf(stretch_.after, 5);
    CorrectionStretch stretch = {after[0], {after[1], after[2], after[3]}, stretch_.rows_max};
    if (!absl::SimpleAtoi(after[4], &stretch.after.ordinal)) stretch.after.ordinal = 0;
    ASSIGN_OR_RETURN(const auto rows, LoadAllCorrections(txn_, keys_, stretch));
    for (const DayCorrection& each : rows) AddNamed(ToProto(txn_.park(), each));
    return LastKey(rows, [](const DayCorrection& each) {
      return KeyOf({FormatMonth(absl::CivilMonth(each.day)), each.enrolment.centre,
                    each.enrolment.id, FormatDay(each.day), absl::StrCat(each.ordinal)});
    });
  }

  // One of the park and one of each centre at most: they are one page.
  absl::StatusOr<std::string> AddPolicies() {
    ASSIGN_OR_RETURN(const auto rows, LoadPolicies(txn_));
    for (const AttendancePolicy& each : rows) AddNamed(ToProto(txn_.park(), each));
    return std::string();
  }

  absl::StatusOr<std::string> AddWeeks() {
    const std::vector<std::string> after = PartsOf(stretch_.after, 2);
    ASSIGN_OR_RETURN(const auto rows, LoadWeeks(txn_, {after[0], after[1], stretch_.rows_max}));
    for (const LockedWeek& each : rows) AddNamed(ToProto(txn_.park(), each));
    return LastKey(rows, [](const LockedWeek& each) {
      return KeyOf({each.centre, FormatDay(each.monday)});
    });
  }

  absl::StatusOr<std::string> AddClosures() {
    const std::vector<std::string> after = PartsOf(stretch_.after, 2);
    ASSIGN_OR_RETURN(const auto rows,
                     LoadClosures(txn_, {"", {after[0], after[1]}, stretch_.rows_max}));
    for (const Closure& each : rows) AddNamed(ToProto(txn_.park(), each));
    return LastKey(rows, [](const Closure& each) { return KeyOf({each.centre, each.id}); });
  }

  // Whether one stands for another is read off all of them; each is listed as it came.
  absl::StatusOr<std::string> AddEvents() {
    const std::vector<std::string> after = PartsOf(stretch_.after, 2);
    ASSIGN_OR_RETURN(const auto rows,
                     LoadAllEvents(txn_, keys_, {after[0], after[1]}, stretch_.rows_max));
    for (const StoredEvent& each : rows) {
      AddNamed(ToProto(txn_.park(), {each.enrolment, each.event, false}));
    }
    return LastKey(rows, [](const StoredEvent& each) {
      return KeyOf({each.enrolment.centre, each.event.id});
    });
  }

  absl::StatusOr<std::string> AddShifts() {
    const std::vector<std::string> after = PartsOf(stretch_.after, 2);
    ASSIGN_OR_RETURN(const auto rows, LoadAllShifts(txn_, {after[0], after[1], stretch_.rows_max}));
    for (const StaffShifts& each : rows) AddNamed(ToProto(txn_.park(), each));
    return LastKey(rows, [](const StaffShifts& each) {
      return KeyOf({each.group, FormatDay(each.day)});
    });
  }

  absl::StatusOr<std::string> AddOffers() {
    ASSIGN_OR_RETURN(const auto rows, LoadOffers(txn_, {"", stretch_.after, stretch_.rows_max}));
    for (const Offer& each : rows) AddNamed(ToProto(txn_.park(), each, today_));
    return LastKey(rows, [](const Offer& each) { return each.id; });
  }

  absl::StatusOr<std::string> AddAllocations() {
    ASSIGN_OR_RETURN(const auto rows, LoadRounds(txn_, {stretch_.after, stretch_.rows_max}));
    for (const Round& each : rows) AddNamed(ToProto(txn_.park(), each));
    return LastKey(rows, [](const Round& each) { return each.id; });
  }

  // As the park sees them: what became of a draw stands with it.
  absl::StatusOr<std::string> AddAllocationResults() {
    const std::vector<std::string> after = PartsOf(stretch_.after, 2);
    ASSIGN_OR_RETURN(const auto rows,
                     LoadResults(txn_, keys_, {"", "", after[0], after[1], stretch_.rows_max}));
    std::optional<Round> round;
    for (const RoundResult& each : rows) {
      if (!round.has_value() || round->id != each.round) {
        ASSIGN_OR_RETURN(round, LoadRound(txn_, each.round));
      }
      AddNamed(ToProto(txn_.park(), each, *round, !each.reason.empty()));
    }
    return LastKey(rows, [](const RoundResult& each) {
      return KeyOf({each.round, each.applicant});
    });
  }

  absl::StatusOr<std::string> AddHeadCounts() {
    const std::vector<std::string> after = PartsOf(stretch_.after, 2);
    ASSIGN_OR_RETURN(const auto rows,
                     LoadHeadCounts(txn_, {after[0], after[1], stretch_.rows_max}));
    for (const auto& each : rows) AddNamed(ToProto(txn_.park(), each, true));
    return LastKey(rows, [](const viability::HeadCount& each) {
      return KeyOf({each.firm, FormatMonth(each.month)});
    });
  }

  absl::StatusOr<std::string> AddVacancyConfirmations() {
    ASSIGN_OR_RETURN(const auto rows,
                     LoadVacancyConfirmations(txn_, {stretch_.after, stretch_.rows_max}));
    for (const VacancyConfirmation& each : rows) AddNamed(ToProto(txn_.park(), each));
    return LastKey(rows, [](const VacancyConfirmation& each) { return each.centre; });
  }

  absl::StatusOr<std::string> AddHandovers() {
    ASSIGN_OR_RETURN(const auto rows, LoadHandovers(txn_, {"", stretch_.after, stretch_.rows_max}));
    for (const Handover& each : rows) {
      ASSIGN_OR_RETURN(const Enrolment enrolment, LoadEnrolment(txn_, each.centre, each.enrolment));
      AddNamed(ToProto(txn_.park(), each, enrolment, today_));
    }
    return LastKey(rows, [](const Handover& each) { return each.id; });
  }

  absl::StatusOr<std::string> AddAdvices() {
    const std::vector<std::string> after = PartsOf(stretch_.after, 2);
    ASSIGN_OR_RETURN(const auto rows,
                     LoadAdvices(txn_, {"", after[0], after[1], stretch_.rows_max}));
    for (const PlaceAdvice& each : rows) AddNamed(ToProto(txn_.park(), each));
    return LastKey(rows, [](const PlaceAdvice& each) { return KeyOf({each.centre, each.id}); });
  }

  absl::StatusOr<std::string> AddRefusals() {
    const std::vector<std::string> after = PartsOf(stretch_.after, 2);
    ASSIGN_OR_RETURN(const auto rows,
                     LoadRefusals(txn_, keys_, {"", "", after[0], after[1], stretch_.rows_max}));
    for (const Refusal& each : rows) AddNamed(ToProto(txn_.park(), each));
    return LastKey(rows, [](const Refusal& each) { return KeyOf({each.centre, each.id}); });
  }

  // As with calendars.
  absl::StatusOr<std::string> AddOfferPolicies() {
    ASSIGN_OR_RETURN(const auto rows, LoadOfferPolicies(txn_));
    for (const OfferPolicy& each : rows) AddNamed(ToProto(txn_.park(), each));
    return std::string();
  }

  // A park has a handful: they are one page.
  absl::StatusOr<std::string> AddCalendars() {
    ASSIGN_OR_RETURN(const auto rows, LoadCalendars(txn_));
    for (const OpeningCalendar& each : rows) AddNamed(ToProto(txn_.park(), each));
    return std::string();
  }

  absl::StatusOr<std::string> AddContracts() {
    ASSIGN_OR_RETURN(const auto rows,
                     LoadContracts(txn_, {"", "", stretch_.after, stretch_.rows_max}));
    for (const SeatContract& each : rows) AddNamed(ToProto(txn_.park(), each));
    return LastKey(rows, [](const SeatContract& each) { return each.id; });
  }

  absl::StatusOr<std::string> AddParkContracts() {
    ASSIGN_OR_RETURN(const auto rows,
                     LoadParkContracts(txn_, {"", stretch_.after, stretch_.rows_max}));
    for (const ParkContract& each : rows) AddNamed(ToProto(txn_.park(), each));
    return LastKey(rows, [](const ParkContract& each) { return each.id; });
  }

  absl::StatusOr<std::string> AddPartners() {
    ASSIGN_OR_RETURN(const auto rows,
                     LoadPartners(txn_, keys_, {stretch_.after, stretch_.rows_max}));
    for (const referral::Partner& each : rows) AddNamed(ToProto(txn_.park(), each));
    return LastKey(rows, [](const referral::Partner& each) { return each.id; });
  }

  absl::StatusOr<std::string> AddReferrals() {
    ASSIGN_OR_RETURN(auto rows, LoadReferrals(txn_, {"", "", stretch_.after, stretch_.rows_max}));
    for (referral::Referral& each : rows) {
      RETURN_IF_ERROR(OpenReferral(txn_, keys_, each));
      consents_.Apply(each);
      AddNamed(ToProto(txn_.park(), each));
    }
    return LastKey(rows, [](const referral::Referral& each) { return each.id; });
  }

  absl::StatusOr<std::string> AddReferralSessions() {
    const std::vector<std::string> after = PartsOf(stretch_.after, 2);
    ASSIGN_OR_RETURN(const auto rows,
                     LoadAllSessions(txn_, keys_, {after[0], after[1], stretch_.rows_max}));
    for (const SessionOfReferral& each : rows) {
      const v1::ReferralSession message = ToProto(txn_.park(), each);
      rpc::AddResource(absl::StrCat(message.referral(), "/sessions/", message.date()), message,
                       response_);
    }
    return LastKey(rows, [](const SessionOfReferral& each) {
      return KeyOf({each.referral, FormatDay(each.session.planned.day)});
    });
  }

  template <typename Message>
  void AddNamed(const Message& message) {
    rpc::AddResource(message.name(), message, response_);
  }

  db::Read& txn_;
  const KeyRing& keys_;
  const absl::CivilDay today_;
  const Consents& consents_;
  const Stretch stretch_;
  type::v1::ListResourcesResponse* const response_;
};

const StatePage::Kind StatePage::kKinds[] = {
    {"Allocation", &StatePage::AddAllocations},
    {"AllocationResult", &StatePage::AddAllocationResults},
    {"Application", &StatePage::AddApplications},
    {"AttendanceCorrection", &StatePage::AddCorrections},
    {"AttendancePolicy", &StatePage::AddPolicies},
    {"AttendanceWeek", &StatePage::AddWeeks},
    {"Booking", &StatePage::AddBookings},
    {"Centre", &StatePage::AddCentres},
    {"Closure", &StatePage::AddClosures},
    {"Enrolment", &StatePage::AddEnrolments},
    {"EnrolmentMonth", &StatePage::AddAttendance},
    {"Handover", &StatePage::AddHandovers},
    {"HeadCount", &StatePage::AddHeadCounts},
    {"Offer", &StatePage::AddOffers},
    {"OfferPolicy", &StatePage::AddOfferPolicies},
    {"OpeningCalendar", &StatePage::AddCalendars},
    {"ParkContract", &StatePage::AddParkContracts},
    {"Partner", &StatePage::AddPartners},
    {"PlaceAdvice", &StatePage::AddAdvices},
    {"PresenceEvent", &StatePage::AddEvents},
    {"Referral", &StatePage::AddReferrals},
    {"ReferralSession", &StatePage::AddReferralSessions},
    {"Refusal", &StatePage::AddRefusals},
    {"SeatContract", &StatePage::AddContracts},
    {"StaffShifts", &StatePage::AddShifts},
    {"VacancyConfirmation", &StatePage::AddVacancyConfirmations},
};

}  // namespace

grpc::Status PlacesService::GetCentre(grpc::ServerContext* context,
                                      const v1::GetCentreRequest* request, v1::Centre* response) {
  return front_.Answer(context, "GetCentre", *request,
                       [&](const rpc::Caller& caller) -> absl::Status {
                         ASSIGN_OR_RETURN(const std::string id, CentreOf("name", request->name()));
                         ASSIGN_OR_RETURN(const absl::CivilDay today, peers_.AskToday(caller));
                         return db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
                           ASSIGN_OR_RETURN(const auto centre, LoadCentre(txn, id));
                           if (!centre.has_value()) return CentreNotFound(request->name());
                           ASSIGN_OR_RETURN(const auto taken, LoadSeatsOfCentre(txn, id, today));
                           *response = ToProto(caller.park, *centre, taken, today);
                           return absl::OkStatus();
                         });
                       });
}

grpc::Status PlacesService::ListCentres(grpc::ServerContext* context,
                                        const v1::ListCentresRequest* request,
                                        v1::ListCentresResponse* response) {
  return front_.Answer(
      context, "ListCentres", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const rpc::Page page,
                         rpc::ReadPage(request->page_size(), request->page_token(), "centres"));
        ASSIGN_OR_RETURN(const absl::CivilDay today, peers_.AskToday(caller));
        return db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
          ASSIGN_OR_RETURN(const auto centres, LoadCentres(txn, {page.after, page.size}));
          ASSIGN_OR_RETURN(const auto taken, LoadSeatsOfPark(txn, today));
          for (const Centre& each : centres) {
            *response->add_centres() = ToProto(caller.park, each, taken, today);
          }
          if (static_cast<int64_t>(centres.size()) == page.size) {
            response->set_next_page_token(rpc::NextPageToken("centres", centres.back().id));
          }
          return absl::OkStatus();
        });
      });
}

grpc::Status PlacesService::ListApplications(grpc::ServerContext* context,
                                             const v1::ListApplicationsRequest* request,
                                             v1::ListApplicationsResponse* response) {
  return front_.Answer(
      context, "ListApplications", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(
            const rpc::Page page,
            rpc::ReadPage(request->page_size(), request->page_token(), "applications"));
        ASSIGN_OR_RETURN(const absl::CivilDay today, peers_.AskToday(caller));
        return db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
          ASSIGN_OR_RETURN(const auto applications,
                           LoadApplications(txn, ApplicationsAfter(page.after, page.size)));
          for (const Application& each : applications) {
            *response->add_applications() = ToProto(caller.park, each, today);
          }
          if (static_cast<int64_t>(applications.size()) == page.size) {
            response->set_next_page_token(
                rpc::NextPageToken("applications", KeyOf(applications.back())));
          }
          return absl::OkStatus();
        });
      });
}

grpc::Status PlacesService::ListOffers(grpc::ServerContext* context,
                                       const v1::ListOffersRequest* request,
                                       v1::ListOffersResponse* response) {
  return front_.Answer(
      context, "ListOffers", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const std::string family, FamilyOf("parent", request->parent()));
        const std::string list = absl::StrCat(request->parent(), "/offers");
        ASSIGN_OR_RETURN(const rpc::Page page,
                         rpc::ReadPage(request->page_size(), request->page_token(), list));
        ASSIGN_OR_RETURN(const absl::CivilDay today, peers_.AskToday(caller));
        return db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
          ASSIGN_OR_RETURN(const auto offers, LoadOffers(txn, {family, page.after, page.size}));
          for (const Offer& each : offers) {
            *response->add_offers() = ToProto(caller.park, each, today);
          }
          if (static_cast<int64_t>(offers.size()) == page.size) {
            response->set_next_page_token(rpc::NextPageToken(list, offers.back().id));
          }
          return absl::OkStatus();
        });
      });
}

grpc::Status PlacesService::ListEnrolments(grpc::ServerContext* context,
                                           const v1::ListEnrolmentsRequest* request,
                                           v1::ListEnrolmentsResponse* response) {
  return front_.Answer(
      context, "ListEnrolments", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const std::string centre, CentreOf("parent", request->parent()));
        const std::string list = absl::StrCat(request->parent(), "/enrolments");
        ASSIGN_OR_RETURN(const rpc::Page page,
                         rpc::ReadPage(request->page_size(), request->page_token(), list));
        ASSIGN_OR_RETURN(const absl::CivilDay today, peers_.AskToday(caller));
        return db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
          ASSIGN_OR_RETURN(const auto enrolments,
                           LoadEnrolments(txn, centre, EnrolmentsAfter(page.after), page.size));
          for (const Enrolment& each : enrolments) {
            *response->add_enrolments() = ToProto(caller.park, each, today);
          }
          if (static_cast<int64_t>(enrolments.size()) == page.size) {
            response->set_next_page_token(rpc::NextPageToken(list, KeyOf(enrolments.back())));
          }
          return absl::OkStatus();
        });
      });
}

grpc::Status PlacesService::ListEvents(grpc::ServerContext* context,
                                       const type::v1::ListEventsRequest* request,
                                       type::v1::ListEventsResponse* response) {
  return front_.Answer(context, "ListEvents", *request, [&](const rpc::Caller& caller) {
    return rpc::ListEvents(db_, caller, *request, response);
  });
}

grpc::Status PlacesService::ListResources(grpc::ServerContext* context,
                                          const type::v1::ListResourcesRequest* request,
                                          type::v1::ListResourcesResponse* response) {
  return front_.Answer(
      context, "ListResources", *request, [&](const rpc::Caller& caller) -> absl::Status {
        const std::string list = absl::StrCat(request->parent(), "/resources");
        ASSIGN_OR_RETURN(const rpc::Page page,
                         rpc::ReadPage(request->page_size(), request->page_token(), list, kPages));
        // A page holds one kind; its token says which, and the last key. The states are those of
        // the park's date, which is itself in the state.
        const std::vector<std::string> place = absl::StrSplit(page.after, absl::MaxSplits('/', 1));
        size_t kind = 0;
        while (place.size() == 2 && kind + 1 < std::size(StatePage::kKinds) &&
               StatePage::kKinds[kind].name != place[0]) {
          ++kind;
        }
        const std::string before = place.size() == 2 ? place[1] : "";
        StatePage::Said said;
        ASSIGN_OR_RETURN(said.today, peers_.AskToday(caller));
        if (absl::string_view(StatePage::kKinds[kind].name) == "Referral") {
          ASSIGN_OR_RETURN(said.consents, AskAllConsents(peers_, caller));
        }
        return db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
          StatePage state(txn, keys_, said, {before, page.size}, response);
          ASSIGN_OR_RETURN(const std::string last, state.Add(kind));
          if (!last.empty()) {
            response->set_next_page_token(
                rpc::NextPageToken(list, absl::StrCat(StatePage::kKinds[kind].name, "/", last)));
          } else if (kind + 1 < std::size(StatePage::kKinds)) {
            response->set_next_page_token(
                rpc::NextPageToken(list, absl::StrCat(StatePage::kKinds[kind + 1].name, "/")));
          }
          return absl::OkStatus();
        });
      });
}

}  // namespace tuoqiao::places
