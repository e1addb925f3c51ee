"""One request for every RPC that succeeds for whoever may call it: on what access_ground.py has laid."""

import copy

from access_ground import NEW_PARK, upload

# The name that is asked for decides whose scope it takes; these RPCs name something of their own.
SCOPE_OF_ITS_OWN = {"Directory.CreatePark": NEW_PARK}


def _employee(ground):
    return {"employee_no": "ACCESS-1", "display_name": "新职工", "id_type": "PASSPORT", "id_number": "E99999999",
            "hire_date": "2026-11-01", "work_site": "A", "weekly_hours": 40}


def _firm(ground):
    return {"uscc": ground.firm["uscc"], "display_name": ground.firm["displayName"], "set_up": ground.set_up}


def _tariff():
    return {"group_kind": "SMALL", "from_date": "2027-06-01", "monthly_fee_minor": 300000, "spread": "CALENDAR_DAYS",
            "meal_fee_minor": 2000, "coefficient_1_bp": 12000, "coefficient_2_bp": 15000, "refund_threshold_days": 5,
            "refund_share_bp": 5000, "billing": "IN_ADVANCE"}


def _plan():
    every_line = ["CARE", "COEFFICIENT", "SIBLING", "REFUND", "MEALS", "SUPPLEMENT"]
    return {"layers": [{"payer": "PARK", "kind": "FIXED", "amount_minor": 10000, "lines": every_line[:4]},
                       {"payer": "FAMILY", "kind": "REST", "lines": every_line}]}


def _whole(service):
    """The two RPCs that every service has."""
    return {f"{service}.ListEvents": lambda g, r: {"parent": g.park, "page_size": 1000},
            f"{service}.ListResources": lambda g, r: {"parent": g.park, "page_size": 1000}}


def _within(kind, roles):
    """A list under the park, which some roles may only ask for under what is their own."""
    return lambda g, r: {"parent": g.own[kind] if r in roles else g.park}


