"""A firm and a centre leave, each as a folder with a proof, and come in elsewhere: the same balances, places and states, and
the same next pay run to the fen. What is wrong with a folder is refused by its own name, and nothing is otherwise."""

import csv
import hashlib
import json
import re
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

from job_change_test import JobChange
from running import TUOQIAO, Installation, make_sample

OWNERS_FILES_HIDE = ("case_number", "family", "child", "centre", "needs")


def last(name):
    return name.split("/")[-1]


class Folder:
    """A copy of an exported folder that is changed for a refusal."""

    def __init__(self, path, copy):
        self.path = shutil.copytree(path, copy)

    def manifest(self, change):
        path = self.path / "manifest.json"
        said = json.loads(path.read_text("utf-8"))
        change(said)
        path.write_text(json.dumps(said), "utf-8")

    def rows(self, file):
        with open(self.path / file, encoding="utf-8", newline="") as opened:
            return list(csv.DictReader(opened))

    def write(self, file, change):
        """Changes a file's rows, and has the manifest agree with its bytes."""
        rows = self.rows(file)
        head = list(rows[0])
        change(rows)
        with open(self.path / file, "w", encoding="utf-8", newline="") as opened:
            writer = csv.DictWriter(opened, head, lineterminator="\r\n")
            writer.writeheader()
            writer.writerows(rows)
        self.agree(file, len(rows))

    def agree(self, file, rows):
        digest = hashlib.sha256((self.path / file).read_bytes()).hexdigest()

        def change(said):
            entry = next(each for each in said["files"] if each["name"] == file)
            entry["sha256"], entry["rows"] = digest, rows
        self.manifest(change)


def is_yuan(text):
    """Some of the sample's rows are spoiled, and were rejected there, too."""
    return re.fullmatch(r"\d+\.\d\d", text) is not None


def more(text, fen):
    minor = round(float(text) * 100) + fen
    return f"{'-' if minor < 0 else ''}{abs(minor) // 100}.{abs(minor) % 100:02d}"


def add_fen(field, fen, which=0):
    def change(rows):
        rows[which][field] = more(rows[which][field], fen)
    return change


def put(field, value, which=0):
    def change(rows):
        rows[which][field] = value
    return change


def no_total(folder):
    folder.manifest(lambda said: said["control"].update(debit_minor=said["control"]["debit_minor"] + 1))


def other_bytes(folder):
    with open(folder.path / "pay_items.csv", "ab") as file:
        file.write(b" ")


def drop(file):
    return lambda folder: (folder.path / file).unlink()


def more_items(folder):
    deduct = next(i for i, each in enumerate(folder.rows("pay_items.csv")) if each["form"] == "DEDUCT")
    folder.write("pay_items.csv", add_fen("open", 1, deduct))
    folder.manifest(lambda said: said["control"].update(pay_items_open_minor=said["control"]["pay_items_open_minor"] + 1))


def more_rest(folder):
    rest = next(i for i, each in enumerate(folder.rows("balances.csv")) if each["explained_by"] == "REST")
    credit = folder.rows("balances.csv")[rest]["amount"].startswith("-")
    folder.write("balances.csv", add_fen("amount", -1 if credit else 1, rest))
    key = "credit_minor" if credit else "debit_minor"
    folder.manifest(lambda said: said["control"].update({key: said["control"][key] + 1}))


