#include "services/directory/across_parks.h"

#include <gtest/gtest.h>

namespace tuoqiao::directory {
namespace {

TEST(AcrossParksTest, OneDocumentHasOneMarkAndNoneHasNone) {
  const auto keys = KeyRing::FromBytes(std::string(32, 'k'));
  const auto other = KeyRing::FromBytes(std::string(32, 'o'));
  Child child;
  child.display_name = "小满";
  child.id_type = "BIRTH_CERTIFICATE";
  child.id_number = "Z990000001";
  Child written_otherwise = child;
  written_otherwise.display_name = "小 满";
  written_otherwise.case_number = "C9";
  const std::string mark = MarkAcrossParks(*keys, child);
  EXPECT_EQ(mark.size(), 32u);
  EXPECT_EQ(MarkAcrossParks(*keys, written_otherwise), mark);
  EXPECT_NE(MarkAcrossParks(*other, child), mark) << "another installation's";
  // What a park keeps of the same document does not lead to it.
  EXPECT_NE(keys->Fingerprint("yunqi", "child_document", "BIRTH_CERTIFICATE\nZ990000001"),
            keys->Fingerprint("*", "child_document", "BIRTH_CERTIFICATE\nZ990000001"));
  Child passport = child;
  passport.id_type = "PASSPORT";
  EXPECT_NE(MarkAcrossParks(*keys, passport), mark);
  Child unknown = child;
  unknown.id_number = "";
  EXPECT_EQ(MarkAcrossParks(*keys, unknown), "");
}

}  // namespace
}  // namespace tuoqiao::directory
