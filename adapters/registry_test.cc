#include "adapters/registry.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <set>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "adapters/common/adapter_suite.h"
#include "google/protobuf/text_format.h"
#include "tuoqiao/type/v1/adapter_metadata.pb.h"

namespace tuoqiao::adapters {
namespace {

using type::v1::AdapterMetadata;

AdapterMetadata MetadataOf(absl::string_view adapter) {
  AdapterMetadata metadata;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(
      suite::ReadBytes(absl::StrCat("adapters/", adapter, "/metadata.textproto")), &metadata))
      << adapter;
  return metadata;
}

std::string Lower(const std::string& name) { return absl::AsciiStrToLower(name); }

std::string Matrix() {
  std::string matrix =
      "| adapter | direction | standard | version | reads | writes | status | owner |\n"
      "|---|---|---|---|---|---|---|---|\n";
  for (const Adapter& adapter : Adapters()) {
    const AdapterMetadata metadata = MetadataOf(adapter.name);
    absl::StrAppend(
        &matrix, "| [", metadata.name(), "](", metadata.name(), "/README.md) | ",
        Lower(AdapterMetadata::Direction_Name(metadata.direction())), " | ", metadata.standard(),
        " | ", metadata.version(), " | ", absl::StrJoin(metadata.reads(), ", "), " | ",
        absl::StrJoin(metadata.writes(), ", "), " | ",
        Lower(AdapterMetadata::Status_Name(metadata.status())), " | ", metadata.owner(), " |\n");
  }
  return matrix;
}

TEST(Registry, FindsEachAdapterByItsName) {
  std::set<absl::string_view> names;
  for (const Adapter& adapter : Adapters()) {
    EXPECT_TRUE(names.insert(adapter.name).second) << adapter.name;
    EXPECT_EQ(FindAdapter(adapter.name), &adapter);
    const int ports = (adapter.roster != nullptr) + (adapter.payroll != nullptr) +
                      (adapter.payment != nullptr) + (adapter.centre != nullptr);
    EXPECT_EQ(ports, 1) << adapter.name;
  }
  EXPECT_EQ(FindAdapter("roster/none"), nullptr);
  EXPECT_EQ(FindAdapter(""), nullptr);
}

TEST(Registry, HoldsEveryFolderOfAnAdapter) {
  std::set<std::string> folders;
  for (absl::string_view family : {"roster", "payroll", "centre", "settlement"}) {
    for (const auto& entry :
         std::filesystem::directory_iterator(absl::StrCat("adapters/", family))) {
      if (entry.is_directory())
        folders.insert(absl::StrCat(family, "/", entry.path().filename().string()));
    }
  }
  std::set<std::string> registered;
  for (const Adapter& adapter : Adapters()) registered.insert(std::string(adapter.name));
  EXPECT_EQ(folders, registered);
}

TEST(Registry, SaysOfEachAdapterWhatItCanDo) {
  for (const Adapter& adapter : Adapters()) {
    SCOPED_TRACE(std::string(adapter.name));
    const AdapterMetadata metadata = MetadataOf(adapter.name);
    EXPECT_EQ(metadata.name(), adapter.name);
    EXPECT_FALSE(metadata.standard().empty() || metadata.version().empty() ||
                 metadata.owner().empty());
    EXPECT_NE(metadata.status(), AdapterMetadata::STATUS_UNSPECIFIED);
    const auto direction = metadata.writes().empty()  ? AdapterMetadata::INWARD
                           : metadata.reads().empty() ? AdapterMetadata::OUTWARD
                                                      : AdapterMetadata::BOTH;
    EXPECT_EQ(metadata.direction(), direction);
    EXPECT_TRUE(std::filesystem::exists(absl::StrCat("adapters/", adapter.name, "/README.md")));
    const auto road = metadata.road() == AdapterMetadata::ROAD_UNSPECIFIED
                          ? ""
                          : AdapterMetadata::Road_Name(metadata.road());
    EXPECT_EQ(RoadName(adapter.road), road);
    EXPECT_EQ(adapter.road != Road::kNone, adapter.payroll != nullptr);
    if (adapter.payroll == nullptr) continue;
    const std::vector<std::string> kinds(metadata.kinds().begin(), metadata.kinds().end());
    EXPECT_EQ(kinds, std::vector<std::string>(adapter.payroll->Kinds().begin(),
                                              adapter.payroll->Kinds().end()));
  }
}

TEST(Registry, IsWhatTheReadmeShows) {
  EXPECT_TRUE(absl::StrContains(suite::ReadBytes("adapters/README.md"), Matrix()))
      << "adapters/README.md does not hold this matrix:\n"
      << Matrix();
}

}  // namespace
}  // namespace tuoqiao::adapters
