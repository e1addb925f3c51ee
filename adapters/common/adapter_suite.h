// The suite that every reader of every adapter passes, from its folder of files:
//
//   valid-*.in    is read without a fault and gives the records of `<name>.golden`;
//   invalid-*.in  gives the faults of `<name>.faults`, or is refused whole with the reason there;
//   <name>.mapping, where there is one, is the mapping for that file, as a text proto.
//
// Every beginning of every file and many random mutations of it are read too: whatever comes, a
// reader returns, every record that it read is accepted or rejected, every rejected one has one
// fault in both languages, and a refusal has a reason. TUOQIAO_SEED repeats a run of mutations;
// with TUOQIAO_UPDATE_TESTDATA set, expectations are written anew, to be reviewed as a difference.
#ifndef TUOQIAO_ADAPTERS_COMMON_ADAPTER_SUITE_H_
#define TUOQIAO_ADAPTERS_COMMON_ADAPTER_SUITE_H_

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iostream>
#include <iterator>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "adapters/common/adapter.h"
#include "adapters/common/faults.h"
#include "google/protobuf/text_format.h"
#include "services/common/period.h"

namespace tuoqiao::adapters::suite {

// What a reader made of some bytes, as text.
struct Reading {
  std::string records;
  std::string faults;
};

struct Reader {
  std::string folder;  // Of its files, from the root of the repository.
  std::function<Reading(absl::string_view bytes, const Mapping& mapping)> read;
};

// "name=value; name=value", without what is empty.
inline std::string Show(const std::vector<std::pair<std::string, std::string>>& values) {
  std::vector<std::string> shown;
  for (const auto& [name, value] : values) {
    if (!value.empty()) {
      shown.push_back(
          absl::StrCat(name, "=", absl::StrReplaceAll(value, {{"\n", "\\n"}, {"\r", "\\r"}})));
    }
  }
  return absl::StrJoin(shown, "; ");
}

inline std::string Show(const std::optional<absl::CivilDay>& day) {
  return day.has_value() ? FormatDay(*day) : "";
}

inline std::string OneLine(absl::string_view text) {
  return absl::StrReplaceAll(text, {{"\n", "\\n"}, {"\r", "\\r"}, {"\t", "\\t"}});
}

// Checks what holds for every file, and renders it.
template <typename Record, typename ShowRecord>
Reading Observe(const absl::StatusOr<FileOf<Record>>& file, ShowRecord show) {
  Reading reading;
  if (!file.ok()) {
    EXPECT_EQ(file.status().code(), absl::StatusCode::kInvalidArgument) << file.status();
    EXPECT_NE(FileReason(file.status()), "") << file.status();
    reading.faults = absl::StrCat("file: ", FileReason(file.status()), "\n");
    return reading;
  }
  EXPECT_EQ(file->records_read, static_cast<int64_t>(file->records.size() + file->rejected.size()));
  EXPECT_EQ(file->faults.size(), file->rejected.size());
  for (size_t i = 0; i < std::min(file->faults.size(), file->rejected.size()); ++i) {
    const Fault& fault = file->faults[i];
    EXPECT_EQ(fault.line, file->rejected[i].line);
    EXPECT_FALSE(fault.reason.empty() || fault.text_en.empty() || fault.text_zh.empty());
    absl::StrAppend(&reading.faults, "line ", fault.line, ": ", fault.reason, " ", fault.field,
                    " '", fault.value, "'\n");
  }
  absl::StrAppend(&reading.records, "read ", file->records_read,
                  "\nheader: ", OneLine(file->header), "\n");
  for (const Record& record : file->records) {
    EXPECT_FALSE(record.raw.empty());
    absl::StrAppend(&reading.records, "line ", record.line, ": ", show(record), "\n");
  }
  for (const std::string& note : file->notes)
    absl::StrAppend(&reading.records, "note: ", note, "\n");
  return reading;
}

inline std::string ReadBytes(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  EXPECT_TRUE(in.good()) << path;
  return std::string(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
}

// Compares with a file, or writes it where expectations are made anew.
inline void ExpectFile(const std::filesystem::path& path, const std::string& text) {
  if (std::getenv("TUOQIAO_UPDATE_TESTDATA") != nullptr) {
    std::ofstream(path, std::ios::binary) << text;
    return;
  }
  EXPECT_EQ(text, ReadBytes(path)) << path;
}

inline Mapping MappingOf(std::filesystem::path in) {
  Mapping mapping;
  in.replace_extension(".mapping");
  if (std::filesystem::exists(in)) {
    EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(ReadBytes(in), &mapping)) << in;
  }
  return mapping;
}

inline std::set<std::filesystem::path> Inputs(const std::string& folder) {
  std::set<std::filesystem::path> inputs;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() == ".in") inputs.insert(entry.path());
  }
  EXPECT_FALSE(inputs.empty()) << folder;
  return inputs;
}

