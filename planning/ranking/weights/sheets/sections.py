"""What is asked on a sheet: points, places, or the best and the worst. Hints are plain formulas."""

from __future__ import annotations

from ....language import tr
from ..hierarchy import Question
from .layout import (
    AMOUNT,
    ANSWER,
    BEST,
    FIRST,
    FIRST_CODE,
    HINT,
    KIND,
    MOST_POINTS,
    MOST_TIMES,
    NUMBER,
    PLACE,
    SECOND_CODE,
    TIMES,
    WORST,
    letter,
)
from .paper import Formula, Paper

A, CHOICE, HOW = (letter(column) for column in (FIRST, ANSWER, AMOUNT))
SCALE = '"' + ",".join(str(number) for number in range(1, MOST_TIMES + 1)) + '"'


def ask_points(paper: Paper, question: Question) -> None:
    """Points from 0 to 100 for each item, with the share that they make."""
    paper.head(
        {
            PLACE: tr("No."),
            FIRST: tr("Criterion"),
            ANSWER: tr("Points, 0 to 100"),
            AMOUNT: tr("Share"),
            HINT: tr("Hint"),
        }
    )
    first, last = paper.row + 1, paper.row + len(question.items)
    for number, name in enumerate(shown_names(question), 1):
        row = paper.row + 1
        total = f"SUM({CHOICE}${first}:{CHOICE}${last})"
        share = Formula(f'=IF(AND(ISNUMBER({CHOICE}{row}),{total}>0),{CHOICE}{row}/{total},"")')
        hint = Formula(f'=IF(ISBLANK({CHOICE}{row}),{quoted(tr("give points"))},"")')
        _number_row(paper, question, number, name, {AMOUNT: share, HINT: hint})
        paper.as_share(AMOUNT)
        paper.demand_number(ANSWER, "decimal", 0, MOST_POINTS, tr("Give a number from 0 to 100."))


def ask_places(paper: Paper, question: Question) -> None:
    """A place for each item; equal places are allowed."""
    paper.head(
        {PLACE: tr("No."), FIRST: tr("Criterion"), ANSWER: tr("Place, 1 is the most important"), HINT: tr("Hint")}
    )
    first, last = paper.row + 1, paper.row + len(question.items)
    for number, name in enumerate(shown_names(question), 1):
        cell, all_cells = f"{CHOICE}{paper.row + 1}", f"{CHOICE}${first}:{CHOICE}${last}"
        shared = f'IF(COUNTIF({all_cells},{cell})>1,{quoted(tr("shared with another criterion"))},"")'
        hint = Formula(f"=IF(ISBLANK({cell}),{quoted(tr('give a place'))},{shared})")
        _number_row(paper, question, number, name, {HINT: hint})
        complaint = tr("Give a whole number from 1 to {count}.", count=len(question.items))
        paper.demand_number(ANSWER, "whole", 1, len(question.items), complaint)


def ask_best_worst(paper: Paper, question: Question) -> None:
    """The most and the least important item, and each item against both."""
    names = shown_names(question)
    first = paper.row + 4
    listed = f"${A}${first}:${A}${first + len(names) - 1}"
    for kind, words in ((BEST, tr("The most important criterion")), (WORST, tr("The least important criterion"))):
        paper.body({KIND: kind, SECOND_CODE: question.code, FIRST: words}, (ANSWER,), 2)
        paper.merge_names()
        paper.choose(ANSWER, listed, tr("Choose a criterion from the list."))
    paper.head(
        {
            PLACE: tr("No."),
            FIRST: tr("Criterion"),
            ANSWER: tr("How many times is the most important more important than this? (1 to 9)"),
            AMOUNT: tr("How many times is this more important than the least?"),
            HINT: tr("Hint"),
        }
    )
    for number, name in enumerate(names, 1):
        _times_row(paper, question, number, name, first, len(names))


def shown_names(question: Question) -> list[str]:
    """The names of a question's items; equal ones with their codes, so that an answer names one."""
    names = question.names
    return [name if names.count(name) == 1 else f"{name} ({code})" for name, code in zip(names, question.codes)]


def _number_row(paper: Paper, question: Question, number: int, name: str, more: dict[int, Formula]) -> None:
    marks = {KIND: NUMBER, FIRST_CODE: question.items[number - 1].code, SECOND_CODE: question.code}
    paper.body({**marks, PLACE: number, FIRST: name, **more}, (ANSWER,))
    paper.merge_names()


def _times_row(paper: Paper, question: Question, number: int, name: str, first: int, size: int) -> None:
    r, best, worst = paper.row + 1, f"{CHOICE}${first - 3}", f"{CHOICE}${first - 2}"
    names, last = f"{A}${first}:{A}${first + size - 1}", first + size - 1
    whole = f"INDEX({CHOICE}${first}:{CHOICE}${last},MATCH({worst},{names},0))"
    above, below = f"IF({A}{r}={best},1,{CHOICE}{r})", f"IF({A}{r}={worst},1,{HOW}{r})"
    clash = quoted(tr("⚠ multiplied, the two give") + " ")
    against = quoted("; " + tr("the most important against the least is") + " ")
    filled = f"AND(ISNUMBER({above}),ISNUMBER({below}),ISNUMBER({whole}))"
    apart = f"ABS({above}*{below}-{whole})/MAX({whole}*{whole}-{whole},1)>0.1"
    check = f'IFERROR(IF({filled},IF({apart},{clash}&{above}*{below}&{against}&{whole},""),""),"")'
    itself = quoted(tr("itself: one of the two cells stays empty"))
    paper.body(
        {
            KIND: TIMES,
            FIRST_CODE: question.items[number - 1].code,
            SECOND_CODE: question.code,
            PLACE: number,
            FIRST: name,
            HINT: Formula(f'=IF({check}<>"",{check},IF(OR({A}{r}={best},{A}{r}={worst}),{itself},""))'),
        },
        (ANSWER, AMOUNT),
        2,
    )
    paper.merge_names()
    for column in (ANSWER, AMOUNT):
        paper.choose(column, SCALE, tr("Choose a number from 1 to 9."))


def quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
