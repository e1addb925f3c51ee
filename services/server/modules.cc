#include "services/server/modules.h"

#include "services/billing/module.h"
#include "services/directory/module.h"
#include "services/eligibility/module.h"
#include "services/exchange/module.h"
#include "services/ledger/module.h"
#include "services/payroll/module.h"
#include "services/places/module.h"
#include "services/settlement/module.h"

namespace tuoqiao::server {

const std::vector<ModuleEntry>& Modules() {
  static const std::vector<ModuleEntry>* const kModules = new std::vector<ModuleEntry>{
      {"directory", directory::Schema, directory::MakeModule},
      {"eligibility", eligibility::Schema, eligibility::MakeModule},
      {"places", places::Schema, places::MakeModule},
      {"billing", billing::Schema, billing::MakeModule},
      {"payroll", payroll::Schema, payroll::MakeModule},
      {"ledger", ledger::Schema, ledger::MakeModule},
      {"settlement", settlement::Schema, settlement::MakeModule},
      {"exchange", exchange::Schema, exchange::MakeModule},
  };
  return *kModules;
}

}  // namespace tuoqiao::server
