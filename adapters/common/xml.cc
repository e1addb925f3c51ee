#include "adapters/common/xml.h"

#include <libxml/parser.h>
#include <libxml/tree.h>
#include <libxml/xmlwriter.h>

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "adapters/common/encoding.h"
#include "adapters/common/faults.h"
#include "adapters/common/limits.h"
#include "services/common/check.h"
#include "services/common/status_macros.h"

namespace tuoqiao::adapters {
namespace {

const xmlChar* Xml(const char* text) { return reinterpret_cast<const xmlChar*>(text); }

absl::string_view View(const xmlChar* text) {
  return text == nullptr ? absl::string_view() : reinterpret_cast<const char*>(text);
}

// Every element, attribute, comment and instruction has one of these two characters of its own.
size_t NodesAtMost(absl::string_view text) {
  return std::count_if(text.begin(), text.end(), [](char c) { return c == '<' || c == '='; });
}

// Whether the parser stands at the end of the text, or in a tag that the text does not close.
bool AtEnd(const xmlParserInput* input) {
  if (input == nullptr || input->cur >= input->end) return true;
  const absl::string_view text(reinterpret_cast<const char*>(input->base),
                               static_cast<size_t>(input->end - input->base));
  const size_t tag = text.rfind('<');
  return tag != absl::string_view::npos && text.find('>', tag) == absl::string_view::npos &&
         static_cast<size_t>(input->cur - input->base) >= tag;
}

// Where the parser first found something wrong. It goes on behind that, to the end of the text as a
// rule, so only this place tells a text that is cut short from one that is no XML.
struct FirstError {
  int64_t line = 0;
  bool at_end = false;
  bool too_deep = false;
};

void KeepFirstError(void* user, xmlError* error) {
  const auto* context = static_cast<const xmlParserCtxt*>(user);
  auto* first = static_cast<FirstError*>(context->_private);
  if (first->line != 0) return;
  first->line = std::max(error->line, 1);
  // These two are found out behind what is wrong, which may be the end of the text.
  const bool behind =
      error->code == XML_ERR_TAG_NAME_MISMATCH || error->code == XML_ERR_UNDECLARED_ENTITY;
  first->at_end = !behind && AtEnd(context->input);
  first->too_deep = context->nameNr > kXmlDepthMax;
}

absl::Status CheckDepth(const xmlNode* node) {
  int depth = 0;
  while (node != nullptr) {
    if (node->type == XML_DTD_NODE) return XmlForbidden("the file has a DTD");
    if (node->children != nullptr && node->type == XML_ELEMENT_NODE) {
      node = node->children;
      if (++depth > kXmlDepthMax) {
        return XmlForbidden(absl::StrCat("elements are nested more than ", kXmlDepthMax, " deep"));
      }
      continue;
    }
    while (node != nullptr && node->next == nullptr) {
      node = node->parent;
      --depth;
    }
    if (node != nullptr) node = node->next;
  }
  return absl::OkStatus();
}

}  // namespace

absl::string_view XmlElement::Name() const { return node_ == nullptr ? "" : View(node_->name); }

absl::string_view XmlElement::Namespace() const {
  return node_ == nullptr || node_->ns == nullptr ? absl::string_view() : View(node_->ns->href);
}

std::vector<XmlElement> XmlElement::Children() const {
  std::vector<XmlElement> children;
  for (xmlNode* node = node_ == nullptr ? nullptr : node_->children; node != nullptr;
       node = node->next) {
    if (node->type == XML_ELEMENT_NODE) children.emplace_back(node);
  }
  return children;
}

std::vector<XmlElement> XmlElement::Children(absl::string_view name) const {
  std::vector<XmlElement> named;
  for (const XmlElement child : Children()) {
    if (child.Name() == name) named.push_back(child);
  }
  return named;
}

XmlElement XmlElement::Child(absl::string_view name) const {
  for (xmlNode* node = node_ == nullptr ? nullptr : node_->children; node != nullptr;
       node = node->next) {
    if (node->type == XML_ELEMENT_NODE && View(node->name) == name) return XmlElement(node);
  }
  return XmlElement();
}

std::string XmlElement::Text() const {
  std::string text;
  for (const xmlNode* node = node_ == nullptr ? nullptr : node_->children; node != nullptr;
       node = node->next) {
    if (node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE) {
      absl::StrAppend(&text, View(node->content));
    }
  }
  return std::string(absl::StripAsciiWhitespace(text));
}

std::string XmlElement::Attribute(absl::string_view name) const {
  for (const xmlAttr* each = node_ == nullptr ? nullptr : node_->properties; each != nullptr;
       each = each->next) {
    if (View(each->name) != name || each->children == nullptr) continue;
    return std::string(absl::StripAsciiWhitespace(View(each->children->content)));
  }
  return "";
}

int64_t XmlElement::Line() const { return node_ == nullptr ? 0 : xmlGetLineNo(node_); }

std::string XmlElement::Raw() const {
  if (node_ == nullptr) return "";
  const std::unique_ptr<xmlBuffer, void (*)(xmlBuffer*)> buffer(xmlBufferCreate(), xmlBufferFree);
  xmlNodeDump(buffer.get(), node_->doc, node_, 0, 0);
  return std::string(View(xmlBufferContent(buffer.get())));
}

absl::StatusOr<XmlDocument> XmlDocument::Read(absl::string_view bytes) {
  if (bytes.size() > kXmlBytesMax) {
    return FileTooLarge(absl::StrCat("the file has more than ", kXmlBytesMax >> 20, " MiB"));
  }
  ASSIGN_OR_RETURN(const std::string text, ToUtf8(bytes));
  if (absl::StripAsciiWhitespace(text).empty()) return FileEmpty();
  if (absl::StrContains(text, "<!DOCTYPE") || absl::StrContains(text, "<!ENTITY")) {
    return XmlForbidden("the file has a DTD");
  }
  if (NodesAtMost(text) > kXmlNodesMax) {
    return FileTooLarge(absl::StrCat("the file has more than ", kXmlNodesMax, " elements"));
  }
  const std::unique_ptr<xmlParserCtxt, void (*)(xmlParserCtxt*)> context(xmlNewParserCtxt(),
                                                                         xmlFreeParserCtxt);
  CHECK(context != nullptr);
  FirstError error;
  context->_private = &error;
  context->sax->serror = KeepFirstError;
  // The text is UTF-8 by now, whatever its declaration says.
  constexpr int kOptions = XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING |
                           XML_PARSE_IGNORE_ENC | XML_PARSE_BIG_LINES | XML_PARSE_COMPACT;
  XmlDocument document(xmlCtxtReadMemory(context.get(), text.data(), static_cast<int>(text.size()),
                                         nullptr, "UTF-8", kOptions));
  if (document.document_ == nullptr) {
    if (error.too_deep) {
      return XmlForbidden(absl::StrCat("elements are nested more than ", kXmlDepthMax, " deep"));
    }
    if (error.at_end) return FileTruncated("the file ends before its last element is closed");
    return FormatUnknown(absl::StrCat("line ", error.line, " is not well-formed XML"));
  }
  RETURN_IF_ERROR(CheckDepth(xmlDocGetRootElement(document.document_.get())));
  return document;
}

XmlElement XmlDocument::Root() const { return XmlElement(xmlDocGetRootElement(document_.get())); }

void XmlDocument::Free(_xmlDoc* document) { xmlFreeDoc(document); }

XmlWriter::XmlWriter(const char* root, const char* name_space)
    : buffer_(xmlBufferCreate(), FreeBuffer),
      writer_(xmlNewTextWriterMemory(buffer_.get(), 0), FreeWriter) {
  CHECK(buffer_ != nullptr && writer_ != nullptr);
  xmlTextWriterSetIndent(writer_.get(), 1);
  xmlTextWriterSetIndentString(writer_.get(), Xml("  "));
  xmlTextWriterStartDocument(writer_.get(), "1.0", "UTF-8", nullptr);
  Open(root);
  Attribute("xmlns", name_space);
}

XmlWriter& XmlWriter::Open(const char* name) {
  CHECK(xmlTextWriterStartElement(writer_.get(), Xml(name)) >= 0);
  return *this;
}

XmlWriter& XmlWriter::Attribute(const char* name, const std::string& value) {
  CHECK(xmlTextWriterWriteAttribute(writer_.get(), Xml(name), Xml(value.c_str())) >= 0);
  return *this;
}

XmlWriter& XmlWriter::Text(const std::string& text) {
  CHECK(xmlTextWriterWriteString(writer_.get(), Xml(text.c_str())) >= 0);
  return *this;
}

XmlWriter& XmlWriter::Close() {
  CHECK(xmlTextWriterEndElement(writer_.get()) >= 0);
  return *this;
}

XmlWriter& XmlWriter::Leaf(const char* name, const std::string& text) {
  CHECK(xmlTextWriterWriteElement(writer_.get(), Xml(name), Xml(text.c_str())) >= 0);
  return *this;
}

std::string XmlWriter::Finish() {
  CHECK(xmlTextWriterEndDocument(writer_.get()) >= 0);
  xmlTextWriterFlush(writer_.get());
  return std::string(View(xmlBufferContent(buffer_.get())));
}

void XmlWriter::FreeBuffer(_xmlBuffer* buffer) { xmlBufferFree(buffer); }
void XmlWriter::FreeWriter(_xmlTextWriter* writer) { xmlFreeTextWriter(writer); }

bool IsXmlText(absl::string_view text) {
  return IsUtf8(text) &&
         std::none_of(text.begin(), text.end(),
                      [](unsigned char c) { return absl::ascii_iscntrl(c); }) &&
         !absl::StrContains(text, "\xEF\xBF\xBE") && !absl::StrContains(text, "\xEF\xBF\xBF");
}

}  // namespace tuoqiao::adapters
