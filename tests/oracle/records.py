"""What the files say once read: plain values, one class a file."""

from dataclasses import dataclass, field
from datetime import date, datetime

from days import Month, is_open


@dataclass(frozen=True)
class Layer:
    payer: str
    kind: str
    amount_minor: int = 0
    share_bp: int = 0
    cap_minor: int = 0
    lines: frozenset = frozenset()
    condition: str = ""
    decided_by: str = ""  # of SCHEME_AMOUNT, the programme, and
    amount: str = ""  # the amount in its pack


@dataclass(frozen=True)
class Park:
    park: str
    month: Month
    today: date
    layers: tuple
    plans: dict  # plan code -> Layer with the firm's own amounts
    protected_pay_minor: int
    deduction_cap_bp: int
    closed_dates: frozenset
    working_weekends: frozenset

    def is_open(self, day):
        return is_open(day, self.closed_dates, self.working_weekends)

    def opening_days(self, month):
        return [day for day in month.days() if self.is_open(day)]


@dataclass(frozen=True)
class Firm:
    uscc: str
    pay_day: int
    plan: str
    share_form: str
    legal_basis: str
    tax_advice: bool
    union: bool


@dataclass(frozen=True)
class Employee:
    uscc: str
    employee_no: str
    id_type: str  # empty in the 834, which carries no id number
    id_number: str
    hire_date: date
    leave_date: date | None


@dataclass(frozen=True)
class Guardian:
    id_type: str
    id_number: str
    confirmed: bool


@dataclass(frozen=True)
class Child:
    family_no: str
    case_number: str
    birth_date: date
    needs_level: int
    guardians: tuple  # guardian 1, and guardian 2 or None
    consent_programme: bool
    consent_centre: bool
    deduct_from: int  # 0: the family pays the centre
    arrears_mode: str

    @property
    def seniority(self):
        """4.3: older first, by birth date, then case number."""
        return self.birth_date, self.case_number


@dataclass(frozen=True)
class Application:
    case_number: str
    choices: tuple
    desired_start_date: date
    submitted_time: datetime


@dataclass(frozen=True)
class Authorisation:
    uscc: str
    employee_no: str
    from_date: date
    until_date: date
    maximum: int


@dataclass(frozen=True)
class PayFigure:
    uscc: str
    employee_no: str
    period: Month
    gross: int
    net: int


@dataclass(frozen=True)
class Centre:
    centre: str
    billing: str


@dataclass(frozen=True)
class Group:
    centre: str
    group: str
    kind: str
    capacity: int


@dataclass(frozen=True)
class Tariff:
    centre: str
    kind: str
    from_date: date
    monthly_fee: int
    spread: str
    meal_fee: int
    supplement: int
    coefficients: tuple  # by needs level
    sibling_reduction: int
    refund_threshold_days: int
    refund_share: int


@dataclass(frozen=True)
class ChildDay:
    """One line of attendance."""
    centre: str
    case_number: str
    day: date
    status: str
    reason: str


@dataclass(frozen=True)
class Enrolment:
    case_number: str
    centre: str
    group: str
    kind: str
    start: date
    until: date


@dataclass(frozen=True)
class Fault:
    file: str
    line: int
    reason: str


@dataclass
class Sample:
    """All files of a sample folder. Attendance is read last, because whether a line of it stands
    depends on who holds a seat."""
    park: Park
    centres: dict = field(default_factory=dict)  # by centre code
    groups: list = field(default_factory=list)
    tariffs: list = field(default_factory=list)
    firms: dict = field(default_factory=dict)  # by uscc
    employees: dict = field(default_factory=dict)  # by (uscc, employee_no)
    children: dict = field(default_factory=dict)  # by case number
    applications: list = field(default_factory=list)
    authorisations: list = field(default_factory=list)
    pay_figures: list = field(default_factory=list)
    world_payroll: dict = field(default_factory=dict)  # (uscc, employee_no) -> (behaviour, amount)
    world_bank: dict = field(default_factory=dict)  # (kind, party) -> (behaviour, amount)
    faults: list = field(default_factory=list)
    rows_read: int = 0
