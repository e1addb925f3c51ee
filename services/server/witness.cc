#include "services/server/witness.h"

#include <unistd.h>

#include <chrono>
#include <filesystem>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/cli/files.h"
#include "services/common/db/outbox.h"
#include "services/common/log.h"
#include "services/common/status_macros.h"

namespace tuoqiao::server {
namespace {

constexpr auto kPause = std::chrono::minutes(1);
constexpr absl::string_view kEnding = ".head";

// Written beside it first, so that a reader sees the former text or the new one; each process
// beside it in a file of its own, as several may serve from one folder.
absl::Status Replace(const std::string& path, const std::string& text) {
  const std::string half = absl::StrCat(path, ".new-", getpid());
  RETURN_IF_ERROR(cli::WriteFile(half, text));
  std::error_code error;
  std::filesystem::rename(half, path, error);
  return error ? absl::UnavailableError(absl::StrCat("cannot write ", path, ": ", error.message()))
               : absl::OkStatus();
}

std::vector<std::string> HeadFilesIn(const std::string& folder) {
  std::vector<std::string> files;
  for (const std::string& file : cli::FilesIn(folder)) {
    absl::string_view name = file;
    if (absl::ConsumeSuffix(&name, kEnding)) files.push_back(file);
  }
  return files;
}

}  // namespace

std::string PublicKeyPath(const std::string& key_file) {
  return absl::StrCat(absl::StripSuffix(key_file, ".key"), ".pub");
}

absl::StatusOr<SigningKey> OpenAuditKey(const config::v1::Config& config) {
  ASSIGN_OR_RETURN(SigningKey key, SigningKey::FromFile(config.audit_key_file(), true));
  RETURN_IF_ERROR(Replace(PublicKeyPath(config.audit_key_file()), key.PublicPem()));
  return key;
}

absl::Status Witness::SignAll() {
  absl::Status first;
  for (const auto& [service, database] : databases_) first.Update(SignLogsOf(service, *database));
  return first;
}

absl::Status Witness::SignLogsOf(const std::string& service, db::Database& database) {
  std::map<std::string, ChainPoint> heads;
  RETURN_IF_ERROR(database.ReadIn(db::kAcrossParks, [&](db::Read& txn) -> absl::Status {
    ASSIGN_OR_RETURN(heads, db::LoadHeads(txn));
    return absl::OkStatus();
  }));
  for (const auto& [park, point] : heads) {
    int64_t& last = signed_[{service, park}];
    if (point.position == last) continue;
    RETURN_IF_ERROR(Keep({park, service, point, clock_.Now()}));
    last = point.position;
  }
  return absl::OkStatus();
}

absl::Status Witness::Keep(const Head& head) const {
  const std::string day = absl::FormatTime("%Y-%m-%d", head.time, absl::UTCTimeZone());
  return Replace(absl::StrCat(folder_, "/", head.park, "/", head.service, "-", day, kEnding),
                 SignHead(head, key_));
}

std::unique_ptr<Periodic> WitnessLogs(Witness& witness) {
  return std::make_unique<Periodic>([&witness] {
    const absl::Status status = witness.SignAll();
    if (!status.ok()) {
      Log(Severity::kWarning, "witness.failed", {{"reason", std::string(status.message())}});
    }
    return std::chrono::duration_cast<std::chrono::milliseconds>(kPause);
  });
}

absl::StatusOr<std::vector<Head>> ReadHeads(const std::string& path, const std::string& park,
                                            const SigningKey& key) {
  std::vector<std::string> files;
  if (std::filesystem::is_directory(path)) {
    for (const std::string& folder : {path, absl::StrCat(path, "/", park)}) {
      for (std::string& file : HeadFilesIn(folder)) files.push_back(std::move(file));
    }
  } else {
    files.push_back(path);
  }
  std::vector<Head> heads;
  for (const std::string& file : files) {
    ASSIGN_OR_RETURN(const std::string text, cli::ReadFile(file));
    const absl::StatusOr<Head> head = ReadSignedHead(text, key);
    if (!head.ok()) {
      return absl::Status(head.status().code(), absl::StrCat(file, ": ", head.status().message()));
    }
    if (head->park == park) heads.push_back(*head);
  }
  if (!heads.empty()) return heads;
  return absl::NotFoundError(absl::StrCat("there is no head of park ", park, " in ", path));
}

}  // namespace tuoqiao::server
