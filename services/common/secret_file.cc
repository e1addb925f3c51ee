#include "services/common/secret_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>

#include "absl/strings/str_cat.h"
#include "services/common/status_macros.h"

namespace tuoqiao {
namespace {

constexpr size_t kSecretBytesMax = 16 * 1024;

// Closes at the end of its scope.
class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() {
    if (fd_ >= 0) close(fd_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return fd_; }

 private:
  const int fd_;
};

absl::Status Failed(absl::string_view step, const std::string& path) {
  return absl::ErrnoToStatus(errno, absl::StrCat(step, " ", path));
}

absl::Status WriteWhole(int fd, absl::string_view bytes, const std::string& path) {
  while (!bytes.empty()) {
    const ssize_t count = write(fd, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return Failed("cannot write", path);
    bytes.remove_prefix(static_cast<size_t>(count));
  }
  if (fsync(fd) != 0) return Failed("cannot sync", path);
  return absl::OkStatus();
}

// A link to a finished file of another name, so that nobody ever reads half a key, and so that of
// two makers one comes too late and does no harm.
absl::Status Make(const std::string& path, absl::string_view content) {
  std::string fresh_path = absl::StrCat(path, ".XXXXXX");
  const Descriptor fresh(mkostemp(&fresh_path[0], O_CLOEXEC));  // Mode 0600.
  if (fresh.get() < 0) return Failed("cannot make", path);
  absl::Status status = WriteWhole(fresh.get(), content, path);
  if (status.ok() && link(fresh_path.c_str(), path.c_str()) != 0 && errno != EEXIST) {
    status = Failed("cannot make", path);
  }
  unlink(fresh_path.c_str());
  RETURN_IF_ERROR(status);
  const size_t slash = path.rfind('/');
  const std::string folder = slash == std::string::npos ? "." : path.substr(0, slash + 1);
  const Descriptor directory(open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (directory.get() < 0 || fsync(directory.get()) != 0) return Failed("cannot sync", folder);
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::string> ReadSecretFile(const std::string& path) {
  // Not blocking, so that a pipe in the file's place is refused and not waited for.
  const Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (file.get() < 0) return Failed("cannot open", path);
  struct stat facts;
  if (fstat(file.get(), &facts) != 0) return Failed("cannot look at", path);
  if (!S_ISREG(facts.st_mode)) {
    return absl::FailedPreconditionError(absl::StrCat(path, " is not a plain file"));
  }
  if ((facts.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
    return absl::FailedPreconditionError(absl::StrCat(
        path, " is open to others than its owner; chmod 600 it and change the secret"));
  }
  std::string content(kSecretBytesMax + 1, '\0');
  size_t size = 0;
  while (size < content.size()) {
    const ssize_t count = read(file.get(), &content[size], content.size() - size);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return Failed("cannot read", path);
    if (count == 0) break;
    size += static_cast<size_t>(count);
  }
  if (size > kSecretBytesMax) {
    return absl::FailedPreconditionError(absl::StrCat(path, " is too long for a key"));
  }
  content.resize(size);
  return content;
}

absl::StatusOr<std::string> ReadOrMakeSecretFile(const std::string& path,
                                                 const std::function<std::string()>& fresh) {
  absl::StatusOr<std::string> content = ReadSecretFile(path);
  if (!absl::IsNotFound(content.status())) return content;
  RETURN_IF_ERROR(Make(path, fresh()));
  return ReadSecretFile(path);
}

}  // namespace tuoqiao
