from __future__ import annotations

import csv
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from vidnova.planning.attach.addresses import house_number, name_stems, same_name, street_of_field, streets
from vidnova.planning.attach.institutions import institutions, kind_pattern
from vidnova.planning.attach.settlements import compatible, settlement_in, settlement_of_field
from vidnova.planning.attach.text import fold, same_stem, stem


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Дев’ята", "Дев'ята"),
        ("здоровʼя", "здоров’я"),
        ("Ліцей «Обрій»", "ліцей “обрій”"),
        ("Школа N 5", "школа № 5"),
        ("Шкoлa № 5", "школа № 5"),  # Latin o and a
        ("школа I-III ступенів № 5", "школа № 5"),
        ("Школа І—ІІІ ступеня №5", "школа №5"),
        ("ґанок", "ганок"),
    ],
)
def test_ways_of_writing_are_one(one, other):
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    "forms",
    [
        "Шкільна Шкільній Шкільної Шкільну",
        "Лісова Лісовій Лісової",
        "Вербівка Вербівці Вербівки",
        "Харків Харкові Харкова",
        "Кролевець Кролевці Кролевця",
        "Тернопіль Тернополі Тернополя",
        "Канів Каневі Канева",
        "Середня Середньої Середній",
    ],
)
def test_cases_of_a_name_have_one_stem(forms):
    assert len({stem(fold(word)) for word in forms.split()}) == 1


@pytest.mark.parametrize(("one", "other"), [("Лісова", "Лісна"), ("Садова", "Соборна"), ("11", "1"), ("Миру", "Мирна")])
def test_different_names_keep_different_stems(one, other):
    assert not same_stem(stem(fold(one)), stem(fold(other)))


@given(st.text(max_size=80))
def test_any_text_is_read_without_complaint(text):
    assert fold(fold(text)) == fold(text) or not text.isascii()
    institutions(text), streets(text), settlement_in(text), house_number(text), street_of_field(text)


@pytest.mark.parametrize(
    ("text", "kind", "numbers"),
    [
        ("Капітальний ремонт ліцею № 2", "lyceum", {2}),
        ("Гімназії №5 «Обрій»", "gymnasium", {5}),
        ('дитячий садок № 3 "Сонечко"', "kindergarten", {3}),
        ("ЗДО № 3", "kindergarten", {3}),
        ("ДНЗ №16", "kindergarten", {16}),
        ("дошкільний навчальний заклад ясла-садок № 2 «Колосок»", "kindergarten", {2}),
        ("загальноосвітньої школи I—III ступеня № 11", "school", {11}),
        ("Загальноосвітній навчальний заклад № 11", "school", {11}),
        ("ЗОШ № 33", "school", {33}),
        ("музична школа № 1", "music_school", {1}),
        ("амбулаторія загальної практики", "outpatient", set()),
        ("МІСЬКА ДИТЯЧА КЛІНІЧНА ЛІКАРНЯ №24", "hospital", {24}),
        ("гімназії № 4 і № 7", "gymnasium", {4, 7}),
        ("ліцеїв № 1, 2 та 5", "lyceum", {1, 2, 5}),
        ("Ліцей №2, 3 поверх", "lyceum", {2}),
        ("обласна лікарня — реконструкція корпусу № 7", "hospital", set()),
    ],
)
def test_kind_and_number(text, kind, numbers):
    [found] = institutions(text)
    assert (found.kind, found.numbers) == (kind, numbers)


def test_the_way_to_an_institution_is_not_the_institution():
    [found] = institutions("Ремонт дороги до ліцею № 2")
    assert found.nearby


def test_kinds_are_well_formed(root):
    with (root / "planning/attach/kinds.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert all(set(row) == {"kind", "family", "pattern"} and all(row.values()) for row in rows)
    assert not [row for row in rows if re.search(r"[а-яіїєґ][a-z]|(?<!\\)[a-z][а-яіїєґ]", row["pattern"])]
    assert len(kind_pattern().groupindex) == len(rows)


@pytest.mark.parametrize(
    ("text", "name", "houses"),
    [
        ("ремонт по вул. Шкільній, 12", "Шкільна", ("12",)),
        ("по вул.Шевченка,1, с. Вільшана", "Шевченка", ("1",)),
        ("по вул. В. Порика, 20, в м. Вінниці", "В. Порика", ("20",)),
        ("вул. Макаренка, 1а, 1б, у м. Полтаві", "Макаренка", ("1а", "1б")),
        ("по вул. Залізничній, 8 у м. Теребовлі", "Залізнична", ("8",)),
        ("ВУЛИЦЯ ЛІСОПАРКІВСЬКА, будинок 4", "Лісопарківська", ("4",)),
        ("вул. Центральна, буд.12-А", "Центральна", ("12а",)),
        ("по вул. 600-річчя, 21а", "600-річчя", ("21а",)),
        ("по вул. 50 років Незалежності", "50 років Незалежності", ()),
        ("по Хмельницькому шосе, 84", "Хмельницьке", ("84",)),
        ("капітальний ремонт вул. Лісової", "Лісова", ()),
        ("по вул. Набережній Заводській, 53", "Набережна Заводська", ("53",)),
        ("вул.Павлова академіка, будинок 48", "Академіка Павлова", ("48",)),
        ("вул. Шевченка, 2026 рік", "Шевченка", ()),
    ],
)
def test_street_and_house(text, name, houses):
    [found] = streets(text)
    assert same_name(found.name, name_stems(name)) == 1
    assert found.houses == houses


def test_limits_of_a_stretch_are_told_from_the_street():
    found = streets("вул. Замостянська (від вул. Стрілецької до просп. Коцюбинського)")
    assert [street.limit for street in found] == [False, True, True]


@pytest.mark.parametrize(
    ("one", "other", "same"), [("12", "12а", False), ("12-А", "12а", True), ("12 A", "12а", True), ("1", "11", False)]
)
def test_house_numbers(one, other, same):
    assert (house_number(one) == house_number(other)) == same


@pytest.mark.parametrize(
    ("one", "other", "certainty"),
    [
        ("Василя Порика", "В. Порика", 1),
        ("Академіка Янгеля", "Янгеля", 1),
        ("Миколи Оводова", "Оводова Миколи", 1),
        ("Велика Бердичівська", "Бердичівська", 0.8),
        ("Велика Бердичівська", "Мала Бердичівська", 0),
        ("1 Травня", "8 Березня", 0),
    ],
)
def test_street_names(one, other, certainty):
    assert same_name(name_stems(one), name_stems(other)) == certainty


@pytest.mark.parametrize(
    ("text", "field", "same"),
    [
        ("у с. Вербове Лісівського району", "с. Вербове", True),
        ("у м. Харкові", "Харків, Харківська область", True),
        ("смт Чернігівка", "м. Чернігів", False),
        ("по вул. М. Грушевського", "с. Лісове", True),
    ],
)
def test_settlements(text, field, same):
    assert compatible(settlement_in(text), settlement_of_field(field)) == same
