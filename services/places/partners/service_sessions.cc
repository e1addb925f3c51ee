// Sessions of referrals: what takes place where, and what came of it.
#include <google/protobuf/empty.pb.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "services/common/errors.h"
#include "services/common/period.h"
#include "services/common/rpc/access_trail.h"
#include "services/common/status_macros.h"
#include "services/places/convert.h"
#include "services/places/errors.h"
#include "services/places/partners/consents.h"
#include "services/places/partners/convert_referral.h"
#include "services/places/partners/referring.h"
#include "services/places/referral/errors.h"
#include "services/places/service.h"
#include "services/places/store.h"

namespace tuoqiao::places {
namespace {

using referral::CareDays;
using referral::Referral;
using referral::Sessions;
using type::v1::ItemResult;

// Whatever was recorded.
const Period kEver = {absl::CivilDay(1970, 1, 1), absl::CivilDay(2200, 1, 1)};

// One batch of sessions. Not thread safe.
class SessionBatch {
 public:
  SessionBatch(rpc::Change& change, const KeyRing& keys, const ReferralFacts& facts,
               std::string centre)
      : change_(change), keys_(keys), facts_(facts), centre_(std::move(centre)) {}

  // The referrals that the batch names, under the locks of their children in order.
  absl::Status Load(const std::vector<ReferralKey>& keys) {
    std::map<std::string, std::set<std::string>> by_child;
    for (const ReferralKey& key : keys) {
      ASSIGN_OR_RETURN(const auto found, LoadReferral(change_.txn, key.id));
      if (found.has_value()) by_child[found->child].insert(found->id);
    }
    for (const auto& [child, ids] : by_child) {
      RETURN_IF_ERROR(LockReferralsOf(change_.txn, child));
      ASSIGN_OR_RETURN(const CareDays care, LoadCareDays(change_.txn, child));
      for (const std::string& id : ids) {
        ASSIGN_OR_RETURN(auto referral, LoadReferral(change_.txn, id));
        Kept kept = {*std::move(referral), care, {}, {}};
        facts_.consents.Apply(kept.referral);
        ASSIGN_OR_RETURN(kept.sessions, LoadSessions(change_.txn, keys_, kept.referral, kEver));
        kept_.emplace(id, std::move(kept));
      }
    }
    return absl::OkStatus();
  }

  void Record(const v1::ReferralSession& message, ItemResult* result) {
    const absl::Status status = Note(message, result);
    if (!status.ok()) Reject(status, result);
  }

  absl::Status Save() {
    for (const auto& [id, kept] : kept_) {
      const std::string name = ReferralName(change_.txn.park(), kept.referral.family, id);
      for (const absl::CivilDay day : kept.changed) {
        change_.Publish("SessionRecorded", absl::StrCat(name, "/sessions/", FormatDay(day)),
                        kept.sessions.at(day).revision, google::protobuf::Empty());
      }
      RETURN_IF_ERROR(SaveSessions(change_.txn, keys_, kept.referral, kept.sessions, kept.changed));
    }
    return absl::OkStatus();
  }

 private:
  struct Kept {
    Referral referral;
    CareDays care;
    Sessions sessions;
    std::set<absl::CivilDay> changed;
  };

  absl::Status Note(const v1::ReferralSession& message, ItemResult* result) {
    ASSIGN_OR_RETURN(SessionItem item, FromProto(message));
    if (!seen_.insert({item.referral.id, item.said.day}).second) {
      return DuplicateInRequest("referral");
    }
    const auto found = kept_.find(item.referral.id);
    const bool known =
        found != kept_.end() &&
        message.referral() ==
            ReferralName(change_.txn.park(), found->second.referral.family, item.referral.id);
    if (!known) return referral::ReferralNotFound(message.referral());
    Kept& kept = found->second;
    item.said.centre = centre_;
    ASSIGN_OR_RETURN(
        const referral::Noted noted,
        referral::Note(kept.referral, item.said, kept.care, facts_.today, kept.sessions));
    result->set_resource(absl::StrCat(message.referral(), "/sessionMonths/",
                                      FormatMonth(absl::CivilMonth(item.said.day))));
    result->set_outcome(noted == referral::Noted::kCreated   ? ItemResult::CREATED
                        : noted == referral::Noted::kUpdated ? ItemResult::UPDATED
                                                             : ItemResult::UNCHANGED);
    if (noted != referral::Noted::kUnchanged) kept.changed.insert(item.said.day);
    return absl::OkStatus();
  }

