#include "services/cli/move/folder.h"

#include <nlohmann/json.hpp>
#include <tuple>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "services/cli/files.h"
#include "services/cli/move/errors.h"
#include "services/common/hash.h"
#include "services/common/status_macros.h"

namespace tuoqiao::cli {
namespace {

using Json = nlohmann::ordered_json;

constexpr char kFormat[] = "tuoqiao-move";
constexpr int kVersion = 1;
constexpr char kManifest[] = "manifest.json";

std::string HashOf(const std::string& bytes) { return absl::BytesToHexString(Sha256(bytes)); }

const std::vector<MoveTable>& TablesOf(const std::string& kind) {
  return kind == "firm" ? FirmMoveTables() : CentreMoveTables();
}

const char* AudienceName(MoveAudience audience) {
  return audience == MoveAudience::kOwner ? "OWNER" : "OPERATOR";
}

Json ControlJson(const ControlTotals& control) {
  return {{"debit_minor", control.debit_minor},
          {"credit_minor", control.credit_minor},
          {"balances", control.balances},
          {"pay_items", control.pay_items},
          {"pay_items_open_minor", control.pay_items_open_minor},
          {"places", control.places}};
}

// The members of a manifest, all of which have to be there.
class Members {
 public:
  explicit Members(const Json& json) : json_(json) {}

  std::string Text(const char* member) {
    const auto found = json_.find(member);
    if (found != json_.end() && found->is_string()) return found->get<std::string>();
    Miss(member);
    return "";
  }
  int64_t Number(const char* member) {
    const auto found = json_.find(member);
    if (found != json_.end() && found->is_number_integer()) return found->get<int64_t>();
    Miss(member);
    return 0;
  }
  const std::string& missing() const { return missing_; }

 private:
  void Miss(const char* member) {
    if (missing_.empty()) missing_ = member;
  }

  const Json& json_;
  std::string missing_;
};

absl::StatusOr<MoveManifest> ManifestOf(const Json& json) {
  if (!json.is_object() || !json.contains("control") || !json["control"].is_object() ||
      !json.contains("files") || !json["files"].is_array()) {
    return ManifestInvalid("it is no manifest");
  }
  Members members(json);
  const std::string format = members.Text("format");
  const int64_t version = members.Number("version");
  MoveManifest manifest;
  manifest.kind = members.Text("kind");
  manifest.subject = members.Text("subject");
  manifest.source = members.Text("source");
  manifest.park = members.Text("park");
  manifest.as_of_date = members.Text("as_of_date");
  manifest.closed_through = members.Text("closed_through");
  if (!members.missing().empty()) {
    return ManifestInvalid(absl::StrCat(members.missing(), " is missing"));
  }
  if (format != kFormat || version != kVersion) return MoveVersionUnknown(format, version);
  if (manifest.kind != "firm" && manifest.kind != "centre") {
    return ManifestInvalid("kind is neither firm nor centre");
  }
  Members control(json["control"]);
  manifest.control = {control.Number("debit_minor"),
                      control.Number("credit_minor"),
                      control.Number("balances"),
                      control.Number("pay_items"),
                      control.Number("pay_items_open_minor"),
                      control.Number("places")};
  if (!control.missing().empty()) {
    return ManifestInvalid(absl::StrCat("control.", control.missing(), " is missing"));
  }
  return manifest;
}

// One file as the manifest says it is.
absl::StatusOr<std::vector<adapters::Row>> ReadFileOf(const std::string& folder,
                                                      const MoveTable& table, const Json& files) {
  const Json* said = nullptr;
  for (const Json& each : files) {
    if (each.is_object() && each.value("name", "") == table.file) said = &each;
  }
  if (said == nullptr) return ManifestInvalid(absl::StrCat(table.file, " is not listed"));
  const auto bytes = ReadFile(absl::StrCat(folder, "/", table.file));
  if (!bytes.ok()) return FileMissing(table.file);
  if (HashOf(*bytes) != said->value("sha256", "")) return FileChanged(table.file);
  ASSIGN_OR_RETURN(auto read, adapters::ReadRows(table.table, *bytes, {}));
  if (!read.faults.empty()) {
    const adapters::Fault& fault = read.faults.front();
    return FileRowInvalid({table.file, fault.line, fault.field}, fault.reason, fault.text_en,
                          fault.text_zh);
  }
  const auto rows = static_cast<int64_t>(read.records.size());
  if (rows != said->value("rows", int64_t{-1})) {
    return FileRowsWrong(table.file, said->value("rows", int64_t{-1}), rows);
  }
  return std::move(read.records);
}

}  // namespace

bool ControlTotals::operator==(const ControlTotals& other) const {
  const auto all = [](const ControlTotals& each) {
    return std::make_tuple(each.debit_minor, each.credit_minor, each.balances, each.pay_items,
                           each.pay_items_open_minor, each.places);
  };
  return all(*this) == all(other);
}

absl::Status WriteMove(const std::string& folder, const MoveManifest& manifest,
                       const std::map<std::string, MoveRows>& rows) {
  if (!FilesIn(folder).empty()) return FolderNotEmpty(folder);
  Json files = Json::array();
  for (const MoveTable& table : TablesOf(manifest.kind)) {
    const auto found = rows.find(table.file);
    const MoveRows none;
    const MoveRows& of_file = found == rows.end() ? none : found->second;
    const std::string bytes = adapters::WriteRows(table.table, of_file, {});
    RETURN_IF_ERROR(WriteFile(absl::StrCat(folder, "/", table.file), bytes));
    files.push_back({{"name", table.file},
                     {"audience", AudienceName(table.audience)},
                     {"rows", of_file.size()},
                     {"sha256", HashOf(bytes)}});
  }
  const Json json = {{"format", kFormat},
                     {"version", kVersion},
                     {"kind", manifest.kind},
                     {"subject", manifest.subject},
                     {"source", manifest.source},
                     {"park", manifest.park},
                     {"as_of_date", manifest.as_of_date},
                     {"closed_through", manifest.closed_through},
                     {"control", ControlJson(manifest.control)},
                     {"files", files},
                     {"notes", manifest.notes}};
  return WriteFile(absl::StrCat(folder, "/", kManifest), json.dump(1) + "\n");
}

absl::StatusOr<Move> ReadMove(const std::string& folder) {
  const auto text = ReadFile(absl::StrCat(folder, "/", kManifest));
  if (!text.ok()) return ManifestMissing(folder);
  const Json json = Json::parse(*text, nullptr, /*allow_exceptions=*/false);
  Move move;
  ASSIGN_OR_RETURN(move.manifest, ManifestOf(json));
  move.content_hash = HashOf(*text);
  for (const MoveTable& table : TablesOf(move.manifest.kind)) {
    ASSIGN_OR_RETURN(move.files[table.file], ReadFileOf(folder, table, json["files"]));
  }
  return move;
}

}  // namespace tuoqiao::cli