// Cuts, flips, repeats and inserts what readers trip over.
inline std::string Mutate(std::string bytes, std::mt19937_64& random) {
  static const std::vector<std::string>* const kTokens =
      new std::vector<std::string>{"\"",
                                   ",",
                                   "\r\n",
                                   "\r",
                                   ";",
                                   "*",
                                   "~",
                                   "<",
                                   "</",
                                   "&x;",
                                   "<!DOCTYPE a [",
                                   "]>",
                                   "2026-02-30",
                                   "-1",
                                   "9999999999999999999",
                                   "\xFF\xFE",
                                   "\xEF\xBB\xBF",
                                   "\x80",
                                   "\x81\x30\x81\x30",
                                   std::string(1, '\0'),
                                   "INS*Y*18*021",
                                   "ISA*",
                                   "SE*",
                                   "LS*2700~"};
  const auto below = [&](size_t n) { return n == 0 ? 0 : random() % n; };
  for (size_t i = below(4) + 1; i > 0; --i) {
    const size_t at = below(bytes.size());
    switch (below(4)) {
      case 0:
        if (!bytes.empty()) bytes[at] = static_cast<char>(random());
        break;
      case 1:
        bytes.erase(at, below(40));
        break;
      case 2:
        bytes.insert(at, bytes.substr(below(bytes.size()), below(200)));
        break;
      default:
        bytes.insert(at, (*kTokens)[below(kTokens->size())]);
    }
  }
  return bytes;
}

inline void RunFile(const Reader& reader, const std::filesystem::path& in) {
  SCOPED_TRACE(in.string());
  const Reading reading = reader.read(ReadBytes(in), MappingOf(in));
  std::filesystem::path expected = in;
  if (absl::StartsWith(in.filename().string(), "valid-")) {
    EXPECT_EQ(reading.faults, "");
    ExpectFile(expected.replace_extension(".golden"), reading.records);
  } else {
    EXPECT_NE(reading.faults, "");
    ExpectFile(expected.replace_extension(".faults"), reading.faults);
  }
}

inline void Run(const Reader& reader) {
  constexpr size_t kTruncatedBytesMax = 4096;
  constexpr int kMutations = 1000;
  const char* given = std::getenv("TUOQIAO_SEED");
  const uint64_t seed =
      given != nullptr ? std::strtoull(given, nullptr, 10) : std::random_device{}();
  std::cout << reader.folder << ": TUOQIAO_SEED=" << seed << "\n";
  std::mt19937_64 random(seed);

  for (const std::filesystem::path& in : Inputs(reader.folder)) {
    RunFile(reader, in);
    const std::string bytes = ReadBytes(in);
    const Mapping mapping = MappingOf(in);
    for (size_t size = 0; size < std::min(bytes.size(), kTruncatedBytesMax); ++size) {
      SCOPED_TRACE(absl::StrCat(in.string(), " cut after ", size, " bytes"));
      reader.read(bytes.substr(0, size), mapping);
    }
    for (int i = 0; i < kMutations; ++i) {
      SCOPED_TRACE(absl::StrCat(in.string(), " mutation ", i, " of TUOQIAO_SEED=", seed));
      reader.read(Mutate(bytes, random), mapping);
    }
    if (::testing::Test::HasFailure()) return;
  }
}

}  // namespace tuoqiao::adapters::suite

#endif  // TUOQIAO_ADAPTERS_COMMON_ADAPTER_SUITE_H_
