#include "services/common/rpc/front.h"

#include <gtest/gtest.h>

#include "absl/strings/str_split.h"

namespace tuoqiao::rpc {
namespace {

TEST(HasForm, HoldsANameToItsForm) {
  struct Case {
    const char* name;
    const char* form;
    bool has;
  };
  for (const Case& c : {
           Case{"parks/p/families/f", "parks/*/families/*", true},
           Case{"parks/p", "parks/*", true},
           // A parent's scope covers these, and their end names somebody else's.
           Case{"parks/p/families/own/x/other", "parks/*/families/*", false},
           Case{"parks/p/families/own/families/other", "parks/*/families/*", false},
           Case{"parks/p/families/", "parks/*/families/*", false},
           Case{"parks/p/families", "parks/*/families/*", false},
           Case{"parks//families/f", "parks/*/families/*", false},
           Case{"", "parks/*", false},
           Case{"firms/p", "parks/*", false},
           Case{"parks/p", "parks/**", true},
           Case{"parks/p/firms/f", "parks/**", true},
           Case{"parks", "parks/**", false},
           Case{"parks/p/firms/f/deliveries/d", "parks/**/deliveries/*", true},
           Case{"parks/p/deliveries/d", "parks/**/deliveries/*", true},
           Case{"parks/deliveries/d", "parks/**/deliveries/*", false},
           Case{"parks/p/firms/f/deliveries/d/x", "parks/**/deliveries/*", false},
           Case{"parks/p/months/2026-10/booking", "parks/*/months/*", false},
       }) {
    EXPECT_EQ(HasForm(c.name, absl::StrSplit(c.form, '/')), c.has) << c.name << " of " << c.form;
  }
}

}  // namespace
}  // namespace tuoqiao::rpc
