// One child in two cases: what was found, and what people say of it.
#include <google/protobuf/empty.pb.h>

#include "absl/strings/str_cat.h"
#include "services/common/rpc/paging.h"
#include "services/common/status_macros.h"
#include "services/directory/convert.h"
#include "services/directory/convert_duplicate.h"
#include "services/directory/duplicate_store.h"
#include "services/directory/errors.h"
#include "services/directory/pairing.h"
#include "services/directory/service.h"
#include "services/directory/store.h"

namespace tuoqiao::directory {

grpc::Status DirectoryService::ListChildDuplicates(grpc::ServerContext* context,
                                                   const v1::ListChildDuplicatesRequest* request,
                                                   v1::ListChildDuplicatesResponse* response) {
  return front_.Answer(
      context, "ListChildDuplicates", *request, [&](const rpc::Caller& caller) -> absl::Status {
        const std::string list = absl::StrCat("child_duplicates", request->unreviewed());
        ASSIGN_OR_RETURN(const rpc::Page page,
                         rpc::ReadPage(request->page_size(), request->page_token(), list));
        return db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
          ASSIGN_OR_RETURN(const auto pairs,
                           LoadDuplicates(txn, {page.after, page.size, request->unreviewed()}));
          for (const ChildDuplicate& each : pairs) {
            *response->add_child_duplicates() = ToProto(txn.park(), each);
          }
          if (static_cast<int64_t>(pairs.size()) == page.size) {
            response->set_next_page_token(rpc::NextPageToken(list, pairs.back().id));
          }
          return absl::OkStatus();
        });
      });
}

grpc::Status DirectoryService::ReviewChildDuplicate(grpc::ServerContext* context,
                                                    const v1::ReviewChildDuplicateRequest* request,
                                                    v1::ChildDuplicate* response) {
  return front_.Answer(context, "ReviewChildDuplicate", *request, [&](const rpc::Caller& caller) {
    return rpc::Mutate(
        mutation_, caller, *request, response, [&](rpc::Change& change) -> absl::Status {
          ASSIGN_OR_RETURN(Review review, FromProto(*request));
          review.subject = caller.identity.subject;
          RETURN_IF_ERROR(change.txn.LockRoot("park", "park_id", change.txn.park()));
          ASSIGN_OR_RETURN(const Park park, LoadPark(change.txn));
          ASSIGN_OR_RETURN(auto pair, LoadDuplicate(change.txn, IdOf(request->name())));
          if (!pair.has_value()) return ChildDuplicateNotFound(request->name());
          const absl::CivilDay today = Today(park, clock_.Now());
          RETURN_IF_ERROR(Say(*pair, review, today));
          RETURN_IF_ERROR(SaveDuplicate(change.txn, *pair));
          *response = ToProto(park.id, *pair);
          change.Publish(
              pair->review_date.has_value() ? "ChildDuplicateReviewed" : "ChildDuplicateProposed",
              response->name(), pair->revision, google::protobuf::Empty());
          // It may be like another child as well.
          return FreesTheLater(*pair)
                     ? PairUp(change, pair->later.child, Against::kNextEarlier, today)
                     : absl::OkStatus();
        });
  });
}

}  // namespace tuoqiao::directory
