#include "services/common/rules/rule_text.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/io/tokenizer.h>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/common/check.h"

namespace tuoqiao::rules {
namespace {

using google::protobuf::TextFormat;

// People and editors count lines and columns from 1, the parser from 0.
std::string At(const std::string& file, int line, int column, const std::string& what) {
  return absl::StrCat(file, ":", line + 1, ":", column + 1, ": ", what);
}

class Collector : public google::protobuf::io::ErrorCollector {
 public:
  Collector(const std::string& file, std::vector<std::string>* wrong)
      : file_(file), wrong_(wrong) {}
  void AddError(int line, int column, const std::string& message) override {
    wrong_->push_back(At(file_, line, column, message));
  }

 private:
  const std::string& file_;
  std::vector<std::string>* wrong_;
};

}  // namespace

std::string MessageOf(absl::string_view text) {
  absl::string_view line = text.substr(0, text.find('\n'));
  if (!absl::ConsumePrefix(&line, "# proto-message: ")) return "";
  return std::string(absl::StripAsciiWhitespace(line));
}

Place::Location Place::Of(const char* field, int index) const {
  const auto* descriptor = type_->FindFieldByName(field);
  CHECK(descriptor != nullptr);
  // Of a repeated field as a whole: its first.
  if (descriptor->is_repeated() && index < 0) index = 0;
  const Location found = tree_->GetLocation(descriptor, index);
  return found.line < 0 ? own_ : found;
}

Place Place::In(const char* field, int index) const {
  const auto* descriptor = type_->FindFieldByName(field);
  CHECK(descriptor != nullptr);
  const Tree* nested = tree_->GetTreeForNested(descriptor, index);
  CHECK(nested != nullptr);
  return Place(file_, descriptor->message_type(), nested, Of(field, index), wrong_);
}

void Place::Say(Location location, const std::string& what) const {
  wrong_->push_back(At(file_, location.line, location.column, what));
}

void Place::Wrong(const char* field, const std::string& what, int index) const {
  Say(Of(field, index), what);
}

void Place::Wrong(const std::string& what) const { Say(own_, what); }

bool ReadText(const RuleText& text, google::protobuf::Message* message, Place::Tree* tree,
              std::vector<std::string>* wrong) {
  Collector collector(text.file, wrong);
  TextFormat::Parser parser;
  parser.RecordErrorsTo(&collector);
  parser.WriteLocationsTo(tree);
  return parser.ParseFromString(text.text, message);
}

}  // namespace tuoqiao::rules
