// Text protos of a pack as messages that remember where each field stands, so that whatever is
// wrong with one is said with file, line and column.
#ifndef TUOQIAO_SERVICES_COMMON_RULES_RULE_TEXT_H_
#define TUOQIAO_SERVICES_COMMON_RULES_RULE_TEXT_H_

#include <google/protobuf/text_format.h>

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace tuoqiao::rules {

// One file of a pack.
struct RuleText {
  std::string file;  // As it is named in what is wrong.
  std::string text;
};

// The message that the first line names, `# proto-message: tuoqiao.rules.v1.RuleFile`; empty where
// it names none.
std::string MessageOf(absl::string_view text);

// Where a message of the file stands. Not thread safe; lives no longer than the file's tree.
class Place {
 public:
  using Tree = google::protobuf::TextFormat::ParseInfoTree;

  // Of the whole file. `wrong` collects what is wrong.
  Place(const std::string& file, const google::protobuf::Message& root, const Tree& tree,
        std::vector<std::string>* wrong)
      : Place(file, root.GetDescriptor(), &tree, {0, 0}, wrong) {}

  // Of a message inside, at `index` where the field is repeated. The field is written there.
  Place In(const char* field, int index = -1) const;
  // Says what is wrong with a field, at its place, or at the message's own where it is not written.
  void Wrong(const char* field, const std::string& what, int index = -1) const;
  // Says what is wrong with the message.
  void Wrong(const std::string& what) const;

 private:
  using Location = google::protobuf::TextFormat::ParseLocation;

  Place(const std::string& file, const google::protobuf::Descriptor* type, const Tree* tree,
        Location own, std::vector<std::string>* wrong)
      : file_(file), type_(type), tree_(tree), own_(own), wrong_(wrong) {}
  Location Of(const char* field, int index) const;
  void Say(Location location, const std::string& what) const;

  const std::string& file_;
  const google::protobuf::Descriptor* type_;
  const Tree* tree_;
  Location own_;
  std::vector<std::string>* wrong_;
};

// Reads a file into a message. False where it is no text proto of that message; `wrong` says why.
bool ReadText(const RuleText& text, google::protobuf::Message* message, Place::Tree* tree,
              std::vector<std::string>* wrong);

}  // namespace tuoqiao::rules

#endif  // TUOQIAO_SERVICES_COMMON_RULES_RULE_TEXT_H_
