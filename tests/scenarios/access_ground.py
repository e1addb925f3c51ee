"""The ground of the access test: a lived month in which every RPC has something to answer with, two of each kind
of owner, a second park, and names and numbers that nobody could mistake for anything else."""

import base64
import csv
import io
import json
import time
from dataclasses import dataclass, field
from datetime import date, timedelta

from matrix import KINDS

NEW_PARK = "parks/access-new-park"
OTHER_PARK = "parks/access-other-park"
# Nobody has to be there: a scope is a name.
OTHER = {"firms": f"{OTHER_PARK}/firms/91990101mhpbx4hx7n", "centres": f"{OTHER_PARK}/centres/c001",
         "families": f"{OTHER_PARK}/families/fam-1"}

# What each role sends by file: content, connection and adapter. Who has no files asks for those of the park's admin.
FILES = {"PARK_ADMIN": ("FAMILIES", "families", "roster/family_csv"),
         "PARK_FINANCE": ("BANK_LINES", "bank-lines", "settlement/pain001"),
         "FIRM_HR": ("ROSTER", "roster", "roster/csv"),
         "FIRM_PAYROLL": ("PAY_FIGURES", "pay-figures", "payroll/csv"),
         "CENTRE_MANAGER": ("ATTENDANCE", "attendance", "centre/attendance_csv")}
BANK_LINES = ("line_id,value_date,direction,amount,currency,reference,counterparty,memo\r\n"
              "ACCESS-1,2026-11-30,IN,1.00,CNY,NOBODY,NOBODY,\r\n")
# A scheme whose entitlements are to be confirmed as soon as they are given: the shipped ones need no confirmation.
WORDS = """source { title: "tests" } confidence: SAMPLE ask: GUARDIAN
  sentences { holds { en: "yes" zh: "是" } fails { en: "no" zh: "否" } unknown { en: "unknown" zh: "未知" }
    change { en: "ask" zh: "询问" } }"""
TERMS = f"""# proto-message: tuoqiao.rules.v1.RuleFile
scheme: "cn.access.terms" subject: CHILD title {{ en: "Terms" zh: "期限" }} from: "2026-01-01"
parameters {{ name: "reconfirm_every_days" unit: DAYS period: ALWAYS
  values {{ from: "2026-01-01" value: 20 source {{ title: "tests" }} confidence: SAMPLE }} }}
needs {{ name: "programme_consent" predicate {{ equals {{ fact: "programme_consent" value {{ truth: true }} }} }} {WORDS} }}
conditions {{ name: "born" predicate {{ on_or_after {{ fact: "birth_date" date: "2020-01-01" }} }} {WORDS} }}
"""
# What a referral says of a child: needs, goals and notes.
CARE_WORDS = ("KANARINEEDS1", "KANARIGOALS1", "KANARINOTES1")
SERVICES = ("Directory", "Eligibility", "Places", "Billing", "Payroll", "Ledger", "Settlement", "Exchange")


