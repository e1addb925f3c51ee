// What people are told, in both languages.
#ifndef TUOQIAO_SERVICES_COMMON_RULES_WORDS_H_
#define TUOQIAO_SERVICES_COMMON_RULES_WORDS_H_

#include <string>

namespace tuoqiao::rules {

struct Words {
  std::string en, zh;
};

}  // namespace tuoqiao::rules

#endif  // TUOQIAO_SERVICES_COMMON_RULES_WORDS_H_