CALLS = {
    "Directory.CreatePark": lambda g, r: {"park": {
        "name": NEW_PARK, "display_name": "新园区", "time_zone": "Asia/Shanghai", "currency_code": "CNY", "sandbox": True,
        "current_date": g.today}},
    "Directory.GetPark": lambda g, r: {"name": g.park},
    "Directory.ListParks": lambda g, r: {},
    "Directory.AdvanceClock": lambda g, r: {"name": g.park, "current_date": g.today},
    "Directory.BatchCreateFirms": lambda g, r: {"parent": g.park, "firms": [_firm(g)]},
    "Directory.GetFirm": lambda g, r: {"name": g.own["firms"]},
    "Directory.ListFirms": lambda g, r: {"parent": g.park},
    "Directory.BatchApplyEmployees": lambda g, r: {"parent": g.own["firms"], "employees": [_employee(g)]},
    "Directory.EndAbsentEmployees": lambda g, r: {"parent": g.own["firms"],
                                                  "present_employee_nos": [g.employee_no]},
    "Directory.GetEmployee": lambda g, r: {"name": g.employee},
    "Directory.ListEmployees": lambda g, r: {"parent": g.own["firms"]},
    "Directory.BatchApplyFamilies": lambda g, r: {"parent": g.park, "records": [g.record]},
    "Directory.GetFamily": lambda g, r: {"name": g.own["families"]},
    "Directory.ConfirmGuardian": lambda g, r: {"name": g.own["families"], "guardian": 2},
    "Directory.SetConsent": lambda g, r: {"name": g.own["families"], "child": g.child, "purpose": "CENTRE",
                                          "version": "2026-1", "granted": True},
    "Directory.SetDeductionSplit": lambda g, r: {"deduction_split": {
        "name": f"{g.child}/deductionSplits/2026", "first_guardian_share_bp": 10000}},
    "Directory.ListDeductionMonths": lambda g, r: {"parent": g.own["families"], "year": "2026"},
    "Directory.ListFirmDeductions": lambda g, r: {"parent": g.own["firms"], "year": "2026"},
    "Directory.ListChildDuplicates": lambda g, r: {"parent": g.park},
    "Directory.ReviewChildDuplicate": lambda g, r: {"name": g.duplicate, "verdict": "SAME",
                                                    "kept_case_number": g.record["child"]["case_number"]},
    "Directory.ListChildFacts": lambda g, r: {"parent": g.park},
    "Directory.ListRecipientConsents": lambda g, r: {"parent": g.park},
    "Directory.ReportRoster": lambda g, r: {"name": g.own["firms"], "delivery": g.deliveries["ROSTER"], "accepted": 1},
    **_whole("Directory"),

    "Eligibility.CreateProgramme": lambda g, r: {"parent": g.park, "programme_id": "access-programme", "programme": {
        "display_name": "另一项目", "scheme": g.scheme, "funding_plan": g.plan.split("/")[-1], "from_date": g.today}},
    "Eligibility.GetProgramme": lambda g, r: {"name": g.programme},
    "Eligibility.DecideChildren": lambda g, r: {"name": g.programme, "from_date": g.today,
                                                "until_date": g.after_next},
    "Eligibility.ListDecisions": lambda g, r: {"parent": g.programme},
    "Eligibility.ExplainDecision": lambda g, r: {"child": g.child, "programme": g.programme},
    "Eligibility.CheckFamily": lambda g, r: {"programme": g.programme, "birth_date": "2026-01-01", "on_date": g.today,
                                             "guardians_employed": 1},
    "Eligibility.CompareProgrammes": lambda g, r: {"parent": g.park, "birth_date": "2026-01-01", "on_date": g.today,
                                                   "guardians_employed": 1},
    "Eligibility.CompareChildProgrammes": lambda g, r: {"child": g.child, "on_date": g.today},
    "Eligibility.ListSchemes": lambda g, r: {"parent": g.park},
    "Eligibility.StartShadow": lambda g, r: g.scheme_shadow_request(),
    "Eligibility.GetShadow": lambda g, r: {"name": g.scheme_shadow.name},
    "Eligibility.ListShadowDifferences": lambda g, r: {"parent": g.scheme_shadow.name},
    "Eligibility.ApproveShadow": lambda g, r: {"name": g.scheme_shadow.name, "digest": g.scheme_shadow.digest},
    "Eligibility.ListMonthWorths": lambda g, r: {"parent": g.programme, "month": g.months[0]},
    "Eligibility.RecordFacts": lambda g, r: {"child": g.child, "facts": [
        {"fact": "birth_order", "value": "2", "from_date": g.today}]},
    "Eligibility.ListRecordedFacts": lambda g, r: {"parent": g.child},
    "Eligibility.ListDecisionFaults": lambda g, r: {"parent": g.programme},
    "Eligibility.ListEntitlements": lambda g, r: {"parent": g.terms},
    "Eligibility.ConfirmEntitlement": lambda g, r: {"child": g.child, "programme": g.terms},
    "Eligibility.ProposeOverride": lambda g, r: g.override_request(),
    "Eligibility.ApproveOverride": lambda g, r: {"name": g.override},
    "Eligibility.RevokeOverride": lambda g, r: {"name": g.override},
    "Eligibility.ListOverrides": lambda g, r: {"parent": g.park},
    "Eligibility.OpenAppeal": lambda g, r: {"child": g.child, "programme": g.programme, "text": "另一申诉"},
    "Eligibility.SettleAppeal": lambda g, r: {"name": g.appeal, "state": "DISMISSED", "reason": "无新情况"},
    "Eligibility.ListAppeals": _within("families", ("PARENT",)),
    **_whole("Eligibility"),

    "Places.SetCentre": lambda g, r: {"centre": g.centre},
    "Places.GetCentre": lambda g, r: {"name": g.own["centres"]},
    "Places.ListCentres": lambda g, r: {"parent": g.park},
    "Places.SetOpeningCalendar": lambda g, r: {"calendar": {
        "name": f"{g.park}/openingCalendars/2027-05", "closed_dates": ["2027-05-03"]}},
    "Places.ConfirmVacancy": lambda g, r: {"name": g.own["centres"], "vacancies": g.vacancies()},
    "Places.ListOccupancy": lambda g, r: {
        **_within("centres", ("CENTRE_MANAGER",))(g, r), "from_month": g.months[0], "until_month": g.months[2]},
    "Places.SubmitHeadCount": lambda g, r: {"parent": g.own["firms"], "head_count": {
        "survey_month": g.today[:7], "staff": 120, "newborn": 4, "infant": 6, "small": 9, "large": 7}},
    "Places.ForecastDemand": lambda g, r: {"parent": g.park, "months_ahead": 3},
    "Places.PreviewGroup": lambda g, r: {"parent": g.own["centres"], "kind": "SMALL", "seats": 15, "months_ahead": 3},
    "Places.SearchCentres": lambda g, r: {
        "parent": g.park, "home": {"latitude_micro": 30100000, "longitude_micro": 126200000}, "mode": "FOOT",
        "age_months": 20, "limit": 5},
    "Places.BatchCreateApplications": lambda g, r: {"parent": g.park, "programme": g.programme,
                                                    "applications": [g.application]},
    "Places.ListApplications": lambda g, r: {"parent": g.park},
    "Places.OfferSeats": lambda g, r: {"parent": g.park, "applications_max": 10},
    "Places.AcceptOffer": lambda g, r: {"name": g.offer},
    "Places.DeclineOffer": lambda g, r: {"name": g.offer, "reason": "LATER"},
    "Places.ListOffers": lambda g, r: {"parent": g.own["families"]},
    "Places.SetOfferPolicy": lambda g, r: {"policy": {"name": f"{g.park}/offerPolicies/{g.tomorrow}", "hold_hours": 24}},
    "Places.ListOfferPolicies": lambda g, r: {"parent": g.park},
    "Places.RollOn": lambda g, r: {"parent": g.park},
    "Places.RefuseApplicant": lambda g, r: {"name": g.own["centres"], "application": g.offered, "reason": "AGE_MIX"},
    "Places.LiftRefusal": lambda g, r: {"name": g.refusal},
    "Places.ListRefusals": lambda g, r: {"parent": g.own["families" if r == "PARENT" else "centres"]},
    "Places.ListWaiting": _within("families", ("PARENT",)),
    "Places.ListCentreWaiting": lambda g, r: {"parent": g.own["centres"]},
    "Places.ConfirmWaiting": lambda g, r: {"name": g.waiting},
    "Places.WithdrawApplication": lambda g, r: {"name": g.waiting},
    "Places.ChangeChoices": lambda g, r: {"name": g.waiting, "choices": ["C900"]},
    "Places.ListUnplaced": lambda g, r: {"parent": g.park, "programme": g.programme},
    "Places.CountUnplaced": lambda g, r: {"parent": g.own["firms"], "programme": g.programme},
    "Places.ListHandovers": _within("families", ("PARENT",)),
    "Places.ConfirmLapse": lambda g, r: {"name": g.handover},
    "Places.ListPlaceAdvices": lambda g, r: {"parent": g.own["centres"]},
    "Places.OpenAllocation": lambda g, r: {"parent": g.park, "allocation_id": "another",
                                           "allocation": g.allocation_of(g.rounds["UNOPENED"])},
    "Places.FreezeAllocation": lambda g, r: {"name": g.allocation("OPEN")},
    "Places.RunAllocation": lambda g, r: {"name": g.allocation("FROZEN")},
    "Places.PublishAllocation": lambda g, r: {"name": g.allocation("DRAWN")},
    "Places.CancelAllocation": lambda g, r: {"name": g.allocation("DRAWN"), "reason": "名额有误"},
    "Places.GetAllocation": lambda g, r: {"name": g.allocation("PUBLISHED")},
    "Places.ListAllocations": lambda g, r: {"parent": g.park},
    "Places.ListAllocationResults": lambda g, r: {
        "parent": g.own["families"] if r == "PARENT" else g.allocation("PUBLISHED")},
    "Places.GetAllocationResult": lambda g, r: {"name": g.allocation_result},
    "Places.ExportAllocationLog": lambda g, r: {"name": g.allocation("PUBLISHED")},
    "Places.ProposeSeatContract": lambda g, r: {"parent": g.place(r, g.own), "contract_id": "access-another",
                                                "contract": g.seat_contract(r)},
    "Places.ConfirmSeatContract": lambda g, r: {"party": g.place(r, g.own), "name": g.contract_for(r)},
    "Places.EndSeatContract": lambda g, r: {"party": g.place(r, g.own), "name": g.contract_for(r),
                                            "end_date": g.tomorrow},
    "Places.ListSeatContracts": lambda g, r: {"parent": g.place(r, g.own)},
    "Places.ProposeParkContract": lambda g, r: {"parent": g.park, "contract": g.park_contract(g.group, 2036)},
    "Places.AcceptParkContract": lambda g, r: {"name": g.borrowed},
    "Places.EndParkContract": lambda g, r: {"name": g.lent, "end_date": g.tomorrow},
    "Places.ListParkContracts": _within("centres", ("CENTRE_MANAGER",)),
    "Places.ListPlacesElsewhere": lambda g, r: {"parent": g.park},
    "Places.ListPoolDays": lambda g, r: {"parent": g.group, "from_date": g.today, "until_date": g.after_next},
    "Places.ListEnrolments": _within("centres", ("CENTRE_MANAGER",)),
    "Places.ListHeldPlaces": lambda g, r: {"parent": g.own["centres"]},
    "Places.BatchImportPlaces": lambda g, r: {"parent": g.own["centres"], "places": [{
        "enrolment": {"name": f"{g.own['centres']}/enrolments/access-1", "case_number": "ACCESS-1",
                      "group": f"{g.own['centres']}/groups/access", "group_kind": "SMALL", "start_date": "2025-01-01",
                      "end_date": "2025-02-01", "entitled_from_date": "2025-01-01", "end_reason": "LEFT"},
        "pool_kind": "SHARED", "programme": g.programme}]},
    "Places.EndEnrolment": lambda g, r: {"name": g.enrolment, "end_date": g.tomorrow, "reason": "LEFT"},
    "Places.BatchRecordAttendance": lambda g, r: {"parent": g.own["centres"], "days": [
        {"case_number": g.case_number, "date": g.today, "status": "PRESENT"}]},
    "Places.RecordPresenceEvents": lambda g, r: {"parent": g.own["centres"], "events": [
        {"event_id": "ACCESS-1", "device": "K1", "case_number": g.case_number, "kind": "CHECK_IN",
         "event_time": f"{g.today}T08:00:00"}]},
    "Places.ListPresenceEvents": lambda g, r: {"parent": g.own["centres"], "date": g.attended},
    "Places.ListChildDays": lambda g, r: {"parent": g.own["centres"], "date": g.attended},
    "Places.SetClosure": lambda g, r: {"closure": {
        "name": f"{g.own['centres']}/closures/access", "dates": [g.after_next], "kind": "PLANNED",
        "reason": "园所装修", "refund": "AS_CENTRE_CLOSED"}},
    "Places.ListClosures": lambda g, r: {"parent": g.park},
    "Places.SetAttendancePolicy": lambda g, r: {"policy": {
        "name": f"{g.park}/attendancePolicy", "lock_after_days": 30,
        "absence_rules": [{"reason": "HOLIDAY", "billable": True}]}},
    "Places.LockAttendanceWeek": lambda g, r: {"parent": g.own["centres"], "date": g.attended},
    "Places.ListAttendanceCorrections": lambda g, r: {
        "parent": g.own["centres"] if r == "CENTRE_MANAGER" else g.park, "month": g.months[0]},
    "Places.ListAbsenceProposals": lambda g, r: {"parent": g.own["centres"], "date": g.attended},
    "Places.ConfirmAbsenceProposals": lambda g, r: {"parent": g.own["centres"], "date": g.attended, "others": "ABSENT"},
    "Places.SetStaffShifts": lambda g, r: {"staff_shifts": {
        "name": f"{g.centre['groups'][0]['name']}/staffShifts/{g.attended}",
        "shifts": [{"carers": 3, "start_minute": 480, "end_minute": 1080}]}},
    "Places.ListRatioBreaches": lambda g, r: {"parent": g.own["centres"], "date": g.attended, "all_hours": True},
    "Places.ListAbsenceAllowances": lambda g, r: {
        "parent": g.own["centres"] if r == "CENTRE_MANAGER" else g.park, "year": int(g.months[0][:4])},
    "Places.ListAttendanceClaims": lambda g, r: {"parent": g.park, "month": g.months[0]},
    "Places.ListAttendanceRisks": lambda g, r: {
        "parent": g.own["centres"] if r == "CENTRE_MANAGER" else g.park, "month": g.months[0]},
    "Places.ListEnrolmentMonths": lambda g, r: {"parent": g.park, "month": g.months[0]},
    "Places.SetPartner": lambda g, r: {"partner": g.partner},
    "Places.ListPartners": lambda g, r: {"parent": g.park},
    "Places.ProposeReferral": lambda g, r: g.referral_request("INCLUSIVE_EDUCATION"),
    "Places.AcceptReferral": lambda g, r: {"name": g.referrals["CONSENTED"]},
    "Places.DeclineReferral": lambda g, r: {"name": g.referrals["CONSENTED"], "reason": "NO_CAPACITY"},
    "Places.PlanSessions": lambda g, r: {"name": g.referrals["ACTIVE"], "session_plan": g.session_plan(g.tomorrow)},
    "Places.EndReferral": lambda g, r: {"name": g.referrals["ACTIVE"], "reason": "GOALS_MET"},
    "Places.WithdrawReferral": lambda g, r: {"name": g.referrals["ACTIVE"], "reason": "FAMILY_WISH"},
    "Places.GetReferral": lambda g, r: {"name": g.referrals["ACTIVE"]},
    "Places.ListReferrals": _within("families", ("PARENT",)),
    "Places.ListPartnerReferrals": lambda g, r: {"parent": g.partner["name"]},
    "Places.BatchRecordSessions": lambda g, r: {
        "parent": g.own["centres"] if r == "CENTRE_MANAGER" else g.park,
        "sessions": [{"referral": g.referrals["ACTIVE"], "date": g.today, "status": "ATTENDED"}]},
    "Places.ListCentreSessions": lambda g, r: {"parent": g.own["centres"], "month": g.today[:7]},
    "Places.GetSessionMonth": lambda g, r: {"name": f"{g.referrals['ACTIVE']}/sessionMonths/{g.today[:7]}"},
    "Places.BookCare": lambda g, r: {"parent": g.own["families"], "booking": g.day_of_care("05")},
    "Places.CancelBooking": lambda g, r: {"name": g.booking},
    "Places.ListBookings": lambda g, r: {"parent": g.own[{"PARENT": "families", "CENTRE_MANAGER": "centres"}[r]]
                                         if r in ("PARENT", "CENTRE_MANAGER") else g.park},
    "Places.TransferEnrolment": lambda g, r: {"name": g.place_of_care, "group": g.care_groups["other"],
                                              "transfer_date": f"{g.months[3]}-12"},
    "Places.SuspendEnrolment": lambda g, r: {"name": g.place_of_care, "suspension": {
        "from_date": f"{g.months[3]}-12", "until_date": f"{g.months[3]}-14", "reason": "FAMILY_ASKED"}},
    "Places.ResumeEnrolment": lambda g, r: {"name": g.place_of_care, "resume_date": f"{g.months[3]}-18"},
    "Places.MarkNoShow": lambda g, r: {"name": g.place_of_care},
    "Places.ListGroupMoves": lambda g, r: {"parent": g.own["centres"]},
    "Places.ConfirmGroupMove": lambda g, r: {"name": g.place_of_care, "group": g.care_groups["next"],
                                             "move_date": f"{g.months[3]}-12"},
    "Places.ListAbsenceWarnings": lambda g, r: {"parent": g.own["centres"]},
    **_whole("Places"),

    "Billing.CreateTariff": lambda g, r: {"parent": g.own["centres"], "tariff": _tariff()},
    "Billing.ListTariffs": lambda g, r: {"parent": g.park},
    "Billing.CreateFundingPlan": lambda g, r: {"parent": g.park, "funding_plan_id": "access-plan",
                                               "funding_plan": _plan()},
    "Billing.GetFundingPlan": lambda g, r: {"name": g.plan},
    "Billing.PreviewMonth": lambda g, r: {"name": g.month_name(3), "funding_plan": g.plan,
                                          "programme": g.programme},
    "Billing.ApproveMonth": lambda g, r: {"name": g.month_name(3), "digest": g.digest, "acknowledged": g.open_items},
    "Billing.WithdrawApproval": lambda g, r: {"name": g.month_name(3)},
    "Billing.CloseMonth": lambda g, r: {"name": g.month_name(0)},
    "Billing.GetMonth": lambda g, r: {"name": g.month_name(0)},
    "Billing.GetMonthChecklist": lambda g, r: {"name": g.month_name(3)},
    "Billing.GetStatement": lambda g, r: {"name": g.statement},
    "Billing.ListStatements": lambda g, r: {"parent": g.month_name(0), "page_size": 1000},
    "Billing.ListFamilyStatements": lambda g, r: {"parent": g.own["families"]},
    "Billing.ListCentreStatements": lambda g, r: {"parent": g.own["centres"], "month": g.months[0]},
    "Billing.ListPayerShares": lambda g, r: {"parent": g.park, "month": g.months[0], "payer": "AUTHORITY"},
    "Billing.ListFirmShares": lambda g, r: {"parent": g.own["firms"], "month": g.months[0]},
    "Billing.BatchImportStatements": lambda g, r: {"parent": g.own["centres"], "statements": [
        {"name": f"{g.own['centres']}/importedStatements/access-1", "month": "2025-01", "billed_month": "2025-01",
         "case_number": "ACCESS-1", "total_minor": 100, "collected_minor": 100, "source": "parks/elsewhere"}]},
    "Billing.ListImportedStatements": lambda g, r: {"parent": g.own["centres"]},
    "Billing.StartShadow": lambda g, r: {"parent": g.month_name(2), "funding_plan": g.plan, "programme": g.programme,
                                         "first_month": g.month_of_shadow},
    "Billing.GetShadow": lambda g, r: {"name": g.shadow.name},
    "Billing.ListShadowDifferences": lambda g, r: {"parent": g.shadow.name},
    "Billing.ApproveShadow": lambda g, r: {"name": g.shadow.name, "digest": g.shadow.digest},
    "Billing.ListAdoptions": lambda g, r: {"parent": g.park},
    "Billing.EstimateFamily": lambda g, r: {
        "parent": g.park, "programme": g.programme, "birth_date": g.birth_date_for_tariff,
        "start_month": g.months[3], "centre": g.tariff_centre, "needs_level": 1, "older_sibling_enrolled": True},
    # Terms that nobody has, so that no amount is another's by chance.
    "Billing.EstimateFirm": lambda g, r: {
        "parent": g.own["firms"], "programme": g.programme, "month": g.months[3],
        "groups": [{"group_kind": g.tariff_kind, "children": 7}], "terms": {"kind": "PERCENT", "share_bp": 1237}},
    **_whole("Billing"),

    "Payroll.RecordLegalBasis": lambda g, r: {"parent": g.own["firms"], "legal_basis": {
        "basis": "职工代表大会决议, 2026-11-12", "from_date": "2026-11-12"}},
    "Payroll.BatchRecordAuthorisations": lambda g, r: {"parent": g.own["firms"], "authorisations": [
        {"employee_no": g.employee_no, "signature_reference": "ACCESS-1", "from_date": "2026-11-01",
         "until_date": "2027-11-01", "maximum_minor": 50000}]},
    "Payroll.RevokeAuthorisation": lambda g, r: {"name": g.authorisation},
    "Payroll.BatchRecordPayFigures": lambda g, r: {"parent": g.own["firms"], "pay_figures": [
        {"employee_no": g.employee_no, "period": "2026-11", "gross_minor": 1234567, "net_minor": 1034567}]},
    "Payroll.SetPayFloor": lambda g, r: {"pay_floor": {"name": f"{g.park}/payFloor", "protected_pay_minor": 260000,
                                                       "deduction_cap_bp": 2000}},
    # Of the three closed months the first is reconciled, the second released, the third planned.
    "Payroll.PlanPayRun": lambda g, r: {"parent": g.own["firms"], "month": g.months[2]},
    "Payroll.ReleasePayRun": lambda g, r: {"name": g.pay_run(2)},
    "Payroll.SetPayCalendar": lambda g, r: {"pay_calendar": {
        "name": f"{g.own['firms']}/payCalendars/{g.months[2]}", "frequency": "MONTHLY", "pay_days": [9],
        "cut_off_working_days": 2}},
    "Payroll.SetPayPolicy": lambda g, r: {"pay_policy": {
        "name": f"{g.own['firms']}/payPolicy", "arrears_mode": "TAKE_WHAT_FITS", "payback_maximum_minor": 12345}},
    "Payroll.PreviewPaySchedule": lambda g, r: {"parent": g.own["firms"], "month": g.months[2], "months": 2},
    "Payroll.ListWaitingItems": lambda g, r: {"parent": g.own["firms"]},
    "Payroll.PreflightPark": lambda g, r: {"parent": g.park, "month": g.months[2]},
    # Nobody has said yet that the proposed write-off shall be.
    "Payroll.MakeArrearsDirect": lambda g, r: {"name": g.write_off.name},
    "Payroll.WriteOffArrears": lambda g, r: {"name": g.write_off.name, "bearer": "CENTRE", "reason": "ACCESS"},
    "Payroll.ConfirmWriteOff": lambda g, r: {"name": g.write_off.name, "revision": g.write_off.revision},
    "Payroll.BatchRecordResults": lambda g, r: {"parent": g.pay_run(1), "results": [
        {"instruction": g.instruction.name, "employee_no": g.instruction.employee_no, "period": g.months[1],
         "kind": g.instruction.kind, "amount_minor": g.instruction.amount_minor}]},
    "Payroll.ReconcilePayRun": lambda g, r: {"name": g.pay_run(1)},
    "Payroll.ResolvePayException": lambda g, r: {"name": g.pay_exception, "action": "DISMISS", "reason": "ACCESS"},
    "Payroll.ReportAuthorisationsTold": lambda g, r: {
        "parent": g.own["firms"], "authorisations": [g.authorisation], "subject": g.pay_run(1),
        "delivery": f'{g.own["firms"]}/deliveries/access-1'},
    "Payroll.ListPayExceptions": lambda g, r: {"parent": g.own["firms"], "closed_too": True},
    "Payroll.ListPayResults": lambda g, r: {"parent": g.pay_run(0)},
    "Payroll.GetAuthorisation": lambda g, r: {"name": g.authorisation},
    "Payroll.ListAuthorisations": lambda g, r: {"parent": g.own["firms"]},
    "Payroll.ListLegalBases": lambda g, r: {"parent": g.own["firms"]},
    "Payroll.ExplainDeduction": lambda g, r: {"parent": g.own["firms"], "employee_no": g.employee_no,
                                              "date": "2026-11-10"},
    "Payroll.GetPayRun": lambda g, r: {"name": g.pay_run(0)},
    "Payroll.ListInstructions": lambda g, r: {"parent": g.pay_run(0)},
    "Payroll.SetBroughtForward": lambda g, r: {"parent": g.own["firms"], "employee_no": g.employee_no, "year": "2026",
                                               "brought": {"deduct_minor": 1200}},
    "Payroll.ListYearToDate": lambda g, r: {"parent": g.own["firms"], "year": "2026"},
    "Payroll.ListArrears": lambda g, r: {"parent": g.own["firms"]},
    "Payroll.ListPayRuns": lambda g, r: {"parent": g.own["firms"]},
    "Payroll.ListPayItems": lambda g, r: {"parent": g.own["firms"]},
    "Payroll.BatchImportPayItems": lambda g, r: g.pay_items_request("access-3"),
    "Payroll.BatchImportPayRuns": lambda g, r: g.pay_runs_request(),
    "Payroll.ConfirmPayImport": lambda g, r: {"name": g.pay_import.name, "items": 1, "open_minor": 100},
    "Payroll.UndoPayImport": lambda g, r: {"name": g.pay_import.name},
    **_whole("Payroll"),

    "Ledger.ListBalances": lambda g, r: {"parent": g.park},
    "Ledger.ListEntries": lambda g, r: {"parent": g.park},
    "Ledger.GetTrialBalance": lambda g, r: {"name": g.park},
    "Ledger.GetAccountStatement": lambda g, r: {"name": f"{g.park}/accounts/bank", "from_date": "2026-01-01",
                                                "until_date": "2028-01-01"},
    "Ledger.ListUnexplained": lambda g, r: {"parent": g.park},
    "Ledger.ListOpenItems": lambda g, r: {"parent": g.park},
    "Ledger.ListCounters": lambda g, r: {"parent": g.park, "year": "2026"},
    "Ledger.ListTaxableBenefits": lambda g, r: {"parent": g.own["firms"], "year": "2026"},
    "Ledger.ListCareEvidence": lambda g, r: {"parent": g.park, "year": "2026"},
    "Ledger.SetFirmWages": lambda g, r: {"firm_wages": {"name": f"{g.own['firms']}/wages/2026",
                                                        "amount_minor": 120000000}},
    "Ledger.ReverseEntry": lambda g, r: {"name": g.entry, "reason": "ACCESS"},
    "Ledger.ConfirmReversal": lambda g, r: {"name": g.reversal.name, "revision": g.reversal.revision},
    "Ledger.ListReversals": lambda g, r: {"parent": g.park},
    "Ledger.ProposeOpening": lambda g, r: {"parent": g.park, "opening": g.opening_request("access-2")},
    "Ledger.ConfirmOpening": lambda g, r: {"name": g.opening.name, "revision": g.opening.revision},
    "Ledger.ReverseOpening": lambda g, r: {"name": g.posted_opening.name, "reason": "ACCESS"},
    "Ledger.GetOpening": lambda g, r: {"name": g.posted_opening.name},
    "Ledger.BatchTransfer": lambda g, r: {"parent": g.park, "mode": "CONTINUE", "transfers": [g.transfer("access-3")]},
    "Ledger.PostTransfer": lambda g, r: {"name": f"{g.park}/transfers/access-1"},
    "Ledger.VoidTransfer": lambda g, r: {"name": f"{g.park}/transfers/access-2"},
    "Ledger.ListTransfers": lambda g, r: {"parent": g.park},
    "Ledger.SetAccountLimit": lambda g, r: {"account_limit": {
        "name": f"{g.park}/accounts/budget-access-used/limits/2026-01-01", "ceiling_minor": 1000000}},
    "Ledger.ListAccountLimits": lambda g, r: {"parent": g.park},
    "Ledger.ListBudgets": lambda g, r: {"parent": g.park},
    "Ledger.GetMonthBooking": lambda g, r: {"name": g.month_name(0)},
    "Ledger.ListCursors": lambda g, r: {"parent": g.park},
    **_whole("Ledger"),

    "Settlement.SetPayeeAccount": lambda g, r: {"payee_account": g.account},
    "Settlement.ListPayeeAccounts": lambda g, r: {"parent": g.park},
    "Settlement.GetPayeeAccount": lambda g, r: {"name": f"{g.own['centres']}/payeeAccount"},
    "Settlement.IssueReceivables": lambda g, r: {"name": g.month_name(0)},
    "Settlement.ListReceivables": lambda g, r: {"parent": g.park},
    "Settlement.ListReceivableLines": lambda g, r: {"parent": g.claim},
    "Settlement.BatchRecordBankLines": lambda g, r: {"parent": g.park, "lines": [
        {"line_id": "ACCESS-2", "value_date": g.today, "inward": True, "amount_minor": 100, "reference": "NOBODY",
         "counterparty": "NOBODY", "currency_code": "CNY"}]},
    "Settlement.ListBankLines": lambda g, r: {"parent": g.park},
    "Settlement.MatchBankLine": lambda g, r: {"name": g.unmatched_line.name, "reason": "ACCESS", "matches": [
        {"account": "unapplied-park", "amount_minor": int(g.unmatched_line.amount_minor)}]},
    "Settlement.UnmatchBankLine": lambda g, r: {"name": g.matched_line.name, "reason": "ACCESS"},
    "Settlement.PreparePayouts": lambda g, r: {"name": g.month_name(0)},
    "Settlement.ReleasePayouts": lambda g, r: {"name": g.month_name(0)},
    "Settlement.BatchRecordPaymentStatuses": lambda g, r: {"parent": g.park, "statuses": [
        {"end_to_end_id": g.payout["endToEndId"], "status": "ACCP"}]},
    "Settlement.ListPayouts": _within("centres", ("CENTRE_MANAGER",)),
    "Settlement.ListPayoutLines": lambda g, r: {"parent": g.own_payout},
    "Settlement.GetPaymentAdvice": lambda g, r: {"name": f"{g.own_payout}/advice"},
    "Settlement.SetGuaranteeFund": lambda g, r: {"guarantee_fund": {"name": f"{g.park}/guaranteeFund",
                                                                    "amount_minor": 100}},
    "Settlement.GetSettlementPromise": lambda g, r: {"name": f"{g.park}/settlementPromise"},
    **_whole("Settlement"),

    "Exchange.SetConnection": lambda g, r: {"connection": g.link(r)},
    "Exchange.ListConnections": lambda g, r: {"parent": g.place(r, g.own)},
    "Exchange.ReceiveDelivery": lambda g, r: upload(*g.file(r)),
    "Exchange.SendDelivery": lambda g, r: g.sending(r),
    "Exchange.GetDelivery": lambda g, r: {"name": g.deliveries[g.content(r)]},
    "Exchange.DownloadDelivery": lambda g, r: {"name": g.deliveries[g.content(r)]},
    "Exchange.ListRecordResults": lambda g, r: {"parent": g.deliveries[g.content(r)]},
    **_whole("Exchange"),

    "Operations.GetOperation": lambda g, r: {"name": g.operations[g.content(r)]},
    # Long done, so that there is nothing to stop.
    "Operations.CancelOperation": lambda g, r: {"name": g.operations[g.content(r)]},
}


def request_of(ground, contract, rpc, role, number):
    """The request of a role, as one that changes nothing."""
    request = copy.deepcopy(CALLS[rpc](ground, role))
    first = request[0] if isinstance(request, list) else request
    fields = contract.request(rpc).DESCRIPTOR.fields_by_name
    if "request_id" in fields:
        first["request_id"] = f"access-{number:06d}"
    if "validate_only" in fields:
        first["validate_only"] = True
    return request


def elsewhere(value):
    """The same request about resources that do not exist, with names of the same length."""
    if isinstance(value, dict):
        return {key: elsewhere(each) for key, each in value.items()}
    if isinstance(value, list):
        return [elsewhere(each) for each in value]
    return missing(value) if isinstance(value, str) and value.startswith("parks/") else value


def missing(name):
    return name[:-1] + ("0" if name[-1] != "0" else "1")


def names_in(value):
    if isinstance(value, dict):
        return {name for each in value.values() for name in names_in(each)}
    if isinstance(value, list):
        return {name for each in value for name in names_in(each)}
    return {value} if isinstance(value, str) and value.startswith("parks/") else set()
