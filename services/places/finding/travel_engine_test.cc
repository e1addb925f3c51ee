#include "services/places/finding/travel_engine.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/places/finding/testing_engine.h"

namespace tuoqiao::places {
namespace {

using search::Mode;
using search::Point;
using ::testing::HasSubstr;

using Habit = EngineEmulator::Habit;

search::Paces Paces() {
  search::Paces paces;
  paces.fill({10000, 36000, 60});  // Ten metres a second, and a minute.
  return paces;
}

// Along a meridian, so many micro-degrees from each other.
std::vector<Point> Points(size_t count, int64_t first_micro = 30'000'000) {
  std::vector<Point> points;
  for (size_t i = 0; i < count; ++i) {
    points.push_back({first_micro + static_cast<int64_t>(i) * 1000, 120'000'000});
  }
  return points;
}

class TravelEngineTest : public ::testing::TestWithParam<const char*> {
 protected:
  TravelEngine Engine(int64_t timeout_ms = 5000) {
    const auto engine =
        TravelEngine::For({GetParam(),
                           {{"FOOT", emulator_.address()}, {"CAR", emulator_.address() + "/"}},
                           timeout_ms});
    EXPECT_TRUE(engine.ok()) << engine.status();
    return **engine;
  }

  EngineEmulator emulator_;
};

TEST_P(TravelEngineTest, SaysWhatTheEngineSaysAndWhatItTakesToPark) {
  const TravelEngine engine = Engine();
  const EngineTravel travel(engine, Paces());
  for (const Mode mode : {Mode::kFoot, Mode::kCar}) {
    const auto table = travel.Table(Points(2), Points(3), mode);
    ASSERT_TRUE(table.ok()) << table.status();
    // A metre a second: 111 m and 222 m, and a minute; from a place to itself nothing.
    EXPECT_EQ(table->seconds, (std::vector<int64_t>{0, 171, 282, 171, 0, 171}));
  }
}

TEST_P(TravelEngineTest, CutsATableThatIsTooLargeForIt) {
  const TravelEngine engine = Engine();
  const EngineTravel travel(engine, Paces());
  const auto there = travel.Table(Points(3, 31'000'000), Points(260), Mode::kFoot);
  const auto back = travel.Table(Points(260), Points(3, 31'000'000), Mode::kFoot);
  ASSERT_TRUE(there.ok()) << there.status();
  ASSERT_TRUE(back.ok()) << back.status();
  for (size_t row = 0; row < 3; ++row) {
    for (size_t column = 0; column < 260; ++column) {
      const int64_t metres = search::MetresBetween(Points(3, 31'000'000)[row], Points(260)[column]);
      EXPECT_EQ(there->at(row, column), metres + 60);
      EXPECT_EQ(back->at(column, row), metres + 60);
    }
  }
  EXPECT_LE(emulator_.points_max_seen, EngineEmulator::kPointsMax);
}

TEST_P(TravelEngineTest, AModeThatItIsNotAskedForGoesByTheModel) {
  const TravelEngine engine = Engine();
  const EngineTravel travel(engine, Paces());
  for (const Mode mode : {Mode::kEBike, Mode::kBus}) {
    EXPECT_EQ(travel.Table(Points(1), Points(2), mode)->seconds, (std::vector<int64_t>{0, 71}));
  }
  EXPECT_EQ(emulator_.requests, 0);
}

TEST_P(TravelEngineTest, WhereThereIsNoRoadThereIsNoWay) {
  emulator_.no_road_below_micro = 30'001'000;
  const TravelEngine engine = Engine();
  const auto table =
      EngineTravel(engine, Paces()).Table({{30'005'000, 120'000'000}}, Points(2), Mode::kFoot);
  ASSERT_TRUE(table.ok());
  EXPECT_EQ(table->seconds[0], search::kNoWay);
  EXPECT_EQ(table->seconds[1], 445 + 60);
}

TEST_P(TravelEngineTest, WhatFailsIsUnavailableAndNeverHalfATable) {
  for (const Habit habit : {Habit::kErrorInside, Habit::kBusy, Habit::kHangsUp}) {
    emulator_.habit = habit;
    const TravelEngine engine = Engine();
    const auto table = EngineTravel(engine, Paces()).Table(Points(1), Points(2), Mode::kFoot);
    EXPECT_EQ(table.status().code(), absl::StatusCode::kUnavailable);
  }
}

TEST_P(TravelEngineTest, WhoSaysNothingIsNotWaitedForLonger) {
  emulator_.habit = Habit::kSilent;
  const TravelEngine engine = Engine(200);
  const EngineTravel travel(engine, Paces());
  EXPECT_EQ(travel.Table(Points(1), Points(2), Mode::kFoot).status().code(),
            absl::StatusCode::kUnavailable);
  // All tables of a search have that time together.
  emulator_.habit = Habit::kAnswers;
  EXPECT_EQ(travel.Table(Points(1), Points(2), Mode::kFoot).status().code(),
            absl::StatusCode::kUnavailable);
}

INSTANTIATE_TEST_SUITE_P(Engines, TravelEngineTest, ::testing::Values("OSRM", "VALHALLA"),
                         [](const auto& info) { return std::string(info.param); });

TEST(TravelEngineOptionsTest, WhatIsWrongIsNamed) {
  EXPECT_FALSE(TravelEngine::For({})->has_value());
  struct Case {
    rpc::TravelEngineOptions options;
    const char* said;
  };
  for (const Case& each : {
           Case{{"KIND_UNSPECIFIED", {{"FOOT", "http://a"}}}, "kind"},
           Case{{"GOOGLE", {{"FOOT", "http://a"}}}, "kind"},
           Case{{"OSRM", {}}, "urls"},
           Case{{"OSRM", {{"BUS", "http://a"}}}, "urls: BUS"},
           Case{{"OSRM", {{"FOOT", "a:5000"}}}, "urls.FOOT"},
           Case{{"OSRM", {{"FOOT", "http://a"}}, -1}, "timeout_ms"},
           Case{{"OSRM", {{"FOOT", "http://a"}}, 60001}, "timeout_ms"},
       }) {
    const auto engine = TravelEngine::For(each.options);
    ASSERT_FALSE(engine.ok()) << each.said;
    EXPECT_THAT(std::string(engine.status().message()), HasSubstr(each.said));
  }
}

TEST(TravelEngineOptionsTest, WhereNobodyListensItIsUnavailable) {
  std::string address;
  {
    const EngineEmulator gone;
    address = gone.address();
  }
  const auto engine = TravelEngine::For({"OSRM", {{"FOOT", address}}});
  const auto table = EngineTravel(**engine, Paces()).Table(Points(1), Points(2), Mode::kFoot);
  EXPECT_EQ(table.status().code(), absl::StatusCode::kUnavailable);
}

}  // namespace
}  // namespace tuoqiao::places
