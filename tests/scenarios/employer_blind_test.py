"""No firm learns that a child has special needs: two parks live the same two months, in one of them many children have an
assistance level and are referred to a partner, and every answer that a firm may get, by the annotations, is compared."""

import base64
import csv
import json
import re
import secrets
import tempfile
import time
import unittest
from pathlib import Path

from google.protobuf import json_format

from callers import Client, Tokens
from contract import Contract, compiled
from running import Installation, make_sample, park_of

NEXT_MONTH = "2026-11"
# What is said of children to nobody but family, coordinator and partner.
CANARIES = ("KANARI-NEEDS", "KANARI-GOALS", "KANARI-NOTES", "KANARI-CONTACT")
FIRM_ROLES = ("FIRM_HR", "FIRM_PAYROLL")
EVERY_LINE = ["CARE", "COEFFICIENT", "SIBLING", "REFUND", "MEALS", "SUPPLEMENT"]
# The firm funds the care fee of every child alike, and the park alone what needs add to it.
PARK_BEARS_NEEDS = [
    {"payer": "FIRM", "kind": "FIRM_PLAN", "amount_minor": 0, "share_bp": 0, "cap_minor": 0, "lines": ["CARE"],
     "condition": "", "bearer_if_lost": ""},
    {"payer": "PARK", "kind": "PERCENT", "amount_minor": 0, "share_bp": 10000, "cap_minor": 0, "lines": ["COEFFICIENT"],
     "condition": "", "bearer_if_lost": ""},
    {"payer": "FAMILY", "kind": "REST", "amount_minor": 0, "share_bp": 0, "cap_minor": 0, "lines": EVERY_LINE,
     "condition": "", "bearer_if_lost": ""}]
NAMES_MAX = 3  # Of one kind, asked for one by one.


