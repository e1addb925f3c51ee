// Offer policies, and who waits: what families say, what the park and its centres see.
#include <algorithm>
#include <functional>
#include <limits>
#include <map>
#include <memory>
#include <set>
#include <tuple>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "services/common/errors.h"
#include "services/common/period.h"
#include "services/common/resource_name.h"
#include "services/common/rpc/paging.h"
#include "services/common/status_macros.h"
#include "services/places/convert.h"
#include "services/places/errors.h"
#include "services/places/handovers/handover_store.h"
#include "services/places/offers/convert_waiting.h"
#include "services/places/offers/refusal_store.h"
#include "services/places/offers/standing.h"
#include "services/places/offers/waiting.h"
#include "services/places/rounds/round_store.h"
#include "services/places/service.h"
#include "services/places/store.h"

namespace tuoqiao::places {
namespace {

constexpr int64_t kAll = std::numeric_limits<int64_t>::max();
// The last character there is: behind all case numbers.
constexpr char kBehindAllCases[] = "\xf4\x8f\xbf\xbf";

struct WaitingFacts {
  absl::CivilDay today;
  WaitingNumbers numbers;
};

absl::StatusOr<WaitingFacts> AskWaiting(const Peers& peers, const rpc::Caller& caller,
                                        const rules::ParameterFile& pack) {
  WaitingFacts facts;
  ASSIGN_OR_RETURN(facts.today, peers.AskToday(caller));
  ASSIGN_OR_RETURN(facts.numbers, WaitingNumbersOn(pack, facts.today));
  return facts;
}

absl::StatusOr<Application> LoadOwnApplication(db::Read& txn, const ApplicationKey& key) {
  ASSIGN_OR_RETURN(const auto applications, LoadApplicationsOf(txn, key.family));
  for (const Application& each : applications) {
    if (each.id == key.id) return each;
  }
  return ApplicationNotFound(ApplicationNameOf(txn.park(), key.family, key.id));
}

// What the family of an application says: locks it, lets `say` decide, saves and publishes.
absl::Status Say(rpc::Change& change, const ApplicationKey& key, absl::string_view kind,
                 absl::CivilDay today, v1::Application* response,
                 const std::function<absl::Status(Application&)>& say) {
  RETURN_IF_ERROR(LockWaitingList(change.txn));
  ASSIGN_OR_RETURN(Application application, LoadOwnApplication(change.txn, key));
  const int64_t revision = application.revision;
  RETURN_IF_ERROR(say(application));
  *response = ToProto(change.txn.park(), application, today);
  if (application.revision == revision) return absl::OkStatus();
  RETURN_IF_ERROR(UpdateApplications(change.txn, {application}));
  change.Publish(kind, response->name(), application.revision, *response);
  return absl::OkStatus();
}

// Pages of the park's applications, or those of one family.
class WaitingPages {
 public:
  WaitingPages(db::Read& txn, const KeyRing& keys, const WaitingFacts& facts,
               const v1::ListWaitingRequest& request)
      : txn_(txn), keys_(keys), facts_(facts), request_(request) {}

  // The key of the last where there may be more; else an empty text.
  absl::StatusOr<std::string> Fill(const std::string& family, const std::string& after,
                                   int64_t most, v1::ListWaitingResponse* response) {
    std::string last = after;
    while (true) {
      ASSIGN_OR_RETURN(const auto applications, Load(family, last, most));
      for (const Application& each : applications) {
        last = absl::StrCat(each.case_number, "\n", each.id);
        RETURN_IF_ERROR(Add(each, response));
        if (response->waiting_size() == most) return last;
      }
      if (!family.empty() || static_cast<int64_t>(applications.size()) < most) {
        return std::string();
      }
    }
  }

