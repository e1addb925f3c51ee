"""Boundaries as a test: which room may include which, and what no room may do."""

import re
import subprocess
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SERVICES = ("directory", "eligibility", "places", "billing", "payroll", "ledger", "settlement", "exchange")

# What each room may include of ours, beside its own headers; the first prefix that fits a file's folder counts.
_COMMON = ("services/common/",)
_LEAVES = tuple(f"services/common/{name}.h" for name in (
    "audit", "check", "clock", "errors", "hash", "identity", "json_text", "log", "metrics", "metrics_server",
    "money", "period", "resource_name", "seal", "secret_file", "signing_key", "status_macros", "token"))
RULES = (
    ("services/common/db/testing", ("services/common/",)),
    ("services/common/db", (*_LEAVES, "services/common/db/testing/")),
    ("services/common/rpc", _COMMON),
    ("services/common/rules", _LEAVES),
    ("services/common/http", _LEAVES),
    ("services/common", _LEAVES),
    # Rooms of their own: search speaks in two words of its service, and is linked without it.
    ("services/places/search", (*_COMMON, "services/places/care_kind.h", "services/places/hours.h")),
    ("services/places/allocation", _LEAVES),
    ("services/places/viability", (*_COMMON, "services/places/centre.h")),
    ("services/places/referral", _LEAVES),
    # Attendance speaks in one word of its service.
    ("services/places/presence", (*_COMMON, "services/places/attendance/absence.h")),
    *((f"services/{name}", (*_COMMON, f"services/{name}/")) for name in SERVICES if name != "exchange"),
    ("services/exchange", (*_COMMON, "adapters/registry.h", "adapters/common/")),
    ("services/cli/sample", _LEAVES),
    ("services/cli", (*_LEAVES, "services/common/rpc/status.h", "services/cli/", "services/places/allocation/",
                      "adapters/common/")),
    ("services/server", ("services/common/", "services/cli/", "services/server/",
                         *(f"services/{name}/module.h" for name in SERVICES))),
    ("adapters/common", _LEAVES),
    ("adapters", (*_LEAVES, "adapters/")),
    ("tests", ("",)),
)

# Only these rooms name a driver of databases or of HTTP, or gRPC's server types beside the signatures of handlers.
DRIVERS = re.compile(r'#include <(sqlite3|libpq-fe|curl/curl)\.h>')
# Where a driver may be named, with the reason.
DRIVEN = {
    "services/common/db/": "is the one door to storage",
    "services/common/http/": "is the one door to systems outside",
    "tests/bench/raw_": "is the raw load to which the benchmarks compare us: the bare driver, with nothing of ours between",
}
PROTO_IN_CORE = re.compile(r'#include "tuoqiao/')
PURE = {
    "directory": ("park", "firm", "employee", "family", "recipient_consent", "duplicate", "sandbox_child"),
    "eligibility": ("child", "decision", "programme", "explanation", "changes", "recorded_fact", "entitlement", "override",
                    "appeal", "attested", "fault", "carried", "due", "duplicate", "month_worth", "question", "comparison",
                    "comparison_text", "shadow", "versions"),
    "places": ("centre", "calendar", "child", "enrolment", "hours"),
    "places/contracts": ("seat_contract", "pool_days", "pool_report", "park_contract", "owner_days"),
    "places/elsewhere": ("place_mark",),
    "places/offers": ("application", "intake", "waiting", "refusal", "offer_policy", "standing", "seats"),
    "places/attendance": ("attendance", "closure", "attendance_policy", "child_day", "carers"),
    "places/finding": ("vacancy",),
    "places/rounds": ("round", "freezing", "round_result"),
    "places/handovers": ("handover",),
    "places/care": ("booking", "group_move", "absence_warning", "care_numbers"),
    "places/viability": ("numbers", "occupancy", "draws", "demand", "forecast"),
    "places/presence": ("event", "ratio", "numbers", "allowance"),
    "places/search": ("distance", "travel", "engine", "grid", "index", "numbers", "legs", "fit", "reason", "rank"),
    "places/referral": ("partner", "session_plan", "referral", "session"),
    "billing": ("tariff", "statement", "plan", "rule", "caps", "split_facts", "layers", "choice", "budgets", "budget_draw", "packs", "shares",
                "draft", "month", "shadow", "estimate", "correction", "correction_cause", "checklist"),
    "payroll": ("arrears", "authorisation", "instruction", "pay_calendar", "pay_exception", "pay_figure", "pay_line", "pay_run",
                "result_book"),
    "ledger": ("account", "account_limit", "booking", "budget", "counter", "entry", "open_item", "proof", "reversal", "transfer",
               "unpaired"),
    "settlement": ("bank_line", "matching", "payee_account", "payout", "promise", "receivable", "reference",
                   "share_line"),
    "exchange": ("answer", "content", "delivery", "receipt", "rejected_file", "outward", "outward_lines"),
}

