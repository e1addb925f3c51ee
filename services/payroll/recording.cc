#include "services/payroll/recording.h"

#include <google/protobuf/empty.pb.h>

#include "services/common/errors.h"
#include "services/common/period.h"
#include "services/common/status_macros.h"
#include "services/payroll/errors.h"

namespace tuoqiao::payroll {
namespace {

using google::protobuf::RepeatedPtrField;
using type::v1::ItemResult;

ItemResult* AddResult(RepeatedPtrField<ItemResult>* results) {
  ItemResult* result = results->Add();
  result->set_index(results->size() - 1);
  return result;
}

void Accept(ItemResult::Outcome outcome, const std::string& resource, ItemResult* result) {
  result->set_outcome(outcome);
  result->set_resource(resource);
}

// FIELD_INVALID, UNKNOWN_EMPLOYEE, DATE_ORDER.
absl::StatusOr<Authorisation> Identify(absl::string_view park, const std::string& firm,
                                       const Staff& staff, const v1::Authorisation& item) {
  ASSIGN_OR_RETURN(Authorisation authorisation, FromProto(item));
  authorisation.employee = staff.IdOf(authorisation.employee_no);
  if (authorisation.employee.empty()) return UnknownEmployee();
  if (authorisation.period.until < authorisation.period.from) return DateOrder("until_date");
  authorisation.id = AuthorisationId(park, firm, authorisation);
  return authorisation;
}

// FIELD_INVALID, UNKNOWN_EMPLOYEE.
absl::StatusOr<PayFigure> Identify(const Staff& staff, const v1::PayFigure& item) {
  ASSIGN_OR_RETURN(PayFigure figure, FromProto(item));
  figure.employee = staff.IdOf(figure.employee_no);
  if (figure.employee.empty()) return UnknownEmployee();
  return figure;
}

}  // namespace

absl::Status RecordAuthorisations(rpc::Change& change, const std::string& firm, const Staff& staff,
                                  const RepeatedPtrField<v1::Authorisation>& items,
                                  RepeatedPtrField<ItemResult>* results) {
  const std::string& park = change.txn.park();
  ASSIGN_OR_RETURN(auto known, LoadAuthorisations(change.txn, firm, SpanOf(NumbersOf(items))));
  std::map<std::string, Authorisation> changed;
  for (const v1::Authorisation& item : items) {
    ItemResult* const result = AddResult(results);
    absl::StatusOr<Authorisation> described = Identify(park, firm, staff, item);
    if (!described.ok()) {
      Reject(described.status(), result);
      continue;
    }
    const std::string name = AuthorisationName(park, firm, described->id);
    const auto before = known.find(described->id);
    if (before != known.end() && SameContent(before->second, *described)) {
      Accept(ItemResult::UNCHANGED, name, result);
      continue;
    }
    if (before != known.end()) {
      described->revoke_date = before->second.revoke_date;
      described->told_delivery = before->second.told_delivery;
      described->told_subject = before->second.told_subject;
      described->confirm_delivery = before->second.confirm_delivery;
      described->revision = before->second.revision;
    }
    ++described->revision;
    Accept(described->revision == 1 ? ItemResult::CREATED : ItemResult::UPDATED, name, result);
    change.Publish("AuthorisationRecorded", name, described->revision, google::protobuf::Empty());
    changed[described->id] = known[described->id] = *described;
  }
  std::vector<Authorisation> rows;
  Staff met;
  for (const auto& [id, each] : changed) {
    rows.push_back(each);
    met.Add(each.employee, each.employee_no);
  }
  RETURN_IF_ERROR(SaveStaff(change.txn, firm, met));
  return SaveAuthorisations(change.txn, firm, rows);
}

absl::Status RecordFigures(rpc::Change& change, const KeyRing& keys, const std::string& firm,
                           const Staff& staff, const RepeatedPtrField<v1::PayFigure>& items,
                           RepeatedPtrField<ItemResult>* results) {
  const std::string& park = change.txn.park();
  std::set<std::string> months;
  for (const v1::PayFigure& item : items) {
    if (FromProto(item).ok()) months.insert(item.period());
  }
  ASSIGN_OR_RETURN(auto known,
                   LoadKnownFigures(change.txn, firm, SpanOf(NumbersOf(items)), SpanOf(months)));
  std::map<std::string, FigureToSave> changed;
  for (const v1::PayFigure& item : items) {
    ItemResult* const result = AddResult(results);
    absl::StatusOr<PayFigure> figure = Identify(staff, item);
    if (!figure.ok()) {
      Reject(figure.status(), result);
      continue;
    }
    const std::string key = FigureKey(*figure);
    const std::string name = PayFigureName(park, firm, key);
    std::string fingerprint = keys.Fingerprint(park, "pay_figure", CanonicalPayFigure(*figure));
    KnownFigure& before = known[{figure->employee, FormatMonth(figure->period)}];
    if (before.fingerprint == fingerprint) {
      Accept(ItemResult::UNCHANGED, name, result);
      continue;
    }
    figure->revision = before.revision + 1;
    Accept(figure->revision == 1 ? ItemResult::CREATED : ItemResult::UPDATED, name, result);
    change.Publish("PayFigureRecorded", name, figure->revision, google::protobuf::Empty());
    before = {fingerprint, figure->revision};
    changed[key] = {*std::move(figure), std::move(fingerprint)};
  }
  std::vector<FigureToSave> rows;
  Staff met;
  for (const auto& [key, each] : changed) {
    rows.push_back(each);
    met.Add(each.figure.employee, each.figure.employee_no);
  }
  RETURN_IF_ERROR(SaveStaff(change.txn, firm, met));
  return SaveFigures(change.txn, keys, firm, rows);
}

}  // namespace tuoqiao::payroll
