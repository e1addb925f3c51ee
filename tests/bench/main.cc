// The parts of a measurement that have to be C++; `tests/bench/run` puts them together. Each verb
// prints one line of JSON.
#include <iostream>
#include <nlohmann/json.hpp>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/cli/commands.h"
#include "services/cli/files.h"
#include "services/common/status_macros.h"
#include "services/server/config.h"
#include "tests/bench/accept.h"
#include "tests/bench/again.h"
#include "tests/bench/crowd.h"
#include "tests/bench/decide.h"
#include "tests/bench/find.h"
#include "tests/bench/hear.h"
#include "tests/bench/load.h"
#include "tests/bench/month.h"
#include "tests/bench/read.h"
#include "tests/bench/search.h"

namespace tuoqiao::bench {
namespace {

using cli::Arguments;
using Json = nlohmann::ordered_json;

// What `tuoqiao month live` sends, so that a step may follow on what it or another step did.
constexpr char kSession[] = "story";

absl::StatusOr<std::unique_ptr<cli::Client>> Connect(const Arguments& arguments,
                                                     const std::string& address) {
  return cli::Client::Connect({address, arguments.Get("key"), "", kSession}, absl::Seconds(10));
}

absl::StatusOr<std::string> Sample(const Arguments& arguments) {
  if (arguments.words().size() == 1) return arguments.words()[0];
  return absl::InvalidArgumentError("name one folder of a sample");
}

absl::Status Print(const Json& json) {
  std::cout << json.dump() << std::endl;
  return absl::OkStatus();
}

Json ToJson(const cli::RowsReport& rows) {
  return {{"read", rows.read},
          {"created", rows.created},
          {"updated", rows.updated},
          {"unchanged", rows.unchanged},
          {"rejected", rows.rejected.size()}};
}

absl::Status RunSetUp(const Arguments& arguments) {
  ASSIGN_OR_RETURN(const std::string sample, Sample(arguments));
  ASSIGN_OR_RETURN(const auto client, Connect(arguments, arguments.Get("server")));
  return SetUp(*client, sample);
}

absl::Status RunRosters(const Arguments& arguments) {
  ASSIGN_OR_RETURN(const std::string sample, Sample(arguments));
  ASSIGN_OR_RETURN(const auto client, Connect(arguments, arguments.Get("server")));
  ASSIGN_OR_RETURN(const Rosters rosters, ImportRosters(*client, sample));
  Json json = ToJson(rosters.rows);
  json["seconds"] = absl::ToDoubleSeconds(rosters.taken);
  return Print(json);
}

absl::Status RunAgain(const Arguments& arguments) {
  ASSIGN_OR_RETURN(const std::string sample, Sample(arguments));
  ASSIGN_OR_RETURN(const std::string config, arguments.Need("config"));
  ASSIGN_OR_RETURN(const Again again, ImportRostersAgain(config, sample, arguments.Get("session")));
  Json json = ToJson(again.rows);
  json["written"] = again.written;
  return Print(json);
}

absl::Status RunPreview(const Arguments& arguments) {
  ASSIGN_OR_RETURN(const std::string sample, Sample(arguments));
  ASSIGN_OR_RETURN(const auto client, Connect(arguments, arguments.Get("server")));
  return Preview(*client, sample);
}

absl::Status RunClose(const Arguments& arguments) {
  ASSIGN_OR_RETURN(const std::string sample, Sample(arguments));
  ASSIGN_OR_RETURN(const auto billing, Connect(arguments, arguments.Get("server")));
  ASSIGN_OR_RETURN(const auto ledger, Connect(arguments, arguments.Get("ledger")));
  ASSIGN_OR_RETURN(const Close close, CloseMonth(*billing, *ledger, sample));
  return Print({{"children", close.children},
                {"seconds", absl::ToDoubleSeconds(close.closed)},
                {"booked_seconds", absl::ToDoubleSeconds(close.booked)}});
}

absl::Status RunRead(const Arguments& arguments) {
  ASSIGN_OR_RETURN(const std::string park, arguments.Need("park"));
  ASSIGN_OR_RETURN(const auto client, Connect(arguments, arguments.Get("server")));
  ReadOptions options;
  options.address = arguments.Get("from").empty() ? arguments.Get("server") : arguments.Get("from");
  options.token_key_file = arguments.Get("key");
  options.park = absl::StrCat("parks/", park);
  if (!absl::SimpleAtoi(arguments.Get("clients"), &options.clients) || options.clients < 1) {
    return absl::InvalidArgumentError("--clients is a number");
  }
  if (!absl::ParseDuration(arguments.Get("duration"), &options.duration)) {
    return absl::InvalidArgumentError("--duration is one, e.g. 5s");
  }
  ASSIGN_OR_RETURN(const auto names, EmployeeNames(*client, options.park));
  ASSIGN_OR_RETURN(const Reads reads, ReadEmployees(options, names));
  if (!arguments.Get("save-reply").empty()) {
    RETURN_IF_ERROR(cli::WriteFile(arguments.Get("save-reply"), reads.typical_reply));
  }
  return Print({{"calls", reads.calls},
                {"seconds", absl::ToDoubleSeconds(reads.taken)},
                {"employees", names.size()},
                {"request_bytes", reads.request_bytes / reads.calls},
                {"reply_bytes", reads.reply_bytes / reads.calls}});
}

absl::Status RunEcho(const Arguments& arguments) {
  ASSIGN_OR_RETURN(const std::string path, arguments.Need("reply"));
  ASSIGN_OR_RETURN(const std::string port_file, arguments.Need("port-file"));
  ASSIGN_OR_RETURN(const std::string reply, cli::ReadFile(path));
  return Echo(reply, port_file);
}

std::vector<std::string> ServicesOf(const Arguments& arguments) {
  return absl::StrSplit(arguments.Get("services"), ',');
}

// `place` is a folder of SQLite files, or a connection string of libpq.
absl::StatusOr<std::unique_ptr<RawStore>> OpenRaw(const Arguments& arguments, const char* place,
                                                  const std::string& service) {
  ASSIGN_OR_RETURN(const std::string where, arguments.Need(place));
  if (arguments.Get("store") == "postgres") return OpenRawPostgres(where, service);
  return OpenRawSqlite(absl::StrCat(where, "/", service, ".db"));
}

Json ToJson(const std::string& service, const std::vector<TableChange>& changes) {
  Json json = Json::object();
  for (const TableChange& each : changes) {
    json[absl::StrCat(service, ".", each.table.name)] = {{"inserted", each.inserted.size()},
                                                         {"changed", each.changed.size()},
                                                         {"deleted", each.deleted}};
  }
  return json;
}

absl::Status RunCompare(const Arguments& arguments) {
  Json tables = Json::object();
  for (const std::string& service : ServicesOf(arguments)) {
    ASSIGN_OR_RETURN(const auto before, OpenRaw(arguments, "before", service));
    ASSIGN_OR_RETURN(const auto after, OpenRaw(arguments, "after", service));
    ASSIGN_OR_RETURN(const auto changes, Compare(*before, *after));
    tables.update(ToJson(service, changes));
  }
  return Print({{"tables", tables}});
}

// Loads what lies between `before` and `after` into a copy of `before`, and looks whether the copy
// then is `after`.
absl::Status RunLoad(const Arguments& arguments) {
  Json tables = Json::object();
  int64_t rows = 0;
  absl::Duration taken;
  for (const std::string& service : ServicesOf(arguments)) {
    ASSIGN_OR_RETURN(const auto before, OpenRaw(arguments, "before", service));
    ASSIGN_OR_RETURN(const auto after, OpenRaw(arguments, "after", service));
    ASSIGN_OR_RETURN(const auto into, OpenRaw(arguments, "into", service));
    ASSIGN_OR_RETURN(const auto changes, Compare(*before, *after));
    ASSIGN_OR_RETURN(const absl::Duration one, Load(*into, changes));
    taken += one;
    for (const TableChange& each : changes) rows += each.rows();
    tables.update(ToJson(service, changes));
    ASSIGN_OR_RETURN(const auto left, Compare(*into, *after));
    for (const TableChange& each : left) {
      if (each.rows() > 0) {
        return absl::InternalError(absl::StrCat(service, ".", each.table.name, ": ", each.rows(),
                                                " rows are not as the services wrote them"));
      }
    }
  }
  return Print({{"rows", rows}, {"seconds", absl::ToDoubleSeconds(taken)}, {"tables", tables}});
}

absl::Status RunOffers(const Arguments& arguments) {
  ASSIGN_OR_RETURN(const std::string sample, Sample(arguments));
  ASSIGN_OR_RETURN(const auto client, Connect(arguments, arguments.Get("server")));
  return OfferPlaces(*client, sample);
}

absl::Status RunAccept(const Arguments& arguments) {
  ASSIGN_OR_RETURN(const std::string sample, Sample(arguments));
  ASSIGN_OR_RETURN(const auto client, Connect(arguments, arguments.Get("server")));
  ASSIGN_OR_RETURN(const Accepted accepted, AcceptPlaces(*client, sample));
  return Print({{"offers", accepted.offers}, {"seconds", absl::ToDoubleSeconds(accepted.taken)}});
}

// The rows of one table that a step made, put into a copy of `before` one by one.
absl::Status RunCommit(const Arguments& arguments) {
  ASSIGN_OR_RETURN(const std::string service, arguments.Need("services"));
  ASSIGN_OR_RETURN(const std::string table, arguments.Need("table"));
  int64_t writers = 0;
  if (!absl::SimpleAtoi(arguments.Get("writers"), &writers) || writers < 1) {
    return absl::InvalidArgumentError("--writers is a number");
  }
  ASSIGN_OR_RETURN(const auto before, OpenRaw(arguments, "before", service));
  ASSIGN_OR_RETURN(const auto after, OpenRaw(arguments, "after", service));
  ASSIGN_OR_RETURN(const auto changes, Compare(*before, *after));
  std::vector<std::unique_ptr<RawStore>> into(writers);
  for (auto& store : into) {
    ASSIGN_OR_RETURN(store, OpenRaw(arguments, "into", service));
  }
  for (const TableChange& change : changes) {
    if (change.table.name != table) continue;
    ASSIGN_OR_RETURN(const absl::Duration taken, CommitEach(into, change));
    return Print({{"rows", change.inserted.size()}, {"seconds", absl::ToDoubleSeconds(taken)}});
  }
  return absl::FailedPreconditionError(absl::StrCat("nothing in ", table, " differs"));
}

// A database of the ledger alone, made as the services make it.
absl::StatusOr<std::unique_ptr<db::Database>> OpenLedger(const Arguments& arguments,
                                                         const char* place) {
  ASSIGN_OR_RETURN(const std::string where, arguments.Need(place));
  std::unique_ptr<db::Database> db;
  if (arguments.Get("store") == "postgres") {
    ASSIGN_OR_RETURN(db, db::OpenPostgres({where, "ledger"}));
  } else {
    ASSIGN_OR_RETURN(db, db::OpenSqlite(absl::StrCat(where, "/ledger.db")));
  }
  RETURN_IF_ERROR(MakeLedger(*db));
  return db;
}

// Leaves `before` and `into` as they were before anything was heard, for `load`.
absl::Status RunHear(const Arguments& arguments) {
  int64_t statements = 0;
  if (!absl::SimpleAtoi(arguments.Get("statements"), &statements) || statements < 1) {
    return absl::InvalidArgumentError("--statements is a number");
  }
  RETURN_IF_ERROR(OpenLedger(arguments, "before").status());
  RETURN_IF_ERROR(OpenLedger(arguments, "into").status());
  ASSIGN_OR_RETURN(const auto after, OpenLedger(arguments, "after"));
  ASSIGN_OR_RETURN(const Heard heard, HearStatements(*after, statements));
  return Print({{"statements", heard.statements},
                {"postings", heard.postings},
                {"seconds", absl::ToDoubleSeconds(heard.taken)}});
}

// Billing's database alone.
absl::StatusOr<std::unique_ptr<db::Database>> OpenBilling(const Arguments& arguments) {
  ASSIGN_OR_RETURN(const std::string where, arguments.Need("after"));
  if (arguments.Get("store") == "postgres") return db::OpenPostgres({where, "billing"});
  return db::OpenSqlite(absl::StrCat(where, "/billing.db"));
}

absl::Status RunCrowd(const Arguments& arguments) {
  int64_t children = 0;
  if (!absl::SimpleAtoi(arguments.Get("children"), &children) || children < 1) {
    return absl::InvalidArgumentError("--children is a number");
  }
  ASSIGN_OR_RETURN(const auto db, OpenBilling(arguments));
  return PreviewCrowd(*db, children);
}

absl::Status RunCloseCrowd(const Arguments& arguments) {
  ASSIGN_OR_RETURN(const auto db, OpenBilling(arguments));
  ASSIGN_OR_RETURN(const CrowdClosed closed, CloseCrowd(*db));
  return Print({{"children", closed.statements},
                {"total_minor", closed.total_minor},
                {"seconds", absl::ToDoubleSeconds(closed.taken)}});
}

absl::Status RunDecide(const Arguments& arguments) {
  ASSIGN_OR_RETURN(const std::string pack, arguments.Need("pack"));
  ASSIGN_OR_RETURN(const std::string folder, arguments.Need("folder"));
  int64_t children = 0;
  uint64_t seed = 0;
  if (!absl::SimpleAtoi(arguments.Get("children"), &children) || children < 1 ||
      !absl::SimpleAtoi(arguments.Get("seed"), &seed)) {
    return absl::InvalidArgumentError("--children and --seed are numbers");
  }
  ASSIGN_OR_RETURN(const Decided decided, DecideMany(pack, children, seed, folder));
  return Print({{"children", decided.children},
                {"eligible", decided.eligible},
                {"untraced_seconds", absl::ToDoubleSeconds(decided.untraced)},
                {"traced_seconds", absl::ToDoubleSeconds(decided.traced)},
                {"by_two_seconds", absl::ToDoubleSeconds(decided.by_two)}});
}

absl::Status RunSearch(const Arguments& arguments) {
  ASSIGN_OR_RETURN(const std::string conninfo, arguments.Need("conninfo"));
  int64_t centres = 0, searches = 0;
  uint64_t seed = 0;
  if (!absl::SimpleAtoi(arguments.Get("centres"), &centres) || centres < 1 ||
      !absl::SimpleAtoi(arguments.Get("searches"), &searches) || searches < 1 ||
      !absl::SimpleAtoi(arguments.Get("seed"), &seed)) {
    return absl::InvalidArgumentError("--centres, --searches and --seed are numbers");
  }
  ASSIGN_OR_RETURN(const Searched searched, SearchMany(centres, searches, seed, conninfo));
  return Print({{"centres", searched.centres},
                {"searches", searched.searches},
                {"near", searched.near},
                {"fitting", searched.fitting},
                {"shown", searched.shown},
                {"index_seconds", absl::ToDoubleSeconds(searched.index)},
                {"seconds", absl::ToDoubleSeconds(searched.ours)},
                {"without_sentences_seconds", absl::ToDoubleSeconds(searched.without_sentences)},
                {"peer_seconds", absl::ToDoubleSeconds(searched.peer)}});
}

absl::Status RunFind(const Arguments& arguments) {
  ASSIGN_OR_RETURN(const std::string file, arguments.Need("config"));
  ASSIGN_OR_RETURN(const auto config, server::LoadConfig(file));
  FindOptions options;
  if (!absl::SimpleAtoi(arguments.Get("centres"), &options.centres) || options.centres < 1 ||
      !absl::SimpleAtoi(arguments.Get("searches"), &options.searches) || options.searches < 1 ||
      !absl::SimpleAtoi(arguments.Get("clients"), &options.clients) || options.clients < 1 ||
      !absl::SimpleAtoi(arguments.Get("seed"), &options.seed)) {
    return absl::InvalidArgumentError("--centres, --searches, --clients and --seed are numbers");
  }
  ASSIGN_OR_RETURN(const FoundMany found, FindMany(server::WithDefaults(config), options));
  return Print({{"centres", found.centres},
                {"places", found.places},
                {"calls", found.calls},
                {"shown", found.shown},
                {"first_seconds", absl::ToDoubleSeconds(found.first)},
                {"seconds", absl::ToDoubleSeconds(found.taken)},
                {"park_seconds", absl::ToDoubleSeconds(found.parks)}});
}

std::vector<cli::Flag> With(std::vector<cli::Flag> more) {
  std::vector<cli::Flag> flags = {{"server", "HOST:PORT", "", "who is asked"},
                                  {"key", "FILE", "", "the key that signs tokens"},
                                  {"help", "", "", "says what this verb does"}};
  flags.insert(flags.end(), more.begin(), more.end());
  return flags;
}

std::vector<cli::Flag> Stores(std::vector<cli::Flag> more) {
  std::vector<cli::Flag> flags = {{"store", "STORE", "sqlite", "sqlite or postgres"},
                                  {"services", "NAMES", "", "whose databases, with commas between"},
                                  {"before", "PLACE", "", "a folder, or a connection string"},
                                  {"after", "PLACE", "", "the same after the step"},
                                  {"help", "", "", "says what this verb does"}};
  flags.insert(flags.end(), more.begin(), more.end());
  return flags;
}

std::vector<cli::Command> Verbs() {
  return {
      {"set-up", "SAMPLE", "makes the park, its centres and its firms", "", With({}), RunSetUp},
      {"rosters", "SAMPLE", "imports all rosters and times it", "--server is exchange.", With({}),
       RunRosters},
      {"again",
       "SAMPLE",
       "imports all rosters again and counts the rows that engines wrote",
       "In this process.",
       {{"config", "FILE", "", "of a server that does not run"},
        {"session", "TEXT", kSession, "what request ids are derived from"},
        {"help", "", "", "says what this verb does"}},
       RunAgain},
      {"preview", "SAMPLE", "everything up to the preview of the month", "", With({}), RunPreview},
      {"close", "SAMPLE", "closes the previewed month and times it", "--server is billing.",
       With({{"ledger", "HOST:PORT", "", "ledger"}}), RunClose},
      {"offers", "SAMPLE", "everything up to open offers", "", With({}), RunOffers},
      {"accept", "SAMPLE", "accepts all open offers and times it", "--server is places.", With({}),
       RunAccept},
      {"commit", "", "commits the new rows of a table one by one and times it", "",
       Stores({{"into", "PLACE", "", "a copy of before"},
               {"table", "NAME", "", "which"},
               {"writers", "N", "1", "how many at once"}}),
       RunCommit},
      {"read", "", "reads employees with many clients", "--server is directory.",
       With({{"park", "ID", "", "the park"},
             {"from", "HOST:PORT", "", "who answers the reads, if not --server"},
             {"clients", "N", "16", "how many"},
             {"duration", "TIME", "5s", "for how long"},
             {"save-reply", "FILE", "", "gets a typical reply, for the echo"}}),
       RunRead},
      {"echo",
       "",
       "answers reads without doing anything",
       "Until SIGTERM.",
       {{"reply", "FILE", "", "what to answer"},
        {"port-file", "FILE", "", "gets the port"},
        {"help", "", "", "says what this verb does"}},
       RunEcho},
      {"decide",
       "",
       "decides many children by a pack and times it",
       "Writes the same rule and children for the peer.",
       {{"pack", "FILE", "", "a rule file"},
        {"folder", "DIR", "", "where the peer's files go"},
        {"children", "N", "100000", "how many"},
        {"seed", "N", "7", "what they are made of"},
        {"help", "", "", "says what this verb does"}},
       RunDecide},
      {"search",
       "",
       "searches among many centres and times it, and the peer",
       "The peer is earthdistance of the PostgreSQL that is named.",
       {{"conninfo", "TEXT", "", "a connection string; its role may create extensions"},
        {"centres", "N", "100000", "how many"},
        {"searches", "N", "500", "how many"},
        {"seed", "N", "7", "what they are made of"},
        {"help", "", "", "says what this verb does"}},
       RunSearch},
      {"find",
       "",
       "asks a server for centres among many and times it",
       "The config's store is empty.",
       {{"config", "FILE", "", "of a server that does not run"},
        {"centres", "N", "100000", "how many"},
        {"searches", "N", "2000", "how many"},
        {"clients", "N", "2", "at once"},
        {"seed", "N", "7", "what they are made of"},
        {"help", "", "", "says what this verb does"}},
       RunFind},
      {"hear", "", "has the ledger hear closed statements and times it",
       "Of three empty databases `after` gets them; `load` then compares.",
       Stores({{"into", "PLACE", "", "gets the tables alone"},
               {"statements", "N", "50000", "how many"}}),
       RunHear},
      {"crowd", "", "has billing preview a month of many children", "In an empty database.",
       Stores({{"children", "N", "10000", "how many"}}), RunCrowd},
      {"close-crowd", "", "closes that month and times it",
       "In a copy of the database that has its preview.", Stores({}), RunCloseCrowd},
      {"compare", "", "counts the rows that differ, by table", "", Stores({}), RunCompare},
      {"load", "", "loads the rows that differ with the bare driver and times it", "",
       Stores({{"into", "PLACE", "", "a copy of --before"}}), RunLoad},
  };
}

}  // namespace
}  // namespace tuoqiao::bench

int main(int argc, char** argv) {
  return tuoqiao::cli::RunCommand(tuoqiao::bench::Verbs(), {argv + 1, argv + argc});
}
