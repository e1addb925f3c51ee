"""Months one after the other: what was learnt late is a difference, and is one once."""

import sys
import unittest
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from days import Month
from later import Key, Months, Stands

OCTOBER = Month(2026, 10)
KEY = Key(OCTOBER, "C001", "C1")


def stands(minor):
    return Stands(Counter(CARE=minor), Counter({("FAMILY", "1"): minor}))


class Told(Months):
    """Statements as the test says them; the months around them are the real ones."""

    def __init__(self):  # pylint: disable=super-init-not-called
        self.closed, self.stands, self.table, self.held = [], {}, {}, set()

    def _months(self, month):
        return {key: said for key, said in self.table.items() if key.month == month}, self.held


class MonthsTest(unittest.TestCase):
    def setUp(self):
        self.months = Told()
        self.months.table[KEY] = stands(100)

    def close(self, more):
        return self.months.close(OCTOBER.plus(more))

    def test_a_difference_is_corrected_once_and_what_is_gone_is_given_back(self):
        self.assertEqual(self.close(0), {("ORIGINAL", KEY): stands(100)})
        self.months.table[KEY] = stands(90)
        self.assertEqual(self.close(1), {("CORRECTION", KEY): stands(-10)})
        self.assertEqual(self.close(2), {})
        del self.months.table[KEY]
        self.assertEqual(self.close(3), {("REFUND", KEY): stands(-90)})
        self.assertEqual(self.close(4), {})

    def test_who_was_held_out_is_billed_late_and_who_is_held_out_now_keeps_what_stands(self):
        del self.months.table[KEY]
        self.assertEqual(self.close(0), {})
        self.months.table[KEY] = stands(100)
        self.assertEqual(self.close(1), {("LATE", KEY): stands(100)})
        del self.months.table[KEY]
        self.months.held = {"C1"}
        self.assertEqual(self.close(2), {})


if __name__ == "__main__":
    unittest.main()