 private:
  absl::StatusOr<std::vector<Application>> Load(const std::string& family, const std::string& after,
                                                int64_t most) {
    const std::pair<std::string, std::string> parts =
        absl::StrSplit(after, absl::MaxSplits('\n', 1));
    if (family.empty()) return LoadApplications(txn_, {parts.first, parts.second, most});
    ASSIGN_OR_RETURN(auto own, LoadApplicationsOf(txn_, family));
    own.erase(std::remove_if(own.begin(), own.end(),
                             [&](const Application& each) {
                               return std::tie(each.case_number, each.id) <=
                                      std::tie(parts.first, parts.second);
                             }),
              own.end());
    return own;
  }

  absl::Status Add(const Application& application, v1::ListWaitingResponse* response) {
    const auto confirming = ConfirmingOn(application, facts_.numbers, facts_.today);
    if (!confirming.has_value()) return absl::OkStatus();
    ASSIGN_OR_RETURN(auto refusals,
                     LoadRefusals(txn_, keys_, {"", application.family, "", "", kAll}));
    refusals.erase(std::remove_if(refusals.begin(), refusals.end(),
                                  [](const Refusal& each) { return !each.Stands(); }),
                   refusals.end());
    v1::WaitingApplication waiting =
        ToProto(txn_.park(), application, *confirming, refusals, facts_.today);
    const bool wanted =
        (request_.confirmation() == v1::WaitingApplication::CONFIRMATION_UNSPECIFIED ||
         request_.confirmation() == waiting.confirmation()) &&
        (!request_.answer_overdue() || waiting.answer_overdue());
    if (wanted) *response->add_waiting() = std::move(waiting);
    return absl::OkStatus();
  }

  db::Read& txn_;
  const KeyRing& keys_;
  const WaitingFacts& facts_;
  const v1::ListWaitingRequest& request_;
};

struct EligibleFacts {
  absl::CivilDay today;
  std::shared_ptr<const Children> children;
  std::shared_ptr<const Decisions> decisions;
  std::shared_ptr<const std::set<std::string>> barred;
};

absl::StatusOr<EligibleFacts> AskEligible(const Peers& peers, const rpc::Caller& caller,
                                          const std::string& programme) {
  RETURN_IF_ERROR(peers.CheckProgramme(caller, programme));
  EligibleFacts facts;
  ASSIGN_OR_RETURN(facts.today, peers.AskToday(caller));
  ASSIGN_OR_RETURN(facts.children, peers.AskChildren(caller, {}));
  ASSIGN_OR_RETURN(facts.decisions, peers.AskDecisions(caller, programme, {}));
  ASSIGN_OR_RETURN(facts.barred, peers.AskBarred(caller, programme, facts.today));
  return facts;
}

absl::StatusOr<std::vector<Unplaced>> LoadUnplaced(db::Read& txn, const EligibleFacts& facts) {
  ASSIGN_OR_RETURN(const auto placed, LoadPlacedChildren(txn, facts.today));
  return FindUnplaced({*facts.children, *facts.decisions, *facts.barred, placed, facts.today});
}

}  // namespace

grpc::Status PlacesService::SetOfferPolicy(grpc::ServerContext* context,
                                           const v1::SetOfferPolicyRequest* request,
                                           v1::OfferPolicy* response) {
  return front_.Answer(
      context, "SetOfferPolicy", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const OfferPolicy said, FromProto(request->policy()));
        return rpc::Mutate(
            mutation_, caller, *request, response,
            [&] { return AskWaiting(peers_, caller, packs_.waiting); },
            [&](rpc::Change& change, const WaitingFacts& facts) -> absl::Status {
              RETURN_IF_ERROR(CheckPolicy(said, facts.numbers, facts.today));
              RETURN_IF_ERROR(LockWaitingList(change.txn));
              ASSIGN_OR_RETURN(const auto known, LoadOfferPolicies(change.txn));
              OfferPolicy policy = said;
              policy.revision = 1;
              for (const OfferPolicy& each : known) {
                if (each.from != said.from) continue;
                policy.revision = SamePolicy(each, said) ? each.revision : each.revision + 1;
                if (SamePolicy(each, said)) {
                  *response = ToProto(caller.park, policy);
                  return absl::OkStatus();
                }
              }
              RETURN_IF_ERROR(SaveOfferPolicy(change.txn, policy));
              *response = ToProto(caller.park, policy);
              change.Publish("OfferPolicySet", response->name(), policy.revision, *response);
              return absl::OkStatus();
            });
      });
}

