"""The whole month, from the folder of a sample to the last fen in the bank."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from functools import cached_property

import books
import eligibility
import files
import payroll
import seats
import shares
import statement
from days import Month


@dataclass
class Statement:
    child: object
    enrolment: object
    month: Month
    lines: dict
    shares: list
    first_day: object
    collected: dict = field(default_factory=dict)  # (payer, party) -> True, or False where direct
    deducting: bool = False  # the family's share is a DEDUCT, refused or not

    @property
    def total(self):
        return sum(self.lines.values())

    @property
    def family_minor(self):
        return sum(share.amount for share in self.shares if share.payer == shares.FAMILY)


@dataclass(frozen=True)
class Refusal:
    """A DEDUCT that was made direct."""
    uscc: str
    employee_no: str
    asked: int
    reason: str


class Recomputed:
    """One month of one sample. Everything is derived from the files, each step once."""

    def __init__(self, folder):
        reader = files.read(folder)
        self.sample = reader.sample
        self.park = self.sample.park
        self.register = eligibility.Register(self.sample.employees.values())
        self.placement = seats.place(self.sample.applications, self.sample.children,
                                     self.sample.groups, self.register)
        self.attendance = defaultdict(list)
        for line in reader.read_attendance(self.placement.enrolments):
            self.attendance[line.case_number].append(line)
        self.enrolments = {each.case_number: each for each in self.placement.enrolments}
        self.families = defaultdict(list)
        for child in self.sample.children.values():
            self.families[child.family_no].append(child)
        self.statements = self._statements()
        self.refusals = []
        self.instructions = self._instructions()
        self._settle()

    @cached_property
    def decisions(self):
        """2: the slices of each child over the window."""
        start, until = eligibility.window(self.park)
        return {case_number: eligibility.slices(child, self.register, start, until)
                for case_number, child in self.sample.children.items()}

    @cached_property
    def eligible(self):
        """2: the children that are eligible on a day of the window."""
        return [case_number for case_number, cut in self.decisions.items()
                if any(outcome == eligibility.ELIGIBLE for _, _, outcome in cut)]

    # 4 and 5: statements.

    def _calendar(self, month):
        return statement.Calendar(tuple(month.days()), tuple(self.park.opening_days(month)))

    def _has_older(self, child, calendar):
        """4.3: an older child of the family is enrolled on a day of the month, at any centre."""
        return any(
            other.seniority < child.seniority and other.case_number in self.enrolments
            and statement.days_inside(calendar, self.enrolments[other.case_number])
            for other in self.families[child.family_no])

    def _side(self, child, enrolment, month):
        calendar = self._calendars[month]
        presence = statement.presence(calendar, enrolment, self.attendance[child.case_number])
        tariff = statement.tariff_on(self._tariffs[enrolment.centre, enrolment.kind], month.first)
        return statement.Side(tariff, calendar, presence, self._has_older(child, calendar))

    def _statement(self, enrolment):
        """4: None for a child without a day in the months that count, or held out for want of a tariff."""
        child = self.sample.children[enrolment.case_number]
        billed = self._side(child, enrolment, self.park.month)
        in_advance = self.sample.centres[enrolment.centre].billing == "IN_ADVANCE"
        attended = self._side(child, enrolment, self.park.month.plus(-1)) if in_advance else billed
        if not billed.presence.days:
            # Whoever left with the month before still owes its meals, and gets its refund.
            if not attended.presence.days:
                return None
            billed = replace(billed, tariff=attended.tariff)
        if any(month.presence.days and month.tariff is None for month in (billed, attended)):
            self.held_out.append(child.case_number)
            return None
        lines = statement.lines(child.needs_level, billed, attended)
        if not billed.presence.days and not lines:
            return None
        first_day = (billed.presence.days or attended.presence.days)[0]
        cut = shares.split(lines, self.park.layers, self.park.plans,
                           self.paying_firms(child, first_day), child.family_no, attended)
        return Statement(child, enrolment, self.park.month, lines, cut, first_day)

    def _statements(self):
        self.held_out = []
        self._calendars = {month: self._calendar(month)
                           for month in (self.park.month, self.park.month.plus(-1))}
        self._tariffs = defaultdict(list)
        for row in self.sample.tariffs:
            self._tariffs[row.centre, row.kind].append(row)
        made = [self._statement(enrolment) for enrolment in self.placement.enrolments]
        return sorted((each for each in made if each),
                      key=lambda each: (each.enrolment.centre, each.child.case_number))

    def _employments(self, child, day):
        return [employee for guardian in child.guardians
                for employee in eligibility.employments(guardian, self.register, day)]

    def paying_firms(self, child, day):
        """5: the firms of the guardians employed on the child's first day in M, each once."""
        names = sorted({employee.uscc for employee in self._employments(child, day)})
        return [self.sample.firms[uscc] for uscc in names]

    # 6: payroll.

    def _firm_instructions(self, into):
        """6: what firms' shares put into the pay run; the employee is the first guardian of that
        firm."""
        for each in self.statements:
            for share in each.shares:
                if share.payer != shares.FIRM:
                    continue
                firm = self.sample.firms[share.party]
                kind, collected = payroll.firm_item(firm)
                each.collected[share.payer, share.party] = collected
                if kind:
                    employee = next(employee
                                    for employee in self._employments(each.child, each.first_day)
                                    if employee.uscc == firm.uscc)
                    into[firm.uscc, employee.employee_no, kind] += share.amount

    def _deducting(self, child):
        """6: the employment of the guardian whom `deduct_from` names, on the firm's pay date."""
        guardian = child.guardians[child.deduct_from - 1] if child.deduct_from else None
        for employee in self.register.employees(guardian):
            day = payroll.pay_date(self.sample.firms[employee.uscc], self.park.month)
            if eligibility.employed(employee, day):
                return employee
        return None

    def _refusal_and_fit(self, employee, mode):
        """6: (reason, None), or (None, what fits)."""
        firm = self.sample.firms[employee.uscc]
        day = payroll.pay_date(firm, self.park.month)
        who = (employee.uscc, employee.employee_no)
        authorisation = payroll.authorisation_on(self._authorisations[who], day)
        figure = payroll.last_figure(self._pay_figures[who], day)
        reason = payroll.refusal(firm, authorisation, figure)
        if reason:
            return reason, None
        return None, payroll.fit(authorisation.maximum, figure, mode, self.park.deduction_cap_bp,
                                 self.park.protected_pay_minor)

    def _deductions(self):
        """6: one DEDUCT for all statements of a family that fall on one employee."""
        grouped = defaultdict(list)
        for each in self.statements:
            family = (shares.FAMILY, each.child.family_no)
            each.collected[family] = False
            employee = self._deducting(each.child)
            if employee and each.family_minor:
                grouped[employee, each.child.family_no].append(each)
        for (employee, family_no), group in grouped.items():
            mode = min(group, key=lambda each: each.child.case_number).child.arrears_mode
            reason, fits = self._refusal_and_fit(employee, mode)
            asked = sum(each.family_minor for each in group)
            for each in group:
                each.deducting = True
                each.collected[shares.FAMILY, family_no] = reason is None
            if reason:
                self.refusals.append(Refusal(employee.uscc, employee.employee_no, asked, reason))
            else:
                sent = payroll.deducted(asked, fits, mode)
                yield payroll.Instruction(employee.uscc, employee.employee_no, payroll.DEDUCT,
                                          sent, asked, family_no, max(0, asked) - sent)

    def _instructions(self):
        self._authorisations, self._pay_figures = defaultdict(list), defaultdict(list)
        for each in self.sample.authorisations:
            self._authorisations[each.uscc, each.employee_no].append(each)
        for each in self.sample.pay_figures:
            self._pay_figures[each.uscc, each.employee_no].append(each)
        firm_items = Counter()
        self._firm_instructions(firm_items)
        made = [payroll.Instruction(*key, amount, amount) for key, amount in firm_items.items()]
        made += self._deductions()
        for each in made:
            behaviour = self.sample.world_payroll.get((each.uscc, each.employee_no), ("FULL", 0))
            each.seen, each.status = payroll.result(each, *behaviour)
        return sorted(made, key=lambda each: (each.uscc, each.employee_no, each.kind))

    @property
    def sent(self):
        """6: a zero DEDUCT sends nothing."""
        return [each for each in self.instructions if each.amount]

    # 7: the books.

    def _settle(self):
        self.books = books.Books()
        billed = []
        for each in self.statements:
            for share in each.shares:
                collected = each.collected.get((share.payer, share.party), True)
                party = each.child.family_no if not collected else share.party
                books.close_share(self.books, party, each.enrolment.centre, share.amount, collected)
                if collected and share.payer != shares.FAMILY:
                    billed.append(share)
        for instruction in self.instructions:
            if instruction.kind == payroll.DEDUCT:
                books.read_deduction(self.books, instruction)
        self.bills = books.bills(billed, self.instructions)
        self.payouts, self.float_minor = books.settle(self.books, self.bills,
                                                      self.sample.world_bank)

    # What is printed.

    def totals(self):
        sample, deductions = self.sample, [each for each in self.instructions
                                           if each.kind == payroll.DEDUCT]
        by_payer = Counter()
        for each in self.statements:
            for share in each.shares:
                by_payer[share.payer] += share.amount
        return {
            "firms": len(sample.firms),
            "employees": len(sample.employees),
            "children": len(sample.children),
            "rows_read": sample.rows_read,
            "rows_rejected": len(sample.faults),
            "rejected_by_reason": dict(sorted(Counter(f.reason for f in sample.faults).items())),
            "eligible": len(self.eligible),
            "applications": len(sample.applications),
            "refused": len(self.placement.refused),
            "enrolled": len(self.placement.enrolments),
            "waiting": len(self.placement.waiting),
            "statements": len(self.statements),
            "held_out": len(self.held_out),
            "total_minor": sum(each.total for each in self.statements),
            **{f"share_{payer.lower()}_minor": by_payer[payer]
               for payer in (shares.AUTHORITY, shares.PARK, shares.FIRM, shares.UNION,
                             shares.FAMILY)},
            "direct_minor": self.books.sum_of(books.DIRECT),
            "instructions": len(self.sent),
            "instructions_by_kind": dict(sorted(Counter(e.kind for e in self.sent).items())),
            "refused_deductions": dict(sorted(Counter(e.reason for e in self.refusals).items())),
            "seen_minor": sum(each.seen for each in deductions),
            "arrears_minor": sum(each.arrears for each in deductions),
            "unapplied_minor": sum(each.unapplied for each in deductions),
            "payouts_minor": sum(each.amount for each in self.payouts),
            "payouts_confirmed_minor": sum(e.amount for e in self.payouts if e.confirmed),
            "float_minor": self.float_minor,
            "bank_minor": self.books.balance(books.BANK, ""),
            "suspense_minor": -self.books.balance(books.SUSPENSE, ""),
            "invoices": sum(each.kind == books.INVOICE for each in self.bills),
            "invoices_minor": self._billed(books.INVOICE),
            "claims_minor": self._billed(books.CLAIM),
            "remittances_minor": self._billed(books.REMITTANCE),
        }

    def _billed(self, kind):
        return sum(each.amount for each in self.bills if each.kind == kind)

    def detail(self):
        return {
            "faults": [vars(each) for each in self.sample.faults],
            "payouts": {each.centre: {"amount_minor": each.amount, "outcome": each.outcome}
                        for each in self.payouts},
            "bills": [vars(each) for each in self.bills],
            "instruction_detail": [
                {**vars(each), "arrears": each.arrears, "unapplied": each.unapplied}
                for each in self.instructions],
            "refusal_detail": [vars(each) for each in self.refusals],
            "balances": {"/".join(account).rstrip("/"): balance for account, balance
                         in sorted(self.books.balances.items()) if balance},
            "statement_detail": [
                {"case_number": each.child.case_number, "centre": each.enrolment.centre,
                 "month": str(each.month), "group": each.enrolment.group, "lines": each.lines,
                 "total": each.total,
                 "shares": [{"payer": share.payer, "party": share.party, "amount": share.amount,
                             "collected": each.collected.get((share.payer, share.party), True)}
                            for share in each.shares]}
                for each in self.statements],
        }
