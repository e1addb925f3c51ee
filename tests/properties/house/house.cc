#include "tests/properties/house/house.h"

#include <algorithm>
#include <chrono>
#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/billing/module.h"
#include "services/common/check.h"
#include "services/common/db/outbox.h"
#include "services/common/rpc/events.h"
#include "services/common/status_macros.h"
#include "services/ledger/hearing.h"
#include "services/ledger/module.h"
#include "services/payroll/hearing.h"
#include "services/payroll/module.h"
#include "services/settlement/hearing.h"
#include "services/settlement/module.h"

namespace tuoqiao::house {
namespace {

// Who hears whom, as the modules have it. A year heard by turns comes to the same state as one that
// the services heard by themselves, or the year's test says so: this table misses nobody.
struct Ear {
  const char* listener;
  const char* source;
  absl::Status (*hear)(rpc::Change&, const std::vector<type::v1::Event>&);
};
const std::vector<Ear>& Ears() {
  static const auto* const kEars = new std::vector<Ear>{
      {"payroll", "billing", payroll::Hear},
      {"ledger", "billing", ledger::Hear},
      {"ledger", "payroll", ledger::Hear},
      {"ledger", "settlement", ledger::Hear},
      {"settlement", "billing", settlement::HearShares},
      {"settlement", "payroll", settlement::HearShares},
      {"settlement", "ledger", settlement::HearBooked},
  };
  return *kEars;
}

constexpr int64_t kAllEvents = 500;

}  // namespace

const std::vector<std::string>& House::Services() {
  static const auto* const kServices =
      new std::vector<std::string>{"billing", "payroll", "ledger", "settlement"};
  return *kServices;
}

House::House(Hearing hearing)
    : hearing_(hearing),
      clock_(absl::FromCivil(absl::CivilDay(2026, 1, 1), absl::UTCTimeZone())),
      tokens_(TokenKey::Generate()),
      keys_(KeyRing::FromBytes(std::string(32, 'k'))) {
  AddPeer("directory", directory_);
  AddPeer("places", places_);
  AddPeer("eligibility", eligibility_);
  AddService("billing", billing::Schema(), billing::MakeModule);
  AddService("payroll", payroll::Schema(), payroll::MakeModule);
  AddService("ledger", ledger::Schema(), ledger::MakeModule);
  AddService("settlement", settlement::Schema(), settlement::MakeModule);
}

void House::Start() {
  for (auto& [name, hosted] : hosted_) {
    if (hearing_ == Hearing::kByThemselves) {
      hosted->module->Start();
    } else if (hosted->module->operations() != nullptr) {
      hosted->module->operations()->Start();
    }
  }
}

House::~House() {
  for (auto& [name, hosted] : hosted_) hosted->module->Stop();
  for (auto& [name, hosted] : hosted_) hosted->server->Shutdown();
  for (auto& peer : peers_) peer->Shutdown();
}

void House::AddService(const std::string& name, const std::vector<db::SchemaFile>& schema,
                       Make make) {
  auto hosted = std::make_unique<Hosted>();
  hosted->db = *db::OpenSqlite(":memory:");
  CHECK(db::Migrate(*hosted->db, schema).ok());
  hosted->badge = std::make_unique<rpc::Badge>(name, *tokens_, clock_);
  const rpc::Ground ground = {*hosted->db,
                              clock_,
                              *tokens_,
                              *keys_,
                              metrics_,
                              *hosted->badge,
                              [this](const std::string& peer) {
                                return rpc::Link([this, peer] { return channels_.at(peer); });
                              },
                              "services/rules"};
  auto module = make(ground);
  CHECK(module.ok());
  hosted->module = *std::move(module);
  grpc::ServerBuilder builder;
  builder.RegisterService(&hosted->module->service());
  hosted->server = builder.BuildAndStart();
  channels_[name] = hosted->server->InProcessChannel({});
  hosted_[name] = std::move(hosted);
}

void House::AddPeer(const std::string& name, grpc::Service& service) {
  grpc::ServerBuilder builder;
  builder.RegisterService(&service);
  peers_.push_back(builder.BuildAndStart());
  channels_[name] = peers_.back()->InProcessChannel({});
}

void House::LookAt(const World& world) {
  directory_.world = &world;
  places_.world = &world;
  eligibility_.world = &world;
  if (std::exchange(started_, true)) return;
  if (hearing_ == Hearing::kByThemselves) directory_.listed = {world.park};
  Start();
}

const std::string& House::TokenOf(const Person& person) {
  std::string& token =
      signed_tokens_[absl::StrCat(person.role, " ", person.scope, " ", person.subject)];
  if (token.empty()) {
    token = absl::StrCat("Bearer ", tokens_->Sign({person.subject,
                                                   person.role,
                                                   {person.scope},
                                                   person.role == "OPS" ? "test" : "",
                                                   clock_.Now() + absl::Hours(1)}));
  }
  return token;
}

google::longrunning::Operation House::Wait(const std::string& service,
                                           const std::string& operation) {
  rpc::Caller caller;
  caller.service = service;
  caller.park = rpc::ParkOf(operation);
  while (true) {
    const auto found = hosted_.at(service)->module->operations()->Get(caller, operation);
    CHECK(found.ok());
    if (found->done()) return *found;
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
}

absl::StatusOr<int64_t> House::Hear(House& source, size_t ear, const std::string& park,
                                    int64_t events_max) {
  const Ear& at = Ears()[ear];
  Hosted& listener = *hosted_.at(at.listener);
  int64_t heard = 0;
  RETURN_IF_ERROR(listener.db->ReadIn(park, [&](db::Read& txn) -> absl::Status {
    ASSIGN_OR_RETURN(heard, db::LoadCursor(txn, at.source));
    return absl::OkStatus();
  }));
  const rpc::Caller caller = listener.badge->AsCaller(park);
  type::v1::ListEventsRequest request;
  request.set_after(heard);
  request.set_page_size(static_cast<int32_t>(events_max));
  type::v1::ListEventsResponse page;
  RETURN_IF_ERROR(rpc::ListEvents(source.db(at.source), caller, request, &page));
  if (page.events().empty()) return 0;
  const std::vector<type::v1::Event> events(page.events().begin(), page.events().end());
  RETURN_IF_ERROR(
      rpc::Write({*listener.db, clock_}, caller, absl::StrCat("hear-", at.source, "-", heard),
                 [&](rpc::Change& change) -> absl::Status {
                   RETURN_IF_ERROR(at.hear(change, events));
                   return db::SaveCursor(change.txn, at.source, events.back().position());
                 }));
  return static_cast<int64_t>(events.size());
}

absl::Status House::HearSome(const std::string& park, Random& random) {
  for (int i = random.Between(1, 6); i > 0; --i) {
    const int ear = random.Below(static_cast<int>(Ears().size()));
    RETURN_IF_ERROR(Hear(*this, ear, park, random.Between(1, 20)).status());
  }
  return absl::OkStatus();
}

absl::Status House::HearAllOf(const std::string& listener, const std::string& source,
                              const std::string& park) {
  for (size_t ear = 0; ear < Ears().size(); ++ear) {
    if (listener != Ears()[ear].listener || source != Ears()[ear].source) continue;
    int64_t heard = 0;
    do {
      ASSIGN_OR_RETURN(heard, Hear(*this, ear, park, kAllEvents));
    } while (heard > 0);
  }
  return absl::OkStatus();
}

absl::Status House::HearAll(const std::string& park) {
  int64_t heard = 0;
  do {
    heard = 0;
    for (size_t ear = 0; ear < Ears().size(); ++ear) {
      ASSIGN_OR_RETURN(const int64_t more, Hear(*this, ear, park, kAllEvents));
      heard += more;
    }
  } while (heard > 0);
  return absl::OkStatus();
}

absl::Status House::HearAgain(House& other, const std::string& park,
                              const std::vector<std::string>& listeners, Random& random) {
  std::vector<size_t> ears;
  for (size_t ear = 0; ear < Ears().size(); ++ear) {
    if (std::find(listeners.begin(), listeners.end(), Ears()[ear].listener) != listeners.end()) {
      ears.push_back(ear);
    }
  }
  int64_t heard = 0;
  do {
    heard = 0;
    random.Shuffle(ears);
    for (const size_t ear : ears) {
      ASSIGN_OR_RETURN(const int64_t more, Hear(other, ear, park, random.Between(1, 60)));
      heard += more;
    }
  } while (heard > 0);
  return absl::OkStatus();
}

void House::WaitUntilHeard(const std::string& park) {
  for (bool waits = true; waits;) {
    waits = false;
    for (const Ear& ear : Ears()) {
      int64_t heard = 0, head = 0;
      CHECK(db(ear.source)
                .ReadIn(park,
                        [&](db::Read& txn) -> absl::Status {
                          ASSIGN_OR_RETURN(head, db::LogPosition(txn));
                          return absl::OkStatus();
                        })
                .ok());
      CHECK(db(ear.listener)
                .ReadIn(park,
                        [&](db::Read& txn) -> absl::Status {
                          ASSIGN_OR_RETURN(heard, db::LoadCursor(txn, ear.source));
                          return absl::OkStatus();
                        })
                .ok());
      waits = waits || heard < head;
    }
    if (waits) std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
}

absl::StatusOr<std::vector<type::v1::Event>> House::EventsOf(const std::string& service,
                                                             const std::string& park) {
  std::vector<type::v1::Event> events;
  type::v1::ListEventsRequest request;
  request.set_page_size(kAllEvents);
  while (true) {
    type::v1::ListEventsResponse page;
    RETURN_IF_ERROR(
        rpc::ListEvents(db(service), hosted_.at(service)->badge->AsCaller(park), request, &page));
    if (page.events().empty()) return events;
    events.insert(events.end(), page.events().begin(), page.events().end());
    request.set_after(events.back().position());
  }
}

absl::StatusOr<int64_t> House::LogPosition(const std::string& service, const std::string& park) {
  int64_t position = 0;
  RETURN_IF_ERROR(db(service).ReadIn(park, [&](db::Read& txn) -> absl::Status {
    ASSIGN_OR_RETURN(position, db::LogPosition(txn));
    return absl::OkStatus();
  }));
  return position;
}

absl::StatusOr<std::vector<LogRow>> House::LogAfter(const std::string& service,
                                                    const std::string& park, int64_t position) {
  std::vector<LogRow> rows;
  RETURN_IF_ERROR(db(service).ReadIn(park, [&](db::Read& txn) {
    return db::ReadLog(txn, position, 1000000, [&](const LogRow& row) {
      rows.push_back(row);
      return absl::OkStatus();
    });
  }));
  return rows;
}

}  // namespace tuoqiao::house
