from __future__ import annotations

import pytest
from vidnova.planning.language import language
from vidnova.planning.wording import date, money, number, percent, period, plain_number


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("uk", ["1 234,5 тис. грн", "12,3 %", "−1 000", "невідомо", "20.11.2025", "0,8"]),
        ("en", ["1,234.5 thousand UAH", "12.3%", "−1,000", "unknown", "2025-11-20", "0.8"]),
    ],
)
def test_numbers_are_written_as_people_write_them(code, expected):
    with language(code):
        written = [
            money(1_234_500, "UAH"),
            percent(0.1234, 1),
            number(-1000),
            number(None),
            date("2025-11-20T10:00:00Z"),
            plain_number(0.80),
        ]
    assert [text.replace("\u00a0", " ") for text in written] == expected


def test_nothing_is_minus_nothing():
    assert number(-0.0001, 1) == "0.0"
    assert number(float("nan")) == "unknown"


@pytest.mark.parametrize(
    ("years", "text"), [((2026, 2028), "2026–2028"), ((2026, 2026), "2026"), ((2026, None), "2026"), ((None, None), "")]
)
def test_a_period_is_one_year_or_two(years, text):
    assert period(*years) == text
