"""What takes two people takes two: every door of that kind, found in the contract, is tried by one person alone, in one
role and in another, with what is no longer so, and then by the second."""

import re
import shutil
import tempfile
import unittest
from pathlib import Path

from access_ground import TERMS, Ground
from callers import Client, Tokens
from contract import PROTO, ROOT, Contract, compiled
from running import Installation, make_sample

RPC = re.compile(r"((?:^ *//.*\n)+) *rpc (\w+)\(", re.MULTILINE)
ALONE = re.compile(r"\b[A-Z_]+_BY_SAME_PERSON\b")


def doors():
    """{rpc: the reason for which one person alone is refused}, as the contract's comments have it."""
    found = {}
    for path in sorted((PROTO / "tuoqiao").rglob("*.proto")):
        text = path.read_text("utf-8")
        service = re.search(r"^service (\w+)", text, re.MULTILINE)
        for comment, rpc in RPC.findall(text):
            reason = ALONE.search(comment)
            if reason:
                found[f"{service.group(1)}.{rpc}"] = reason.group()
    return found


class Door:
    """How one of them is tried. `role` is the first person's; `proposes` is what that person does before, where proposing
    is another call; `stale` is a request that rests on what is no longer so, and its reason; `other_role` may open it,
    too."""

    def __init__(self, role, request, proposes=None, stale=None, other_role=None, dry=False):
        self.role, self.request, self.proposes, self.stale = role, request, proposes, stale
        self.other_role, self.dry = other_role, dry


def _signed(name, digest):
    """Signatures of a digest: the first one is the first person's proposal."""
    return {"request": lambda g: {"name": name(g), "digest": digest(g)},
            "stale": (lambda g: {"name": name(g), "digest": "0" * 64}, "DIGEST_STALE")}


def _account(ground, number="9901000000000000019"):
    return {"payee_account": {**ground.account, "accountNumber": number}}


def _month(ground, digest):
    checklist = ground.must("Billing.GetMonthChecklist", {"name": ground.month_name(3)}, "PARK_FINANCE")
    # Weight 2 is soft: whoever signs names those that are open.
    soft = [item.code for item in checklist.items if item.open and item.weight == 2]
    return {"name": ground.month_name(3), "digest": digest, "acknowledged": soft}


def _duplicate(ground, kept):
    return {"name": ground.duplicate, "verdict": "SAME", "kept_case_number": kept}


DOORS = {
    "Billing.ApproveMonth": Door(
        "PARK_FINANCE", lambda g: _month(g, g.digest), other_role="PARK_ADMIN",
        stale=(lambda g: _month(g, "0" * 64), "DIGEST_STALE")),
    "Billing.ApproveShadow": Door("PARK_FINANCE", **_signed(lambda g: g.shadow.name, lambda g: g.shadow.digest)),
    "Eligibility.ApproveShadow": Door(
        "PARK_ADMIN", **_signed(lambda g: g.scheme_shadow.name, lambda g: g.scheme_shadow.digest)),
    "Eligibility.ApproveOverride": Door(
        "PARK_ADMIN", lambda g: {"name": g.proposed_override}, proposes=lambda g: g.propose_override()),
    # The round was opened by the first person; it is cancelled only in a dry run, so that it can be published.
    "Places.CancelAllocation": Door(
        "PARK_ADMIN", lambda g: {"name": g.allocation("DRAWN"), "reason": "名额有误"}, proposes=lambda g: None, dry=True),
    "Places.PublishAllocation": Door(
        "PARK_ADMIN", lambda g: {"name": g.allocation("DRAWN")}, proposes=lambda g: None),
    "Settlement.SetPayeeAccount": Door("PARK_FINANCE", _account),
    "Payroll.ConfirmWriteOff": Door(
        "PARK_FINANCE", lambda g: {"name": g.write_off.name, "revision": g.write_off.revision},
        proposes=lambda g: g.propose_write_off(),
        stale=(lambda g: {"name": g.write_off.name, "revision": g.write_off.revision + 1}, "WRITE_OFF_CHANGED")),
    "Ledger.ConfirmReversal": Door(
        "PARK_FINANCE", lambda g: {"name": g.proposed_reversal.name, "revision": g.proposed_reversal.revision},
        proposes=lambda g: g.propose_reversal(),
        stale=(lambda g: {"name": g.proposed_reversal.name, "revision": g.proposed_reversal.revision + 1},
               "REVERSAL_CHANGED")),
    "Ledger.ConfirmOpening": Door(
        "PARK_FINANCE", lambda g: {"name": g.proposed_opening.name, "revision": g.proposed_opening.revision},
        proposes=lambda g: g.propose_opening(),
        stale=(lambda g: {"name": g.proposed_opening.name, "revision": g.proposed_opening.revision + 1},
               "OPENING_REVISION_CHANGED")),
    "Payroll.ConfirmPayImport": Door(
        "PARK_FINANCE", lambda g: {"name": g.proposed_items.name, "items": 1, "open_minor": 100},
        proposes=lambda g: g.propose_items(),
        stale=(lambda g: {"name": g.proposed_items.name, "items": 2, "open_minor": 100}, "PAY_IMPORT_TOTAL_WRONG")),
    "Directory.ReviewChildDuplicate": Door(
        "PARK_ADMIN", lambda g: _duplicate(g, g.record["child"]["case_number"])),
}