grpc::Status PlacesService::ListOfferPolicies(grpc::ServerContext* context,
                                              const v1::ListOfferPoliciesRequest* request,
                                              v1::ListOfferPoliciesResponse* response) {
  return front_.Answer(
      context, "ListOfferPolicies", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(
            const rpc::Page page,
            rpc::ReadPage(request->page_size(), request->page_token(), "offerPolicies"));
        return db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
          ASSIGN_OR_RETURN(const auto policies, LoadOfferPolicies(txn));
          for (const OfferPolicy& each : policies) {
            if (FormatDay(each.from) <= page.after) continue;
            if (response->offer_policies_size() == page.size) {
              response->set_next_page_token(rpc::NextPageToken(
                  "offerPolicies",
                  LastPart(response->offer_policies(response->offer_policies_size() - 1).name())));
              break;
            }
            *response->add_offer_policies() = ToProto(caller.park, each);
          }
          return absl::OkStatus();
        });
      });
}

grpc::Status PlacesService::ListWaiting(grpc::ServerContext* context,
                                        const v1::ListWaitingRequest* request,
                                        v1::ListWaitingResponse* response) {
  return front_.Answer(
      context, "ListWaiting", *request, [&](const rpc::Caller& caller) -> absl::Status {
        std::string family;
        if (request->parent() != ParkName(caller.park)) {
          ASSIGN_OR_RETURN(family, FamilyOf("parent", request->parent()));
        }
        const std::string list =
            absl::StrCat(request->parent(), "/waiting?", request->confirmation(), "&",
                         request->answer_overdue());
        ASSIGN_OR_RETURN(const rpc::Page page,
                         rpc::ReadPage(request->page_size(), request->page_token(), list));
        ASSIGN_OR_RETURN(const WaitingFacts facts, AskWaiting(peers_, caller, packs_.waiting));
        return db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
          WaitingPages pages(txn, keys_, facts, *request);
          ASSIGN_OR_RETURN(const std::string last,
                           pages.Fill(family, page.after, page.size, response));
          if (!last.empty()) response->set_next_page_token(rpc::NextPageToken(list, last));
          return absl::OkStatus();
        });
      });
}

grpc::Status PlacesService::ListCentreWaiting(grpc::ServerContext* context,
                                              const v1::ListCentreWaitingRequest* request,
                                              v1::ListCentreWaitingResponse* response) {
  return front_.Answer(
      context, "ListCentreWaiting", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const std::string id, CentreOf("parent", request->parent()));
        const std::string list = absl::StrCat(request->parent(), "/waiting");
        ASSIGN_OR_RETURN(const rpc::Page page,
                         rpc::ReadPage(request->page_size(), request->page_token(), list));
        int64_t after = 0;
        if (!page.after.empty() && !absl::SimpleAtoi(page.after, &after)) {
          return FieldInvalid("page_token", "was not made by this list", "不属于该列表");
        }
        ASSIGN_OR_RETURN(const absl::CivilDay today, peers_.AskToday(caller));
        ASSIGN_OR_RETURN(const auto children, peers_.AskChildren(caller, {}));
        return db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
          ASSIGN_OR_RETURN(const auto centre, LoadCentre(txn, id));
          if (!centre.has_value()) return CentreNotFound(request->parent());
          ASSIGN_OR_RETURN(const auto waiting, LoadWaiting(txn, {QueuePlace(), today}, kAll));
          std::vector<Application> applications;
          for (const Waiting& each : waiting) {
            if (!each.placed) applications.push_back(each.application);
          }
          ASSIGN_OR_RETURN(const auto passed_over, LoadDeclined(txn));
          ASSIGN_OR_RETURN(const auto rounds, LoadGroupsInRounds(txn));
          std::set<std::string> groups;
          for (const auto& [group, round] : rounds) groups.insert(group);
          const auto line = LineOf(*centre, applications, {*children, passed_over, groups, today});
          for (const InLine& each : line) {
            if (each.rank <= after) continue;
            if (response->waiting_size() == page.size) {
              response->set_next_page_token(rpc::NextPageToken(
                  list, absl::StrCat(response->waiting(response->waiting_size() - 1).rank())));
              break;
            }
            *response->add_waiting() = ToProto(caller.park, each);
          }
          return absl::OkStatus();
        });
      });
}

