#include "services/common/rules/load_parameter.h"

#include <algorithm>
#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "services/common/period.h"

namespace tuoqiao::rules {
namespace {

Parameter ReadParameter(const Place& place, const v1::Parameter& message) {
  Parameter parameter;
  parameter.name = message.name();
  CheckName(place, message.name());
  parameter.unit = ReadUnit(place, "unit", message.unit());
  parameter.counting = ReadCounting(place, "period", message.period());
  if (message.values().empty()) place.Wrong("there is no value");
  for (int i = 0; i < message.values_size(); ++i) {
    const v1::Value& each = message.values(i);
    const Place at = place.In("values", i);
    DatedValue value;
    value.validity = ReadValidity(at, each.from(), each.until());
    value.value = each.value();
    value.source = ReadSource(at, each.has_source(), each.source());
    value.confidence = ReadConfidence(at, each.confidence());
    if (i > 0) Follow(at, value.validity, &parameter.values.back().validity);
    parameter.values.push_back(std::move(value));
  }
  return parameter;
}

}  // namespace

Unit ReadUnit(const Place& place, const char* field, v1::Parameter::Unit unit) {
  switch (unit) {
    case v1::Parameter::MONTHS:
      return Unit::kMonths;
    case v1::Parameter::DAYS:
      return Unit::kDays;
    case v1::Parameter::PERSONS:
      return Unit::kPersons;
    case v1::Parameter::LEVEL:
      return Unit::kLevel;
    case v1::Parameter::CNY_MINOR:
      return Unit::kCnyMinor;
    case v1::Parameter::BASIS_POINTS:
      return Unit::kBasisPoints;
    case v1::Parameter::USD_MINOR:
      return Unit::kUsdMinor;
    case v1::Parameter::COUNT:
      return Unit::kCount;
    case v1::Parameter::METRES:
      return Unit::kMetres;
    case v1::Parameter::SECONDS:
      return Unit::kSeconds;
    case v1::Parameter::METRES_PER_HOUR:
      return Unit::kMetresPerHour;
    default:
      place.Wrong(field, "the unit is missing");
      return Unit::kNone;
  }
}

Counting ReadCounting(const Place& place, const char* field, v1::Parameter::Period period) {
  switch (period) {
    case v1::Parameter::ALWAYS:
      return Counting::kAlways;
    case v1::Parameter::DAY:
      return Counting::kDay;
    case v1::Parameter::MONTH:
      return Counting::kMonth;
    case v1::Parameter::YEAR:
      return Counting::kYear;
    default:
      place.Wrong(field, "the period is missing");
      return Counting::kAlways;
  }
}

void Follow(const Place& place, const Validity& next, Validity* before) {
  if (next.from <= before->from) {
    place.Wrong("from", absl::StrCat(FormatDay(next.from), " is not after the value before it"));
  } else if (!before->until.has_value()) {
    before->until = next.from;
  } else if (*before->until < next.from) {
    place.Wrong("from", absl::StrCat("there is no value from ", FormatDay(*before->until), " to ",
                                     FormatDay(next.from)));
  } else if (*before->until > next.from) {
    place.Wrong("from", absl::StrCat("there are two values from ", FormatDay(next.from), " to ",
                                     FormatDay(*before->until)));
  }
}

std::optional<absl::CivilDay> ReadDay(const Place& place, const char* field,
                                      const std::string& text) {
  if (text.empty()) return std::nullopt;
  const absl::StatusOr<absl::CivilDay> day = ParseDay(text);
  if (day.ok()) return *day;
  place.Wrong(field, absl::StrCat("'", text, "' is not a date YYYY-MM-DD"));
  return std::nullopt;
}

Validity ReadValidity(const Place& place, const std::string& from, const std::string& until) {
  Validity validity;
  if (from.empty()) place.Wrong("from", "the first day is missing");
  validity.from = ReadDay(place, "from", from).value_or(absl::CivilDay());
  validity.until = ReadDay(place, "until", until);
  if (validity.until.has_value() && *validity.until <= validity.from) {
    place.Wrong("until", absl::StrCat(until, " is not after ", from));
    validity.until.reset();
  }
  return validity;
}

void CheckName(const Place& place, const std::string& name) {
  const bool snake = !name.empty() && absl::ascii_islower(static_cast<unsigned char>(name[0])) &&
                     std::all_of(name.begin(), name.end(), [](unsigned char c) {
                       return absl::ascii_islower(c) || absl::ascii_isdigit(c) || c == '_';
                     });
  if (!snake) place.Wrong("name", "the name is not lower-case letters, digits and underscores");
}

Source ReadSource(const Place& place, bool written, const v1::Source& source) {
  if (!written) {
    place.Wrong("source", "the source is missing");
  } else if (source.title().empty()) {
    place.In("source").Wrong("title", "the source has no title");
  }
  return {source.title(), source.uri()};
}

Confidence ReadConfidence(const Place& place, v1::Confidence confidence) {
  switch (confidence) {
    case v1::OFFICIAL:
      return Confidence::kOfficial;
    case v1::SECONDARY:
      return Confidence::kSecondary;
    case v1::SAMPLE:
      return Confidence::kSample;
    default:
      place.Wrong("confidence", "the confidence is missing");
      return Confidence::kSample;
  }
}

std::vector<Parameter> ReadParameters(
    const Place& place, const google::protobuf::RepeatedPtrField<v1::Parameter>& messages) {
  std::vector<Parameter> parameters;
  std::set<std::string> names;
  for (int i = 0; i < messages.size(); ++i) {
    const Place at = place.In("parameters", i);
    parameters.push_back(ReadParameter(at, messages.Get(i)));
    if (!names.insert(parameters.back().name).second) {
      at.Wrong("name", absl::StrCat("there is another parameter ", parameters.back().name));
    }
  }
  return parameters;
}

}  // namespace tuoqiao::rules
