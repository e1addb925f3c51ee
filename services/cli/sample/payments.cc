// The bank's answer to payment orders: pain.001.001.09 in, pain.002.001.11 out.

#include <libxml/parser.h>
#include <libxml/xmlwriter.h>

#include <algorithm>
#include <cstdint>
#include <initializer_list>
#include <memory>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "services/cli/sample/csv.h"
#include "services/cli/sample/world.h"
#include "services/common/period.h"
#include "services/common/status_macros.h"

namespace tuoqiao::cli {
namespace {

constexpr char kPaymentsNamespace[] = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09";
constexpr char kStatusNamespace[] = "urn:iso:std:iso:20022:tech:xsd:pain.002.001.11";

struct Payment {
  std::string instruction_id;  // May be absent.
  std::string end_to_end_id;
  std::string amount;
  std::string currency;
  std::string centre;
  std::string account;
  std::string status;
};

struct PaymentBlock {
  std::string id;
  std::vector<Payment> payments;
};

struct PaymentOrder {
  std::string message_id;
  std::vector<PaymentBlock> blocks;
};

// ---- in

const char* Text(const xmlChar* text) { return reinterpret_cast<const char*>(text); }

// The elements of one name directly under a node.
std::vector<const xmlNode*> Children(const xmlNode* node, absl::string_view name) {
  std::vector<const xmlNode*> children;
  for (const xmlNode* child = node == nullptr ? nullptr : node->children; child != nullptr;
       child = child->next) {
    if (child->type == XML_ELEMENT_NODE && name == Text(child->name)) children.push_back(child);
  }
  return children;
}

// The first node down the path, or null.
const xmlNode* Down(const xmlNode* node, std::initializer_list<absl::string_view> path) {
  for (const absl::string_view name : path) {
    const std::vector<const xmlNode*> children = Children(node, name);
    if (children.empty()) return nullptr;
    node = children.front();
  }
  return node;
}

std::string Content(const xmlNode* node) {
  if (node == nullptr) return "";
  const std::unique_ptr<xmlChar, decltype(xmlFree)> content(xmlNodeGetContent(node), xmlFree);
  return content == nullptr ? "" : Text(content.get());
}

std::string ContentAt(const xmlNode* node, std::initializer_list<absl::string_view> path) {
  return Content(Down(node, path));
}

std::string Attribute(const xmlNode* node, const char* name) {
  if (node == nullptr) return "";
  const std::unique_ptr<xmlChar, decltype(xmlFree)> value(
      xmlGetProp(node, reinterpret_cast<const xmlChar*>(name)), xmlFree);
  return value == nullptr ? "" : Text(value.get());
}

absl::StatusOr<Payment> ReadPayment(const xmlNode* node) {
  Payment payment;
  payment.instruction_id = ContentAt(node, {"PmtId", "InstrId"});
  payment.end_to_end_id = ContentAt(node, {"PmtId", "EndToEndId"});
  payment.amount = ContentAt(node, {"Amt", "InstdAmt"});
  payment.currency = Attribute(Down(node, {"Amt", "InstdAmt"}), "Ccy");
  payment.centre = ContentAt(node, {"Cdtr", "Id", "OrgId", "Othr", "Id"});
  payment.account = ContentAt(node, {"CdtrAcct", "Id", "Othr", "Id"});
  if (payment.end_to_end_id.empty() || payment.centre.empty() || payment.account.empty()) {
    return absl::InvalidArgumentError(
        absl::StrCat("payment \"", payment.end_to_end_id, "\" lacks its id, centre or account"));
  }
  return payment;
}

absl::StatusOr<PaymentOrder> ReadOrder(absl::string_view xml) {
  constexpr int kOptions = XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING;
  const std::unique_ptr<xmlDoc, decltype(&xmlFreeDoc)> document(
      xmlReadMemory(xml.data(), static_cast<int>(xml.size()), "payments.xml", nullptr, kOptions),
      &xmlFreeDoc);
  const xmlNode* const root = document == nullptr ? nullptr : xmlDocGetRootElement(document.get());
  if (root == nullptr || document->intSubset != nullptr || root->ns == nullptr ||
      absl::string_view(Text(root->ns->href)) != kPaymentsNamespace) {
    return absl::InvalidArgumentError("not a pain.001.001.09 document");
  }
  const xmlNode* const initiation = Down(root, {"CstmrCdtTrfInitn"});
  PaymentOrder order{ContentAt(initiation, {"GrpHdr", "MsgId"})};
  for (const xmlNode* block_node : Children(initiation, "PmtInf")) {
    PaymentBlock block{ContentAt(block_node, {"PmtInfId"})};
    for (const xmlNode* node : Children(block_node, "CdtTrfTxInf")) {
      ASSIGN_OR_RETURN(Payment payment, ReadPayment(node));
      block.payments.push_back(std::move(payment));
    }
    order.blocks.push_back(std::move(block));
  }
  if (order.message_id.empty() || order.blocks.empty()) {
    return absl::InvalidArgumentError("the message has no id or no payments");
  }
  return order;
}

// ---- out

// One status where all payments have it, else PART.
std::string StatusOfAll(const std::vector<PaymentBlock>& blocks) {
  const std::string first =
      blocks.front().payments.empty() ? "" : blocks.front().payments.front().status;
  for (const PaymentBlock& block : blocks) {
    for (const Payment& payment : block.payments) {
      if (payment.status != first) return "PART";
    }
  }
  return first;
}

class Xml {
 public:
  Xml()
      : buffer_(xmlBufferCreate(), &xmlBufferFree),
        writer_(xmlNewTextWriterMemory(buffer_.get(), 0), &xmlFreeTextWriter) {
    xmlTextWriterSetIndent(writer_.get(), 1);
    xmlTextWriterStartDocument(writer_.get(), nullptr, "UTF-8", nullptr);
  }

