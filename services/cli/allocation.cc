#include "services/cli/allocation.h"

#include <google/protobuf/text_format.h>

#include <iostream>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "services/cli/client.h"
#include "services/cli/files.h"
#include "services/cli/group_name.h"
#include "services/cli/verbs.h"
#include "services/common/errors.h"
#include "services/common/status_macros.h"
#include "services/places/allocation/replay.h"
#include "tuoqiao/places/v1/places.grpc.pb.h"

namespace tuoqiao::cli {
namespace {

namespace v1 = places::v1;
using Stub = v1::Places::Stub;

// Compared, and yet somebody has to look.
absl::Status LogDiffers() {
  return Failure(absl::StatusCode::kDataLoss, "ALLOCATION_LOG_DIFFERS")
      .Say("The log does not come to what it says.", "日志与重新计算的结果不符。")
      .Next(
          "Ask the park for the log again, and compare its hash and digests with those that were "
          "published.",
          "请向园区重新索取日志,并核对事先公布的哈希与摘要。");
}

// What every verb of a round needs.
absl::StatusOr<std::string> RoundBy(const Arguments& arguments, const std::string& park) {
  ASSIGN_OR_RETURN(const std::string round, OneWord(arguments, "allocation"));
  return absl::StrContains(round, '/') ? round : absl::StrCat(park, "/allocations/", round);
}

void PrintLine(absl::string_view what, const std::string& value) {
  if (!value.empty()) std::cout << absl::StrFormat("  %-15s %s\n", what, value);
}

void PrintRound(const v1::Allocation& round) {
  std::cout << absl::StrFormat("%s is %s: %s, ties %s, from %s on\n", round.name(),
                               v1::Allocation::State_Name(round.state()),
                               v1::Allocation::Policy_Name(round.policy()),
                               v1::Allocation::Ties_Name(round.ties()), round.start_date());
  PrintLine("groups", absl::StrCat(round.groups_size()));
  if (round.has_points_policy()) {
    PrintLine("points", absl::StrCat(round.points_policy().display_name(), ", ",
                                     round.points_policy().source()));
  }
  for (const v1::HalfDaySeats& each : round.half_day_seats()) {
    PrintLine("half days", absl::StrCat(each.group(), ": ", each.seats(), " seats"));
  }
  PrintLine("seed hash", round.seed_hash());
  PrintLine("entropy source", round.entropy_source());
  PrintLine("market digest", round.market_digest());
  if (!round.market_digest().empty()) {
    PrintLine("market", absl::StrCat(round.applicants(), " applicants, ", round.seats(), " seats"));
  }
  PrintLine("seed", round.seed());
  PrintLine("public entropy", round.public_entropy());
  PrintLine("result digest", round.result_digest());
  if (!round.result_digest().empty()) {
    PrintLine("given", absl::StrCat(round.placed(), " seats"));
  }
  PrintLine("opened by", round.opened_by());
  PrintLine("ended by", round.ended_by());
  PrintLine("cancelled", round.cancel_reason());
}

absl::Status Print(const Arguments& arguments, const v1::Allocation& round) {
  if (arguments.Has("json")) {
    PrintJson(round);
  } else {
    PrintRound(round);
  }
  return absl::OkStatus();
}

// One of the contract's names, which a person may write in lower case with hyphens.
template <typename Kind>
absl::StatusOr<Kind> KindBy(const Arguments& arguments, const std::string& flag,
                            bool (*parse)(const std::string&, Kind*)) {
  ASSIGN_OR_RETURN(const std::string text, arguments.Need(flag));
  Kind kind{};
  const std::string name = absl::StrReplaceAll(absl::AsciiStrToUpper(text), {{"-", "_"}});
  if (parse(name, &kind)) return kind;
  return absl::InvalidArgumentError(absl::StrCat("--", flag, " is no ", flag, ": ", text));
}

absl::Status ReadText(const std::string& path, google::protobuf::Message* message) {
  ASSIGN_OR_RETURN(const std::string text, ReadFile(path));
  if (google::protobuf::TextFormat::ParseFromString(text, message)) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat(path, " is not a text proto of ", message->GetDescriptor()->full_name()));
}

absl::Status Open(const Arguments& arguments) {
  v1::OpenAllocationRequest request;
  v1::Allocation* round = request.mutable_allocation();
  ASSIGN_OR_RETURN(*request.mutable_allocation_id(), OneWord(arguments, "id for the allocation"));
  ASSIGN_OR_RETURN(const auto policy, KindBy<v1::Allocation::Policy>(arguments, "policy",
                                                                     v1::Allocation::Policy_Parse));
  ASSIGN_OR_RETURN(const auto ties,
                   KindBy<v1::Allocation::Ties>(arguments, "ties", v1::Allocation::Ties_Parse));
  round->set_policy(policy);
  round->set_ties(ties);
  ASSIGN_OR_RETURN(*round->mutable_start_date(), arguments.Need("start"));
  round->set_entropy_source(arguments.Get("entropy-source"));
  if (!arguments.Get("points").empty()) {
    RETURN_IF_ERROR(ReadText(arguments.Get("points"), round->mutable_points_policy()));
  }
  ASSIGN_OR_RETURN(Desk desk, DeskAs(arguments));
  request.set_parent(desk.park);
  for (const absl::string_view each :
       absl::StrSplit(arguments.Get("groups"), ',', absl::SkipEmpty())) {
    round->add_groups(GroupName(desk.park, std::string(each)));
  }
  for (const absl::string_view each :
       absl::StrSplit(arguments.Get("half-day-seats"), ',', absl::SkipEmpty())) {
    const std::pair<std::string, std::string> parts = absl::StrSplit(each, absl::MaxSplits('=', 1));
    v1::HalfDaySeats* const half = round->add_half_day_seats();
    half->set_group(GroupName(desk.park, parts.first));
    int32_t seats = 0;
    if (!absl::SimpleAtoi(parts.second, &seats)) {
      return absl::InvalidArgumentError(
          absl::StrCat("--half-day-seats is not GROUP=SEATS: ", each));
    }
    half->set_seats(seats);
  }
  request.set_request_id(desk.client->RequestId({"open", request.SerializeAsString()}));
  ASSIGN_OR_RETURN(const auto opened, desk.client->Call(&Stub::OpenAllocation, request, desk.who));
  return Print(arguments, opened);
}

absl::Status Freeze(const Arguments& arguments) {
  v1::FreezeAllocationRequest request;
  if (!arguments.Get("catchments").empty()) {
    RETURN_IF_ERROR(ReadText(arguments.Get("catchments"), &request));
  }
  ASSIGN_OR_RETURN(Desk desk, DeskAs(arguments));
  ASSIGN_OR_RETURN(*request.mutable_name(), RoundBy(arguments, desk.park));
  request.set_request_id(desk.client->RequestId({"freeze", request.name()}));
  ASSIGN_OR_RETURN(const auto frozen,
                   desk.client->Call(&Stub::FreezeAllocation, request, desk.who));
  return Print(arguments, frozen);
}

absl::Status RunRound(const Arguments& arguments) {
  v1::RunAllocationRequest request;
  ASSIGN_OR_RETURN(Desk desk, DeskAs(arguments));
  ASSIGN_OR_RETURN(*request.mutable_name(), RoundBy(arguments, desk.park));
  request.set_public_entropy(arguments.Get("entropy"));
  request.set_request_id(desk.client->RequestId({"run", request.name()}));
  ASSIGN_OR_RETURN(const auto started, desk.client->Call(&Stub::RunAllocation, request, desk.who));
  ASSIGN_OR_RETURN(const auto done, WaitFor(*desk.client, started, "draw", desk.who));
  v1::Allocation drawn;
  if (!done.response().UnpackTo(&drawn)) return absl::InternalError("the answer is no allocation");
  return Print(arguments, drawn);
}

absl::Status PublishRound(const Arguments& arguments) {
  v1::PublishAllocationRequest request;
  ASSIGN_OR_RETURN(Desk desk, DeskAs(arguments));
  ASSIGN_OR_RETURN(*request.mutable_name(), RoundBy(arguments, desk.park));
  request.set_request_id(desk.client->RequestId({"publish", request.name()}));
  ASSIGN_OR_RETURN(const auto published,
                   desk.client->Call(&Stub::PublishAllocation, request, desk.who));
  return Print(arguments, published);
}

absl::Status CancelRound(const Arguments& arguments) {
  v1::CancelAllocationRequest request;
  ASSIGN_OR_RETURN(*request.mutable_reason(), arguments.Need("reason"));
  ASSIGN_OR_RETURN(Desk desk, DeskAs(arguments));
  ASSIGN_OR_RETURN(*request.mutable_name(), RoundBy(arguments, desk.park));
  request.set_request_id(desk.client->RequestId({"cancel", request.name()}));
  ASSIGN_OR_RETURN(const auto cancelled,
                   desk.client->Call(&Stub::CancelAllocation, request, desk.who));
  return Print(arguments, cancelled);
}

void PrintResult(const v1::AllocationResult& result) {
  std::cout << absl::StrFormat("%s  %s  %s\n", result.name(),
                               v1::AllocationResult::Reason_Name(result.reason()), result.group());
  for (const v1::AllocationChoice& each : result.choices()) {
    std::cout << absl::StrFormat("  %s  %d points  %s", each.centre(), each.points(),
                                 v1::AllocationChoice::Verdict_Name(each.verdict()));
    if (each.quarter() > 0) std::cout << absl::StrFormat("  quarter %d of 4", each.quarter());
    if (each.points_needed() > 0) {
      std::cout << absl::StrFormat("  %d points or more were needed", each.points_needed());
    }
    std::cout << "\n";
  }
}

absl::Status Show(const Arguments& arguments) {
  ASSIGN_OR_RETURN(Desk desk, DeskAs(arguments));
  v1::GetAllocationRequest request;
  ASSIGN_OR_RETURN(*request.mutable_name(), RoundBy(arguments, desk.park));
  ASSIGN_OR_RETURN(const auto round, desk.client->Call(&Stub::GetAllocation, request, desk.who));
  if (!arguments.Has("results")) return Print(arguments, round);
  v1::ListAllocationResultsRequest list;
  list.set_parent(round.name());
  v1::ListAllocationResultsResponse all;
  RETURN_IF_ERROR(
      (desk.client
           ->ForEachPage<Stub, v1::ListAllocationResultsRequest, v1::ListAllocationResultsResponse>(
               &Stub::ListAllocationResults, list, desk.who,
               [&](const v1::ListAllocationResultsResponse& page) {
                 all.mutable_allocation_results()->MergeFrom(page.allocation_results());
               })));
  if (arguments.Has("json")) {
    PrintJson(all);
    return absl::OkStatus();
  }
  PrintRound(round);
  for (const v1::AllocationResult& each : all.allocation_results()) PrintResult(each);
  return absl::OkStatus();
}

absl::Status Export(const Arguments& arguments) {
  ASSIGN_OR_RETURN(Desk desk, DeskAs(arguments));
  v1::ExportAllocationLogRequest request;
  ASSIGN_OR_RETURN(*request.mutable_name(), RoundBy(arguments, desk.park));
  ASSIGN_OR_RETURN(const auto exported,
                   desk.client->Call(&Stub::ExportAllocationLog, request, desk.who));
  if (!arguments.Get("out").empty()) return WriteFile(arguments.Get("out"), exported.log());
  std::cout << exported.log();
  return absl::OkStatus();
}

// Asks nobody: the file is all there is.
absl::Status Replay(const Arguments& arguments) {
  ASSIGN_OR_RETURN(const std::string path, OneWord(arguments, "log"));
  ASSIGN_OR_RETURN(const std::string text, ReadFile(path));
  ASSIGN_OR_RETURN(const allocation::Log log, allocation::ReadLog(text));
  const auto difference = allocation::FirstDifference(
      log,
      {arguments.Get("seed-hash"), arguments.Get("market-digest"), arguments.Get("result-digest")});
  if (difference.has_value()) {
    std::cout << "differs: " << *difference << "\n";
    return LogDiffers();
  }
  std::cout << absl::StrFormat("equal: %s, %d applicants, %d pools", log.market.round,
                               log.market.applicants.size(), log.market.units.size());
  if (log.drawn.has_value()) {
    std::cout << absl::StrFormat(", %d seats given, no blocking pair\n", log.drawn->seats.size());
  } else {
    std::cout << ", not drawn yet\n";
  }
  return absl::OkStatus();
}

const Flag kAs = As();

}  // namespace