grpc::Status PlacesService::ConfirmWaiting(grpc::ServerContext* context,
                                           const v1::ConfirmWaitingRequest* request,
                                           v1::Application* response) {
  return front_.Answer(
      context, "ConfirmWaiting", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const ApplicationKey key, ApplicationKeyOf("name", request->name()));
        return rpc::Mutate(
            mutation_, caller, *request, response,
            [&] { return AskWaiting(peers_, caller, packs_.waiting); },
            [&](rpc::Change& change, const WaitingFacts& facts) -> absl::Status {
              ASSIGN_OR_RETURN(const OfferTerms terms,
                               LoadTerms(change.txn, facts.numbers, facts.today));
              return Say(change, key, "WaitingConfirmed", facts.today, response,
                         [&](Application& application) {
                           return places::ConfirmWaiting(application, terms.numbers, facts.today);
                         });
            });
      });
}

grpc::Status PlacesService::WithdrawApplication(grpc::ServerContext* context,
                                                const v1::WithdrawApplicationRequest* request,
                                                v1::Application* response) {
  return front_.Answer(
      context, "WithdrawApplication", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const ApplicationKey key, ApplicationKeyOf("name", request->name()));
        return rpc::Mutate(
            mutation_, caller, *request, response, [&] { return peers_.AskToday(caller); },
            [&](rpc::Change& change, absl::CivilDay today) -> absl::Status {
              return Say(change, key, "ApplicationWithdrawn", today, response,
                         [&](Application& application) -> absl::Status {
                           RETURN_IF_ERROR(LockChild(change.txn, application.child));
                           // Under the lock: its offer may have been taken meanwhile.
                           ASSIGN_OR_RETURN(application, LoadOwnApplication(change.txn, key));
                           ASSIGN_OR_RETURN(auto offer, LoadOpenOffer(change.txn, application.id));
                           Offer* const open = offer.has_value() ? &*offer : nullptr;
                           const int64_t before = offer.has_value() ? offer->revision : 0;
                           RETURN_IF_ERROR(Withdraw(application, open, today));
                           if (!offer.has_value() || offer->revision == before) {
                             return absl::OkStatus();
                           }
                           RETURN_IF_ERROR(SaveOffers(change.txn, {*offer}));
                           change.Publish("OfferDeclined", OfferName(caller.park, *offer),
                                          offer->revision, ToProto(caller.park, *offer, today));
                           return absl::OkStatus();
                         });
            });
      });
}

