from __future__ import annotations

import re

import pytest
from matplotlib.figure import Figure
from vidnova.planning.language import language
from vidnova.planning.scenarios.notes import core_sentence, outcome_sentences
from vidnova.planning.scenarios.page import comparison_html
from vidnova.planning.scenarios.pictures import programme_picture, ranks_picture, rows_left_out

from .test_comparison import comparison, outcome

KEYS = [f"Ж-{number}" for number in range(80)]


@pytest.fixture
def many():
    """Eighty measures, the order of the second scenario reversed; a third without any rank chooses the first ten."""
    upwards = {key: place for place, key in enumerate(KEYS, 1)}
    downwards = {key: 81 - place for key, place in upwards.items()}
    half = dict.fromkeys(KEYS[::2], 2026)
    found = [
        outcome("Базовий", ranks=upwards, starts=dict.fromkeys(KEYS, 2027), paid=dict.fromkeys(KEYS, 1.0)),
        outcome("Навпаки, $ і <b>", ranks=downwards, starts=half),
        outcome("Без рангів", starts=dict.fromkeys(KEYS[:10])),
    ]
    return comparison(*found, measures=KEYS)


def drawn_texts(picture):
    """The words of a picture: of its marks, and beside its rows."""
    axes = Figure(figsize=(picture.width, picture.height)).add_axes(picture.box)
    picture.draw(axes)
    return [text.get_text() for text in (*axes.texts, *axes.get_yticklabels())]


def test_ranks_show_who_is_among_the_first_anywhere(many):
    words = drawn_texts(ranks_picture(many, 3))
    shown = {"Ж-0", "Ж-1", "Ж-2", "Ж-77", "Ж-78", "Ж-79"}
    assert {word for word in words if word.startswith("Ж-") and " " not in word} == shown
    assert [words.count(rank) for rank in ("1", "78", "80", "4")] == [2, 2, 2, 0]
    assert words.count("–") == 6


def test_programmes_show_years_and_what_entered_or_left(many):
    words = drawn_texts(programme_picture(many))
    assert words.count("2027") == 60 and rows_left_out(many) == 20
    assert words.count("← 2026") == 30 and words.count("−") == 30 + 50


@pytest.mark.parametrize("code", ["uk", "en"])
def test_the_page_holds_every_measure_and_no_foreign_markup(many, code):
    with language(code):
        page = comparison_html(many, 5)
    assert all(f">{key}<" in page for key in KEYS)
    assert "<b>" not in re.sub(r"<svg.*?</svg>", "", page, flags=re.DOTALL)


def test_nothing_ranked_and_nothing_chosen_can_be_shown():
    empty = comparison(outcome(), outcome("y"))
    with language("en"):
        page = comparison_html(empty, 5)
        assert core_sentence(empty) == "Every scenario chooses the same 0 measures."
    assert "No scenario chooses a measure." in page and "No scenario ranks a measure." in page


def test_a_difference_within_the_gap_is_said_to_say_nothing():
    scores = {"a": 0.5, "b": 0.501}
    one = outcome(scores=scores, values=scores, starts={"a": 1}, summary={"gap": 0.01})
    other = outcome("y", scores=scores, values=scores, starts={"b": 1}, summary={"gap": 0.0})
    weighed = outcome("z", scores={"a": 1}, values=scores, starts={"b": 1}, summary={"gap": 0.0})
    found = comparison(one, other, weighed)
    with language("en"):
        told = [any("says nothing" in words for words in outcome_sentences(found, each)) for each in found.others]
    assert told == [True, False]
