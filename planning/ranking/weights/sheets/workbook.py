"""A sheet for each member of the group."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from ....errors import PlanError
from ....language import tr
from ....libraries import require
from ....progress import SILENT, Progress
from ..hierarchy import Hierarchy, Question
from ..method import BEST_WORST, PAIRS, POINTS, RANKS
from .layout import MARK
from .pair_section import ask_pairs
from .paper import MUTED, Paper
from .sections import ask_best_worst, ask_places, ask_points

LONGEST_TITLE = 31
SECTIONS: dict[str, Callable[[Paper, Question], None]] = {
    POINTS: ask_points,
    RANKS: ask_places,
    PAIRS: ask_pairs,
    BEST_WORST: ask_best_worst,
}


def check_askable(hierarchy: Hierarchy, members: Sequence[str], asks: str) -> None:
    """Raise PlanError where there is nothing or nobody to ask."""
    if asks not in SECTIONS:
        raise PlanError(tr("This method takes its weights from the layer: there is nothing to ask members."))
    if not members:
        raise PlanError(tr("There is nobody to ask: name the members in the table MEMBERS."))
    if not _questions(hierarchy):
        raise PlanError(tr("There is only one criterion: there is nothing to weigh."))


def make_sheets(
    hierarchy: Hierarchy, members: Sequence[str], asks: str, swing: bool = False, progress: Progress = SILENT
) -> Any:
    """The openpyxl workbook in the current language, a sheet for each member of what check_askable lets pass."""
    questions = _questions(hierarchy)
    workbook = require("openpyxl").Workbook()
    workbook.remove(workbook.active)
    titles: list[str] = []
    for name in progress.over(members, len(members)):
        titles.append(_title(name, titles))
        paper = Paper(workbook, titles[-1])
        _introduce(paper, name, asks, swing)
        for question in questions:
            _ask(paper, question, asks, len(questions) > 1)
        paper.finish()
    workbook.calculation.fullCalcOnLoad = True
    workbook.properties.creator = "Vidnova"
    return workbook


def _questions(hierarchy: Hierarchy) -> list[Question]:
    return [question for question in hierarchy.questions if len(question.items) > 1]


def _introduce(paper: Paper, name: str, asks: str, swing: bool) -> None:
    paper.line(tr("What matters more: a member's sheet"), size=16, bold=True, marks=(MARK, asks, name))
    paper.line(tr("Member: {name}", name=name), size=12, bold=True)
    for sentence in _instructions(asks, swing):
        paper.line(sentence)
    paper.line(
        tr("Fill in the yellow cells only; save the file and send it back. There are no wrong answers."), colour=MUTED
    )


def _instructions(asks: str, swing: bool) -> list[str]:
    if swing:
        return [
            tr(
                "Imagine that every criterion stands at its worst. Which one would you raise to its best first? "
                "Give it 100 points."
            ),
            tr(
                "Give each of the others points in proportion: 50 means half as much worth, 0 means not worth anything."
            ),
        ]
    return {
        POINTS: [tr("Give each criterion points from 0 to 100: one with 60 counts twice as much as one with 30.")],
        RANKS: [
            tr(
                "Give each criterion a place: 1 to the most important, then 2, 3 and so on. "
                "Criteria that matter the same may share a place."
            )
        ],
        PAIRS: [
            tr("Each row holds two criteria. Choose which of them is more important, and how many times."),
            tr(
                "1: equal; 3: somewhat more important; 5: clearly; 7: very strongly; 9: incomparably more; "
                "2, 4, 6, 8 lie between. A pair that you cannot judge may stay empty."
            ),
        ],
        BEST_WORST: [
            tr(
                "Choose the most and the least important criterion. Then compare every criterion with both, from 1 "
                "(the same) to 9 (incomparably more important)."
            ),
        ],
    }[asks]


def _ask(paper: Paper, question: Question, asks: str, several: bool) -> None:
    paper.gap()
    if several:
        words = (
            tr("Within the group «{group}»", group=question.name) if question.code else tr("Groups against each other")
        )
        paper.line(words, size=12, bold=True)
    SECTIONS[asks](paper, question)


def _title(name: str, taken: Sequence[str]) -> str:
    """A sheet's title: without the characters that spreadsheets refuse, short enough, and not taken."""
    plain = re.sub(r"[\\/*?:\[\]\x00-\x1f]", " ", name).strip().strip("'")[:LONGEST_TITLE] or tr("Member")
    title, number = plain, 2
    lowered = {one.lower() for one in taken}
    while title.lower() in lowered:
        ending = f" ({number})"
        title, number = plain[: LONGEST_TITLE - len(ending)] + ending, number + 1
    return title
