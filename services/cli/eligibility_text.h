// Decisions and what follows from them as a person at a desk reads them.
#ifndef TUOQIAO_SERVICES_CLI_ELIGIBILITY_TEXT_H_
#define TUOQIAO_SERVICES_CLI_ELIGIBILITY_TEXT_H_

#include <google/protobuf/repeated_field.h>

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/cli/arguments.h"
#include "tuoqiao/eligibility/v1/eligibility.pb.h"

namespace tuoqiao::cli {

// Which sentences are told.
enum class Language { kEnglish, kChinese, kBoth };
// The flag by which it is chosen, and the choice. INVALID_ARGUMENT.
Flag LanguageFlag();
absl::StatusOr<Language> LanguageBy(const Arguments& arguments);

using Sentences = google::protobuf::RepeatedPtrField<std::string>;

// A line a slice, with its days and what is missing and whom to ask.
std::string SlicesText(const google::protobuf::RepeatedPtrField<eligibility::v1::Slice>& slices);
std::string SentencesText(const Sentences& en, const Sentences& zh, Language language);
// A line a change; empty where there is none.
std::string ChangesText(const google::protobuf::RepeatedPtrField<eligibility::v1::Change>& changes);
// A line an amount; empty where there is none.
std::string WorthsText(const google::protobuf::RepeatedPtrField<eligibility::v1::Worth>& worths,
                       Language language);
std::string EntitlementText(const eligibility::v1::Entitlement& entitlement);
std::string ExplanationText(const eligibility::v1::Explanation& explanation, Language language);
std::string OverrideText(const eligibility::v1::Override& exception);
std::string AppealText(const eligibility::v1::Appeal& appeal);

}  // namespace tuoqiao::cli

#endif  // TUOQIAO_SERVICES_CLI_ELIGIBILITY_TEXT_H_
