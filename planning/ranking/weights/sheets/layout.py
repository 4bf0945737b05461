"""Where things stand on a member's sheet: written by one module, read by another."""

from __future__ import annotations

MARK = "vidnova-weights"
PAIR, NUMBER, BEST, WORST, TIMES = "pair", "number", "best", "worst", "times"
KIND, FIRST_CODE, SECOND_CODE, PLACE, FIRST, SECOND, ANSWER, AMOUNT, HINT = range(1, 10)
HELPER_ONE, HELPER_TWO, HELPER_LOG, HELPER_ERROR = range(10, 14)
HIDDEN = (KIND, FIRST_CODE, SECOND_CODE, HELPER_ONE, HELPER_TWO, HELPER_LOG, HELPER_ERROR)
MOST_TIMES = 9
MOST_POINTS = 100


def letter(column: int) -> str:
    """The letter of a column of the sheet, counted from 1."""
    return chr(64 + column)