  rpc::Change& change_;
  const KeyRing& keys_;
  const ReferralFacts& facts_;
  const std::string centre_;
  std::map<std::string, Kept> kept_;  // By referral.
  std::set<std::pair<std::string, absl::CivilDay>> seen_;
};

std::vector<ReferralKey> KeysOf(const v1::BatchRecordSessionsRequest& request) {
  std::map<std::string, ReferralKey> keys;
  for (const v1::ReferralSession& each : request.sessions()) {
    auto key = ReferralKeyOf("referral", each.referral());
    if (key.ok()) keys.emplace(key->id, *key);
  }
  std::vector<ReferralKey> found;
  for (auto& [id, key] : keys) found.push_back(std::move(key));
  return found;
}

// A referral with what a month of it is made of.
struct MonthOfReferral {
  Referral referral;
  Sessions recorded;
  CareDays care;
};

absl::StatusOr<MonthOfReferral> LoadMonth(db::Read& txn, const KeyRing& keys, Referral referral,
                                          absl::CivilMonth month) {
  MonthOfReferral found;
  ASSIGN_OR_RETURN(found.recorded, LoadSessions(txn, keys, referral, MonthPeriod(month)));
  ASSIGN_OR_RETURN(found.care, LoadCareDays(txn, referral.child));
  found.referral = std::move(referral);
  return found;
}

}  // namespace

grpc::Status PlacesService::BatchRecordSessions(grpc::ServerContext* context,
                                                const v1::BatchRecordSessionsRequest* request,
                                                v1::BatchRecordSessionsResponse* response) {
  return front_.Answer(
      context, "BatchRecordSessions", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const std::string centre, CentreOf("parent", request->parent()));
        RETURN_IF_ERROR(CheckItems("sessions", request->sessions_size(), kDaysMax));
        const std::vector<ReferralKey> keys = KeysOf(*request);
        return rpc::Mutate(
            mutation_, caller, *request, response,
            [&] { return AskReferrals(db_, peers_, caller, keys); },
            [&](rpc::Change& change, const ReferralFacts& facts) -> absl::Status {
              SessionBatch batch(change, keys_, facts, centre);
              RETURN_IF_ERROR(batch.Load(keys));
              for (int i = 0; i < request->sessions_size(); ++i) {
                ItemResult* result = response->add_results();
                result->set_index(i);
                batch.Record(request->sessions(i), result);
              }
              return batch.Save();
            });
      });
}

grpc::Status PlacesService::ListCentreSessions(grpc::ServerContext* context,
                                               const v1::ListCentreSessionsRequest* request,
                                               v1::ListCentreSessionsResponse* response) {
  return front_.Answer(
      context, "ListCentreSessions", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const std::string centre, CentreOf("parent", request->parent()));
        if (centre.empty()) return CentreNotFound(request->parent());
        ASSIGN_OR_RETURN(const absl::CivilMonth month, MonthOf("month", request->month()));
        std::vector<Referral> referrals;
        std::vector<MonthOfReferral> months;
        RETURN_IF_ERROR(db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
          ASSIGN_OR_RETURN(const bool exists, CentreExists(txn, centre));
          if (!exists) return CentreNotFound(request->parent());
          ASSIGN_OR_RETURN(referrals, LoadReferralsAt(txn, centre, MonthPeriod(month)));
          for (const Referral& each : referrals) {
            ASSIGN_OR_RETURN(auto loaded, LoadMonth(txn, keys_, each, month));
            months.push_back(std::move(loaded));
          }
          return absl::OkStatus();
        }));
        ASSIGN_OR_RETURN(const Consents consents, AskConsents(peers_, caller, referrals));
        std::map<std::pair<absl::CivilDay, std::string>, v1::CentreSession> sessions;
        for (MonthOfReferral& each : months) {
          consents.Apply(each.referral);
          for (const referral::Session& session :
               SessionsIn(each.referral, each.recorded, MonthPeriod(month), each.care)) {
            if (session.planned.centre != centre) continue;
            sessions[{session.planned.day, each.referral.id}] =
                ToCentreProto(caller.park, each.referral, session);
          }
        }
        for (auto& [key, message] : sessions) *response->add_sessions() = std::move(message);
        return absl::OkStatus();
      });
}

grpc::Status PlacesService::GetSessionMonth(grpc::ServerContext* context,
                                            const v1::GetSessionMonthRequest* request,
                                            v1::SessionMonth* response) {
  return front_.Answer(
      context, "GetSessionMonth", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const SessionMonthKey key, SessionMonthKeyOf(request->name()));
        MonthOfReferral found;
        RETURN_IF_ERROR(db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
          ASSIGN_OR_RETURN(Referral referral, LoadKnownReferral(txn, key.referral));
          ASSIGN_OR_RETURN(found, LoadMonth(txn, keys_, std::move(referral), key.month));
          return absl::OkStatus();
        }));
        ASSIGN_OR_RETURN(const absl::CivilDay today, peers_.AskToday(caller));
        ASSIGN_OR_RETURN(const Consents consents, AskConsents(peers_, caller, {found.referral}));
        consents.Apply(found.referral);
        RETURN_IF_ERROR(rpc::RecordAccess(mutation_, caller, request->name()));
        *response = ToProto(
            caller.park, found.referral, key.month,
            SessionsIn(found.referral, found.recorded, MonthPeriod(key.month), found.care), today);
        return absl::OkStatus();
      });
}

}  // namespace tuoqiao::places
