from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from vidnova.planning.errors import PlanError
from vidnova.planning.intake.values import Money, Period, code_for, count, money, period, plain, unit_of


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("1 234,5", 1_234_500),
        ("1\u00a0234,5", 1_234_500),
        ("1\u202f234.5", 1_234_500),
        ("12500", 12_500_000),
        (12500, 12_500_000),
        (12500.5, 12_500_500),
        ("1 234,5 тис. грн", 1_234_500),
        ("2,3 млн", 2_300_000),
        ("2,3 млн грн", 2_300_000),
        ("1,1 млрд грн", 1_100_000_000),
        ("0", 0),
        ("–", None),
        ("-", None),
        ("", None),
        (None, None),
        ("потребує уточнення", None),
        ("Уточнюється", None),
    ],
)
def test_money_in_thousands(cell, expected):
    assert money(cell, 1000.0).likely == (None if expected is None else pytest.approx(expected))


def test_a_range_of_money_keeps_both_ends():
    assert money("10 000 – 12 000", 1000.0) == Money(11_000_000, 10_000_000, 12_000_000)
    assert money("від 2 до 3 млн", 1.0) == Money(2_500_000, 2_000_000, 3_000_000)


@pytest.mark.parametrize("cell", ["багато", "1 200 та 300", "див. додаток 2, п. 3"])
def test_what_is_no_money_is_refused(cell):
    with pytest.raises(PlanError, match="is not an amount of money"):
        money(cell, 1.0)


@given(st.integers(min_value=0, max_value=10**12))
def test_money_survives_the_way_ukrainians_write_it(kopecks):
    written = f"{kopecks // 100:,}".replace(",", " ") + f",{kopecks % 100:02}"
    assert money(written, 1.0).likely == pytest.approx(kopecks / 100)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("2026–2028", Period(2026, 2028)),
        ("2026-2027 рр.", Period(2026, 2027)),
        ("2026 - 2027 роки", Period(2026, 2027)),
        ("2027", Period(2027, 2027)),
        (2027, Period(2027, 2027)),
        (2027.0, Period(2027, 2027)),
        ("до 2030", Period(None, 2030)),
        ("до 2030 року", Period(None, 2030)),
        ("III кв. 2027", Period(2027, 2027)),
        ("постійно", Period()),
        ("–", Period()),
        (None, Period()),
    ],
)
def test_periods(cell, expected):
    assert period(cell) == expected


@pytest.mark.parametrize("cell", ["скоро", "2028–2026", "26-27"])
def test_what_is_no_period_is_refused(cell):
    with pytest.raises(PlanError, match="is not a period"):
        period(cell)


@pytest.mark.parametrize(("cell", "expected"), [("1 250 осіб", 1250), (1250, 1250), ("–", None), ("близько 300", 300)])
def test_counts(cell, expected):
    assert count(cell) == expected


@pytest.mark.parametrize(
    ("text", "factor"),
    [("тис. грн", 1e3), ("млн грн", 1e6), ("грн", 1.0), ("Вартість, тис.грн.", 1e3), ("Вартість", None)],
)
def test_units(text, factor):
    assert unit_of(text) == factor


@pytest.mark.parametrize(
    ("kind", "text", "code"),
    [
        ("sector", "Розділ 1. Освіта", "education_science"),
        ("sector", "Охорона здоров'я", "health"),
        ("sector", "Житлово-комунальне господарство", "municipal_infrastructure"),
        ("sector", "Транспорт і дороги", "transport"),
        ("measure_type", "Капітальний ремонт Ліцею № 2", "capital_repair"),
        ("measure_type", "Нове будівництво укриття", "construction"),
        ("measure_type", "Реконструкція водогону", "reconstruction"),
        ("stage", "Проєктна документація розробляється", "3"),
        ("stage", "Ідея", "0"),
        ("stage", "Експертизу пройдено", "4"),
        ("fund", "місцевий бюджет", "local"),
        ("fund", "державний бюджет", "state"),
        ("fund", "інші джерела", "donor"),
        ("sector", "щось інше", None),
        ("sector", None, None),
    ],
)
def test_words_become_codes(kind, text, code):
    assert code_for(kind, text) == code


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ліцей «Надія»", 'ліцей "Надія"'),
        ("Ремонт школи № 5", "ремонт  школи №5".replace("№5", "№ 5")),
        ("cело", "село"),
    ],
)
def test_comparing_ignores_how_it_was_typed(one, other):
    assert plain(one) == plain(other)
