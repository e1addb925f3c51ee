#include "adapters/payroll/json/json.h"

#include <nlohmann/json.hpp>
#include <utility>

#include "absl/strings/str_cat.h"
#include "adapters/common/faults.h"
#include "adapters/common/pay_items.h"
#include "services/common/status_macros.h"

namespace tuoqiao::adapters::payroll {
namespace {

// Members in the order in which they are put there, so that the same instructions are the same
// bytes.
using Document = nlohmann::ordered_json;

class JsonPayroll final : public PayrollFormat {
 public:
  const std::vector<absl::string_view>& Kinds() const override { return AllPayKinds(); }

  absl::StatusOr<std::string> Write(const std::vector<PayInstruction>& instructions,
                                    const Mapping& mapping) const override {
    ASSIGN_OR_RETURN(auto rows, InstructionRows(instructions));
    PutCodes(InstructionTable(), mapping, &rows);
    const std::vector<std::string> names = HeadersOf(InstructionTable(), mapping);
    Document items = Document::array();
    for (std::vector<std::string>& row : rows) {
      Document item;
      for (size_t i = 0; i < row.size(); ++i) item[names[i]] = std::move(row[i]);
      // Two fields under one name would be one member.
      if (item.size() != names.size()) {
        return MappingInvalid("header_aliases", "two fields have the same name");
      }
      items.push_back(std::move(item));
    }
    const Document document = {{"instructions", std::move(items)}};
    // What is not UTF-8 is replaced, so that this does not throw.
    return absl::StrCat(document.dump(2, ' ', false, Document::error_handler_t::replace), "\n");
  }

  absl::StatusOr<FileOf<PayResult>> ReadResults(absl::string_view, const Mapping&) const override {
    return absl::UnimplementedError("results come by BatchRecordResults, or as a file");
  }
  absl::StatusOr<FileOf<PayFigure>> ReadFigures(absl::string_view, const Mapping&) const override {
    return absl::UnimplementedError("pay figures come by BatchRecordPayFigures, or as a file");
  }
};

}  // namespace

const PayrollFormat& Json() {
  static const JsonPayroll kPayroll;
  return kPayroll;
}

}  // namespace tuoqiao::adapters::payroll
