// A group as a person writes it.
#ifndef TUOQIAO_SERVICES_CLI_GROUP_NAME_H_
#define TUOQIAO_SERVICES_CLI_GROUP_NAME_H_

#include <string>

namespace tuoqiao::cli {

// The name of `C001/L01`, or of a group's name.
std::string GroupName(const std::string& park, const std::string& text);

}  // namespace tuoqiao::cli

#endif  // TUOQIAO_SERVICES_CLI_GROUP_NAME_H_
