"""Three months with what is learnt late, on both stores: every statement and correction is what a model recomputes that
shares no line with the services, and so is every balance, list and account, as of any day and as known at any time."""

import json
import os
import random
import sys
import tempfile
import unittest
from datetime import date
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1] / "oracle"))

import borne
from days import Month
from job_change_test import JobChange
from journal import Journal, rows
from later import Months
from borne_figures import Figures
from records import Tariff
from running import STORES, Installation, make_sample

QUESTIONS = 120
LAST_DAY = "2099-01-01"


def last(name):
    return name.rsplit("/", 1)[-1]


def month_of(text):
    return Month(*map(int, text.split("-")))


class Park(JobChange):
    """The same facts, said to the services and to the model."""

    def __init__(self, installation, sample, dice):
        super().__init__(installation, sample)
        self.model, self.dice = Months(sample), dice
        self.model.close(self.model.first)
        self.lines = 0

    def enrolments(self, month):
        found = self.serve("billing", "Places.ListEnrolmentMonths", {
            "parent": self.park, "month": month, "page_size": 1000})
        opening = [str(day) for day in self.model.park.opening_days(month_of(month))]
        assert opening == found["opening_dates"], (opening, found["opening_dates"])
        return found["enrolment_months"], opening

    def attend_all(self, month):
        """Every child but one in ten is written down: present, away, or away and excused."""
        enrolled, opening = self.enrolments(month)
        for each in enrolled:
            if self.dice.randrange(10) == 0:
                continue
            days = []
            for day in opening:
                if each["start_date"] <= day < each["end_date"]:
                    away = self.dice.choice(["", "", "", "", "SICK", "PERSONAL"])
                    days.append((day, away))
            self.say_days(each, days, {})

    def say_days(self, enrolment, days, more):
        if not days:
            return
        said = self.change("CENTRE_MANAGER", "Places.BatchRecordAttendance", {"parent": enrolment["centre"], "days": [
            {"case_number": enrolment["case_number"], "date": day, "status": "ABSENT" if away else "PRESENT",
             **({"reason": away} if away else {}), **more} for day, away in days]}, enrolment["centre"])
        assert all(each["outcome"] in ("CREATED", "UPDATED") for each in said["results"]), said
        for day, away in days:
            self.model.say_day(last(enrolment["centre"]).upper(), enrolment["case_number"], date.fromisoformat(day),
                               "ABSENT" if away else "PRESENT", away)

    def learn_days_late(self, month, children):
        """Of some children it turns out that they were away on days on which they were thought to be there."""
        enrolled, _ = self.enrolments(month)
        for each in self.dice.sample(enrolled, min(children, len(enrolled))):
            attended = [day["date"] for day in each.get("days", []) if day.get("status") == "PRESENT"]
            away = self.dice.sample(attended, min(len(attended), self.dice.randrange(1, 6)))
            self.say_days(each, [(day, "SICK") for day in sorted(away)], {"correction_reason": "补记"})

    def learn_of_a_leaver(self, statement, share, day):
        employee = self.call("FIRM_HR", "Directory.GetEmployee", {"name": share["employee"]}, share["firm"])
        sent = {key: employee[key] for key in ("employee_no", "display_name", "id_type", "id_number", "hire_date",
                                               "work_site", "weekly_hours") if key in employee}
        left = self.change("FIRM_HR", "Directory.BatchApplyEmployees", {
            "parent": share["firm"], "employees": [{**sent, "leave_date": day}]}, share["firm"])
        assert left["results"][0]["outcome"] == "UPDATED", left
        self.model.say_leave_date(last(share["firm"]).upper(), employee["employee_no"], date.fromisoformat(day))

    def learn_of_a_tariff(self, month):
        """A centre's fee was another one since the first of a closed month."""
        first = month_of(month).first
        tariffs = self.model.sample.tariffs
        since = {(each.centre, each.kind) for each in tariffs if each.from_date >= first}
        before = self.dice.choice([each for each in tariffs if each.from_date < first and (each.centre, each.kind) not in since])
        fee = before.monthly_fee + self.dice.randrange(1, 20000)
        self.change("PARK_ADMIN", "Billing.CreateTariff", {
            "parent": f"{self.park}/centres/{before.centre.lower()}", "tariff": {
                "group_kind": before.kind, "from_date": f"{month}-01", "monthly_fee_minor": fee, "spread": before.spread,
                "meal_fee_minor": before.meal_fee, "supplement_minor": before.supplement,
                "coefficient_1_bp": before.coefficients[1], "coefficient_2_bp": before.coefficients[2],
                "sibling_reduction_bp": before.sibling_reduction,
                "refund_threshold_days": before.refund_threshold_days, "refund_share_bp": before.refund_share,
                "billing": self.model.sample.centres[before.centre].billing}})
        self.model.say_tariff(Tariff(**{**vars(before), "from_date": month_of(month).first, "monthly_fee": fee}))

    # ---- Money that moves besides.

    def pay_out(self, month):
        """What the month asks of payers comes in, most of it; centres are paid, and one payout is refused."""
        name = f"{self.park}/months/{month}"
        self.until(lambda: self.reason("Settlement.IssueReceivables", {"name": name}) == "", "the close")
        lines = []
        for each in self.listed("Settlement.ListReceivables", "receivables"):
            owed = int(each["amount_minor"]) - int(each.get("paid_minor", 0))
            if owed > 0 and self.dice.randrange(6):
                lines.append((True, owed + self.dice.choice([0, 0, 0, -1, 7]), each["reference"]))
        self.show(lines)
        self.change("PARK_FINANCE", "Settlement.PreparePayouts", {"name": name})
        for each in self.listed("Settlement.ListReceivables", "receivables"):
            if each["kind"] == "FLOAT" and int(each["amount_minor"]) > int(each.get("paid_minor", 0)):
                self.show([(True, int(each["amount_minor"]) - int(each.get("paid_minor", 0)), each["reference"])])
        released = self.change("PARK_FINANCE", "Settlement.ReleasePayouts", {"name": name}).get("payouts", [])
        for number, each in enumerate(released):
            if number == 0:
                self.change("PARK_FINANCE", "Settlement.BatchRecordPaymentStatuses", {
                    "parent": self.park, "statuses": [
                        {"end_to_end_id": each["end_to_end_id"], "status": "RJCT", "reason": "AC01"}]})
            else:
                self.show([(False, int(each["amount_minor"]), each["end_to_end_id"])])

    def show(self, lines):
        today = self.call("PARK_ADMIN", "Directory.GetPark", {"name": self.park})["current_date"]
        sent = []
        for inward, amount, reference in lines:
            self.lines += 1
            sent.append({"line_id": f"later-{self.lines}", "value_date": today, "inward": inward,
                         "amount_minor": amount, "reference": reference, "currency_code": "CNY"})
        if sent:
            said = self.change("PARK_FINANCE", "Settlement.BatchRecordBankLines", {"parent": self.park, "lines": sent})
            assert all(each["outcome"] == "CREATED" for each in said["results"]), said

    def reason(self, rpc, request):
        """Empty where it was done."""
        try:
            self.change("PARK_FINANCE", rpc, request)
        except Exception as error:  # pylint: disable=broad-except
            return str(error) or "unknown"
        return ""

    def listed(self, rpc, items, request=None, page_size=1000):
        """All items of a list, page by page."""
        request, found = {"parent": self.park, **(request or {}), "page_size": page_size}, []
        while True:
            page = self.call("PARK_FINANCE", rpc, request)
            found += page.get(items, [])
            request["page_token"] = page.get("next_page_token", "")
            if not request["page_token"]:
                return found

    # ---- The books.

    def journal(self):
        """The rows of everything that the three logs say, where the ledger has posted it."""
        events = [each for service in ("Billing", "Payroll", "Settlement") for each in self.log(service)]
        entries = self.until(lambda: self.heard_all(), "all logs") and self.listed("Ledger.ListEntries", "entries")
        positions = {last(each["name"]): int(each["position"]) for each in entries}
        made = [row for event in events for row in rows(event, positions.get(event["id"], 0))]
        kinds = {last(each["name"]): each["kind"] for each in entries}
        said = {row.entry: row.kind for row in made}
        assert set(said) == set(positions), (
            f"entries of no event: {[(kinds[each], each) for each in sorted(set(positions) - set(said))][:5]}; events without "
            f"their entry: {[(said[each], each) for each in sorted(set(said) - set(positions))][:5]}")
        return Journal(made), entries

    def log(self, service):
        after, found = 0, []
        while True:
            page = self.call("PARK_FINANCE", f"{service}.ListEvents", {
                "parent": self.park, "after": after, "page_size": 1000}).get("events", [])
            if not page:
                return found
            found += page
            after = page[-1]["position"]

    def heard_all(self):
        heard = {each["source"]: int(each["position"]) for each in self.call(
            "PARK_FINANCE", "Ledger.ListCursors", {"parent": self.park})["cursors"]}
        return all(heard.get(service.lower(), 0) >= int(self.call("PARK_FINANCE", f"{service}.ListEvents", {
            "parent": self.park, "page_size": 1}).get("head", 0)) for service in ("Billing", "Payroll", "Settlement"))