def name_canaries(sample):
    """Gives every child and guardian of the intake desk a name that stands nowhere else."""
    path = sample / "families.csv"
    head, *lines = csv.reader(io.StringIO(path.read_text("utf-8-sig")))
    families = {}
    for number, cells in enumerate(lines, 1):
        if len(cells) != len(head):
            continue  # A row that was spoilt on purpose.
        # Rows of one family say the same of its guardians.
        family = families.setdefault(cells[head.index("family_no")], number)
        for column, name in (("child_name", f"金丝雀童{number:05d}"), ("guardian1_name", f"金丝雀亲{family:05d}"),
                             ("guardian2_name", f"金丝雀戚{family:05d}")):
            if cells[head.index(column)].strip():
                cells[head.index(column)] = name
    with open(path, "w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([head, *lines])


def upload(first, content):
    """The requests of one upload."""
    return [first, {"content": base64.b64encode(content).decode()}]


@dataclass
class Canaries:
    """What must not be met, by what it is. A mapping says at whose firm it is no secret."""

    children: set = field(default_factory=set)  # Names, identity numbers and case numbers.
    cases: set = field(default_factory=set)  # The case numbers among them.
    guardians: dict = field(default_factory=dict)  # Names and identity numbers.
    wages: dict = field(default_factory=dict)  # Gross and net, in fen and as yuan.
    totals: set = field(default_factory=set)  # Of statements, and what authority, park and union bear, in fen.
    shares: dict = field(default_factory=dict)  # What a firm bears of a statement, in fen.
    accounts: set = field(default_factory=set)  # Of payees.

    def everything(self):
        return self.children | self.totals | self.accounts | set(self.guardians) | set(self.wages) | set(self.shares)

    def secret_from(self, firm):
        """What nobody of a firm may read."""
        others = (each for table in (self.guardians, self.shares) for each, firms in table.items() if firm not in firms)
        return self.children | self.totals | set(others)


class Ground:
    def __init__(self, sample, client, tokens):
        self.sample, self._client, self._tokens = sample, client, tokens
        facts = json.loads((sample / "park.json").read_text("utf-8"))
        self.park, self.scheme = f"parks/{facts['park']}", facts["scheme"]
        self.programme = f"{self.park}/programmes/{facts['programme']}"
        self.plan = f"{self.park}/fundingPlans/{facts['funding_plan']['id']}"
        year, month = map(int, facts["month"].split("-"))
        # The month that was lived and three more.
        self.months = [f"{year + (month - 1 + more) // 12}-{(month - 1 + more) % 12 + 1:02d}" for more in range(4)]
        self.canaries, self._calls = Canaries(), 0

    def lay(self):
        self.found = self._resources()
        self._choose()
        self._keep_secrets()
        self._add_a_park()
        self._open_an_offer()
        self._take_a_child_in_twice()
        self._open_an_appeal()
        self._hold_rounds()
        self._propose_contracts()
        self._lend_seats()
        self._refer_a_child()
        self._wait_for_a_place()
        self._hand_a_place_over()
        self._place_and_book()
        self._bring()
        self._go_on_with_billing()
        self._send_files()
        self.until_booked()
        self._enter_by_hand()
        self.laid = self.still_state()
        return self

    def state(self):
        """All resources of the park, by name."""
        return {each.name: each.json for each in self._every_resource()}

    def still_state(self):
        """The same, once nobody who listens is behind: it reads alike twice."""
        self.until_booked()
        before = self.state()
        while (now := self.state()) != before:
            before = now
        return now

    # ---- What requests are made of.

    def place(self, role, owner):
        """The scope of a role: its firm, centre or family of `owner`, else the park."""
        return owner[KINDS[role]] if role in KINDS else self.park

    def month_name(self, more):
        return f"{self.park}/months/{self.months[more]}"

    def pay_run(self, more):
        return f"{self.own['firms']}/payRuns/{self.months[more]}"

    def content(self, role):
        return FILES.get(role, FILES["PARK_ADMIN"])[0]

    def link(self, role):
        content, name, adapter = FILES.get(role, FILES["PARK_ADMIN"])
        link = {"name": f"{self.place(role, self.own)}/connections/{name}", "adapter": adapter, "content": content}
        mapping = {"ROSTER": {"kind": "FULL", "absent": "LEAVES"},
                   "FAMILIES": {"fixed_values": [{"field": "today", "value": "2026-10-01"}]}}.get(content)
        return {**link, "mapping": mapping} if mapping else link

    def file(self, role):
        """The first message of an upload, and the bytes."""
        firm, centre = (self.own[kind].split("/")[-1].upper() for kind in ("firms", "centres"))
        path = {"FAMILIES": "families.csv", "ROSTER": f"rosters/{firm}.csv", "PAY_FIGURES": f"pay_figures/{firm}.csv",
                "ATTENDANCE": f"attendance/{centre}-{self.months[0]}.csv"}.get(self.content(role))
        content = (self.sample / path).read_bytes() if path else BANK_LINES.encode()
        return {"parent": self.place(role, self.own), "connection": self.link(role)["name"],
                "file_name": path.split("/")[-1] if path else "bank.csv"}, content

    def sending(self, role):
        if role == "PARK_FINANCE":
            parent, name, subject = self.park, "receivables", self.month_name(0)
        elif role in ("FIRM_HR", "FIRM_PAYROLL"):
            parent, name, subject = self.own["firms"], "pay-out", self.pay_run(0)
        else:
            parent, name, subject = self.own["centres"], "advice", self.month_name(0)
        return {"parent": parent, "connection": f"{parent}/connections/{name}", "subject": subject}

    def own_secrets(self):
        """Of the own family, which are none to it."""
        people = self.family["children"] + self.family["guardians"]
        own = {each[key] for each in people for key in ("displayName", "idNumber", "caseNumber") if key in each}
        added = (each["child"] for each in (self.record, self.second_case, self.third_case))
        return own | set(CARE_WORDS) | {
            each[key] for each in added for key in ("display_name", "id_number", "case_number")}

    def second_names(self):
        """Requests whose second name is a sibling's: RPC, role, field, and that name."""
        firm, family = self.sibling["firms"], self.sibling["families"]
        child = next(each["children"][0]["name"] for each in self.found["Family"] if each["name"] == family)
        instruction = next(each["name"] for each in self.found["Instruction"] if each["name"].startswith(firm + "/"))
        return (("Exchange.ReceiveDelivery", "FIRM_HR", "connection", f"{firm}/connections/roster"),
                ("Exchange.SendDelivery", "FIRM_PAYROLL", "connection", f"{firm}/connections/pay-out"),
                ("Exchange.SendDelivery", "FIRM_PAYROLL", "subject", f"{firm}/payRuns/{self.months[0]}"),
                ("Directory.SetConsent", "PARENT", "child", child),
                ("Places.ConfirmSeatContract", "FIRM_HR", "name", self.contract_for("CENTRE_MANAGER")),
                ("Payroll.BatchRecordResults", "FIRM_PAYROLL", "results.instruction", instruction))

    # ---- What is there after the month.

    def must(self, rpc, request, role, scope=None, second=False):
        scope = scope or self.park
        token = self._tokens.second(role, scope) if second else self._tokens.person(role, scope)
        return self._client.must(rpc, self._numbered(rpc, request), token)

    def _numbered(self, rpc, request):
        self._calls += 1
        first = request[0] if isinstance(request, list) else request
        if "request_id" in self._client.fields(rpc):
            first["request_id"] = f"ground-{self._calls:06d}"
        return request

    def _wait(self, operation, role, scope=None):
        until = time.time() + 60
        while not operation.done and time.time() < until:
            time.sleep(0.02)
            operation = self.must("Operations.GetOperation", {"name": operation.name}, role, scope)
        assert operation.done and not operation.HasField("error"), operation
        return operation

    def _every_resource(self):
        for service in SERVICES:
            request = {"parent": self.park, "page_size": 1000, "page_token": ""}
            while True:
                page = self.must(f"{service}.ListResources", request, "OPS")
                yield from page.resources
                request["page_token"] = page.next_page_token
                if not page.next_page_token:
                    break

    def _resources(self):
        found = {}
        for each in self._every_resource():
            found.setdefault(each.type, []).append(json.loads(each.json))
        return found

    def _choose(self):
        """Own: a family of two guardians with a share of the own firm, which deducts and is owed arrears. Sibling:
        others of each kind."""
        families = {each["name"]: each for each in self.found["Family"]}
        deducting = {each["name"].split("/payRuns/")[0] for each in self.found["Instruction"]
                     if each["kind"] == "DEDUCT" and int(each.get("amountMinor", 0)) > 0}
        figured = {f"{self.park}/firms/{path.stem.lower()}" for path in (self.sample / "pay_figures").glob("*.csv")}
        by_csv = {f"{self.park}/firms/{path.stem.lower()}" for path in (self.sample / "rosters").glob("*.csv")}

        def share_of(statement):
            return next((share for share in statement["shares"] if share["payer"] == "FIRM"
                         and share["firm"] in deducting & figured & by_csv), None)

        owed = {each["name"].split("/arrears/")[0] for each in self.found["Arrears"]}
        own = next(each for each in self.found["Statement"]
                   if share_of(each) and share_of(each)["firm"] in owed
                   and len(families[each["family"]]["guardians"]) == 2)
        share = share_of(own)
        sibling = next(each for each in self.found["Statement"]
                       if share_of(each) and each["centre"] != own["centre"] and each["family"] != own["family"]
                       and share["firm"] not in (other.get("firm") for other in each["shares"]))
        self.own = {"firms": share["firm"], "centres": own["centre"], "families": own["family"]}
        self.sibling = {"firms": share_of(sibling)["firm"], "centres": sibling["centre"], "families": sibling["family"]}
        self.statement, self.child, self.case_number = own["name"], own["child"], own["caseNumber"]
        self.enrolment, self.employee = own["enrolment"], share["employee"]
        self.employee_no = next(each["employeeNo"] for each in self.found["Employee"] if each["name"] == self.employee)
        self.authorisation = next(each["name"] for each in self.found["Authorisation"]
                                  if each["name"].startswith(self.own["firms"] + "/"))
        self.family = families[own["family"]]
        self.firm = next(each for each in self.found["Firm"] if each["name"] == self.own["firms"])
        self.set_up = self.firm["setUp"]
        # The JSON of the state is what a request takes, but for what only a reply has.
        self.centre = next(each for each in self.found["Centre"] if each["name"] == self.own["centres"])
        self.account = next(each for each in self.found["PayeeAccount"]
                            if each["name"] == self.own["centres"] + "/payeeAccount")
        self.payout = self.found["Payout"][0]
        self.account = {key: value for key, value in self.account.items()
                        if key not in ("state", "verifiedBy", "payableFromDate", "changes")}
        self.own_payout = next(each["name"] for each in self.found["Payout"]
                               if each["name"].startswith(self.own["centres"] + "/"))
        self.claim = next(each["name"] for each in self.found["Receivable"] if each["kind"] == "CLAIM")

    def _keep_secrets(self):
        canaries, employers = self.canaries, {}
        for each in self.found["Employee"]:
            employers.setdefault(each.get("idNumber"), set()).add(each["name"].split("/employees/")[0])
        for family in self.found["Family"]:
            for child in family["children"]:
                canaries.children |= {child["displayName"], child["idNumber"], child["caseNumber"]}
                canaries.cases.add(child["caseNumber"])
            for guardian in family["guardians"]:
                canaries.guardians[guardian["displayName"]] = ()
                canaries.guardians[guardian["idNumber"]] = employers.get(guardian["idNumber"], ())
        for path in (self.sample / "pay_figures").glob("*.csv"):
            for row in csv.DictReader(io.StringIO(path.read_text("utf-8-sig"))):
                for yuan in (row["gross"], row["net"]):
                    # A row that was spoilt on purpose has words there, or nothing.
                    if yuan and yuan.replace(".", "", 1).isdigit():
                        for form in (yuan, yuan.replace(".", "")):
                            canaries.wages[form] = f"{self.park}/firms/{path.stem.lower()}"
        canaries.accounts = {each["accountNumber"] for each in self.found["PayeeAccount"]}
        for statement in self.found["Statement"]:
            canaries.totals.add(statement["totalMinor"])
            for share in statement["shares"]:
                if share["payer"] == "FIRM":
                    canaries.shares.setdefault(share["amountMinor"], set()).add(share["firm"])
                elif share["payer"] != "FAMILY":
                    canaries.totals.add(share["amountMinor"])
        # A round amount is many people's, and one that a firm bears as well is no secret from it.
        telling = {each for each in canaries.totals | set(canaries.shares) if int(each) % 100}
        canaries.totals = (canaries.totals & telling) - set(canaries.shares)
        canaries.shares = {each: firms for each, firms in canaries.shares.items() if each in telling}

    # ---- What the month alone does not leave.

    def vacancies(self):
        """Of the own centre, as they are counted."""
        centre = self.must("Places.GetCentre", {"name": self.own["centres"]}, "PARK_ADMIN")
        return [{"group": each.name, "free": each.capacity - each.taken} for each in centre.groups]

    def _add_a_park(self):
        self.must("Directory.CreatePark", {"park": {
            "name": OTHER_PARK, "display_name": "另一园区", "time_zone": "Asia/Shanghai", "currency_code": "CNY",
            "sandbox": True, "current_date": "2026-10-01"}}, "OPS", OTHER_PARK)

    def _open_an_offer(self):
        """A younger child of the own family, decided, and with an offer at a centre that has just opened."""
        today = date.fromisoformat(self.must("Directory.GetPark", {"name": self.park}, "PARK_ADMIN").current_date)
        next_month = (today.replace(day=1) + timedelta(days=32)).replace(day=1)
        self.today, self.tomorrow = str(today), str(today + timedelta(days=1))
        self.after_next = str((next_month + timedelta(days=32)).replace(day=1))
        self.attended = f"{self.months[0]}-12"
        self.record = {
            "family_no": self.family["familyNo"], "guardians": self.family["guardians"],
            "deduct_from": self.family.get("deductFrom", 0), "arrears_mode": self.family["arrearsMode"],
            "child": {"case_number": "ACCESS-000001", "display_name": "金丝雀童99999", "id_type": "BIRTH_CERTIFICATE",
                      "id_number": "Z990199019", "birth_date": str(today - timedelta(days=470)), "needs_level": 0,
                      "consents": [{"purpose": purpose, "version": "2026-1", "grant_date": "2026-07-30"}
                                   for purpose in ("PROGRAMME", "CENTRE")]}}
        records = {"parent": self.park, "records": [self.record]}
        applied = self.must("Directory.BatchApplyFamilies", records, "PARK_ADMIN")
        assert applied.results[0].resource.startswith(self.own["families"]), applied
        added = self.record["child"]
        self.canaries.children |= {added["display_name"], added["id_number"], added["case_number"]}
        self.canaries.cases.add(added["case_number"])
        period = {"name": self.programme, "from_date": self.today, "until_date": self.after_next}
        self._wait(self.must("Eligibility.DecideChildren", period, "PARK_ADMIN"), "PARK_ADMIN")
        seats = [{"kind": "SHARED", "seats": 5}]
        kept = {key: self.centre[key] for key in ("uscc", "latitudeMicro", "longitudeMicro")}
        centre = {**kept, "name": f"{self.park}/centres/c900", "code": "C900", "display_name": "新托育园",
                  "provider_type": "PARK", "filing_number": "QL-TY-0900", "filing_from_date": "2025-01-01",
                  "filing_until_date": "2028-01-01",
                  "groups": [{"code": "S01", "kind": "SMALL", "capacity": 5, "staff": 1, "pools": seats}]}
        self.must("Places.SetCentre", {"centre": centre}, "PARK_ADMIN")
        self.application = {"case_number": "ACCESS-000001", "choices": [centre["name"], self.own["centres"]],
                            "desired_start_date": str(next_month), "submitted_time": "2026-11-01T00:00:00Z"}
        applied = self.must("Places.BatchCreateApplications", {
            "parent": self.park, "programme": self.programme, "applications": [self.application]}, "PARK_ADMIN")
        assert applied.results[0].resource, applied
        self.must("Places.OfferSeats", {"parent": self.park, "applications_max": 500}, "PARK_ADMIN")
        offers = self.must("Places.ListOffers", {"parent": self.own["families"]}, "PARENT", self.own["families"]).offers
        offer = next(each for each in offers if each.case_number == "ACCESS-000001")
        self.offer, self.offered = offer.name, offer.application

    def _take_a_child_in_twice(self):
        """The same child under a second case number, by another document: a pair for two people to look at."""
        child = {**self.record["child"], "case_number": "ACCESS-000002", "id_number": "Z990199020"}
        self.second_case = {**self.record, "child": child}
        self.must("Directory.BatchApplyFamilies", {"parent": self.park, "records": [self.second_case]}, "PARK_ADMIN")
        self.canaries.children |= {child["id_number"], child["case_number"]}
        self.canaries.cases.add(child["case_number"])
        found = self.must("Directory.ListChildDuplicates", {"parent": self.park}, "PARK_ADMIN").child_duplicates
        assert [each.case_number for each in found] == [child["case_number"]], found
        self.duplicate = found[0].name

    def day_of_care(self, day):
        """A day for the own family's younger child, which has no place, in a month that is not closed."""
        return {"child": self.booked_child, "programme": self.programme, "centre": f"{self.park}/centres/c902",
                "care_kind": "TEMPORARY", "date": f"{self.months[3]}-{day}"}

    def _place_and_book(self):
        """A third child of the own family, with a place in the own centre to which it never came and which will rest; a
        booked day of the second one. New groups take them both, and one more into which the place may move."""
        group = {"kind": "SMALL", "capacity": 5, "staff": 1, "pools": [{"kind": "SHARED", "seats": 5}]}
        groups = [{**group, "code": code} for code in ("CARE1", "CARE2")]
        self.centre = {**self.centre, "groups": [*self.centre["groups"], *groups]}
        self.must("Places.SetCentre", {"centre": self.centre}, "PARK_ADMIN")
        kept = {key: self.centre[key] for key in ("uscc", "latitudeMicro", "longitudeMicro")}
        other = {**kept, "name": f"{self.park}/centres/c902", "code": "C902", "display_name": "临时托育园",
                 "provider_type": "PARK", "filing_number": "QL-TY-0902", "filing_from_date": "2025-01-01",
                 "filing_until_date": "2028-01-01", "care_kinds": ["FULL_DAY", "TEMPORARY"],
                 "groups": [{**group, "code": "S01"}]}
        self.must("Places.SetCentre", {"centre": other}, "PARK_ADMIN")
        self.care_groups = {"next": f"{self.own['centres']}/groups/care2", "other": f"{other['name']}/groups/s01"}
        today = date.fromisoformat(self.today)
        child = {**self.record["child"], "case_number": "ACCESS-000003", "display_name": "金丝雀童88888",
                 "id_number": "Z990199021", "birth_date": str(today - timedelta(days=500))}
        self.third_case = {**self.record, "child": child}
        self.must("Directory.BatchApplyFamilies", {"parent": self.park, "records": [self.third_case]}, "PARK_ADMIN")
        self.canaries.children |= {child["display_name"], child["id_number"], child["case_number"]}
        self.canaries.cases.add(child["case_number"])
        period = {"name": self.programme, "from_date": self.today, "until_date": self.after_next}
        self._wait(self.must("Eligibility.DecideChildren", period, "PARK_ADMIN"), "PARK_ADMIN")
        applied = self.must("Places.BatchCreateApplications", {
            "parent": self.park, "programme": self.programme,
            "applications": [{**self.application, "case_number": child["case_number"], "choices": [self.own["centres"]],
                              "desired_start_date": f"{self.months[1]}-02"}]}, "PARK_ADMIN")
        assert applied.results[0].resource, applied
        self.must("Places.OfferSeats", {"parent": self.park, "applications_max": 500}, "PARK_ADMIN")
        offers = self.must("Places.ListOffers", {"parent": self.own["families"]}, "PARENT", self.own["families"]).offers
        offer = next(each.name for each in offers if each.case_number == child["case_number"])
        self.place_of_care = self.must("Places.AcceptOffer", {"name": offer}, "PARENT", self.own["families"]).name
        self.must("Places.SuspendEnrolment", {"name": self.place_of_care, "suspension": {
            "from_date": f"{self.months[3]}-18", "until_date": f"{self.months[3]}-21", "reason": "FAMILY_ASKED"}},
            "PARK_ADMIN")
        family = self.must("Directory.GetFamily", {"name": self.own["families"]}, "PARENT", self.own["families"])
        self.booked_child = next(each.name for each in family.children if each.case_number == "ACCESS-000001")
        self.booking = self.must("Places.BookCare", {
            "parent": self.own["families"], "booking": self.day_of_care("06")}, "PARK_ADMIN").name

    def override_request(self):
        return {"parent": self.terms, "child": self.child, "outcome": "INELIGIBLE", "from_date": self.today,
                "until_date": self.tomorrow, "reason": "待核实"}

    def _open_an_appeal(self):
        """A programme of its own, in which the own child has recorded facts, a proposed override and an appeal."""
        self.terms = f"{self.park}/programmes/access-terms"
        self.must("Eligibility.CreateProgramme", {"parent": self.park, "programme_id": "access-terms", "programme": {
            "display_name": "须确认的项目", "scheme": "cn.access.terms", "funding_plan": self.plan.split("/")[-1],
            "from_date": self.today}}, "PARK_ADMIN")
        period = {"name": self.terms, "from_date": self.today, "until_date": self.after_next}
        self._wait(self.must("Eligibility.DecideChildren", period, "PARK_ADMIN"), "PARK_ADMIN")
        facts = [{"fact": "residence_division", "value": "330106", "from_date": self.today}]
        family = self.own["families"]
        self.must("Eligibility.RecordFacts", {"child": self.child, "facts": facts}, "PARENT", family)
        self.override = self.must("Eligibility.ProposeOverride", self.override_request(), "PARK_ADMIN", second=True).name
        self.appeal = self.must("Eligibility.OpenAppeal", {
            "child": self.child, "programme": self.terms, "text": "请复核"}, "PARENT", family).name
        self._try_a_scheme()

    def scheme_shadow_request(self):
        allowed = {"changed_children_bp": 10000, "losing_children": 100000, "payer_rise_minor": 0}
        return {"parent": self.terms, "scheme": self.scheme, "from_date": self.tomorrow, "until_date": self.after_next,
                "thresholds": allowed}

    def _try_a_scheme(self):
        """A shadow of the programme whose entitlements are confirmed, by the scheme of the other: many lose a day."""
        started = self.must("Eligibility.StartShadow", self.scheme_shadow_request(), "PARK_ADMIN")
        self.scheme_shadow = self._client.unpacked(self._wait(started, "PARK_ADMIN").response)
        assert self.scheme_shadow.digest and self.scheme_shadow.differences, self.scheme_shadow

    def seat_contract(self, role, later=0):
        """Of seats of the own centre, when nobody who is there now is there any more: of the own firm, or for all."""
        pool = {"kind": "SHARED", "seats": 1} if role == "CENTRE_MANAGER" else {
            "kind": "RESERVED", "firm": self.own["firms"], "seats": 1}
        year = {"FIRM_HR": 2033, "CENTRE_MANAGER": 2034}.get(role, 2032) + later
        return {"group": self.group, "pool": pool, "from_date": f"{year}-01-01", "until_date": f"{year}-07-01"}

    def contract_for(self, role):
        """One that waits for this role: the firm's for the park, the park's for the others."""
        return f"{self.park}/seatContracts/access-{KINDS.get(role, 'park')}"

    def _propose_contracts(self):
        self.group = self.own["centres"] + "/groups/" + self.centre["groups"][0]["code"].lower()
        for proposing, role in (("FIRM_HR", "PARK_ADMIN"), ("PARK_ADMIN", "FIRM_HR"),
                                ("PARK_ADMIN", "CENTRE_MANAGER")):
            side = self.place(proposing, self.own)
            self.must("Places.ProposeSeatContract", {
                "parent": side, "contract_id": self.contract_for(role).split("/")[-1],
                "contract": self.seat_contract(role, later=10)}, proposing, side)

    def park_contract(self, group, year):
        guest = OTHER_PARK if group.startswith(self.park + "/") else self.park
        return {"guest": guest, "group": group, "seats": 1, "from_date": f"{year}-01-01", "until_date": f"{year}-07-01"}

    def _lend_seats(self):
        """A contract that the own park has proposed to the other, and one of the other's that has come here."""
        kept = {key: self.centre[key] for key in ("uscc", "latitudeMicro", "longitudeMicro")}
        centre = {**kept, "name": f"{OTHER_PARK}/centres/c801", "code": "C801", "display_name": "邻园托育园",
                  "provider_type": "PARK", "filing_number": "QL-TY-0801", "filing_from_date": "2025-01-01",
                  "filing_until_date": "2028-01-01", "groups": [{
                      "code": "S01", "kind": "SMALL", "capacity": 5, "pools": [{"kind": "SHARED", "seats": 5}]}]}
        self.must("Places.SetCentre", {"centre": centre}, "PARK_ADMIN", OTHER_PARK)
        self.lent = self.must("Places.ProposeParkContract", {
            "parent": self.park, "contract": self.park_contract(self.group, 2035)}, "PARK_ADMIN").name
        lent_here = self.must("Places.ProposeParkContract", {
            "parent": OTHER_PARK, "contract": self.park_contract(f"{centre['name']}/groups/s01", 2035)}, "PARK_ADMIN", OTHER_PARK)
        self.borrowed = f"{self.park}/parkContracts/{lent_here.name.split('/')[-1]}"
        until = time.time() + 60
        while time.time() < until:
            heard = self.must("Places.ListParkContracts", {"parent": self.park}, "PARK_ADMIN").park_contracts
            if self.borrowed in [each.name for each in heard]:
                return
            time.sleep(0.1)
        raise AssertionError("the other park's contract has not come")

    def allocation(self, state):
        return f"{self.park}/allocations/access-{state.lower()}"

    def allocation_of(self, group):
        points = {"display_name": "分配办法", "source": "园区, 2026-11-01", "from_date": "2026-11-01",
                  "criteria": [{"kind": "BOTH_EMPLOYED", "points": 20, "reason": "双职工"}]}
        return {"policy": "DEFERRED_ACCEPTANCE", "ties": "BY_LOTTERY", "start_date": f"{self.months[3]}-04",
                "groups": [group], "points_policy": points}

    def _hold_rounds(self):
        """Rounds in every state, each over a group of a new centre, for which the own family's younger child waits under
        its other programme."""
        states = ("UNOPENED", "OPEN", "FROZEN", "DRAWN", "PUBLISHED")
        kept = {key: self.centre[key] for key in ("uscc", "latitudeMicro", "longitudeMicro")}
        centre = f"{self.park}/centres/c901"
        self.rounds = {state: f"{centre}/groups/s{number:02d}" for number, state in enumerate(states)}
        self.must("Places.SetCentre", {"centre": {
            **kept, "name": centre, "code": "C901", "display_name": "抽签托育园", "provider_type": "PARK",
            "filing_number": "QL-TY-0901", "filing_from_date": "2025-01-01", "filing_until_date": "2028-01-01",
            "groups": [{"code": f"S{number:02d}", "kind": "SMALL", "capacity": 2, "staff": 1,
                        "pools": [{"kind": "SHARED", "seats": 2}]} for number in range(len(states))]}}, "PARK_ADMIN")
        applied = self.must("Places.BatchCreateApplications", {
            "parent": self.park, "programme": self.terms,
            "applications": [{**self.application, "choices": [centre]}]}, "PARK_ADMIN")
        assert applied.results[0].resource, applied
        for number, state in enumerate(states[1:], 1):
            name = self.allocation(state)
            self.must("Places.OpenAllocation", {
                "parent": self.park, "allocation_id": name.split("/")[-1],
                "allocation": self.allocation_of(self.rounds[state])}, "PARK_ADMIN", second=True)
            if number >= 2:
                self.must("Places.FreezeAllocation", {"name": name}, "PARK_ADMIN")
            if number >= 3:
                self._wait(self.must("Places.RunAllocation", {"name": name}, "PARK_ADMIN"), "PARK_ADMIN")
            if number >= 4:
                self.must("Places.PublishAllocation", {"name": name}, "PARK_ADMIN")
        results = self.must("Places.ListAllocationResults", {"parent": self.allocation("PUBLISHED")}, "PARK_ADMIN")
        self.allocation_result = next(each.name for each in results.allocation_results
                                      if each.name.startswith(self.own["families"] + "/"))

    def referral_request(self, purpose):
        return {"parent": self.own["families"], "referral": {
            "child": self.child, "partner": self.partner["name"], "purpose": purpose, "needs": CARE_WORDS[0],
            "goals": CARE_WORDS[1], "notes": CARE_WORDS[2]}}

    def session_plan(self, from_date):
        return {"from_date": from_date, "until_date": str(date.fromisoformat(from_date) + timedelta(days=60)),
                "weekdays": [1, 2, 3, 4, 5, 6, 7], "start_minute": 600, "minutes": 45}

    def _refer_a_child(self):
        """A partner, and the own child referred to it twice: one is consented to, the other has sessions."""
        self.partner = {"name": f"{self.park}/partners/hospital", "display_name": "儿童发育中心", "kind": "MEDICAL",
                        "contact": "0570-0000000", "purposes": [
                            "EARLY_INTERVENTION", "REHABILITATION", "INCLUSIVE_EDUCATION"]}
        self.must("Places.SetPartner", {"partner": self.partner}, "PARK_ADMIN")
        self.referrals = {}
        for state, purpose in (("CONSENTED", "EARLY_INTERVENTION"), ("ACTIVE", "REHABILITATION")):
            self.must("Directory.SetConsent", {
                "name": self.own["families"], "child": self.child, "purpose": purpose, "version": "2026-1",
                "recipient": self.partner["name"], "granted": True}, "PARENT", self.own["families"])
            self.referrals[state] = self.must("Places.ProposeReferral", self.referral_request(purpose), "PARK_ADMIN").name
        self.must("Places.AcceptReferral", {"name": self.referrals["ACTIVE"]}, "PARK_ADMIN")
        self.must("Places.PlanSessions", {
            "name": self.referrals["ACTIVE"], "session_plan": self.session_plan(self.today)}, "PARK_ADMIN")
        self.canaries.children |= set(CARE_WORDS)
    def _wait_for_a_place(self):
        """The same child under a third programme: refused by the own centre, and to be confirmed from today on."""
        programme = f"{self.park}/programmes/access-waiting"
        self.must("Eligibility.CreateProgramme", {"parent": self.park, "programme_id": "access-waiting", "programme": {
            "display_name": "等候中的项目", "scheme": "cn.access.terms", "funding_plan": self.plan.split("/")[-1],
            "from_date": self.today}}, "PARK_ADMIN")
        period = {"name": programme, "from_date": self.today, "until_date": self.after_next}
        self._wait(self.must("Eligibility.DecideChildren", period, "PARK_ADMIN"), "PARK_ADMIN")
        self.must("Places.SetOfferPolicy", {"policy": {
            "name": f"{self.park}/offerPolicies/{self.today}", "confirm_every_days": 28}}, "PARK_ADMIN")
        applied = self.must("Places.BatchCreateApplications", {
            "parent": self.park, "programme": programme,
            "applications": [{**self.application, "choices": [self.own["centres"]]}]}, "PARK_ADMIN")
        self.waiting = applied.results[0].resource
        assert self.waiting, applied
        self.refusal = self.must("Places.RefuseApplicant", {
            "name": self.own["centres"], "application": self.waiting, "reason": "OTHER", "text": "请先面谈"},
            "CENTRE_MANAGER", self.own["centres"]).name

    def _hand_a_place_over(self):
        """A place that lives on after its guardian's job, and whose grace is over: the pack of this test gives none."""
        handovers = self.must("Places.ListHandovers", {
            "parent": self.park, "state": "LAPSE_DUE", "page_size": 1000}, "PARK_ADMIN").handovers
        assert handovers, "nobody of the sample left a firm and kept a place"
        self.handover = handovers[0].name

    def _go_on_with_billing(self):
        """Two further months closed, for a pay run that is out and one that is planned; a third one previewed. Before
        them arrears that the next run would ask for are proposed to be written off."""
        arrears = next(each["name"] for each in self.found["Arrears"]
                       if each["name"].startswith(self.own["firms"] + "/"))
        self.write_off = self.must("Payroll.WriteOffArrears", {"name": arrears, "bearer": "PARK", "reason": "ACCESS"},
                                   "PARK_FINANCE", second=True)
        for more in (1, 2, 3):
            name = self.month_name(more)
            preview = {"name": name, "funding_plan": self.plan, "programme": self.programme}
            self._wait(self.must("Billing.PreviewMonth", preview, "PARK_FINANCE"), "PARK_FINANCE")
            checklist = self.must("Billing.GetMonthChecklist", {"name": name}, "PARK_FINANCE")
            self.digest = checklist.digest
            self.open_items = [each.code for each in checklist.items if each.open and each.weight == each.SOFT]
            if more == 3:
                self._read_a_wrong_line()
                self._try_a_plan()
                return
            for second in (False, True):
                self.must("Billing.ApproveMonth", {
                    "name": name, "digest": self.digest, "acknowledged": self.open_items}, "PARK_FINANCE", second=second)
            self._wait(self.must("Billing.CloseMonth", {"name": name}, "PARK_FINANCE"), "PARK_FINANCE")
            self._plan(more)
            if more == 1:
                firm = self.own["firms"]
                self.must("Payroll.ReleasePayRun", {"name": self.pay_run(1)}, "FIRM_PAYROLL", firm)
                sent = self.must("Payroll.ListInstructions", {"parent": self.pay_run(1)}, "FIRM_PAYROLL", firm)
                self.instruction = next(each for each in sent.instructions if each.amount_minor > 0)

    def _read_a_wrong_line(self):
        """A line that a person has to work off, and an authorisation whose end is on its way."""
        firm = self.own["firms"]
        line = {"instruction": self.instruction.name, "employee_no": self.instruction.employee_no,
                "period": self.months[1], "kind": self.instruction.kind, "amount_minor": 1, "currency_code": "USD"}
        self.must("Payroll.BatchRecordResults", {"parent": self.pay_run(1), "results": [line]}, "FIRM_PAYROLL", firm)
        listed = self.must("Payroll.ListPayExceptions", {"parent": firm}, "FIRM_PAYROLL", firm)
        self.pay_exception = next(each.name for each in listed.exceptions if each.reason == "CURRENCY_WRONG")
        self.must("Payroll.RevokeAuthorisation", {"name": self.authorisation}, "FIRM_PAYROLL", firm)

    def _try_a_plan(self):
        """A shadow of the last closed month by the plan that made it: nothing differs, and one may sign that."""
        self.month_of_shadow = f"{int(self.months[3][:4]) + 1}-01"
        self._wait(self.must("Billing.StartShadow", {
            "parent": self.month_name(2), "funding_plan": self.plan, "programme": self.programme,
            "first_month": self.month_of_shadow}, "PARK_FINANCE"), "PARK_FINANCE")
        name = next(each.name for each in self._every_resource() if each.name.startswith(f"{self.month_name(2)}/shadows/"))
        self.shadow = self.must("Billing.GetShadow", {"name": name}, "PARK_FINANCE")
        assert self.shadow.digest and not self.shadow.differences, self.shadow
        # A tariff, and a child that is in the middle of its group's age.
        tariff = self.must("Billing.ListTariffs", {"parent": self.park}, "PARK_ADMIN").tariffs[0]
        self.tariff_centre, self.tariff_kind = tariff.name.split("/tariffs/")[0], tariff.group_kind
        age = {"INFANT": 9, "SMALL": 18, "LARGE": 30, "MIXED": 33}[tariff.group_kind]
        year, month = map(int, self.months[3].split("-"))
        months = year * 12 + month - 1 - age
        self.birth_date_for_tariff = f"{months // 12}-{months % 12 + 1:02d}-01"

    def _plan(self, more):
        """Plans the own firm's pay run once payroll has heard of the close."""
        token = self._tokens.person("FIRM_PAYROLL", self.own["firms"])
        until = time.time() + 60
        while True:
            request = self._numbered("Payroll.PlanPayRun", {"parent": self.own["firms"], "month": self.months[more]})
            reply = self._client.call("Payroll.PlanPayRun", request, token)
            if reply.ok or self._client.reason(reply) != "MONTH_NOT_HEARD" or time.time() > until:
                break
            time.sleep(0.05)
        assert reply.ok, f"Payroll.PlanPayRun: {reply.text}"

    def _send_files(self):
        """Each role's own file once more: it has a delivery then, and an operation that it started."""
        self.deliveries, self.operations = {}, {}
        for role, (content, _, _) in FILES.items():
            place = self.place(role, self.own)
            started = self.must("Exchange.ReceiveDelivery", upload(*self.file(role)), role, place)
            done = self._wait(started, role, place)
            delivery = self._client.unpacked(done.response)
            self.deliveries[content], self.operations[content] = delivery.name, done.name
        advice = {"name": f"{self.own['centres']}/connections/advice", "adapter": "centre/attendance_csv",
                  "content": "ENROLMENT_ADVICE"}
        self.must("Exchange.SetConnection", {"connection": advice}, "CENTRE_MANAGER", self.own["centres"])
        for role, content in (("FIRM_PAYROLL", "PAY_INSTRUCTIONS"), ("PARK_FINANCE", "RECEIVABLES")):
            sent = self.must("Exchange.SendDelivery", self.sending(role), role, self.place(role, self.own))
            self.deliveries[content] = sent.name

    def until_booked(self):
        """What was just done is in the books too, which hear of it a moment later."""
        until = time.time() + 60
        for service in ("Billing", "Payroll", "Settlement"):
            head = self.must(f"{service}.ListEvents", {"parent": self.park, "page_size": 1}, "PARK_FINANCE").head
            while self._booked(service.lower()) < head:
                assert time.time() < until, f"the ledger does not hear {service} up to {head}"
                time.sleep(0.02)

    def _enter_by_hand(self):
        """What the ledger is asked to go on with: two entries, one of them proposed to be reversed, and two
        reservations."""
        entries = self.must("Ledger.ListEntries", {"parent": self.park, "kind": "match"}, "PARK_FINANCE").entries
        self.entry, proposed = (each.name for each in entries[:2])
        self.reversal = self.must("Ledger.ReverseEntry", {"name": proposed, "reason": "ACCESS"}, "PARK_FINANCE",
                                  second=True)
        reversing = {each.cause for each in entries[:2]}
        lines = self.must("Settlement.ListBankLines", {"parent": self.park, "page_size": 1000}, "PARK_FINANCE").lines
        self.unmatched_line = next(each for each in lines if each.line_id == "ACCESS-1")
        self.matched_line = next(each for each in lines if each.name not in reversing
                                 and ("-claim-" in each.matched or "-invoice-" in each.matched))
        self.must("Ledger.BatchTransfer", {"parent": self.park, "mode": "ATOMIC", "transfers": [
            self.transfer(f"access-{number}", expires_date="2099-01-01") for number in (1, 2)]}, "PARK_FINANCE")

    def _bring(self):
        """What comes from another system: an opening that stands and one that is to be taken back, and open items that
        wait. An opening lies in no month that is booked, so it comes before the next ones are."""
        def propose(name):
            return self.must("Ledger.ProposeOpening", {"parent": self.park, "opening": self.opening_request(name)},
                             "PARK_FINANCE", second=True)

        def confirm(proposed):
            return self.must("Ledger.ConfirmOpening", {"name": proposed.name, "revision": proposed.revision},
                             "PARK_FINANCE")

        self.posted_opening = confirm(propose("access-2"))
        going = confirm(propose("access-1"))
        self.opening = self.must("Ledger.ReverseOpening", {"name": going.name, "reason": "ACCESS"},
                                 "PARK_FINANCE", second=True)
        self.pay_import = self.must("Payroll.BatchImportPayItems", self.pay_items_request("access-1"), "PARK_FINANCE",
                                    second=True).pay_import

    def opening_request(self, name):
        today = self.must("Directory.GetPark", {"name": self.park}, "PARK_FINANCE").current_date
        return {"name": f"{self.park}/openings/{name}", "source": "parks/elsewhere", "as_of_date": today,
                "content_hash": "0" * 64, "debit_minor": 100, "credit_minor": 100, "balances": [
                    {"account": f"receivable-family-{name}", "amount_minor": 100},
                    {"account": f"moved-{name}", "amount_minor": -100}]}

    def pay_items_request(self, name):
        firm = self.own["firms"]
        return {"parent": firm, "pay_import": {
            "name": f"{firm}/payImports/{name}", "source": "parks/elsewhere", "content_hash": "0" * 64,
            "closed_through": "2025-01"}, "pay_items": [
                {"employee_no": self.employee_no, "form": "DEDUCT", "month": "2025-01", "whole_minor": 100,
                 "open_minor": 100, "arrears_mode": "TAKE_ALL", "statement": f"{self.park}/months/2025-01/statements/{name}",
                 "family": self.own["families"], "centre": self.own["centres"], "case_number": "ACCESS-1"}]}

    def pay_runs_request(self):
        firm = self.own["firms"]
        return {"parent": firm, "pay_runs": [{"pay_run": {
            "name": f"{firm}/payRuns/2025-01", "type": "REGULAR", "month": "2025-01", "pay_date": "2025-02-10",
            "cut_off_date": "2025-02-07", "state": "RECONCILED", "digest": "0" * 64}}]}

    def transfer(self, name, **more):
        return {"name": f"{self.park}/transfers/{name}", "debit_account": f"{self.park}/accounts/budget-access-used",
                "credit_account": f"{self.park}/accounts/budget-access", "amount_minor": 7, "reason": "ACCESS", **more}

    def _booked(self, source):
        cursors = self.must("Ledger.ListCursors", {"parent": self.park}, "PARK_FINANCE").cursors
        return next((each.position for each in cursors if each.source == source), 0)