BANNED = (
    (re.compile(r"\bstd::string_view\b"), "absl::string_view, which is another type on Debian 12"),
    (re.compile(r"SELECT \*"), "columns by name"),
    (re.compile(r"\b(float|double)\s+[a-zA-Z_]"), "int64_t minor units; no floating point near money"),
    (re.compile(r"\babsl::Now\(\)|std::time\("), "the Clock that is handed in"),
    (re.compile(r"\bstd::rand\b|random_device"), "randomness that is handed in"),
)
# Files that may, with the reason.
ALLOWED = {
    "services/common/clock.h": "is the clock",
    "services/common/log.cc": "dates its lines",
    "services/common/metrics": "Prometheus counts in double, and its scrapers have patience",
    "services/common/rpc/front.cc": "times calls",
    "services/places/search/distance": "measures the earth, and gives whole metres",
    "services/common/token.cc": "reads a token's times, which JSON has as numbers",
    "adapters/common/adapter_suite.h": "is a test suite that cuts files at random places, with a printed seed",
    "services/cli": "is a client with a wall clock",
    "services/server": "signs tokens by the wall clock",
}


def sources():
    listed = subprocess.run(["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.h", "*.cc"],
                            cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    return [name for name in listed if (ROOT / name).exists()]


def ours(name):
    return re.findall(r'#include "((?:services|adapters|tests)/[^"]+)"', (ROOT / name).read_text("utf-8"))


class LayersTest(unittest.TestCase):
    def test_every_include_is_allowed_by_the_table(self):
        wrong = []
        for name in sources():
            folder = str(Path(name).parent)
            allowed = next((rule for prefix, rule in RULES if (folder + "/").startswith(prefix + "/")), None)
            self.assertIsNotNone(allowed, f"no rule for {folder}")
            if name.endswith("_test.cc"):
                allowed = (*allowed, "services/common/", "adapters/common/", *(f"services/{s}/" for s in SERVICES))
            for include in ours(name):
                same_room = str(Path(include).parent) == folder
                if not same_room and not include.startswith(allowed):
                    wrong.append(f"{name} includes {include}")
        self.assertEqual(wrong, [])

    def test_database_drivers_stay_in_their_room(self):
        wrong = [name for name in sources() if DRIVERS.search((ROOT / name).read_text("utf-8"))
                 and not name.startswith(tuple(DRIVEN))]
        self.assertEqual(wrong, [])

    def test_pure_cores_see_no_message(self):
        wrong = [f"services/{service}/{noun}.{ending}" for service, nouns in PURE.items() for noun in nouns
                 for ending in ("h", "cc")
                 if PROTO_IN_CORE.search((ROOT / f"services/{service}/{noun}.{ending}").read_text("utf-8"))]
        self.assertEqual(wrong, [])

    def test_nobody_does_what_is_banned(self):
        wrong = []
        for name in sources():
            if name.endswith("_test.cc") or "/testing" in name or name.startswith("tests/"):
                continue
            if any(name.startswith(prefix) for prefix in ALLOWED):
                continue
            for number, line in enumerate((ROOT / name).read_text("utf-8").splitlines(), 1):
                code = re.sub(r'"[^"]*"', '""', line).split("//")[0]
                for pattern, instead in BANNED:
                    if pattern.search(code):
                        wrong.append(f"{name}:{number}: use {instead}")
        self.assertEqual(wrong, [])

    def test_services_have_a_readme(self):
        self.assertEqual([name for name in SERVICES if not (ROOT / "services" / name / "README.md").exists()], [])

    def test_headers_are_guarded_by_their_path(self):
        wrong = []
        for name in sources():
            guard = "TUOQIAO_" + re.sub(r"[/.]", "_", name).upper() + "_"
            if name.endswith(".h") and f"#ifndef {guard}" not in (ROOT / name).read_text("utf-8"):
                wrong.append(name)
        self.assertEqual(wrong, [])


if __name__ == "__main__":
    unittest.main()
