#include "services/common/rpc/caller.h"

#include <gtest/gtest.h>

#include "services/common/errors.h"

namespace tuoqiao::rpc {
namespace {

Caller Person(const std::string& role, const std::string& scope) {
  Caller caller;
  caller.identity.role = role;
  caller.identity.scopes = {scope};
  return caller;
}

type::v1::Access AccessOf(type::v1::Role role) {
  type::v1::Access access;
  access.add_roles(role);
  access.add_services("billing");
  return access;
}

TEST(Scope, CoversWholePartsOfANameOnly) {
  struct Case {
    const char* scope;
    const char* resource;
    bool covers;
  };
  for (const Case& c :
       {Case{"parks/a", "parks/a", true}, Case{"parks/a", "parks/a/firms/f", true},
        Case{"parks/a", "parks/ab", false}, Case{"parks/a/firms/f", "parks/a", false},
        Case{"parks/a/firms/f", "parks/a/firms/f2", false}, Case{"parks/a", "", false}}) {
    EXPECT_EQ(ScopeCovers(c.scope, c.resource), c.covers) << c.scope << " over " << c.resource;
  }
}

TEST(Access, NeedsTheRoleAndTheScope) {
  const type::v1::Access access = AccessOf(type::v1::FIRM_HR);
  EXPECT_TRUE(CheckAccess(access, Person("FIRM_HR", "parks/a/firms/f"), "parks/a/firms/f").ok());
  EXPECT_FALSE(CheckAccess(access, Person("FIRM_HR", "parks/a/firms/g"), "parks/a/firms/f").ok());
  EXPECT_FALSE(CheckAccess(access, Person("PARENT", "parks/a/firms/f"), "parks/a/firms/f").ok());
  EXPECT_FALSE(CheckAccess(access, Person("NOBODY", "parks/a"), "parks/a/firms/f").ok());
}

TEST(Access, OfAServiceForSomebodyStaysInThePark) {
  const type::v1::Access access = AccessOf(type::v1::FIRM_HR);
  Caller caller = Person("PARK_FINANCE", "parks/a");
  caller.service = "billing";
  EXPECT_TRUE(CheckAccess(access, caller, "parks/a/firms/f").ok());
  EXPECT_FALSE(CheckAccess(access, caller, "parks/b/firms/f").ok());
  EXPECT_FALSE(CheckAccess(access, caller, "").ok());
  caller.identity.role = "SERVICE";
  EXPECT_TRUE(CheckAccess(access, caller, "parks/b/firms/f").ok());
  caller.service = "payroll";
  EXPECT_FALSE(CheckAccess(access, caller, "parks/a/firms/f").ok());
}

TEST(Access, ToWhatIsTheParksIsForWhoeverLivesThere) {
  type::v1::Access access = AccessOf(type::v1::PARENT);
  const Caller parent = Person("PARENT", "parks/a/families/f");
  EXPECT_FALSE(CheckAccess(access, parent, "parks/a/centres/c").ok());
  access.set_park_wide(true);
  EXPECT_TRUE(CheckAccess(access, parent, "parks/a/centres/c").ok());
  EXPECT_TRUE(CheckAccess(access, parent, "parks/a").ok());
  EXPECT_FALSE(CheckAccess(access, parent, "parks/ab").ok());
  EXPECT_FALSE(CheckAccess(access, parent, "").ok());
  EXPECT_FALSE(CheckAccess(access, Person("FIRM_HR", "parks/a/firms/f"), "parks/a").ok());
}

TEST(Access, OfAServiceIsByItsName) {
  Caller service = Person("SERVICE", "parks");
  service.service = "billing";
  EXPECT_TRUE(CheckAccess(AccessOf(type::v1::FIRM_HR), service, "parks/a").ok());
  service.service = "places";
  EXPECT_FALSE(CheckAccess(AccessOf(type::v1::FIRM_HR), service, "parks/a").ok());
}

TEST(Park, IsTheSecondPartOfAName) {
  EXPECT_EQ(ParkOf("parks/a/firms/f"), "a");
  EXPECT_EQ(ParkOf("parks/a"), "a");
  EXPECT_EQ(ParkOf("firms/f"), "");
  EXPECT_EQ(ParkOf(""), "");
}

}  // namespace
}  // namespace tuoqiao::rpc
