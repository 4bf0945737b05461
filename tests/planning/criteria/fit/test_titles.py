from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from vidnova.planning.criteria.fit.titles import alike_pairs, conflict, same_address, title_of
from vidnova.planning.progress import SILENT

HOSPITAL = "Капітальний ремонт лікарні № 3 по вул. Мирній, 5"


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (HOSPITAL, "Лікарня № 3, вул. Мирна, 5 — капітальний ремонт", False),
        (HOSPITAL, "Капітальний ремонт лікарні № 4 по вул. Мирній, 5", True),
        (HOSPITAL, "Капітальний ремонт лікарні № 3 по вул. Мирній, 7", True),
        (HOSPITAL, "Капітальний ремонт лікарні № 3 по вул. Лісовій, 5", True),
        (HOSPITAL, "Реконструкція лікарні № 3 по вул. Мирній, 5", True),
        (HOSPITAL, "Ремонт лікарні", False),
        ("Будівництво школи (перша черга)", "Будівництво школи (друга черга)", True),
        ("Будівництво школи (перша черга)", "Будівництво школи", False),
        ("Будівництво школи, у тому числі:", "Будівництво школи", True),
        ("Автобус у Бердичівському районі", "Автобус у Коростенському районі", True),
        ("Амбулаторія, с. Вербове", "Амбулаторія, с. Калинівка", True),
        ("Дитячий садок «Ромашка»", "Дитячий садок «Калинка»", True),
    ],
)
def test_what_keeps_two_titles_apart(one, other, expected):
    assert conflict(title_of(one), title_of(other)) is expected
    assert conflict(title_of(other), title_of(one)) is expected


def test_settlement_and_address_may_come_from_fields():
    first = title_of("Ремонт школи", "вул. Мирна, 5", "м. Вербівка")
    assert same_address(first, title_of("Ремонт школи по вул. Мирній, 5"))
    assert conflict(first, title_of("Ремонт школи", None, "с. Калинівка"))
    assert conflict(first, title_of("Ремонт школи", "вул. Мирна, 7"))


def test_money_numbers_and_notes_are_no_words():
    said = title_of(
        "94595,158 тис. грн — Школа № 2, реконструкція (за рахунок залишку), 2027, перша черга. Коригування"
    )
    assert said.words == {"school", "реконструкці", "перх", "черг"}
    assert said.numbers == {1, 2}


WORDS = st.lists(st.sampled_from([f"слово{letter}" for letter in "абвгдежзиклмн"]), max_size=6)


@given(texts=st.lists(WORDS.map(" ".join), max_size=15), least=st.floats(0.05, 1))
def test_equal_to_looking_at_every_pair(texts, least):
    titles = [title_of(text) for text in texts]
    times = {word: sum(word in title.words for title in titles) for title in titles for word in title.words}
    weight = {word: np.log1p(len(titles) / count) for word, count in times.items()}
    expected = {}
    for one, first in enumerate(titles):
        for other in range(one + 1, len(titles)):
            sums = [sum(weight[word] for word in title.words) for title in (first, titles[other])]
            shared = sum(weight[word] for word in first.words & titles[other].words)
            if shared and 2 * shared / sum(sums) >= least + 1e-9:
                expected[one, other] = (2 * shared / sum(sums), 1 - shared / min(sums))
    found = alike_pairs(titles, least, SILENT)
    got = {(int(a), int(b)): (s, o) for a, b, s, o in zip(found.first, found.second, found.likeness, found.own)}
    assert expected.keys() <= got.keys()
    assert all(got[pair] == pytest.approx(values) for pair, values in expected.items())


def test_words_that_most_titles_have_still_count():
    titles = [title_of(f"Капітальний ремонт школи q{number}q") for number in [*range(200), 0]]
    found = alike_pairs(titles, 0.9, SILENT)
    assert [(int(a), int(b)) for a, b in zip(found.first, found.second)] == [(0, 200)]
    assert found.likeness.tolist() == pytest.approx([1])
