#include "adapters/common/xml.h"

#include <gtest/gtest.h>

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "adapters/common/faults.h"
#include "adapters/common/limits.h"

namespace tuoqiao::adapters {
namespace {

std::string Repeat(absl::string_view text, int times) {
  std::string repeated;
  for (int i = 0; i < times; ++i) absl::StrAppend(&repeated, text);
  return repeated;
}

std::string ReasonFor(absl::string_view bytes) {
  const auto document = XmlDocument::Read(bytes);
  return document.ok() ? "" : std::string(FileReason(document.status()));
}

TEST(Xml, FollowsAPathAndReadsItsText) {
  const auto document = XmlDocument::Read(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<d xmlns=\"urn:x\">\n <a>\n  <b> "
      "托&amp;<![CDATA[<1>]]> </b>\n"
      "  <b>2</b>\n </a>\n</d>\n");
  ASSERT_TRUE(document.ok()) << document.status();
  const XmlElement root = document->Root();
  EXPECT_EQ(root.Name(), "d");
  EXPECT_EQ(root.Namespace(), "urn:x");
  EXPECT_EQ(root.Child("a").Child("b").Text(), "托&<1>");
  EXPECT_EQ(root.Child("a").Child("b").Line(), 4);
  ASSERT_EQ(root.Child("a").Children("b").size(), 2u);
  EXPECT_EQ(root.Child("a").Children("b")[1].Raw(), "<b>2</b>");
  EXPECT_FALSE(root.Child("x").Child("y"));
  EXPECT_EQ(root.Child("x").Child("y").Text(), "");
}

TEST(Xml, RefusesWhatReachesOutOrMultiplies) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"<!DOCTYPE a SYSTEM \"http://192.0.2.1/a.dtd\"><a/>", "XML_FORBIDDEN"},
      {"<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/hostname\">]><a>&x;</a>", "XML_FORBIDDEN"},
      {"<!DOCTYPE a [<!ENTITY % x SYSTEM \"file:///etc/hostname\"> %x;]><a/>", "XML_FORBIDDEN"},
      {"<!DOCTYPE a [<!ENTITY b \"bb\"><!ENTITY c \"&b;&b;\">]><a>&c;</a>", "XML_FORBIDDEN"},
      // The same behind another encoding.
      {std::string("\xFF\xFE<\0!\0D\0O\0C\0T\0Y\0P\0E\0 \0a\0>\0<\0a\0/\0>\0", 34),
       "XML_FORBIDDEN"},
      {"<a>&x;</a>", "FORMAT_UNKNOWN"},
      {Repeat("<a>", kXmlDepthMax + 2) + Repeat("</a>", kXmlDepthMax + 2), "XML_FORBIDDEN"},
      {Repeat("<a>", 10000) + Repeat("</a>", 10000), "XML_FORBIDDEN"},
      {"<a>" + Repeat("<b/>", kXmlNodesMax) + "</a>", "FILE_TOO_LARGE"},
      {"<a>" + std::string(kXmlBytesMax, 'x') + "</a>", "FILE_TOO_LARGE"},
  };
  for (const auto& [bytes, reason] : cases)
    EXPECT_EQ(ReasonFor(bytes), reason) << bytes.substr(0, 80);
}

TEST(Xml, TellsAFileThatIsCutShortFromOneThatIsNotXml) {
  const std::vector<std::pair<std::string, std::string>> cases = {{"", "FILE_EMPTY"},
                                                                  {" \n", "FILE_EMPTY"},
                                                                  {"<a><b>1</b>", "FILE_TRUNCATED"},
                                                                  {"<a><b", "FILE_TRUNCATED"},
                                                                  {"<a><b></a>", "FORMAT_UNKNOWN"},
                                                                  {"<a>&x;", "FORMAT_UNKNOWN"},
                                                                  {"a,b\n1,2\n", "FORMAT_UNKNOWN"},
                                                                  {"<a/><b/>", "FORMAT_UNKNOWN"},
                                                                  {"<a>\xB9</a>", "FILE_ENCODING"}};
  for (const auto& [bytes, reason] : cases) EXPECT_EQ(ReasonFor(bytes), reason) << bytes;
}

TEST(Xml, TellsEveryPlaceWhereAFileMayBeCutShort) {
  const std::string whole =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- c -->\n<p:d xmlns:p=\"urn:x\" k='1'>\n"
      " <a>1 &amp; <![CDATA[<2>]]>&#25176;</a>\n <b/>\n <?pi x?>\n</p:d>";
  ASSERT_EQ(ReasonFor(whole), "");
  for (size_t size = 1; size < whole.size(); ++size) {
    EXPECT_EQ(ReasonFor(whole.substr(0, size)), "FILE_TRUNCATED") << whole.substr(0, size);
  }
}

TEST(Xml, WritesWhatItReads) {
  XmlWriter writer("d", "urn:x");
  writer.Open("a").Leaf("b", "<托> & \"co\"").Open("c").Attribute("k", "v\"").Text("1").Close();
  const std::string bytes = writer.Finish();
  const auto document = XmlDocument::Read(bytes);
  ASSERT_TRUE(document.ok()) << document.status() << bytes;
  EXPECT_EQ(document->Root().Child("a").Child("b").Text(), "<托> & \"co\"");
  EXPECT_EQ(document->Root().Child("a").Child("c").Text(), "1");
}

TEST(Xml, KnowsWhichTextsItCanCarry) {
  for (absl::string_view good : {"", "a b", "托<&>", "𠀀"}) EXPECT_TRUE(IsXmlText(good)) << good;
  for (absl::string_view bad : {"a\nb", "\x01", "\x7F", "\xFF", "\xEF\xBF\xBE"})
    EXPECT_FALSE(IsXmlText(bad));
}

}  // namespace
}  // namespace tuoqiao::adapters
