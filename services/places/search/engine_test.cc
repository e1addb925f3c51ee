#include "services/places/search/engine.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tuoqiao::places::search {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

const std::vector<Point>& From() {
  static const auto* const kFrom = new std::vector<Point>{{30'100'000, 126'200'000}};
  return *kFrom;
}
const std::vector<Point>& To() {
  static const auto* const kTo =
      new std::vector<Point>{{30'100'001, 126'200'000}, {-500'000, -1'000'000}};
  return *kTo;
}

std::vector<int64_t> SecondsOf(Engine engine, const char* body, size_t rows = 1,
                               size_t columns = 2) {
  const auto table = ReadTable(engine, {200, body}, rows, columns);
  EXPECT_TRUE(table.ok()) << table.status() << " " << body;
  return table.ok() ? table->seconds : std::vector<int64_t>();
}
std::string WhyNone(Engine engine, int status, const char* body) {
  const auto table = ReadTable(engine, {status, body}, 1, 2);
  EXPECT_EQ(table.status().code(), absl::StatusCode::kUnavailable) << body;
  return std::string(table.status().message());
}

TEST(EngineTest, OsrmIsAskedWithLongitudesFirst) {
  const EngineRequest request =
      AskTable(Engine::kOsrm, "http://osrm:5000/", From(), To(), Mode::kFoot);
  EXPECT_EQ(request.url,
            "http://osrm:5000/table/v1/foot/126.200000,30.100000;126.200000,30.100001;"
            "-1.000000,-0.500000?annotations=duration&sources=0&destinations=1;2");
  EXPECT_TRUE(request.body.empty());
  EXPECT_THAT(AskTable(Engine::kOsrm, "http://osrm:5002", From(), To(), Mode::kCar).url,
              HasSubstr("/driving/"));
}

TEST(EngineTest, ValhallaIsAskedInItsBody) {
  const EngineRequest request =
      AskTable(Engine::kValhalla, "http://valhalla:8002", From(), To(), Mode::kEBike);
  EXPECT_EQ(request.url, "http://valhalla:8002/sources_to_targets");
  EXPECT_EQ(request.body,
            R"({"sources":[{"lat":30.100000,"lon":126.200000}],"targets":[)"
            R"({"lat":30.100001,"lon":126.200000},{"lat":-0.500000,"lon":-1.000000}],)"
            R"("costing":"bicycle","units":"kilometers"})");
}

TEST(EngineTest, ReadsWholeSecondsAndWaysThatAreNone) {
  EXPECT_THAT(SecondsOf(Engine::kOsrm, R"({"code":"Ok","durations":[[12.5,null]]})"),
              ElementsAre(13, kNoWay));
  EXPECT_THAT(SecondsOf(Engine::kValhalla,
                        R"({"sources_to_targets":[[{"distance":0.5,"time":399,"to_index":0},)"
                        R"({"distance":null,"time":null,"to_index":1}]],"units":"kilometers"})"),
              ElementsAre(399, kNoWay));
  EXPECT_THAT(
      SecondsOf(Engine::kValhalla,
                R"({"sources_to_targets":{"durations":[[399,null]],"distances":[[0.5,null]]}})"),
      ElementsAre(399, kNoWay));
}

TEST(EngineTest, AnAnswerWithAnErrorInItIsNone) {
  EXPECT_THAT(WhyNone(Engine::kOsrm, 200, R"({"code":"NoTable","message":"No table found"})"),
              HasSubstr("code"));
  EXPECT_THAT(WhyNone(Engine::kOsrm, 200, R"({"durations":[[1,2]]})"), HasSubstr("code"));
  EXPECT_THAT(WhyNone(Engine::kOsrm, 429, ""), HasSubstr("429"));
  EXPECT_THAT(WhyNone(Engine::kValhalla, 400, R"({"error_code":154,"error":"too far"})"),
              HasSubstr("400"));
  EXPECT_THAT(WhyNone(Engine::kValhalla, 200, R"({"error_code":154,"error":"too far"})"),
              HasSubstr("row"));
}

TEST(EngineTest, AnAnswerOfAnotherFormIsNone) {
  for (const Engine engine : {Engine::kOsrm, Engine::kValhalla}) {
    for (const char* body : {"", "<html>", "[]", "null", "{", "\"Ok\"", R"({"code":"Ok"})",
                             R"({"code":"Ok","durations":{},"sources_to_targets":7})",
                             R"({"code":"Ok","durations":[],"sources_to_targets":[]})",
                             R"({"code":"Ok","durations":[[1]],"sources_to_targets":[[1]]})"}) {
      WhyNone(engine, 200, body);
    }
  }
  for (const char* time : {"\"1\"", "-1", "1e300", "true", "[]"}) {
    WhyNone(Engine::kOsrm, 200,
            (std::string(R"({"code":"Ok","durations":[[0,)") + time + "]]}").c_str());
  }
}

TEST(EngineTest, AFamilyThatLivesInTheSeaHasNoWay) {
  EXPECT_THAT(
      SecondsOf(Engine::kOsrm, R"({"code":"Ok","durations":[[5,6]],"sources":[{"distance":3.2}],)"
                               R"("destinations":[{"distance":1000.5},{"distance":900}]})"),
      ElementsAre(kNoWay, 6));
}

TEST(EngineTest, NothingThatWasAskedStandsInWhatIsLogged) {
  EXPECT_THAT(WhyNone(Engine::kOsrm, 200,
                      R"({"code":"InvalidQuery","message":"near 126.200000,30.100000"})"),
              Not(HasSubstr("126")));
}

}  // namespace
}  // namespace tuoqiao::places::search
