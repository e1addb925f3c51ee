"""Rule 6: what goes through wages, with one pay run a firm in the month after the billed one."""

from dataclasses import dataclass

from arithmetic import BASIS

DEDUCT, ALLOW, TAXABLE_BENEFIT = "DEDUCT", "ALLOW", "TAXABLE_BENEFIT"


@dataclass
class Instruction:
    """One item for one employee in one pay run; `carried` is what the run was not asked to take."""
    uscc: str
    employee_no: str
    kind: str
    amount: int
    asked: int
    family_no: str = ""
    carried: int = 0
    seen: int = 0
    status: str = "SEEN"

    @property
    def short(self):
        return max(0, self.amount - self.seen)

    @property
    def arrears(self):
        """6: carried, and sent − seen where seen is less."""
        return self.carried + self.short

    @property
    def unapplied(self):
        """6: the excess of OVER."""
        return max(0, self.seen - self.amount)


def pay_date(firm, month):
    """6: the firm's pay day in the month after M."""
    return month.plus(1).day(firm.pay_day)


def firm_item(firm):
    """6: the kind of instruction for a firm's share by its share form, and whether it is collected;
    an ALLOWANCE is a wage that the family itself pays to the centre."""
    if firm.share_form == "ALLOWANCE":
        return ALLOW, False
    if firm.share_form == "INVOICED" and not firm.tax_advice:
        return TAXABLE_BENEFIT, True
    return None, True


def authorisation_on(authorisations, day):
    """6: the one that holds on the pay date, the latest begun where several do."""
    holding = [each for each in authorisations if each.from_date <= day < each.until_date]
    return max(holding, key=lambda each: each.from_date, default=None)


def last_figure(figures, day):
    """6: the employee's latest pay figure of a month up to the pay run's own."""
    known = [each for each in figures if each.period.first <= day]
    return max(known, key=lambda each: each.period, default=None)


def refusal(firm, authorisation, figure):
    """6: the first reason for which a DEDUCT is refused, or None."""
    if not firm.legal_basis:
        return "LEGAL_BASIS_MISSING"
    if authorisation is None:
        return "AUTHORISATION_MISSING"
    if figure is None:
        return "PAY_FIGURE_MISSING"
    return None


def fit(maximum, figure, mode, cap_bp, protected_pay_minor):
    """6: the smallest of what is authorised, the cap's share of the gross (not for TAKE_ALL), and
    the net pay above the protected pay; not below zero."""
    limits = [maximum, figure.net - protected_pay_minor]
    if mode != "TAKE_ALL":
        limits.append(figure.gross * cap_bp // BASIS)
    return max(0, min(limits))


def deducted(asked, fits, mode):
    """6: what is sent; the rest is carried. ALL_OR_NOTHING takes the whole or carries it all."""
    if asked <= 0 or (mode == "ALL_OR_NOTHING" and asked > fits):
        return 0
    return min(asked, fits)


def result(instruction, behaviour, amount):
    """6: what the pay run shows, and the state of the instruction; only a DEDUCT can go wrong."""
    sent = instruction.amount
    if instruction.kind != DEDUCT or behaviour == "FULL":
        return sent, "SEEN"
    if behaviour == "SHORT":
        seen = max(0, sent - amount)
        return seen, "SHORT" if seen < sent else "SEEN"
    if behaviour == "OVER":
        return sent + amount, "OVER" if amount else "SEEN"
    if behaviour == "MISSING":
        return 0, "MISSING"
    raise ValueError(f"world/payroll.csv: behaviour {behaviour}")