REFUSALS = [
    ("a control total that the rows do not come to", no_total, "CONTROL_TOTAL_WRONG"),
    ("a file with other bytes", other_bytes, "FILE_CHANGED"),
    ("a file that is not there", drop("pay_items.csv"), "FILE_MISSING"),
    ("no manifest", drop("manifest.json"), "MANIFEST_MISSING"),
    ("a manifest of another version", lambda f: f.manifest(lambda said: said.update(version=2)), "MOVE_VERSION_UNKNOWN"),
    ("fewer rows than the manifest says", lambda f: f.manifest(
        lambda said: said["files"][1].update(rows=said["files"][1]["rows"] + 1)), "FILE_ROWS_WRONG"),
    ("a row that cannot be read", lambda f: f.write("pay_items.csv", put("open", "a lot")), "FILE_ROW_INVALID"),
    ("the books of another firm", lambda f: f.write(
        "balances.csv", put("account", "receivable-firm-91310000000000000x")), "OTHER_FIRM"),
    ("somebody who is not on the roster", lambda f: f.write("pay_items.csv", put("employee_no", "NOBODY")),
     "UNKNOWN_PERSON"),
    ("a month that is not closed there", lambda f: f.write("pay_items.csv", put("month", "2099-01")), "MONTH_NOT_CLOSED"),
    ("an open item that no balance holds", more_items, "BALANCE_UNEXPLAINED"),
    ("balances that do not sum to zero", more_rest, "MOVE_NOT_BALANCED"),
]


class Target:
    """A system in which nobody is yet but the park's own terms."""

    def __init__(self, installation, job, park):
        self.installation, self.job, self.park, self.requests = installation, job, park, 0
        here = job.call("PARK_FINANCE", "Directory.GetPark", {"name": job.park})
        self.change("OPS", "Directory.CreatePark", {"park": {**here, "name": park}})
        state = [json.loads(line) for line in job.installation.client(
            "state", "--park", job.park, "--lines").splitlines() if line.startswith("{")]
        for kind, rpc, field in (("PayFloor", "Payroll.SetPayFloor", "pay_floor"),
                                 ("OpeningCalendar", "Places.SetOpeningCalendar", "calendar")):
            for each in state:
                if each["type"] == kind:
                    name = each["name"].replace(job.park + "/", park + "/")
                    self.change("PARK_ADMIN", rpc, {field: {**each["resource"], "name": name}})

    def call(self, role, rpc, request, scope=None, subject=None):
        return self.installation.call(role, scope or self.park, rpc, request, subject=subject)

    def change(self, role, rpc, request, scope=None, subject=None):
        self.requests += 1
        return self.call(role, rpc, {**request, "request_id": f"move-test-{last(self.park)}-{self.requests}"}, scope, subject)

    def move(self, *verb, codes=(0,)):
        return self.installation.client("import", *verb, "--into", self.park, codes=codes)

    def refused(self, *verb):
        """What the command line says of what it refuses."""
        done = subprocess.run([str(TUOQIAO), "import", *map(str, verb), "--into", self.park, "--server",
                               self.installation.address, "--key", str(self.installation.data / "token.key")],
                              capture_output=True, text=True)
        return done.returncode, done.stdout + done.stderr

    def state(self):
        return self.installation.state_sha256(self.park)


