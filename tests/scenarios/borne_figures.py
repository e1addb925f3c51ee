"""What firms, families and whoever grants money are told, beside a second program that reads logs and files only."""

import sys
from collections import Counter
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1] / "oracle"))

import borne
import deduction

SHARES = (10000, 5000, 0)


def last(name):
    return name.rsplit("/", 1)[-1]


class Figures:
    """Asks a park that lives (`JobChange` and its kin), and recomputes what it answers."""

    def __init__(self, test, park, sample, dice):
        self.test, self.park, self.sample, self.dice = test, park, sample, dice

    def pages(self, role, rpc, items, request, scope):
        """(all items, the last page), a few at a time."""
        request, found = {**request, "page_size": self.dice.randrange(1, 40)}, []
        while True:
            page = self.park.call(role, rpc, request, scope)
            found += page.get(items, [])
            request["page_token"] = page.get("next_page_token", "")
            if not request["page_token"]:
                return found, page

    # ---- Taxable benefits.

    def compare_benefits(self, legs, year):
        firms = sorted({leg.firm for leg in legs})
        self.test.assertTrue(firms)
        months = [f"{year}-{number:02d}" for number in range(1, 13)]
        treatments = set()
        for firm in firms:
            advised = months if self.sample.firms[last(firm).upper()].tax_advice else ()
            ours = borne.benefits(legs, firm, months, advised)
            theirs, page = self.pages("FIRM_PAYROLL", "Ledger.ListTaxableBenefits", "benefits",
                                      {"parent": firm, "year": year}, firm)
            self.test.assertEqual(self.rows(theirs), ours, firm)
            self.test.assertEqual(int(page.get("unattributed_minor", 0)), 0, firm)
            self.test.assertEqual((int(page.get("amount_minor", 0)), int(page.get("taxable_minor", 0))),
                                  (sum(row[4] for row in ours), sum(row[5] for row in ours)), firm)
            whole, _ = self.pages("FIRM_HR", "Ledger.ListTaxableBenefits", "benefits",
                                  {"parent": firm, "year": year, "whole_year": True}, firm)
            sums = Counter()
            for _, employee, form, what, fen, taxable in ours:
                sums.update({(employee, form, what, "borne"): fen, (employee, form, what, "taxable"): taxable})
            self.test.assertEqual({key: fen for row in whole for key, fen in self.sides(row)}, dict(sums), firm)
            self.compare_with_shares(legs, firm, {leg.month for leg in legs})
            treatments |= {row[3] for row in ours}
        self.test.assertGreater(len(treatments), 2, "the sample shows too few treatments")

    @staticmethod
    def rows(benefits):
        return sorted((each["month"], each.get("employee", ""), each["form"], each["treatment"],
                       int(each.get("amount_minor", 0)), int(each.get("taxable_minor", 0))) for each in benefits)

    @staticmethod
    def sides(row):
        key = (row.get("employee", ""), row["form"], row["treatment"])
        return [((*key, "borne"), int(row.get("amount_minor", 0))), ((*key, "taxable"), int(row.get("taxable_minor", 0)))]

    def compare_with_shares(self, legs, firm, months):
        """The firm reads elsewhere what it bears; both say the same of each month."""
        for month in months:
            listed = self.park.firm_shares(firm, month)
            self.test.assertEqual(sum(listed.values()), sum(
                leg.amount for leg in legs if leg.firm == firm and leg.month == month), (firm, month))

    # ---- Evidence.

    def compare_evidence(self, legs, days, year):
        theirs, page = self.pages("PARK_FINANCE", "Ledger.ListCareEvidence", "evidence",
                                  {"parent": self.park.park, "year": year}, None)
        ours = borne.evidence(legs, days, year)
        self.test.assertEqual({(each["month"], each["firm"]): self.figures(each) for each in theirs}, ours)
        self.test.assertEqual(len(theirs), len(ours))
        again, _ = self.pages("GOV_AUDITOR", "Ledger.ListCareEvidence", "evidence", {
            "parent": self.park.park, "year": year, "known_by": page["known_position"]}, None)
        self.test.assertEqual(again, theirs)

    @staticmethod
    def figures(evidence):
        figures = tuple(int(evidence.get(each, 0)) for each in ("children", "attended_days", "amount_minor"))
        if evidence.get("fewer_than_five"):
            assert figures == (0, 0, 0), evidence
            return borne.WITHHELD
        return figures

    # ---- Months of the tax deduction.

    def compare_deductions(self, year, families_max):
        facts = {each["case_number"]: each for each in self.park.children()}
        children = self.sample.children
        families = sorted({facts[case]["family"] for case in facts if case in children})
        told = {}  # firm -> {(employee number, month): fen}
        for family in self.dice.sample(families, min(families_max, len(families))):
            mine = {case: children[case] for case in facts if facts[case]["family"] == family}
            said = {case: self.say_share(facts[case], child, year) for case, child in mine.items()}
            for asked in (year - 1, year, year + 2):
                self.compare_family(family, mine, said if asked == year else {}, asked)
            for case, child in mine.items():
                self.hand_over(facts[case], child, said[case], year, told)
        for firm, ours in told.items():
            theirs, _ = self.pages("FIRM_PAYROLL", "Directory.ListFirmDeductions", "deductions",
                                   {"parent": firm, "year": str(year)}, firm)
            self.test.assertEqual({(each["employee_no"], each["month"]): int(each["amount_minor"]) for each in theirs}, ours, firm)
        self.test.assertTrue(any(told.values()), "no firm is told anything")

    def say_share(self, fact, child, year):
        """Nothing where the family leaves it unsaid."""
        share = self.dice.choice([None, *SHARES])
        second = child.guardians[1]
        if share is None or (share < 10000 and (second is None or not second.confirmed)):
            return None
        self.park.change("PARENT", "Directory.SetDeductionSplit", {"deduction_split": {
            "name": f"{fact['child']}/deductionSplits/{year}", "first_guardian_share_bp": share}}, fact["family"])
        return share

    def compare_family(self, family, mine, said, year):
        listed = self.park.call("PARENT", "Directory.ListDeductionMonths", {"parent": family, "year": str(year)},
                                family).get("deduction_months", [])
        theirs, missing = {}, set()
        for row in listed:
            if row.get("missing") == "CONSENT_MISSING":
                missing.add(row["case_number"])
                continue
            months = [month for month in (f"{year}-{number:02d}" for number in range(1, 13))
                      if row["first_month"] <= month <= row["last_month"]]
            self.test.assertEqual((row["months"], int(row["total_minor"])), (len(months), len(months) * int(row["monthly_minor"])))
            theirs.update({(row["case_number"], row.get("guardian", 0), month): int(row["monthly_minor"]) for month in months})
        ours = {(case, guardian, month): fen for case, child in mine.items() if child.consent_programme
                for (guardian, month), fen in deduction.rows(child.birth_date, year, said.get(case)).items()}
        self.test.assertEqual(theirs, ours, (family, year))
        self.test.assertEqual(missing, {case for case, child in mine.items() if not child.consent_programme})

    def hand_over(self, fact, child, share, year, told):
        """The family lets one firm, at most, read the child's months."""
        employments = fact.get("employments", [])
        firms = sorted({each["firm"] for each in employments})
        if not firms or not self.dice.randrange(3):
            return
        firm = self.dice.choice(firms)
        consent = {"name": fact["family"], "child": fact["child"], "purpose": "TAX_DEDUCTION", "recipient": firm,
                   "version": "2026-1"}
        self.park.change("PARENT", "Directory.SetConsent", {**consent, "granted": True}, fact["family"])
        if not self.dice.randrange(4):  # Withdrawn again: nothing is told.
            self.park.change("PARENT", "Directory.SetConsent", {**consent, "granted": False}, fact["family"])
            return
        sums = told.setdefault(firm, {})
        if share is None or not child.consent_programme or fact.get("duplicate_of_case_number"):
            return
        for (guardian, month), fen in deduction.rows(child.birth_date, year, share).items():
            there = [each for each in employments if each["guardian"] == guardian and each["firm"] == firm
                     and each["hire_date"][:7] <= month <= (each.get("leave_date") or "9999-12")[:7]]
            if there:
                key = there[0]["employee_no"], month
                sums[key] = sums.get(key, 0) + fen
