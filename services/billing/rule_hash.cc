#include "services/billing/rule_hash.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <google/protobuf/message.h>

#include "absl/strings/escaping.h"
#include "services/billing/convert.h"
#include "services/billing/store.h"
#include "services/common/hash.h"
#include "services/common/status_macros.h"

namespace tuoqiao::billing {
namespace {

std::string HashOf(const google::protobuf::Message& message) {
  std::string bytes;
  {
    google::protobuf::io::StringOutputStream stream(&bytes);
    google::protobuf::io::CodedOutputStream coded(&stream);
    coded.SetSerializationDeterministic(true);
    message.SerializeToCodedStream(&coded);
  }
  return Sha256(bytes);
}

}  // namespace

absl::StatusOr<RuleHashes> RuleHashes::Load(db::Read& txn, const std::string& plan) {
  RuleHashes hashes;
  ASSIGN_OR_RETURN(const FundingPlan found, LoadFundingPlan(txn, plan));
  hashes.plan_ = HashOf(ToProto(txn.park(), found));
  ASSIGN_OR_RETURN(const auto tariffs, LoadAllTariffs(txn));
  for (const auto& [key, of_centre] : tariffs) {
    for (const Tariff& each : of_centre) hashes.tariffs_[each.name] = HashOf(ToProto(each));
  }
  return hashes;
}

std::string RuleHashes::Of(const Statement& statement) const {
  const auto tariff = tariffs_.find(statement.tariff);
  return absl::BytesToHexString(
      Sha256OfParts({plan_, tariff == tariffs_.end() ? std::string() : tariff->second}));
}

}  // namespace tuoqiao::billing