std::vector<Command> AllocationCommands() {
  return {
      {"places allocation open", "ID", "opens a round in which seats are given to all at once",
       "Publishes the rule and the hash of the seed. From then on first come, first served\n"
       "  leaves the groups of the round alone. The table of points is a text proto of\n"
       "  places.v1.PointsPolicy, e.g.\n"
       "    tuoqiao places allocation open 2027-spring --park qilan --start 2027-03-01 \\\n"
       "      --policy deferred-acceptance --points points-2027.textproto",
       With({{"policy", "POLICY", "",
              "first-come, points, lottery or deferred-acceptance (points at each centre)"},
             {"ties", "RULE", "by-lottery", "by-lottery or by-submission"},
             {"start", "YYYY-MM-DD", "", "the day on which the seats are taken"},
             {"groups", "LIST", "", "e.g. C001/L01,C002/L01; by default all groups of the park"},
             {"points", "FILE", "", "the table of points"},
             {"half-day-seats", "LIST", "",
              "seats for half days, e.g. C001/L01=2: each is a morning and an afternoon"},
             {"entropy-source", "TEXT", "",
              "a public figure of a later day that will be mixed into the draw"},
             kAs}),
       Open},
      {"places allocation freeze", "ID", "takes who waits and what is free into a round",
       "Nothing of it changes after that. Families see their points from now on. --catchments is "
       "a\n"
       "  text proto of places.v1.FreezeAllocationRequest that names catchments only.",
       With({{"catchments", "FILE", "", "whose home is in which centre's catchment"}, kAs}),
       Freeze},
      {"places allocation run", "ID", "draws a round",
       "Reveals the seed and computes who gets which seat. Nobody is told yet.",
       With({{"entropy", "TEXT", "", "what the announced source said"}, kAs}), RunRound},
      {"places allocation publish", "ID", "makes offers of a round's results",
       "Another person than who opened the round. Who no longer waits and seats that are gone are\n"
       "  left out, and the next in line gets what is left.",
       With({kAs}), PublishRound},
      {"places allocation cancel", "ID", "gives up a round that is not published",
       "It stays on record. After the draw, another person than who opened the round has to.",
       With({{"reason", "TEXT", "", "why"}, kAs}), CancelRound},
      {"places allocation show", "ID", "shows a round",
       "Its rule, hash, digests and state; with --results what came of each applicant.",
       With({{"results", "", "", "what came of each applicant"}, kAs}), Show},
      {"places allocation export", "ID", "writes the log of a round",
       "The market without names, the seed and the result: what `places replay` reads.",
       With({{"out", "FILE", "", "where to; by default to standard output"}, kAs}), Export},
      {"places replay",
       "FILE",
       "recomputes a round from its log, offline",
       "Checks the digests and the hash of the seed, computes who gets which seat from market and\n"
       "  seed, compares, and looks for a blocking pair. Prints `equal`, or the first difference "
       "and\n"
       "  ends with exit code 3; a text that is no log ends with 1. What was written down when it\n"
       "  was published is compared too, where it is given.",
       {{"seed-hash", "SHA256", "", "as published when the round was opened"},
        {"market-digest", "SHA256", "", "as published at the freeze"},
        {"result-digest", "SHA256", "", "as published with the result"},
        {"help", "", "", "says what this verb does"}},
       Replay},
  };
}

}  // namespace tuoqiao::cli
