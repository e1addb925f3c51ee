"""The access matrix against a running server: every cell of tests/access.csv, and what was heard in all of them."""

import re
import shutil
import sys
import tempfile
import urllib.request
from collections import defaultdict
from pathlib import Path

import matrix
from access_calls import SCOPE_OF_ITS_OWN, elsewhere, missing, names_in, request_of
from access_ground import OTHER, OTHER_PARK, TERMS, Ground, name_canaries
from callers import HOUR, Client, Tokens
from contract import ROOT, Contract, compiled
from matrix import KINDS, SERVICES
from running import Installation, make_sample


class LiveMatrix:
    """Calls every cell of the table on one store."""

    store = None

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix="tuoqiao-test.")
        cls.addClassCleanup(cls.folder.cleanup)
        sample = make_sample(Path(cls.folder.name) / "sample")
        name_canaries(sample)
        cls.installation = Installation(cls.store)
        cls.addClassCleanup(cls.installation.close)
        config = cls.installation.config
        rules = cls.installation.folder / "rules"
        shutil.copytree(ROOT / "services/rules", rules)
        (rules / "terms.textproto").write_text(TERMS, "utf-8")
        # Who leaves a firm has no grace here, so that there is a place to end.
        numbers = rules / "cn/waiting.textproto"
        before, grace = numbers.read_text("utf-8").split('name: "leaver_grace_days"')
        numbers.write_text(f'{before}name: "leaver_grace_days"{grace.replace("value: 60", "value: 0")}', "utf-8")
        # The next year's days are as their weekdays say, though nobody has announced them: there is a calendar to set.
        days = rules / "cn/calendar.textproto"
        days.write_text(days.read_text("utf-8").replace('    until: "2027-01-01"\n', ""), "utf-8")
        config.write_text(config.read_text().replace('"WARNING"', '"DEBUG"').replace('"off"', '"127.0.0.1:0"')
                          .replace(str(ROOT / "services/rules"), str(rules)))
        cls.installation.start().live(sample)

        cls.contract = Contract(compiled())
        cls.roles, cls.expected, cls.contents = matrix.read()
        cls.tokens = Tokens(cls.installation.data / "token.key")
        cls.client = Client(cls.installation.address, cls.contract)
        cls.addClassCleanup(cls.client.close)
        cls.ground = Ground(sample, cls.client, cls.tokens).lay()
        cls.cells = cls.calls = 0
        cls.secrets = cls.ground.canaries.everything()
        # Who heard what of anybody's secrets: (role, whose scope) → [(rpc, secrets)].
        cls.heard = defaultdict(list)
        cls.found = {}

    @classmethod
    def tearDownClass(cls):
        print(f"access: {cls.cells} cells by {cls.calls} calls on {cls.store}", file=sys.stderr)

    # ---- Calling.

    def ask(self, rpc, role, token, alter=lambda request: request, metadata=()):
        type(self).calls += 1
        request = alter(request_of(self.ground, self.contract, rpc, role, self.calls))
        return self.client.call(rpc, request, token, metadata), request

    def hear(self, role, whose, rpc, reply):
        type(self).cells += 1
        self.heard[role, whose].append((rpc, words_of(reply.text) & self.secrets))

    def scope(self, rpc, role, whose):
        if whose == "other":
            return OTHER[KINDS[role]] if role in KINDS else OTHER_PARK
        if rpc in SCOPE_OF_ITS_OWN:
            return SCOPE_OF_ITS_OWN[rpc] if whose == "own" else self.ground.sibling["firms"]
        # A person of the park whose token was cut down to one firm is a sibling to everything else in it.
        owner = self.ground.own if whose == "own" else self.ground.sibling
        return self.ground.place(role, owner) if role in KINDS or whose == "own" else owner["firms"]

    def may(self, rpc, role, whose):
        cells = self.expected[rpc]
        if cells[role] in ("-", "all"):
            return cells[role] == "all"
        return whose == "own" or (whose == "sibling" and matrix.park_wide(cells))

    def check(self, rpc, role, token, whose, allowed):
        """What is wrong with one cell: it has to be OK, or the same answer as for what does not exist."""
        reply, request = self.ask(rpc, role, token)
        self.hear(role, whose, rpc, reply)
        if reply.ok or allowed:
            return [] if reply.ok and allowed else [f"{rpc} {role} {whose}: {reply.code} {self.client.reason(reply)}"]
        # What is long work says so itself, because its name does not tell whose it is.
        if reply.code != "PERMISSION_DENIED" and not rpc.startswith("Operations."):
            return [f"{rpc} {role} {whose}: {reply.code} {self.client.reason(reply)}, not PERMISSION_DENIED"]
        return self.same_as_missing(rpc, role, token, whose, reply, request)

    def same_as_missing(self, rpc, role, token, whose, reply, request, alter=elsewhere):
        absent, _ = self.ask(rpc, role, token, alter)
        # What was asked for may be named in the answer, and nothing else may differ.
        said = absent.status
        for name in names_in(request):
            said = said.replace(missing(name).encode(), name.encode())
        if (absent.code, said) == (reply.code, reply.status):
            return []
        return [f"{rpc} {role} {whose}: {reply.code} {self.client.reason(reply)}, which differs from "
                f"{absent.code} {self.client.reason(absent)} for what does not exist"]

    # ---- The cells. Each part is called once, and what is heard in it is searched by the tests further down.

    def cells_of_people(self):
        for rpc in self.expected:
            for role in self.roles:
                for whose in ("own", "sibling", "other"):
                    token = self.tokens.person(role, self.scope(rpc, role, whose))
                    yield from self.check(rpc, role, token, whose, self.may(rpc, role, whose))

    def cells_of_services(self):
        for rpc, cells in self.expected.items():
            for service in (*SERVICES, "gateway"):
                token = self.tokens.service(service)
                yield from self.check(rpc, "SERVICE", token, service, service in cells["SERVICE"])

    def cells_of_files(self):
        for (_, content), cells in self.contents.items():
            name = self.ground.deliveries[content]
            for rpc, field in (("Exchange.GetDelivery", "name"), ("Exchange.DownloadDelivery", "name"),
                               ("Exchange.ListRecordResults", "parent")):
                for role in self.roles:
                    token = self.tokens.person(role, self.scope(rpc, role, "own"))
                    reply, request = self.ask(rpc, role, token, lambda request: _with(request, field, name))
                    self.hear(role, "own", f"{rpc}[{content}]", reply)
                    if reply.ok != (cells[role] != "-"):
                        yield f"{rpc}[{content}] {role}: {reply.code} {self.client.reason(reply)}"
                    elif not reply.ok:
                        yield from self.same_as_missing(rpc, role, token, content, reply, request,
                                                        lambda request: _with(request, field, missing(name)))

    def once(self, cells):
        """What is wrong with a part of the cells, which is called when it is first wanted."""
        if cells.__name__ not in self.found:
            self.found[cells.__name__] = list(cells())
        return self.found[cells.__name__]

    def test_every_cell_of_people(self):
        self.assert_none(self.once(self.cells_of_people))

    def test_every_cell_of_services(self):
        self.assert_none(self.once(self.cells_of_services))

    def test_files_are_for_those_whom_their_content_is_for(self):
        self.assert_none(self.once(self.cells_of_files))

    def test_nobody_gets_in_without_a_good_token(self):
        wrong = []
        for rpc in self.expected:
            for role in self.roles:
                scope = self.scope(rpc, role, "own")
                good = self.tokens.person(role, scope)
                forged = good[:-8] + ("A" * 8 if not good.endswith("A" * 8) else "B" * 8)
                for token, reason in ((None, "TOKEN_MISSING"), (forged, "TOKEN_INVALID"),
                                      (self.tokens.person(role, scope, -HOUR), "TOKEN_EXPIRED")):
                    reply, request = self.ask(rpc, role, token)
                    self.hear("NOBODY", reason, rpc, reply)
                    if (reply.code, self.client.reason(reply)) != ("UNAUTHENTICATED", reason):
                        wrong.append(f"{rpc} {role}: {reply.code} {self.client.reason(reply)}, not {reason}")
                    else:
                        wrong += self.same_as_missing(rpc, role, token, reason, reply, request)
        self.assert_none(wrong)

    # ---- Ways around.

    def test_who_is_handed_in_beside_a_token_is_not_believed(self):
        """Only a service may speak for somebody else."""
        own, wrong = self.tokens.person("PARENT", self.ground.own["families"]), []
        others = (self.tokens.person("PARK_ADMIN", self.ground.park), self.tokens.service("exchange"))
        for rpc, cells in self.expected.items():
            for other in others:
                if cells["PARENT"] == "-":
                    reply, _ = self.ask(rpc, "PARENT", own, metadata=(("x-tuoqiao-caller", other),))
                    if reply.code != "PERMISSION_DENIED":
                        wrong.append(f"{rpc}: {reply.code}")
        self.assert_none(wrong)

    def test_a_part_of_the_park_gets_no_list_of_the_whole(self):
        wrong = []
        for rpc, cells in self.expected.items():
            for role in KINDS:
                if cells[role] == "own" and "parent" in self.client.fields(rpc):
                    token = self.tokens.person(role, self.ground.place(role, self.ground.own))
                    reply, _ = self.ask(rpc, role, token, lambda request: _with(request, "parent", self.ground.park))
                    if reply.code != "PERMISSION_DENIED":
                        wrong.append(f"{rpc} {role}: {reply.code}")
        self.assert_none(wrong)

    def test_no_second_name_in_a_request_leads_to_a_sibling(self):
        """Access is decided on one name; what else a request names has to be under it."""
        ground, wrong = self.ground, []
        for rpc, role, field, sibling in ground.second_names():
            token = self.tokens.person(role, ground.place(role, ground.own))
            self.assertFalse(self._refused(self.ask(rpc, role, token)[0]), rpc)
            answers = []
            for name in (sibling, missing(sibling)):
                reply, _ = self.ask(rpc, role, token, lambda request: _with(request, field, name))
                self.hear(role, "own", rpc, reply)
                said = reply.status.replace(missing(sibling).encode(), sibling.encode())
                answers.append((self._refused(reply), said))
            if not answers[0][0]:
                wrong.append(f"{rpc} {role}: {field} = {sibling} is taken")
            if answers[0] != answers[1]:
                wrong.append(f"{rpc} {role}: tells whether {field} = {sibling} is there: {answers}")
        self.assert_none(wrong)

    def _refused(self, reply):
        """Why a request, or the one item of a batch, was refused; empty where it was taken."""
        if not reply.ok:
            return self.client.reason(reply)
        results = getattr(reply.messages[0], "results", None)
        return results[0].reason if results else ""

    # ---- What was heard.

    def _met(self, kept_from):
        """Where somebody met what is kept from them; `kept_from(role, whose, rpc)` says what that is."""
        self.once(self.cells_of_people)
        self.once(self.cells_of_files)
        return [f"{rpc} {role} {whose}: {each}" for (role, whose), replies in self.heard.items()
                for rpc, met in replies for each in met & kept_from(role, whose, rpc)]

    def test_the_search_finds_what_is_there(self):
        canaries = self.ground.canaries
        for role, rpc, secrets in (("PARK_ADMIN", "Directory.GetFamily", canaries.children),
                                   ("PARK_ADMIN", "Directory.GetFamily", set(canaries.guardians)),
                                   ("PARK_ADMIN", "Exchange.DownloadDelivery[FAMILIES]", canaries.children),
                                   ("PARK_FINANCE", "Billing.ListStatements", canaries.totals),
                                   ("PARK_FINANCE", "Billing.ListStatements", set(canaries.shares)),
                                   ("FIRM_PAYROLL", "Exchange.DownloadDelivery[PAY_FIGURES]", set(canaries.wages)),
                                   ("FIRM_HR", "Directory.ListEmployees", set(canaries.guardians)),
                                   ("PARK_FINANCE", "Settlement.ListPayeeAccounts", canaries.accounts)):
            with self.subTest(role=role, rpc=rpc):
                self.assertTrue(self._met(lambda *heard: secrets if heard == (role, "own", rpc) else set()))

    def test_no_firm_meets_a_child_a_family_a_total_or_another_firms_share(self):
        firms = {"own": self.ground.own["firms"], "sibling": self.ground.sibling["firms"], "other": OTHER["firms"]}
        secret = {whose: self.ground.canaries.secret_from(firm) for whose, firm in firms.items()}
        self.assert_none(self._met(lambda role, whose, rpc: secret[whose] if KINDS.get(role) == "firms" else set()))

    def test_wages_are_met_by_nobody_but_the_payroll_that_sent_them(self):
        wages = self.ground.canaries.wages
        others = {each for each, firm in wages.items() if firm != self.ground.own["firms"]}

        def kept_from(role, whose, rpc):
            if (role, whose, rpc.partition("[")[0]) == ("FIRM_PAYROLL", "own", "Exchange.DownloadDelivery"):
                return others
            # The state is all there is, for those who answer for the whole installation.
            return set() if (role, rpc) == ("OPS", "Payroll.ListResources") else set(wages)

        self.assert_none(self._met(kept_from))

    def test_no_centre_meets_a_name_or_an_identity_number(self):
        canaries = self.ground.canaries
        secret = (canaries.children - canaries.cases) | set(canaries.guardians)
        self.assert_none(self._met(lambda role, whose, rpc: secret if role == "CENTRE_MANAGER" else set()))

    def test_no_parent_meets_another_family(self):
        canaries = self.ground.canaries
        others = (canaries.children | set(canaries.guardians)) - self.ground.own_secrets()
        self.assert_none(self._met(lambda role, whose, rpc: others if role == "PARENT" else set()))

    def test_logs_and_metrics_hold_none_of_it(self):
        self.once(self.cells_of_people)
        canaries = self.ground.canaries
        # A case number stands in for a name, and a number in fen may be any number of a log.
        secret = {each for each in self.secrets - canaries.cases if not (each.isdigit() and len(each) < 10)}
        log = (self.installation.folder / "serve.log").read_text("utf-8", "replace")
        self.assertIn("rpc.failed", log)  # It was told to say everything.
        self.assertEqual(words_of(log) & secret, set())
        port = re.search(r"metrics on port (\d+)", log).group(1)
        direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with direct.open(f"http://127.0.0.1:{port}/metrics") as answer:
            metrics = answer.read().decode()
        self.assertIn("GetFirm", metrics)
        self.assertEqual(words_of(metrics) & secret, set())

    def test_the_matrix_changes_nothing(self):
        """Every call is a read or a dry run: the state is what the ground left."""
        self.once(self.cells_of_people)
        self.once(self.cells_of_services)
        self.assertEqual(self.ground.state(), self.ground.laid)


def words_of(text):
    """What could be a canary in a text: names, numbers with and without a point, case numbers."""
    joined = re.findall(r"金丝雀[童亲戚]\d+|[A-Za-z0-9]+(?:[.-][A-Za-z0-9]+)*", text)
    return set(joined) | set(re.findall(r"[A-Za-z0-9]+", text))


def _with(request, path, value):
    """The request with one field changed; `results.instruction` is that of the first result."""
    if isinstance(request, list):
        return [_with(request[0], path, value), *request[1:]]
    field, _, rest = path.partition(".")
    if not rest:
        return {**request, field: value}
    return {**request, field: [_with(request[field][0], rest, value), *request[field][1:]]}