class LaterTest(unittest.TestCase):
    def test_every_statement_and_balance_is_the_models(self):
        seed = int(os.environ.get("TUOQIAO_SEED", 20261126))
        print(f"TUOQIAO_SEED={seed}", file=sys.stderr)
        with tempfile.TemporaryDirectory(prefix="tuoqiao-test.") as folder:
            sample = make_sample(Path(folder) / "sample")
            seen = {}
            for store in STORES:
                with self.subTest(store=store), Installation(store) as installation:
                    installation.start().live(sample)
                    seen[store] = self.live_on(Park(installation, sample, random.Random(seed)), random.Random(seed))
            self.assertEqual(seen["sqlite"], seen["postgres"])

    def live_on(self, park, dice):
        first, second, third, after, _ = park.months
        statement, share, _ = park.choose()
        self.compare(park, first, {("ORIGINAL", key): stands for key, stands in park.model.stands.items()})

        park.today(f"{third}-01")
        park.attend_all(second)
        park.learn_days_late(first, 8)
        park.learn_of_a_leaver(statement, share, f"{first[:5]}09-30")
        park.bill(second)
        self.compare(park, second, park.model.close(month_of(second)))
        park.pay_out(second)

        park.today(f"{after}-01")
        park.attend_all(third)
        park.learn_days_late(first, 3)
        park.learn_days_late(second, 8)
        park.learn_of_a_tariff(second)
        park.bill(third)
        said = park.model.close(month_of(third))
        self.assertGreater(sum(kind != "ORIGINAL" for kind, _ in said), 3, "nothing was learnt late")
        self.compare(park, third, said)
        park.pay_out(third)
        balances = self.ask(park, dice)
        self.ask_figures(park, dice)
        return balances

    def ask_figures(self, park, dice):
        figures, year = Figures(self, park, park.model.sample, dice), park.months[0][:4]
        legs, days = borne.of_events(park.log("Billing"))
        self.assertGreater(len({leg.service_month for leg in legs if leg.month != leg.service_month}), 0, "no firm's share is corrected")
        figures.compare_benefits(legs, year)
        figures.compare_evidence(legs, days, year)
        figures.compare_deductions(int(year), families_max=12)

    # ---- Statements.

    def compare(self, park, month, said):
        theirs, ours = set(), set()
        for each in park.listed("Billing.ListStatements", "statements", {"parent": f"{park.park}/months/{month}"}):
            key = (each["kind"], each["billed_month"], last(each["centre"]).upper(), each["case_number"])
            theirs |= {(*key, line["kind"], int(line["amount_minor"])) for line in each.get("lines", [])
                       if int(line.get("amount_minor", 0))}
            theirs |= {(*key, share["payer"], last(share.get("firm", "")).upper(), int(share["amount_minor"]))
                       for share in each.get("shares", []) if int(share.get("amount_minor", 0))}
        for (kind, key), stands in said.items():
            about = (kind, str(key.month), key.centre, key.case_number)
            ours |= {(*about, line, amount) for line, amount in stands.lines.items()}
            ours |= {(*about, payer, party if payer == "FIRM" else "", amount)
                     for (payer, party), amount in stands.shares.items()}
        self.assertEqual(sorted(theirs - ours), [], f"{month}: what the services say and the model does not")
        self.assertEqual(sorted(ours - theirs), [], f"{month}: what the model says and the services do not")

    # ---- Reads, asked for at random.

    def ask(self, park, dice):
        journal, entries = park.journal()
        self.assertGreater(len(entries), 100)
        for _ in range(QUESTIONS):
            self.ask_balances(park, journal, entries, dice)
            self.ask_entries(park, journal, entries, dice)
            self.ask_statement(park, journal, entries, dice)
        # Positions and times differ from run to run; the sums at the end do not.
        return journal.balances(len(entries) * 10)

    @staticmethod
    def known(entries, dice):
        """(`known_by` of a request, the position that it comes to)."""
        until = dice.choice(entries)
        if dice.randrange(2):
            return str(until["position"]), int(until["position"])
        return until["record_time"], max(int(each["position"]) for each in entries
                                         if each["record_time"] <= until["record_time"])

    @staticmethod
    def day(journal, dice):
        return dice.choice(sorted({row.effective for row in journal.rows}))

    def ask_balances(self, park, journal, entries, dice):
        known_by, position = self.known(entries, dice)
        question = {"prefix": dice.choice(["", "receivable", "payable-", "bank", "suspense", "clearing-payroll", "direct"]),
                    "month": dice.choice(["", "", *park.months[:3]]), "effective_by": dice.choice(["", self.day(journal, dice)])}
        found = park.listed("Ledger.ListBalances", "balances", {**question, "known_by": known_by}, dice.randrange(1, 60))
        self.assertEqual({last(each["name"]): (int(each.get("debit_minor", 0)), int(each.get("credit_minor", 0)))
                          for each in found}, journal.balances(position, **question), question)

    def ask_entries(self, park, journal, entries, dice):
        known_by, position = self.known(entries, dice)
        row = dice.choice([each for each in journal.rows if each.account])
        question = {key: value for key, value in (
            ("account", row.account), ("kind", row.kind), ("cause", row.cause), ("month", row.month),
            ("effective_from", self.day(journal, dice)), ("effective_by", self.day(journal, dice))) if dice.randrange(3) == 0}
        found = park.listed("Ledger.ListEntries", "entries", {**question, "known_by": known_by}, dice.randrange(5, 200))
        self.assertEqual([last(each["name"]) for each in found], journal.entries(position, **question), question)

    def ask_statement(self, park, journal, entries, dice):
        known_by, position = self.known(entries, dice)
        account = dice.choice([row.account for row in journal.rows if row.account])
        from_date, until_date = sorted([self.day(journal, dice), dice.choice([self.day(journal, dice), LAST_DAY])])
        if from_date == until_date:
            return
        request = {"name": f"{park.park}/accounts/{account}", "from_date": from_date, "until_date": until_date,
                   "known_by": known_by, "page_size": dice.randrange(2, 50)}
        lines, page = [], {"next_page_token": ""}
        while True:
            page = park.call("PARK_FINANCE", "Ledger.GetAccountStatement",
                             {**request, "page_token": page.get("next_page_token", "")})
            lines += [(last(each["entry"]), int(each["amount_minor"]), int(each.get("balance_minor", 0)))
                      for each in page.get("lines", [])]
            if not page.get("next_page_token"):
                break
        found = tuple(int(page.get(f"{each}_minor", 0)) for each in ("opening", "debit", "credit", "closing"))
        self.assertEqual((*found, lines), journal.statement(position, account, from_date, until_date), request)


if __name__ == "__main__":
    unittest.main()
