// A file as its adapter read it, ready to go to the service that owns its records.
#ifndef TUOQIAO_SERVICES_EXCHANGE_READING_H_
#define TUOQIAO_SERVICES_EXCHANGE_READING_H_

#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "adapters/common/adapter.h"
#include "services/exchange/content.h"
#include "services/exchange/owner.h"
#include "services/exchange/receipt.h"
#include "services/exchange/rejected_file.h"

namespace tuoqiao::exchange {

struct Reading {
  int64_t records_read = 0;
  std::vector<std::string> notes;
  // One a record, in the order of lines: rejected, or open with the record as it stood.
  std::vector<Receipt> receipts;
  std::vector<Item> items;
  std::vector<RepeatedItem> repeats;
  RowFormat format;
  bool handed_back = false;

  // Puts records to their owner, at most `batch_max` at once; they live as long as this does.
  size_t batch_max = 500;
  std::function<absl::StatusOr<Results>(const Sender&, const std::vector<size_t>& records,
                                        const std::string& request_id)>
      apply;

  // Of a roster: everybody whom it names, and whether a rejected row may be about anybody.
  std::vector<std::string> named;
  bool names_nobody = false;
};

// The end-to-end ids of a payment order of ours; empty where it is not ours.
using PaymentsOf =
    std::function<absl::StatusOr<std::vector<std::string>>(const std::string& message_id)>;

// Reads `bytes` as `content`. Where the adapter refuses the file whole, its status "REASON:
// sentence"; UNIMPLEMENTED where it does not carry that content.
absl::StatusOr<Reading> Read(const Content& content, const std::string& adapter,
                             absl::string_view bytes, const adapters::Mapping& mapping,
                             const PaymentsOf& payments_of);

// Whether an adapter of that name has the port of the content; the content exchange writes itself
// has none.
bool HasPort(const std::string& adapter, const Content& content);

}  // namespace tuoqiao::exchange

#endif  // TUOQIAO_SERVICES_EXCHANGE_READING_H_