class Proposals(Ground):
    """What the first person proposes."""

    def propose_override(self):
        request = {**self.override_request(), "reason": "另一理由"}
        self.proposed_override = self.must("Eligibility.ProposeOverride", request, "PARK_ADMIN").name

    def propose_reversal(self):
        self.proposed_reversal = self.must(
            "Ledger.ReverseEntry", {"name": self.entry, "reason": "两人"}, "PARK_FINANCE")

    def propose_opening(self):
        """That one is taken back; that one comes in is move_test's, for here all months up to today are booked."""
        self.proposed_opening = self.must("Ledger.ReverseOpening", {
            "name": self.posted_opening.name, "reason": "ACCESS"}, "PARK_FINANCE")

    def propose_items(self):
        self.proposed_items = self.must(
            "Payroll.BatchImportPayItems", self.pay_items_request("two-people"), "PARK_FINANCE").pay_import

    def propose_write_off(self):
        arrears = next(each["name"] for each in self.found["Arrears"])
        self.write_off = self.must("Payroll.WriteOffArrears", {
            "name": arrears, "bearer": "PARK", "reason": "两人"}, "PARK_FINANCE")


class ContractTest(unittest.TestCase):
    def test_every_door_that_takes_two_is_tried(self):
        self.assertEqual(set(doors()), set(DOORS))


class TwoPeople:
    store = None

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix="tuoqiao-test.")
        cls.addClassCleanup(cls.folder.cleanup)
        sample = make_sample(Path(cls.folder.name) / "sample")
        cls.installation = Installation(cls.store)
        cls.addClassCleanup(cls.installation.close)
        rules = cls.installation.folder / "rules"
        shutil.copytree(ROOT / "services/rules", rules)
        (rules / "terms.textproto").write_text(TERMS, "utf-8")
        # Who leaves a firm has no grace here: the ground wants a place that is to end.
        numbers = rules / "cn/waiting.textproto"
        before, grace = numbers.read_text("utf-8").split('name: "leaver_grace_days"')
        numbers.write_text(f'{before}name: "leaver_grace_days"{grace.replace("value: 60", "value: 0")}', "utf-8")
        config = cls.installation.config
        config.write_text(config.read_text().replace(str(ROOT / "services/rules"), str(rules)))
        cls.installation.start().live(sample)
        cls.tokens = Tokens(cls.installation.data / "token.key")
        cls.client = Client(cls.installation.address, Contract(compiled()))
        cls.addClassCleanup(cls.client.close)
        cls.ground = Proposals(sample, cls.client, cls.tokens).lay()
        cls.calls = 0

    def ask(self, rpc, request, role, subject, dry):
        type(self).calls += 1
        request = {**request, "request_id": f"two-people-{self.calls:04d}"}
        if dry:
            request["validate_only"] = True
        return self.client.call(rpc, request, self.tokens.sign(role, self.ground.park, subject))

    def refuse(self, reason, rpc, request, role, subject, dry=False):
        """Refused for that reason, and nothing is otherwise."""
        before = self.ground.still_state()
        reply = self.ask(rpc, request, role, subject, dry)
        self.assertEqual((reply.ok, self.client.reason(reply)), (False, reason), f"{rpc} by {role} {subject}")
        self.assertEqual(self.ground.state(), before, f"{rpc} was refused and changed something")

    def try_door(self, rpc, door, alone):
        first = door.role.lower().replace("_", "-") + "-1"
        if rpc in ("Places.CancelAllocation", "Places.PublishAllocation"):
            first = first[:-1] + "2"  # Who opened the round of the ground.
        second = first[:-1] + ("2" if first.endswith("1") else "1")
        if door.proposes is None:
            reply = self.ask(rpc, door.request(self.ground), door.role, first, False)
            self.assertTrue(reply.ok, f"{rpc}: {reply.text}")
        else:
            door.proposes(self.ground)
        request = door.request(self.ground)
        # The same person once more, also in another role, is one person.
        self.refuse(alone, rpc, request, door.role, first, door.dry)
        if door.other_role:
            self.refuse(alone, rpc, request, door.other_role, first, door.dry)
        if door.stale:
            stale, reason = door.stale
            self.refuse(reason, rpc, stale(self.ground), door.role, second, door.dry)
        reply = self.ask(rpc, request, door.role, second, door.dry)
        self.assertTrue(reply.ok, f"{rpc}: {reply.text}")

    def test_one_person_is_refused_at_every_door_and_a_second_one_opens_it(self):
        reasons = doors()
        for rpc, door in DOORS.items():
            with self.subTest(rpc=rpc):
                self.try_door(rpc, door, reasons[rpc])


class SqliteTwoPeopleTest(TwoPeople, unittest.TestCase):
    store = "sqlite"


class PostgresTwoPeopleTest(TwoPeople, unittest.TestCase):
    store = "postgres"


if __name__ == "__main__":
    unittest.main()
