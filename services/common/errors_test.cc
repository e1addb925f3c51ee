#include "services/common/errors.h"

#include "gtest/gtest.h"

namespace tuoqiao {
namespace {

TEST(Failure, TravelsInsideAStatus) {
  const absl::Status status = Failure(absl::StatusCode::kNotFound, "FIRM_NOT_FOUND")
                                  .Say("No firm.", "没有单位。")
                                  .At("name")
                                  .With("firm", "b");
  EXPECT_EQ(status.code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(ReasonOf(status), "FIRM_NOT_FOUND");
  EXPECT_EQ(FailureOf(status)->metadata().at("firm"), "b");
  EXPECT_EQ(FailureOf(status)->fault(), type::v1::Failure::DATA);
  EXPECT_EQ(FailureOf(AtField(status, "firms[3]"))->field(), "firms[3].name");
}

TEST(Failure, IsAbsentFromStatusesThatWeDidNotName) {
  EXPECT_FALSE(FailureOf(absl::InternalError("x")).has_value());
  EXPECT_EQ(ReasonOf(absl::OkStatus()), "");
}

TEST(Reject, SaysWhatAndWhatNextInBothLanguages) {
  type::v1::ItemResult result;
  Reject(FieldRequired("uscc"), &result);
  EXPECT_EQ(result.outcome(), type::v1::ItemResult::REJECTED);
  EXPECT_EQ(result.reason(), "FIELD_REQUIRED");
  EXPECT_EQ(result.field(), "uscc");
  EXPECT_EQ(result.text_en(), "The field uscc is empty. Fill it in and send the request again.");
  EXPECT_EQ(result.text_zh(), "字段 uscc 为空。请填写后重新发送。");
}

}  // namespace
}  // namespace tuoqiao