def rewrite_families(sample, needs):
    """Gives the children of the intake desk needs levels, or none; families pay the centre themselves."""
    path = sample / "families.csv"
    with open(path, encoding="utf-8-sig", newline="") as file:
        head, *rows = csv.reader(file)
    for number, cells in enumerate(rows):
        if len(cells) != len(head):
            continue  # A row that was spoilt on purpose.
        cells[head.index("needs_level")] = str(number % 3 if needs else 0)
        cells[head.index("deduct_from")] = ""
    with open(path, "w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([head, *rows])


def plain(message, pool):
    """What a message says, without the system's own times."""
    def without_times(value):
        if isinstance(value, dict):
            return {key: without_times(each) for key, each in value.items() if not key.endswith("_time")}
        return [without_times(each) for each in value] if isinstance(value, list) else value

    return without_times(json_format.MessageToDict(message, preserving_proto_field_name=True, descriptor_pool=pool))


def words_of(content):
    """The text of a file, without its numbers."""
    return re.sub(r"[0-9][0-9.]*", "#", base64.b64decode(content).decode("utf-8", "replace"))


def differences(one, other, path=""):
    """The paths at which two values differ, list indices left out."""
    if isinstance(one, dict) and isinstance(other, dict):
        for key in sorted(one.keys() | other.keys()):
            yield from differences(one.get(key), other.get(key), f"{path}.{key}")
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for each, its_other in zip(one, other):
            yield from differences(each, its_other, path)
    elif one != other and not (path.endswith(".content") and words_of(one) == words_of(other)):
        yield path


def by_employee(reply):
    """A reply with lines read back in the order of employees: their names, which order them, hold a hash of amounts."""
    code, answer = reply
    if isinstance(answer, str):
        return reply
    return [code, [{**each, "results": sorted(each["results"], key=lambda line: (
        line["result"].get("employee_no", ""), line["result"].get("kind", "")))} if "result" in each.get("results", [{}])[0] else each
        for each in answer]]


class Park:
    """A park that lives a month, refers children if they have needs, and closes the month after."""

    def __init__(self, sample, master_key, needs):
        self.needs = needs
        self.installation = Installation("sqlite")
        config = self.installation.config
        config.write_text(config.read_text().replace('"WARNING"', '"DEBUG"'))
        key = self.installation.data / "master.key"
        key.write_text(master_key + "\n")
        key.chmod(0o600)
        self.installation.start().live(sample)
        facts = json.loads((sample / "park.json").read_text("utf-8"))
        self.name = f"parks/{park_of(sample)}"
        self.months = (facts["month"], NEXT_MONTH)
        self.programme = f"{self.name}/programmes/{facts['programme']}"
        self.plan = f"{self.name}/fundingPlans/{facts['funding_plan']['id']}"
        self.contract = Contract(compiled())
        self.tokens = Tokens(self.installation.data / "token.key")
        self.client = Client(self.installation.address, self.contract)
        self.calls = 0
        if needs:
            self.refer()
        self.close_next_month()
        self.resources = list(self.every_resource())

    def stop(self):
        self.client.close()
        self.installation.close()

    # ---- Asking.

    def ask(self, rpc, request, role="PARK_ADMIN", scope=None, second=False):
        self.calls += 1
        first = request[0] if isinstance(request, list) else request
        if "request_id" in self.client.fields(rpc) and "request_id" not in first:
            first["request_id"] = f"blind-{self.calls:06d}"
        sign = self.tokens.second if second else self.tokens.person
        return self.client.call(rpc, request, sign(role, scope or self.name))

    def must(self, rpc, request, *rest, **more):
        reply = self.ask(rpc, request, *rest, **more)
        assert reply.ok, f"{rpc} {request}: {reply.code} {reply.text}"
        return reply.messages[0]

    def done(self, operation, role):
        until = time.time() + 60
        while not operation.done and time.time() < until:
            time.sleep(0.02)
            operation = self.must("Operations.GetOperation", {"name": operation.name}, role)
        assert operation.done and not operation.HasField("error"), operation

    def every_resource(self):
        for service in ("Directory", "Eligibility", "Places", "Billing", "Payroll", "Ledger", "Settlement", "Exchange"):
            request = {"parent": self.name, "page_size": 1000}
            while True:
                page = self.must(f"{service}.ListResources", request, "OPS")
                yield from page.resources
                if not page.next_page_token:
                    break
                request["page_token"] = page.next_page_token

    # ---- Living.

    def refer(self):
        """Some children with needs are referred; their sessions are planned and recorded; one family thinks better of it."""
        partner = f"{self.name}/partners/hospital"
        self.must("Places.SetPartner", {"partner": {
            "name": partner, "display_name": "儿童发育中心", "kind": "MEDICAL", "contact": CANARIES[3],
            "purposes": ["EARLY_INTERVENTION"]}})
        children = [json.loads(each.json) for each in self.every_resource() if each.type == "Family"]
        children = [child for family in children for child in family["children"] if child.get("needsLevel")][:12]
        self.referred = []
        for child in children:
            family = child["name"].split("/children/")[0]
            consent = {"name": family, "child": child["name"], "purpose": "EARLY_INTERVENTION", "version": "2026-1",
                       "recipient": partner}
            self.must("Directory.SetConsent", {**consent, "granted": True}, "PARENT", family)
            referral = self.must("Places.ProposeReferral", {"parent": family, "referral": {
                "child": child["name"], "partner": partner, "purpose": "EARLY_INTERVENTION", "needs": CANARIES[0],
                "goals": CANARIES[1], "notes": CANARIES[2]}}).name
            self.must("Places.AcceptReferral", {"name": referral})
            self.must("Places.PlanSessions", {"name": referral, "session_plan": {
                "from_date": f"{self.months[0]}-05", "until_date": "2026-12-01", "weekdays": [1, 3], "start_minute": 600,
                "minutes": 45}})
            results = self.must("Places.BatchRecordSessions", {"parent": self.name, "sessions": [
                {"referral": referral, "date": f"{self.months[0]}-12", "status": "ATTENDED"},
                {"referral": referral, "date": f"{self.months[0]}-14", "status": "MISSED", "reason": "SICK"}]}).results
            assert not any(each.reason for each in results), results
            self.referred.append(referral)
        self.must("Directory.SetConsent", {**consent, "granted": False}, "PARENT", family)
        shown = self.must("Places.ListPartnerReferrals", {"parent": partner}).referrals
        assert len(shown) == len(children) - 1, "the partner still sees who withdrew"
        self.partner_view = shown

    def close_next_month(self):
        month = {"name": f"{self.name}/months/{NEXT_MONTH}"}
        self.done(self.must("Billing.PreviewMonth", {
            **month, "funding_plan": self.plan, "programme": self.programme}, "PARK_FINANCE"), "PARK_FINANCE")
        checklist = self.must("Billing.GetMonthChecklist", dict(month), "PARK_FINANCE")
        open_items = [each.code for each in checklist.items if each.open and each.weight == each.SOFT]
        for second in (False, True):
            self.must("Billing.ApproveMonth", {
                **month, "digest": checklist.digest, "acknowledged": open_items}, "PARK_FINANCE", second=second)
        self.done(self.must("Billing.CloseMonth", dict(month), "PARK_FINANCE"), "PARK_FINANCE")
        self.firms = sorted(each.name for each in self.must("Directory.ListFirms", {
            "parent": self.name, "page_size": 1000}).firms)
        for firm in self.firms:
            until = time.time() + 60
            while True:
                reply = self.ask("Payroll.PlanPayRun", {"parent": firm, "month": NEXT_MONTH}, "FIRM_PAYROLL", firm)
                if self.client.reason(reply) != "MONTH_NOT_HEARD" or time.time() > until:
                    break
                time.sleep(0.05)

    # ---- What somebody may ask, by the annotations.

    def rpcs_of(self, roles):
        """{rpc: those of the roles that may call it}."""
        found = {}
        for rpc in self.contract.annotated():
            allowed = {self.contract.role_names[number] for number in self.contract.access(rpc).roles}
            if allowed & set(roles):
                found[rpc] = sorted(allowed & set(roles))
        return found

    def names_for(self, rpc, scope):
        """Names of what is there, or of what is not, under a scope or the park's own, in the forms that the RPC takes."""
        patterns = self.contract.patterns(rpc) or ["parks/*/firms/*/deliveries/*"]
        for pattern in patterns:
            if pattern in ("parks/*/firms/*", "parks/**") and "/firms/" in scope:
                yield scope
                continue
            if pattern in ("parks/*", "parks/**"):
                yield self.name
                continue
            steps = pattern.split("/")
            known = [each for each in self.resources if steps[-1] == "*" and each.name.count("/") + 1 >= len(steps)
                     and each.name.split("/")[-2] == steps[-2]
                     and (each.name.startswith(scope + "/") or "/firms/" not in pattern + each.name)]
            if steps[-2] == "deliveries":  # Their names are hashes of what is in them.
                known.sort(key=lambda each: [json.loads(each.json).get(key, "") for key in (
                    "connection", "fileName", "month", "subject")])
            most = len(known) if steps[-2] in ("payRuns", "deliveries", "months") else NAMES_MAX
            yield from [each.name for each in known[:most]] or [
                pattern.replace("**", scope[len("parks/"):]).replace("*", "nothing")]

    def requests_of(self, rpc, scope):
        """The requests of an RPC: of every name that may be asked for, and of every month; a write is a dry run."""
        fields = self.client.fields(rpc)
        more = {"validate_only": True} if "validate_only" in fields else {}
        more.update({"programme": self.programme} if "programme" in fields else {})
        more.update({"page_size": 1000} if "page_size" in fields else {})
        if rpc == "Billing.EstimateFirm":
            more["groups"] = [{"group_kind": "SMALL", "children": 7}, {"group_kind": "LARGE", "children": 3}]
        if rpc == "Directory.BatchApplyEmployees":
            people = self.must("Directory.ListEmployees", {"parent": scope, "page_size": 5}, "FIRM_HR", scope).employees
            more["employees"] = [json_format.MessageToDict(each, preserving_proto_field_name=True) for each in people]
        place = self.contract.resource(rpc).split(".")
        for name in self.names_for(rpc, scope):
            named = {place[0]: name} if len(place) == 1 else {place[0]: {place[1]: name}}
            for month in self.months if "month" in fields else ("",):
                request = {**named, **more, **({"month": month} if month else {})}
                yield [request] if self.contract.methods[rpc].client_streaming else request

    def heard_by_firms(self):
        """{(rpc, role, request): what was answered} of all that firms may ask."""
        heard = {}
        for firm in self.firms:
            for rpc, roles in self.rpcs_of(FIRM_ROLES).items():
                for role in roles:
                    for number, request in enumerate(self.requests_of(rpc, firm)):
                        first = request[0] if isinstance(request, list) else request
                        if "request_id" in self.client.fields(rpc):
                            first["request_id"] = f"walk-{len(heard):08d}"
                        reply = self.ask(rpc, request, role, firm)
                        answer = [plain(each, self.contract.pool) for each in reply.messages] if reply.ok else reply.text
                        heard[rpc, role, f"{firm} {number}"] = [reply.code, answer]
        return heard

    def heard_by_finance(self):
        """All that the park's finance office reads, as text, by RPC."""
        heard = {}
        for rpc in self.rpcs_of(("PARK_FINANCE",)):
            if rpc.split(".")[1].startswith(("Get", "List", "Download")):
                replies = [self.ask(rpc, request, "PARK_FINANCE") for request in self.requests_of(rpc, self.name)]
                heard[rpc] = "\n".join(each.text for each in replies)
        return heard


class EmployerBlindTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix="tuoqiao-test.")
        cls.addClassCleanup(cls.folder.cleanup)
        cls.key = secrets.token_hex(32)

    def park(self, needs, alter=lambda facts: None):
        """A park of the same sample whose children have needs, or none."""
        sample = Path(self.folder.name) / f"{self.id().split('.')[-1]}-{needs}"
        make_sample(sample)
        rewrite_families(sample, needs)
        facts = json.loads((sample / "park.json").read_text("utf-8"))
        alter(facts)
        (sample / "park.json").write_text(json.dumps(facts, ensure_ascii=False), "utf-8")
        park = Park(sample, self.key, needs)
        self.addCleanup(park.stop)
        return park

    def statements(self, park):
        found = {}
        for month in park.months:
            for each in park.must("Billing.ListStatements", {
                    "parent": f"{park.name}/months/{month}", "page_size": 1000}, "PARK_FINANCE").statements:
                found[each.name] = each
        return found

    def assert_same_places(self, one, other):
        """The parks differ in nothing but needs: the same children have the same places."""
        places = [sorted(each.name for each in park.resources if each.type == "Enrolment") for park in (one, other)]
        self.assertEqual(*places)
        self.assertTrue(places[0])

    def paths(self, quiet, needs):
        """{rpc path: how often} of what firms hear differently."""
        self.assert_same_places(quiet, needs)
        heard, heard_too = quiet.heard_by_firms(), needs.heard_by_firms()
        self.assertEqual(heard.keys(), heard_too.keys())
        self.assertEqual({rpc for rpc, _, _ in heard}, set(needs.rpcs_of(FIRM_ROLES)), "each was called")
        answered = {rpc for (rpc, _, _), (code, _) in heard.items() if code == "OK"}
        self.assertLessEqual({"Billing.ListFirmShares", "Billing.EstimateFirm", "Directory.GetFirm", "Payroll.GetPayRun",
                              "Directory.ListEmployees", "Directory.BatchApplyEmployees", "Payroll.ListInstructions",
                              "Payroll.ListArrears", "Exchange.GetDelivery", "Exchange.DownloadDelivery"}, answered)
        found = {}
        for key in heard:
            for path in differences(by_employee(heard[key]), by_employee(heard_too[key])):
                found[f"{key[0]} {path}"] = found.get(f"{key[0]} {path}", 0) + 1
        for canary in CANARIES:
            self.assertNotIn(canary, json.dumps([str(each) for each in heard_too.items()]))
        return found

    def test_firms_hear_the_same_where_the_park_bears_what_needs_cost(self):
        def park_bears(facts):
            facts["funding_plan"]["layers"] = PARK_BEARS_NEEDS

        quiet, needs = self.park(False, park_bears), self.park(True, park_bears)
        self.assertEqual(self.paths(quiet, needs), {})
        # And yet the needs are priced, to the fen, and the park bears them.
        dearer = 0
        before, after = self.statements(quiet), self.statements(needs)
        for name, statement in after.items():
            added = sum(each.amount_minor for each in statement.lines if each.kind == "COEFFICIENT")
            self.assertEqual(sum(each.amount_minor for each in statement.shares), statement.total_minor)
            borne = sum(each.amount_minor for each in statement.shares if each.payer == "PARK")
            self.assertEqual(borne, added)
            firm, firm_before = (sum(each.amount_minor for each in one.shares if each.payer == "FIRM")
                                 for one in (statement, before[name]))
            self.assertEqual(firm, firm_before)
            dearer += added > 0
        self.assertGreater(dearer, 20)

    def test_only_an_amount_differs_where_a_firm_agreed_to_bear_a_part(self):
        found = self.paths(self.park(False), self.park(True))
        self.assertTrue(any(path.startswith("Billing.ListFirmShares ") for path in found), "the comparison sees what differs")
        # Beside amounts, what is a hash of them: a pay run's digest, the names of lines read back and of files that carry
        # them. By such a name the one park has a delivery and the other none.
        by_name = {f"Exchange.{rpc} " for rpc in ("GetDelivery", "DownloadDelivery", "ListRecordResults")}
        beyond = {path: count for path, count in found.items() if not path.endswith(("_minor", "digest"))
                  and path not in by_name and path != "Payroll.ListPayResults .results.name"
                  and not (path.startswith("Exchange.") and path.endswith((".name", "_hash", "_bytes")))}
        self.assertEqual(beyond, {})

    def test_what_is_said_of_a_child_is_met_nowhere(self):
        park = self.park(True)
        self.assertTrue(all(each.needs == CANARIES[0] and each.goals == CANARIES[1] for each in park.partner_view))
        referral = park.must("Places.GetReferral", {"name": park.referred[0]})
        self.assertEqual(referral.notes, CANARIES[2], "the search would find what is there")
        log = (park.installation.folder / "serve.log").read_text("utf-8", "replace")
        places = {"log": log, **park.heard_by_finance()}
        for service in ("Directory", "Eligibility", "Places", "Exchange"):
            places[f"{service}.ListEvents"] = park.ask(
                f"{service}.ListEvents", {"parent": park.name, "page_size": 1000}).text
        self.assertIn("Billing.ListEvents", places)
        met = [f"{where}: {canary}" for where, text in places.items() for canary in CANARIES if canary in text]
        self.assertEqual(met, [])
        # Nor readable at rest.
        for path in park.installation.data.glob("*.db*"):
            bytes_there = path.read_bytes()
            self.assertEqual([each for each in CANARIES if each.encode() in bytes_there], [], path.name)
        opened = park.installation.rows("places", "SELECT subject FROM access_record")
        self.assertLessEqual({name for name in park.referred[:-1]}, {subject for subject, in opened})


if __name__ == "__main__":
    unittest.main(verbosity=2)
