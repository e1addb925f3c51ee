#include "services/cli/sample/sample.h"

#include <filesystem>
#include <fstream>
#include <optional>
#include <system_error>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "services/cli/sample/invent.h"
#include "services/cli/sample/json.h"
#include "services/cli/sample/tables.h"
#include "services/cli/sample/x12.h"
#include "services/common/status_macros.h"

namespace tuoqiao::cli {
namespace {

// Writes the files one by one, and remembers how many rows a reader will find and which of them are
// wrong.
class Writer {
 public:
  explicit Writer(std::filesystem::path directory) : directory_(std::move(directory)) {}

  absl::Status WriteFile(const std::string& file, absl::string_view bytes) {
    const std::filesystem::path path = directory_ / file;
    std::error_code error;
    std::filesystem::create_directories(path.parent_path(), error);
    std::ofstream out(path, std::ios::binary);
    out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    out.close();
    if (error || !out) return absl::UnavailableError(absl::StrCat("cannot write ", path.string()));
    return absl::OkStatus();
  }

  // A file that the services read: its rows are counted.
  absl::Status WriteInput(const Table& table) {
    ASSIGN_OR_RETURN(const std::string bytes, WriteTable(table, faults_));
    rows_read_ += static_cast<int64_t>(table.rows.size());
    return WriteFile(table.file, bytes);
  }

  // A reader of staff counts the subscribers; their dependants are no rows of it.
  absl::Status WriteX12(const Park& park, const Firm& firm) {
    rows_read_ += firm.employees;
    return WriteFile(absl::StrCat("rosters/", firm.uscc, ".834"),
                     WriteX12Roster(park, firm, Dice(park.seed, "x12")));
  }

  // A file that only the responders read.
  absl::Status WriteWorld(const Table& table) {
    std::vector<Fault> none;
    ASSIGN_OR_RETURN(const std::string bytes, WriteTable(table, none));
    return WriteFile(table.file, bytes);
  }

  absl::Status WriteManifest(const Park& park) {
    return WriteFile("manifest.json", ManifestJson(park, rows_read_, faults_));
  }

 private:
  std::filesystem::path directory_;
  int64_t rows_read_ = 0;
  std::vector<Fault> faults_;
};

absl::Status RefuseUsedDirectory(const std::string& directory) {
  std::error_code error;
  if (std::filesystem::exists(directory, error) && !std::filesystem::is_empty(directory, error)) {
    return absl::FailedPreconditionError(absl::StrCat(directory, " is not an empty directory"));
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status WriteSample(const SampleOptions& options) {
  const std::optional<SampleSize> size = FindSize(options.size);
  if (!size.has_value()) {
    return absl::InvalidArgumentError(
        absl::StrCat("size is S, J or M, not \"", absl::string_view(&options.size, 1), "\""));
  }
  RETURN_IF_ERROR(RefuseUsedDirectory(options.directory));

  Papers papers(Dice(options.seed, "papers"));
  const Park park = InventPark(*size, options.seed, papers);
  Writer writer(options.directory);
  RETURN_IF_ERROR(writer.WriteFile("park.json", ParkJson(park)));
  ASSIGN_OR_RETURN(const std::vector<Table> people, PeopleTables(park, papers));
  for (const Table& table : people) RETURN_IF_ERROR(writer.WriteInput(table));
  for (const Firm& firm : park.firms) {
    if (firm.sends_x12) RETURN_IF_ERROR(writer.WriteX12(park, firm));
  }
  ASSIGN_OR_RETURN(const std::vector<Table> centres, CentreTables(park));
  for (const Table& table : centres) RETURN_IF_ERROR(writer.WriteInput(table));
  for (const Table& table : WorldTables(park)) RETURN_IF_ERROR(writer.WriteWorld(table));
  return writer.WriteManifest(park);
}

}  // namespace tuoqiao::cli
