// A move as a folder: neutral files of rows and a manifest that says what they are, of whom, as of
// which day, how many rows each has, what its bytes hash to, and what the balances come to.
#ifndef TUOQIAO_SERVICES_CLI_MOVE_FOLDER_H_
#define TUOQIAO_SERVICES_CLI_MOVE_FOLDER_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "adapters/common/table.h"
#include "services/cli/move/tables.h"

namespace tuoqiao::cli {

// What a move comes to, in fen: what whoever takes it in holds its rows against.
struct ControlTotals {
  int64_t debit_minor = 0, credit_minor = 0, balances = 0;
  int64_t pay_items = 0, pay_items_open_minor = 0;
  int64_t places = 0;

  bool operator==(const ControlTotals& other) const;
};

struct MoveManifest {
  std::string kind;     // `firm` or `centre`.
  std::string subject;  // The firm's uscc, or the centre's code.
  std::string source;   // Whose books it comes from, in words.
  std::string park;     // The park's id there.
  std::string as_of_date;
  std::string closed_through;  // YYYY-MM, the last month that is closed there.
  ControlTotals control;
  std::vector<std::string> notes;  // What is left behind, and why.
};

using MoveRows = std::vector<std::vector<std::string>>;

// The files of the manifest's kind with their rows, and manifest.json, written into a folder that
// is not there or empty. FOLDER_NOT_EMPTY.
absl::Status WriteMove(const std::string& folder, const MoveManifest& manifest,
                       const std::map<std::string, MoveRows>& rows);

// A move that was read and holds together: each file is there, is the one that the manifest says,
// and each of its rows can be read.
struct Move {
  MoveManifest manifest;
  std::string content_hash;  // SHA-256 of the manifest, hexadecimal.
  std::map<std::string, std::vector<adapters::Row>> files;

  const std::vector<adapters::Row>& rows(const std::string& file) const { return files.at(file); }
};
// MANIFEST_MISSING, MANIFEST_INVALID, MOVE_VERSION_UNKNOWN, FILE_MISSING, FILE_CHANGED (its bytes
// are not those of the manifest), FILE_ROWS_WRONG, FILE_ROW_INVALID (the first of them).
absl::StatusOr<Move> ReadMove(const std::string& folder);

}  // namespace tuoqiao::cli

#endif  // TUOQIAO_SERVICES_CLI_MOVE_FOLDER_H_