  void Open(const char* name) { xmlTextWriterStartElement(writer_.get(), Name(name)); }
  void Close() { xmlTextWriterEndElement(writer_.get()); }
  void Text(const std::string& text) {
    xmlTextWriterWriteString(writer_.get(), Name(text.c_str()));
  }
  void Attribute(const char* name, const std::string& value) {
    xmlTextWriterWriteAttribute(writer_.get(), Name(name), Name(value.c_str()));
  }
  // Nothing where there is no text: every text of the report is at least one character long.
  void Leaf(const char* name, const std::string& text) {
    if (!text.empty()) xmlTextWriterWriteElement(writer_.get(), Name(name), Name(text.c_str()));
  }
  std::string Finish() {
    xmlTextWriterEndDocument(writer_.get());
    xmlTextWriterFlush(writer_.get());
    return reinterpret_cast<const char*>(xmlBufferContent(buffer_.get()));
  }

 private:
  static const xmlChar* Name(const char* text) { return reinterpret_cast<const xmlChar*>(text); }

  std::unique_ptr<xmlBuffer, decltype(&xmlBufferFree)> buffer_;
  std::unique_ptr<xmlTextWriter, decltype(&xmlFreeTextWriter)> writer_;
};

void WriteTransaction(const Payment& payment, Xml& xml) {
  xml.Open("TxInfAndSts");
  xml.Leaf("OrgnlInstrId", payment.instruction_id);
  xml.Leaf("OrgnlEndToEndId", payment.end_to_end_id);
  xml.Leaf("TxSts", payment.status);
  if (payment.status == "RJCT") {
    xml.Open("StsRsnInf");
    xml.Open("Rsn");
    xml.Leaf("Cd", "AC01");
    xml.Close();
    xml.Leaf("AddtlInf", "the account number is not known");
    xml.Close();
  }
  xml.Open("OrgnlTxRef");
  xml.Open("Amt");
  xml.Open("InstdAmt");
  xml.Attribute("Ccy", payment.currency);
  xml.Text(payment.amount);
  xml.Close();
  xml.Close();
  xml.Open("CdtrAcct");
  xml.Open("Id");
  xml.Open("Othr");
  xml.Leaf("Id", payment.account);
  for (int i = 0; i < 5; ++i) xml.Close();  // Othr, Id, CdtrAcct, OrgnlTxRef, TxInfAndSts.
}

std::string WriteReport(const PaymentOrder& order, absl::CivilDay value_date) {
  Xml xml;
  xml.Open("Document");
  xml.Attribute("xmlns", kStatusNamespace);
  xml.Open("CstmrPmtStsRpt");
  xml.Open("GrpHdr");
  // Thirty-five characters at most: the start of the order's own id keeps the two together.
  xml.Leaf("MsgId", absl::StrCat("STS-", order.message_id.substr(0, 31)));
  xml.Leaf("CreDtTm", absl::StrCat(FormatDay(value_date), "T09:00:00"));
  xml.Close();
  xml.Open("OrgnlGrpInfAndSts");
  xml.Leaf("OrgnlMsgId", order.message_id);
  xml.Leaf("OrgnlMsgNmId", "pain.001.001.09");
  xml.Leaf("GrpSts", StatusOfAll(order.blocks));
  xml.Close();
  for (const PaymentBlock& block : order.blocks) {
    xml.Open("OrgnlPmtInfAndSts");
    xml.Leaf("OrgnlPmtInfId", block.id);
    xml.Leaf("PmtInfSts", StatusOfAll({block}));
    for (const Payment& payment : block.payments) WriteTransaction(payment, xml);
    xml.Close();
  }
  return xml.Finish();
}

}  // namespace

absl::StatusOr<PaymentAnswer> RespondPayments(absl::string_view payments,
                                              absl::string_view bank_world,
                                              absl::CivilDay value_date) {
  ASSIGN_OR_RETURN(const BankWorld world, BankWorld::Read(bank_world));
  ASSIGN_OR_RETURN(PaymentOrder order, ReadOrder(payments));
  std::vector<BankLine> later;
  for (PaymentBlock& block : order.blocks) {
    for (Payment& payment : block.payments) {
      payment.status = world.Of("PAYOUT", payment.centre).name;
      ASSIGN_OR_RETURN(const int64_t amount_minor, ParseYuan(payment.amount));
      if (payment.status != "ACCP") continue;
      later.push_back({payment.end_to_end_id, payment.end_to_end_id, false, amount_minor,
                       payment.centre, "payout"});
    }
  }
  return PaymentAnswer{WriteReport(order, value_date), WriteBankLines(later, value_date)};
}

}  // namespace tuoqiao::cli
