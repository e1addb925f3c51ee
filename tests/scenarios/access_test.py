"""Who may call what: tests/access.csv against the annotations, cell by cell, and against a running server."""

import re
import unittest

import matrix
from access_calls import CALLS
from access_live import LiveMatrix
from contract import Contract, compiled
from matrix import SERVICES

# What a statement holds beside a firm's share, and what stands around it.
BEYOND_A_FIRM = re.compile(
    r"tuoqiao\.\w+\.v1\.(Statement|Line|Share|Family|FamilyRecord|Guardian|Child|ChildFacts|Decision|Slice|Condition|"
    r"Explanation|Application|Offer|Enrolment|EnrolmentMonth|AttendanceDay|Centre|Month|PayerTotal|HoldOut|Balance|"
    r"Partner|Referral|PartnerReferral|ReferralSession|CentreSession|SessionMonth|SessionPlan|"
    r"Entry|Receivable|Payout|Event|Resource)$")
FIELDS_BEYOND_A_FIRM = {"child", "children", "case_number", "family", "family_no", "centre", "statement", "total_minor",
                        "birth_date", "needs_level", "payer", "payer_totals"}
# What a rule pack says, of nobody.
OF_NOBODY = {"tuoqiao.eligibility.v1.SchemeAmount"}
# What tells a wage, or what of it is left.
OF_WAGES = re.compile(r"tuoqiao\.\w+\.v1\.(PayFigure|Instruction|PayRun|Arrears|FirmShare|Employee)$")
OPEN_ENDED = {"google.protobuf.Any", "google.protobuf.Struct", "google.protobuf.Value"}


class MatrixCase(unittest.TestCase):
    def assert_none(self, wrong):
        if wrong:
            self.fail("\n".join(sorted(wrong)))


class AnnotationTest(MatrixCase):
    """Needs no server."""

    @classmethod
    def setUpClass(cls):
        cls.bytes = compiled()
        cls.contract = Contract(cls.bytes)
        cls.roles, cls.expected, cls.contents = matrix.read()

    def test_the_table_has_every_rpc_and_every_role(self):
        self.assert_none(matrix.faults(self.roles, self.expected, self.contract))

    def test_every_rpc_has_an_annotation_and_a_request(self):
        self.assert_none([rpc for rpc in self.contract.annotated() if not self.contract.has_access(rpc)])
        self.assertEqual(set(CALLS), set(self.expected))

    def test_every_annotation_says_what_the_table_says(self):
        self.assert_none(matrix.differences(self.roles, self.expected, self.contract))

    def test_access_is_decided_on_the_name_that_the_url_holds(self):
        wrong = []
        for rpc in self.contract.annotated():
            variables, resource = self.contract.variables(rpc), self.contract.resource(rpc)
            if variables and resource not in variables:
                wrong.append(f"{rpc}: the URL holds {variables}, access is decided on {resource}")
        self.assert_none(wrong)

    def test_one_role_or_service_more_or_less_is_seen(self):
        """The comparison judged by itself: it has to see every single change of every annotation."""
        numbers = {name: number for number, name in self.contract.role_names.items()}
        unseen, changes = [], 0

        def change(rpc, what, alter):
            nonlocal changes
            contract = self.contract.method_copy(rpc)
            alter(contract.access(rpc))
            changes += 1
            before, after = (matrix.differences(self.roles, self.expected, each, [rpc])
                             for each in (self.contract, contract))
            if set(before) == set(after):
                unseen.append(f"{rpc}: {what}")

        def toggle(field, value):
            kept = [each for each in field if each != value]
            if len(kept) == len(field):
                field.append(value)
            else:
                del field[:]
                field.extend(kept)

        for rpc in self.contract.annotated():
            for role in self.roles:
                change(rpc, role, lambda access, role=role: toggle(access.roles, numbers[role]))
            for service in (*SERVICES, "gateway"):
                change(rpc, service, lambda access, service=service: toggle(access.services, service))
            if self.contract.access(rpc).roles:
                change(rpc, "across parks", lambda access: setattr(access, "across_parks", not access.across_parks))
                if hasattr(self.contract.access(rpc), "park_wide"):
                    change(rpc, "park wide", lambda access: setattr(access, "park_wide", not access.park_wide))
        self.assert_none(unseen)
        self.assertGreater(changes, len(self.contract.annotated()) * (len(self.roles) + len(SERVICES)))

    def test_no_row_of_a_content_is_wider_than_its_rpc(self):
        for (rpc, content), cells in self.contents.items():
            for role in self.roles:
                with self.subTest(rpc=rpc, content=content, role=role):
                    self.assertIn(cells[role], ("-", self.expected[rpc][role]))

    # ---- What follows from the annotations for the messages.

    def _rpcs_of(self, *roles):
        wanted = {number for number, name in self.contract.role_names.items() if name in roles}
        return [rpc for rpc in self.contract.annotated() if wanted & set(self.contract.access(rpc).roles)]

    def test_no_message_to_a_firm_holds_more_of_a_statement_than_its_share(self):
        wrong = []
        for rpc in self._rpcs_of("FIRM_HR", "FIRM_PAYROLL"):
            reached = self.contract.reach(self.contract.methods[rpc].output_type)
            for name, where in reached.items():
                if BEYOND_A_FIRM.match(name):
                    wrong.append(f"{rpc} answers with {name} at {where}")
                # Long work answers with an Any; of a firm it is only the delivery that it sent.
                if name in OPEN_ENDED and (name != "google.protobuf.Any" or rpc != "Exchange.ReceiveDelivery"):
                    wrong.append(f"{rpc} answers with anything at {where}")
                for field in self.contract.pool.FindMessageTypeByName(name).fields:
                    if name.startswith("tuoqiao.") and name not in OF_NOBODY and field.name in FIELDS_BEYOND_A_FIRM:
                        wrong.append(f"{rpc} answers with {where}.{field.name}")
                    if self.contract.personal_kind(field) == "CHILD":
                        wrong.append(f"{rpc} answers with a child's {where}.{field.name}")
        self.assert_none(wrong)

    def test_no_message_to_a_centre_or_family_tells_a_wage(self):
        wrong = [f"{rpc} answers with {name} at {where}" for rpc in self._rpcs_of("CENTRE_MANAGER", "PARENT")
                 for name, where in self.contract.reach(self.contract.methods[rpc].output_type).items()
                 if OF_WAGES.match(name)]
        self.assert_none(wrong)

    def test_pay_figures_come_back_to_nobody(self):
        wrong = [rpc for rpc in self.contract.annotated()
                 if "tuoqiao.payroll.v1.PayFigure" in self.contract.reach(self.contract.methods[rpc].output_type)]
        self.assert_none(wrong)


class SqliteAccessTest(LiveMatrix, MatrixCase):
    store = "sqlite"


class PostgresAccessTest(LiveMatrix, MatrixCase):
    store = "postgres"


if __name__ == "__main__":
    unittest.main(verbosity=2)
