from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from vidnova.planning.errors import PlanError
from vidnova.planning.intake.values import (
    Money,
    Period,
    code_for,
    count,
    money,
    period,
    plain,
    sector_of,
    share,
    unit_of,
)


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
        ("потребує уточнення.", None),
        ("буде визначено", None),
        ("15 тис. грн.", 15_000),
        ("3 мільйони гривень", 3_000_000),
    ],
)
def test_money_in_thousands(cell, expected):
    assert money(cell, 1000.0).likely == (None if expected is None else pytest.approx(expected))


def test_a_range_of_money_keeps_both_ends():
    assert money("10 000 – 12 000", 1000.0) == Money(11_000_000, 10_000_000, 12_000_000)
    assert money("від 2 до 3 млн", 1.0) == Money(2_500_000, 2_000_000, 3_000_000)


@pytest.mark.parametrize(
    ("cell", "expected"), [("60 %", 0.6), ("0,6", 0.6), (60, 0.6), (0.25, 0.25), ("–", None), ("100%", 1)]
)
def test_shares(cell, expected):
    assert share(cell) == (None if expected is None else pytest.approx(expected))


@pytest.mark.parametrize(
    ("read", "cell", "sentence"),
    [
        (share, "140 %", "not a share"),
        (count, -5, "negative"),
        (count, "-5 осіб", "negative"),
        (share, "половина", "not a number"),
        (lambda cell: money(cell, 1.0), "-5 000", "negative amount"),
        (lambda cell: money(cell, 1.0), -3.5, "negative amount"),
        (lambda cell: money(cell, 1.0), "#REF!", "formula that failed"),
        (lambda cell: money(cell, 1.0), "=SUM(E5:E9)", "no stored result"),
    ],
)
def test_what_cannot_be_meant_gets_a_sentence(read, cell, sentence):
    with pytest.raises(PlanError, match=sentence):
        read(cell)


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
        ("2026-27 рр.", Period(2026, 2027)),
        ("2026/28", Period(2026, 2028)),
        ("з 2027 року", Period(2027, None)),
        ("01.09.2026-31.12.2027", Period(2026, 2027)),
        ("2026-05", Period(2026, 2026)),
        (datetime(2027, 5, 1), Period(2027, 2027)),
        ("2026–2028 (I етап 2027)", Period(2026, 2028)),
        ("2026, 2028", Period(2026, 2028)),
        ("січень 2026 р. – грудень 2027 р.", Period(2026, 2027)),
        ("щорічно", Period()),
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


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("1 250 осіб", 1250),
        (1250, 1250),
        ("–", None),
        ("близько 300", 300),
        ("1 250 осіб, з них 200 дітей", 1250),
        ("2,5 тис. осіб", 2500),
        ("800 (у т. ч. ВПО 90)", 800),
    ],
)
def test_counts(cell, expected):
    assert count(cell) == expected


@pytest.mark.parametrize(
    ("text", "factor"),
    [
        ("тис. грн", 1e3),
        ("млн грн", 1e6),
        ("грн", 1.0),
        ("Вартість, тис.грн.", 1e3),
        ("Вартість", None),
        ("Cost of work, UAH", 1.0),
        ("Тиск у мережі", None),
        ("млн. грн.", 1e6),
        ("Kharkiv park", None),
    ],
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
        ("sector", "Капітальний ремонт вуличного освітлення", "transport"),
        ("sector", "Впорядкування кладовища", None),
        ("sector", "Поліцейська станція", None),
        ("sector", "Реконструкція будинку культури", "culture_heritage"),
        ("sector", "Капітальний ремонт багатоквартирного будинку", "housing"),
        ("sector", "Огорожа й паркан амбулаторії", "health"),
        ("sector", "Індустріальний парк «Верба»", "economy"),
        ("sector", "Програма для ВПО", "social"),
        ("measure_type", "Виготовлення проєктної документації на капітальний ремонт школи", "planning"),
        ("measure_type", "Придбання обладнання для реконструйованої амбулаторії", "equipment"),
        ("measure_type", "Розробка ПКД", "planning"),
        ("stage", "ПКД відсутня", "0"),
        ("stage", "ПКД завершена", "3"),
        ("stage", "Будівництво не розпочато", "0"),
        ("stage", "Роботи завершено", "9"),
        ("status", "не розпочато", "proposed"),
        ("community", "Вербівська громада", "yes"),
        ("community", "Вербівська міська територіальна громада", "yes"),
        ("community", "с. Вербове", None),
        ("parent", "Центр онкології — будівництво, у т.ч.:", "yes"),
        ("parent", "Роботи, у тому числі по об'єктах:", "yes"),
        ("parent", "Ремонт, у тому числі даху. Утеплення фасаду", None),
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


@pytest.mark.parametrize(
    ("title", "sector"),
    [
        ("Ремонт вул. Шкільної", "transport"),
        ("Ремонт дороги по вул. Медичній", "transport"),
        ("Капітальний ремонт ліцею по вул. Дорожній, 5", "education_science"),
        ("Утеплення за адресою: вул. Лікарняна, 3", None),
    ],
)
def test_a_streets_name_is_no_sector(title, sector):
    assert sector_of(title) == sector
