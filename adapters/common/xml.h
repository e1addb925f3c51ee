// XML in and out. What comes from outside is read with everything off that reaches beyond the file
// or multiplies it: no DTD, no entity but the five of the standard, no network, limits on size,
// number of nodes and depth.
#ifndef TUOQIAO_ADAPTERS_COMMON_XML_H_
#define TUOQIAO_ADAPTERS_COMMON_XML_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

struct _xmlDoc;
struct _xmlNode;
struct _xmlBuffer;
struct _xmlTextWriter;

namespace tuoqiao::adapters {

// An element of a document that is alive, or nothing. Asking nothing gives nothing, so that a path
// can be followed without a check at each step.
class XmlElement {
 public:
  XmlElement() = default;
  explicit XmlElement(_xmlNode* node) : node_(node) {}

  explicit operator bool() const { return node_ != nullptr; }
  // Without its prefix.
  absl::string_view Name() const;
  absl::string_view Namespace() const;
  // The first child of that name.
  XmlElement Child(absl::string_view name) const;
  std::vector<XmlElement> Children(absl::string_view name) const;
  std::vector<XmlElement> Children() const;
  // The attribute of that name, without a prefix; empty where there is none.
  std::string Attribute(absl::string_view name) const;
  // The text inside, without the blanks around it.
  std::string Text() const;
  int64_t Line() const;
  // The element as it stands in the file.
  std::string Raw() const;

 private:
  _xmlNode* node_ = nullptr;
};

class XmlDocument {
 public:
  // FILE_EMPTY, FILE_ENCODING, FILE_TOO_LARGE, XML_FORBIDDEN (a DTD, or nesting beyond
  // kXmlDepthMax), FILE_TRUNCATED, or FORMAT_UNKNOWN with the line that is not XML.
  static absl::StatusOr<XmlDocument> Read(absl::string_view bytes);

  XmlElement Root() const;

 private:
  explicit XmlDocument(_xmlDoc* document) : document_(document, Free) {}
  static void Free(_xmlDoc* document);

  std::unique_ptr<_xmlDoc, void (*)(_xmlDoc*)> document_;
};

// Writes one document, indented; the same calls give the same bytes. Texts are UTF-8 without
// control characters: IsXmlText.
class XmlWriter {
 public:
  XmlWriter(const char* root, const char* name_space);

  XmlWriter& Open(const char* name);
  XmlWriter& Attribute(const char* name, const std::string& value);
  XmlWriter& Text(const std::string& text);
  XmlWriter& Close();
  XmlWriter& Leaf(const char* name, const std::string& text);
  // Closes what is open and returns the document. The last call.
  std::string Finish();

 private:
  static void FreeBuffer(_xmlBuffer* buffer);
  static void FreeWriter(_xmlTextWriter* writer);

  std::unique_ptr<_xmlBuffer, void (*)(_xmlBuffer*)> buffer_;
  std::unique_ptr<_xmlTextWriter, void (*)(_xmlTextWriter*)> writer_;
};

bool IsXmlText(absl::string_view text);

}  // namespace tuoqiao::adapters

#endif  // TUOQIAO_ADAPTERS_COMMON_XML_H_