class MoveTest(unittest.TestCase):
    maxDiff = None
    store = "sqlite"

    @classmethod
    def setUpClass(cls):
        cls.temporary = tempfile.TemporaryDirectory(prefix="tuoqiao-test.")
        cls.addClassCleanup(cls.temporary.cleanup)
        cls.folder = Path(cls.temporary.name)
        cls.sample = sample = make_sample(cls.folder / "sample")
        cls.there = Installation(cls.store)
        cls.addClassCleanup(cls.there.close)
        cls.there.start().live(sample)
        cls.job = JobChange(cls.there, sample)
        # The month behind the lived one is closed, and nobody has planned its pay runs yet.
        cls.job.bill(cls.job.months[1], {"programme": cls.job.programme})
        cls.here = Installation(cls.store)
        cls.addClassCleanup(cls.here.close)
        cls.here.start()
        cls.target = Target(cls.here, cls.job, cls.job.park)

    # What both systems are asked.

    def lists(self, side, role, rpc, scope, **request):
        found, token = [], ""
        while True:
            reply = side.call(role, rpc, {**request, "page_size": 1000, "page_token": token}, scope)
            token = reply.pop("next_page_token", "")
            found += next((value for value in reply.values() if isinstance(value, list)), [])
            if not token:
                return found

    def balances(self, side, park):
        return {last(each["name"]): int(each.get("balance_minor", 0))
                for each in self.lists(side, "PARK_FINANCE", "Ledger.ListBalances", park, parent=park)}

    def next_run(self, side, firm):
        return self.job.until(lambda: self.plan(side, firm), "the month's statements")

    def plan(self, side, firm):
        try:
            return side.change("FIRM_PAYROLL", "Payroll.PlanPayRun",
                               {"parent": firm, "month": self.job.months[1], "validate_only": True}, firm)
        except Exception as error:  # pylint: disable=broad-except
            if "not heard" in str(error) or "MONTH_NOT_HEARD" in str(error):
                return None
            raise

    def firm_of(self, side, firm):
        """All that a firm is in a system."""
        park = firm.rsplit("/firms/", 1)[0]
        runs = [each for each in self.lists(side, "FIRM_PAYROLL", "Payroll.ListPayRuns", firm, parent=firm)
                if each["state"] == "RECONCILED"]
        whole = {
            "employees": self.lists(side, "FIRM_HR", "Directory.ListEmployees", firm, parent=firm),
            "bases": side.call("FIRM_PAYROLL", "Payroll.ListLegalBases", {"parent": firm}, firm),
            "authorisations": self.lists(side, "FIRM_PAYROLL", "Payroll.ListAuthorisations", firm, parent=firm),
            "runs": runs,
            "lines": [self.lists(side, "FIRM_PAYROLL", "Payroll.ListInstructions", firm, parent=each["name"])
                      for each in runs],
            "items": self.lists(side, "PARK_FINANCE", "Payroll.ListPayItems", park, parent=firm),
            "schedule": side.call("FIRM_PAYROLL", "Payroll.PreviewPaySchedule",
                                  {"parent": firm, "month": self.job.months[1], "months": 1}, firm).get("pay_calendar"),
            "remittance": [{key: each.get(key) for key in ("item", "amount_minor", "open_date", "due_date")}
                           for each in self.lists(side, "PARK_FINANCE", "Ledger.ListOpenItems", park, parent=park,
                                                  account=f"clearing-payroll-{last(firm)}")],
            "counters": [{key: each.get(key) for key in ("kind", "party", "amount_minor", "statements", "months")}
                         for each in side.call("PARK_FINANCE", "Ledger.ListCounters", {
                             "parent": park, "year": self.job.months[1][:4], "firm": firm}, park).get("counters", [])]}
        # Systems count their own changes, and payroll's answer to a revocation is shown anew.
        return json.loads(json.dumps(whole, sort_keys=True), object_hook=lambda each: {
            key: value for key, value in each.items() if key not in ("revision", "etag")})

    def choose_firms(self):
        """Those with deductions and arrears that are open, and one that owes a remittance."""
        chosen = []
        for firm in self.lists(self.job, "PARK_FINANCE", "Directory.ListFirms", self.job.park, parent=self.job.park):
            items = self.lists(self.job, "PARK_FINANCE", "Payroll.ListPayItems", self.job.park, parent=firm["name"])
            if any(each["form"] == "DEDUCT" for each in items):
                chosen.append((any(each.get("arrears") for each in items), len(items), firm["name"]))
        self.assertTrue(chosen, "the sample deducts from nobody")
        return [name for _, _, name in sorted(chosen, reverse=True)][:3]

    def export(self, kind, name, *flags):
        folder = self.folder / f"{kind}-{last(name)}-{len(list(self.folder.iterdir()))}"
        self.there.client("export", kind, last(name), "--park", self.job.park, "--out", folder, *flags)
        return folder

    # The tests.

    def test_a_firm_is_the_same_elsewhere_to_the_fen(self):
        firms = self.choose_firms()
        for firm in firms:
            with self.subTest(firm=firm):
                self.settle_lived_month(firm)
                self.move_firm(firm)
        trial = self.target.call("PARK_FINANCE", "Ledger.GetTrialBalance", {"name": self.target.park})
        self.assertEqual((trial.get("difference_minor", 0), trial.get("unexplained_minor", 0)), (0, 0))
        self.refuse_what_is_wrong(firms[0])
        self.take_back(firms[-1])

    def settle_lived_month(self, firm):
        """What went out of the lived month is reconciled: nobody leaves with money on its way."""
        for run in self.lists(self.job, "FIRM_PAYROLL", "Payroll.ListPayRuns", firm, parent=firm):
            self.assertIn(run["state"], ("RECONCILED", "PREFLIGHTED"), run)

    def move_firm(self, firm):
        job, target = self.job, self.target
        before = self.firm_of(job, firm)
        run = self.next_run(job, firm)
        there = self.balances(job, job.park)
        folder = self.export("firm", firm, "--names", "moves elsewhere")
        self.hold_back_children(folder)

        # A dry run writes nothing, and the same folder twice is the same.
        state = target.state()
        target.move("check", folder)
        self.assertEqual(target.state(), state, "a dry run wrote something")
        target.move("apply", folder)
        proposed = target.state()
        target.move("check", folder)
        target.move("apply", folder)
        self.assertEqual(target.state(), proposed, "the same folder twice changed something")
        self.refuse_one_person(folder, firm)
        proof = target.move("confirm", folder)
        confirmed = target.state()
        self.assertIn("opening account 0.00, difference 0.00, unexplained 0.00", proof)
        target.move("confirm", folder)
        target.move("apply", folder)
        self.assertEqual(target.state(), confirmed, "what was let in was let in once more")

        # The same firm, the same balances, the same next run.
        self.assertEqual(self.firm_of(target, firm), before)
        here = self.balances(target, target.park)
        for account in (f"receivable-firm-{last(firm)}", f"clearing-payroll-{last(firm)}"):
            self.assertEqual(here.get(account, 0), there.get(account, 0), account)
        for row in Folder(folder, self.folder / f"read-{last(firm)}").rows("balances.csv"):
            if row["account"].startswith("receivable-family-"):
                self.assertEqual(here[row["account"]], there[row["account"]], row["account"])
        self.assertEqual(sum(here.values()), 0)
        self.send_pay_figures(target, firm)
        again = self.next_run(target, firm)
        for each in (run, again):
            each.pop("revision", None)
        self.assertEqual(again, run, "the next pay run is another one")
        self.assertTrue(run["preview"], "the next pay run asks for nothing")

    def send_pay_figures(self, target, firm):
        """As its payroll sent them to the former system: no system gives pay figures back."""
        with open(self.sample / "pay_figures" / f"{last(firm).upper()}.csv", encoding="utf-8-sig") as file:
            figures = [{"employee_no": row["employee_no"], "period": row["period"],
                        **{f"{key}_minor": round(float(row[key]) * 100) for key in ("gross", "net")}}
                       for row in csv.DictReader(file) if all(is_yuan(row[key]) for key in ("gross", "net"))]
        target.change("FIRM_PAYROLL", "Payroll.BatchRecordPayFigures", {"parent": firm, "pay_figures": figures}, firm)

    def hold_back_children(self, folder):
        """What the firm itself may hold names no child, family or centre of a child; nothing names a child or its needs."""
        said = json.loads((folder / "manifest.json").read_text("utf-8"))
        facts = self.job.children()
        secrets = {each["case_number"] for each in facts} | {last(each["family"]) for each in facts}
        secrets |= {last(each["child"]) for each in facts}
        for entry in said["files"]:
            text = (folder / entry["name"]).read_text("utf-8")
            head = text.splitlines()[0].split(",")
            self.assertFalse({"birth_date", "needs_level", "child_name"} & set(head), entry["name"])
            if entry["audience"] == "OWNER":
                self.assertFalse(set(OWNERS_FILES_HIDE) & set(head), entry["name"])
                for secret in secrets:
                    self.assertNotIn(secret, text, entry["name"])

    def refuse_one_person(self, folder, firm):
        said = json.loads((folder / "manifest.json").read_text("utf-8"))
        name = f"firm-{last(firm)}-{said['as_of_date']}"
        opening = self.target.call("PARK_FINANCE", "Ledger.GetOpening", {"name": f"{self.target.park}/openings/{name}"})
        for rpc, request in (
                ("Ledger.ConfirmOpening", {"name": opening["name"], "revision": opening["revision"]}),
                ("Payroll.ConfirmPayImport", {"name": f"{firm}/payImports/{name}", "items": said["control"]["pay_items"],
                                              "open_minor": said["control"]["pay_items_open_minor"]})):
            with self.assertRaises(Exception, msg=rpc) as refused:
                self.target.change("PARK_FINANCE", rpc, request, self.target.park, "park-finance-1")
            self.assertIn("yourself", str(refused.exception), rpc)

    def refuse_what_is_wrong(self, firm):
        folder = self.export("firm", firm, "--names", "moves elsewhere")
        other = Target(self.here, self.job, "parks/elsewhere")
        empty = other.state()
        for number, (what, change, reason) in enumerate(REFUSALS):
            with self.subTest(what=what):
                wrong = Folder(folder, self.folder / f"wrong-{number}")
                change(wrong)
                for verb in ("check", "apply"):
                    code, text = other.refused(verb, wrong.path)
                    self.assertEqual((code, reason in text), (1, True), f"{what}: {code} {text}")
                self.assertEqual(other.state(), empty, f"{what}: something was written")
        # Without names the roster has to be there first.
        bare = self.export("firm", firm)
        code, text = other.refused("check", bare)
        self.assertEqual((code, "NAME_MISSING" in text), (3, True), text)
        self.assertEqual(other.state(), empty)
        # A park of another name: other names, the same amounts.
        other.move("apply", folder)
        other.move("confirm", folder)
        firm_there = f"{other.park}/firms/{last(firm)}"
        self.send_pay_figures(other, firm_there)
        run, again = self.next_run(self.job, firm), self.next_run(other, firm_there)
        amounts = [[(each["employee_no"], each["kind"], each.get("amount_minor"), each.get("carried_minor"),
                     each.get("state"), each.get("reason")) for each in one["preview"]] for one in (run, again)]
        self.assertEqual(amounts[0], amounts[1])
        # Another manifest under the same name.
        changed = Folder(folder, self.folder / "changed")
        changed.manifest(lambda said: said["notes"].append("another"))
        code, text = other.refused("apply", changed.path)
        self.assertEqual((code, "_CHANGED" in text), (1, True), text)
        # A day in a month that is booked: only where the books are.
        with self.assertRaises(Exception) as refused:
            self.job.change("PARK_FINANCE", "Ledger.ProposeOpening", {"parent": self.job.park, "opening": {
                "name": f"{self.job.park}/openings/late", "source": "parks/elsewhere",
                "as_of_date": f"{self.job.months[0]}-15", "content_hash": "0" * 64, "debit_minor": 1, "credit_minor": 1,
                "balances": [{"account": "payable-c01", "amount_minor": -1},
                             {"account": "moved-c01", "amount_minor": 1}]}})
        self.assertIn("booked here", str(refused.exception))
        # Who is here already is not taken over twice.
        code, text = Target.refused(self.there_as_target(), "check", folder)
        self.assertEqual((code, "PAY_RUN_EXISTS" in text or "MONTH_CLOSED_HERE" in text), (3, True), text)

    def there_as_target(self):
        there = Target.__new__(Target)
        there.installation, there.park = self.there, self.job.park
        return there

    def take_back(self, firm):
        """An import is taken back while nobody has built upon it, and comes once more."""
        target = self.target
        folder = self.export("firm", firm, "--names", "moves elsewhere")
        target.move("undo", folder, "--reason", "wrong firm")
        target.move("confirm", folder, "--undone")
        here = self.balances(target, target.park)
        self.assertEqual({each: here.get(each, 0) for each in here if last(firm) in each},
                         {each: 0 for each in here if last(firm) in each})
        self.assertEqual(self.lists(target, "PARK_FINANCE", "Payroll.ListPayItems", target.park, parent=firm), [])
        target.move("apply", folder)
        target.move("confirm", folder)
        target.move("proof", folder)
        # Once its run went out, it stays.
        run = target.change("FIRM_PAYROLL", "Payroll.PlanPayRun", {"parent": firm, "month": self.job.months[1]}, firm)
        target.change("FIRM_PAYROLL", "Payroll.ReleasePayRun", {"name": run["name"], "digest": run["digest"]}, firm)
        with self.assertRaises(Exception) as refused:
            target.change("PARK_FINANCE", "Payroll.UndoPayImport", {
                "name": f"{firm}/payImports/{self.move_id(folder)}"})
        self.assertIn("dealt with", str(refused.exception))

    @staticmethod
    def move_id(folder):
        said = json.loads((folder / "manifest.json").read_text("utf-8"))
        return f"{said['kind']}-{said['subject']}-{said['as_of_date']}".lower()

    def test_a_centre_keeps_its_places_and_its_balances(self):
        job = self.job
        target = Target(self.here, job, "parks/centres")
        centre = self.choose_centre()
        folder = self.export("centre", centre, "--names", "moves elsewhere")
        bare = self.export("centre", centre)
        here = f"{target.park}/centres/{last(centre)}"
        state = target.state()
        target.move("check", folder)
        self.assertEqual(target.state(), state, "a dry run wrote something")
        # Whom the intake desk does not know has no place.
        code, text = target.refused("apply", bare)
        self.assertEqual((code, "UNKNOWN_CHILD" in text), (3, True), text)
        target.move("apply", folder)
        proposed = target.state()
        target.move("apply", folder)
        self.assertEqual(target.state(), proposed, "the same folder twice changed something")
        target.move("confirm", folder)

        self.assertEqual(self.places(target, here), self.places(job, centre))
        there, now = self.balances(job, job.park), self.balances(target, target.park)
        for account in (f"payable-{last(centre)}", f"direct-due-{last(centre)}"):
            self.assertEqual(now.get(account, 0), there.get(account, 0), account)
        self.assertEqual(sum(now.values()), 0)
        self.assertEqual(self.taken(target, here), self.taken(job, centre))
        closed = sum(len(self.lists(job, "PARK_FINANCE", "Billing.ListCentreStatements", job.park, parent=centre, month=month))
                     for month in job.months[:2])
        brought = self.lists(target, "PARK_FINANCE", "Billing.ListImportedStatements", target.park, parent=here)
        self.assertEqual(len(brought), closed)
        trial = target.call("PARK_FINANCE", "Ledger.GetTrialBalance", {"name": target.park})
        self.assertEqual((trial.get("difference_minor", 0), trial.get("unexplained_minor", 0)), (0, 0))

    def choose_centre(self):
        enrolments = self.lists(self.job, "PARK_ADMIN", "Places.ListEnrolments", self.job.park, parent=self.job.park)
        centres = [each["name"].split("/enrolments/")[0] for each in enrolments]
        return max(sorted(set(centres)), key=centres.count)

    def places(self, side, centre):
        keys = ("case_number", "group_kind", "start_date", "end_date", "state", "care_kind", "session", "entitled_from_date",
                "end_reason", "suspensions")
        return [{**{key: each.get(key) for key in keys}, "name": last(each["name"]), "group": last(each["group"])}
                for each in self.lists(side, "CENTRE_MANAGER", "Places.ListEnrolments", centre, parent=centre)]

    def taken(self, side, centre):
        found = side.call("CENTRE_MANAGER", "Places.GetCentre", {"name": centre}, centre)
        return [(each["code"], each.get("capacity"), each.get("taken", 0)) for each in found["groups"]]


class PostgresMoveTest(MoveTest):
    store = "postgres"


if __name__ == "__main__":
    unittest.main()