grpc::Status PlacesService::ChangeChoices(grpc::ServerContext* context,
                                          const v1::ChangeChoicesRequest* request,
                                          v1::Application* response) {
  return front_.Answer(
      context, "ChangeChoices", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const ApplicationKey key, ApplicationKeyOf("name", request->name()));
        ASSIGN_OR_RETURN(const auto choices, ChoicesFrom(caller.park, request->choices()));
        return rpc::Mutate(
            mutation_, caller, *request, response, [&] { return peers_.AskToday(caller); },
            [&](rpc::Change& change, absl::CivilDay today) -> absl::Status {
              return Say(change, key, "ChoicesChanged", today, response,
                         [&](Application& application) -> absl::Status {
                           ASSIGN_OR_RETURN(const auto centres, LoadCentreIds(change.txn));
                           for (const std::string& each : choices) {
                             if (centres.count(each) == 0) {
                               return CentreNotFound(CentreName(caller.park, each));
                             }
                           }
                           return places::ChangeChoices(application, choices, today);
                         });
            });
      });
}

grpc::Status PlacesService::ListUnplaced(grpc::ServerContext* context,
                                         const v1::ListUnplacedRequest* request,
                                         v1::ListUnplacedResponse* response) {
  return front_.Answer(
      context, "ListUnplaced", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const std::string programme,
                         ProgrammeOf(caller.park, request->programme()));
        const std::string list = absl::StrCat("unplaced?", programme);
        ASSIGN_OR_RETURN(const rpc::Page page,
                         rpc::ReadPage(request->page_size(), request->page_token(), list));
        ASSIGN_OR_RETURN(const EligibleFacts facts, AskEligible(peers_, caller, programme));
        return db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
          ASSIGN_OR_RETURN(const auto unplaced, LoadUnplaced(txn, facts));
          ASSIGN_OR_RETURN(const auto applications,
                           LoadLastApplications(txn, {programme, "", kBehindAllCases}));
          for (const Unplaced& each : unplaced) {
            if (each.case_number <= page.after) continue;
            if (response->unplaced_size() == page.size) {
              response->set_next_page_token(rpc::NextPageToken(
                  list, response->unplaced(response->unplaced_size() - 1).case_number()));
              break;
            }
            v1::UnplacedChild* to = response->add_unplaced();
            to->set_child(ChildName(caller.park, each.family, each.child));
            to->set_case_number(each.case_number);
            to->set_eligible_from_date(FormatDay(each.eligible_since));
            const auto application = applications.find(each.case_number);
            if (application == applications.end()) continue;
            const v1::Application last = ToProto(caller.park, application->second, facts.today);
            to->set_application_state(last.state());
            to->set_application(last.name());
          }
          return absl::OkStatus();
        });
      });
}

grpc::Status PlacesService::CountUnplaced(grpc::ServerContext* context,
                                          const v1::CountUnplacedRequest* request,
                                          v1::CountUnplacedResponse* response) {
  return front_.Answer(
      context, "CountUnplaced", *request, [&](const rpc::Caller& caller) -> absl::Status {
        const std::string firm = LastPart(request->parent());
        ASSIGN_OR_RETURN(const std::string programme,
                         ProgrammeOf(caller.park, request->programme()));
        ASSIGN_OR_RETURN(const EligibleFacts facts, AskEligible(peers_, caller, programme));
        return db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
          ASSIGN_OR_RETURN(const auto unplaced, LoadUnplaced(txn, facts));
          ASSIGN_OR_RETURN(const auto applications,
                           LoadLastApplications(txn, {programme, "", kBehindAllCases}));
          int64_t all = 0, waiting = 0;
          for (const Unplaced& each : unplaced) {
            const Child& child = facts.children->at(each.case_number);
            if (FirmsOn(child, facts.today).count(firm) == 0) continue;
            ++all;
            const auto application = applications.find(each.case_number);
            if (application == applications.end()) continue;
            const ApplicationState state = StateOn(application->second, facts.today);
            waiting += state == ApplicationState::kWaiting || state == ApplicationState::kOffered;
          }
          const UnplacedCount count = MayTell(all, waiting);
          response->set_unplaced(static_cast<int32_t>(count.unplaced));
          response->set_waiting(static_cast<int32_t>(count.waiting));
          response->set_fewer_than_five(count.few);
          return absl::OkStatus();
        });
      });
}

}  // namespace tuoqiao::places
