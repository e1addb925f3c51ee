#include "services/directory/module.h"

#include <utility>

#include "services/common/rpc/front.h"
#include "services/common/status_macros.h"
#include "services/directory/deduction.h"
#include "services/directory/identifying.h"
#include "services/directory/service.h"

namespace tuoqiao::directory {
namespace {

class DirectoryModule final : public rpc::Module {
 public:
  DirectoryModule(const rpc::Ground& ground, std::unique_ptr<rpc::Front> front,
                  rules::ParameterFile deduction)
      : front_(std::move(front)),
        service_(ground, *front_, std::move(deduction)),
        identifying_(ground) {}
  ~DirectoryModule() override { Stop(); }

  grpc::Service& service() override { return service_; }
  void Start() override { identifying_.Start(); }
  void Stop() override { identifying_.Stop(); }

 private:
  const std::unique_ptr<rpc::Front> front_;
  DirectoryService service_;
  Identifying identifying_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<rpc::Module>> MakeModule(const rpc::Ground& ground) {
  ASSIGN_OR_RETURN(auto front, rpc::Front::For(v1::Park::descriptor()->file()->service(0),
                                               ground.tokens, ground.clock, ground.metrics));
  ASSIGN_OR_RETURN(rules::ParameterFile deduction, LoadDeductionRules(ground.rules_folder));
  return std::unique_ptr<rpc::Module>(
      std::make_unique<DirectoryModule>(ground, std::move(front), std::move(deduction)));
}

}  // namespace tuoqiao::directory
