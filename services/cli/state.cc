#include "services/cli/state.h"

#include <algorithm>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/cli/intake.h"
#include "services/common/hash.h"
#include "services/common/json_text.h"
#include "services/common/status_macros.h"
#include "tuoqiao/billing/v1/billing.grpc.pb.h"
#include "tuoqiao/directory/v1/directory.grpc.pb.h"
#include "tuoqiao/eligibility/v1/eligibility.grpc.pb.h"
#include "tuoqiao/exchange/v1/exchange.grpc.pb.h"
#include "tuoqiao/ledger/v1/ledger.grpc.pb.h"
#include "tuoqiao/payroll/v1/payroll.grpc.pb.h"
#include "tuoqiao/places/v1/places.grpc.pb.h"
#include "tuoqiao/settlement/v1/settlement.grpc.pb.h"

namespace tuoqiao::cli {
namespace {

template <typename Stub>
absl::Status AddAll(Client& client, const std::string& park, std::vector<std::string>* lines) {
  type::v1::ListResourcesRequest request;
  request.set_parent(park);
  return client.ForEachPage<Stub, type::v1::ListResourcesRequest, type::v1::ListResourcesResponse>(
      &Stub::ListResources, request, Operations(park),
      [&](const type::v1::ListResourcesResponse& page) {
        for (const type::v1::Resource& resource : page.resources()) {
          std::string line = "{\"name\":";
          AppendJsonText(resource.name(), &line);
          line += ",\"type\":";
          AppendJsonText(resource.type(), &line);
          absl::StrAppend(&line, ",\"resource\":", resource.json(), "}");
          lines->push_back(std::move(line));
        }
      });
}

}  // namespace

std::string StateText(const State& state) {
  return state.lines.empty() ? "" : absl::StrCat(absl::StrJoin(state.lines, "\n"), "\n");
}

absl::StatusOr<State> ReadState(Client& client, const std::string& park) {
  State state;
  RETURN_IF_ERROR(AddAll<directory::v1::Directory::Stub>(client, park, &state.lines));
  RETURN_IF_ERROR(AddAll<eligibility::v1::Eligibility::Stub>(client, park, &state.lines));
  RETURN_IF_ERROR(AddAll<places::v1::Places::Stub>(client, park, &state.lines));
  RETURN_IF_ERROR(AddAll<billing::v1::Billing::Stub>(client, park, &state.lines));
  RETURN_IF_ERROR(AddAll<payroll::v1::Payroll::Stub>(client, park, &state.lines));
  RETURN_IF_ERROR(AddAll<ledger::v1::Ledger::Stub>(client, park, &state.lines));
  RETURN_IF_ERROR(AddAll<settlement::v1::Settlement::Stub>(client, park, &state.lines));
  RETURN_IF_ERROR(AddAll<exchange::v1::Exchange::Stub>(client, park, &state.lines));
  std::sort(state.lines.begin(), state.lines.end());
  state.sha256 = absl::BytesToHexString(Sha256(StateText(state)));
  return state;
}

}  // namespace tuoqiao::cli
