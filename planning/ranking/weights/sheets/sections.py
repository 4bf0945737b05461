"""What is asked on a sheet: numbers, places, pairs, or the best and the worst. Hints are plain formulas."""

from __future__ import annotations

from itertools import combinations

from ....language import tr
from ..consistency import GEOMETRIC_LIMIT, GEOMETRIC_LIMITS
from ..hierarchy import Question
from .layout import (
    AMOUNT,
    ANSWER,
    BEST,
    FIRST,
    FIRST_CODE,
    HELPER_ERROR,
    HELPER_LOG,
    HELPER_ONE,
    HELPER_TWO,
    HINT,
    KIND,
    MOST_POINTS,
    MOST_TIMES,
    NUMBER,
    PAIR,
    PLACE,
    SECOND,
    SECOND_CODE,
    TIMES,
    WORST,
    letter,
)
from .paper import Formula, Paper

ONE, TWO, LOG, ERROR = (letter(column) for column in (HELPER_ONE, HELPER_TWO, HELPER_LOG, HELPER_ERROR))
A, B, CHOICE, HOW = (letter(column) for column in (FIRST, SECOND, ANSWER, AMOUNT))
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
        hint = Formula(f'=IF(ISBLANK({CHOICE}{row}),{_quoted(tr("give points"))},"")')
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
        shared = f'IF(COUNTIF({all_cells},{cell})>1,{_quoted(tr("shared with another criterion"))},"")'
        hint = Formula(f"=IF(ISBLANK({cell}),{_quoted(tr('give a place'))},{shared})")
        _number_row(paper, question, number, name, {HINT: hint})
        complaint = tr("Give a whole number from 1 to {count}.", count=len(question.items))
        paper.demand_number(ANSWER, "whole", 1, len(question.items), complaint)


def ask_pairs(paper: Paper, question: Question) -> None:
    """Every pair once: which of the two matters more, and how many times."""
    paper.head(
        {
            PLACE: tr("No."),
            FIRST: tr("First criterion"),
            SECOND: tr("Second criterion"),
            ANSWER: tr("Which is more important?"),
            AMOUNT: tr("How many times? (1 to 9)"),
            HINT: tr("Hint"),
        }
    )
    size, names = len(question.items), shown_names(question)
    pairs = list(combinations(range(size), 2))
    first, last = paper.row + 1, paper.row + len(pairs)
    results = (last + 2, last + 1 + size)
    for number, (one, two) in enumerate(pairs, 1):
        _pair_row(paper, question, number, (one, two), names, (first, last), results)
    _pair_results(paper, names, (first, last), results)


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


def _pair_row(
    paper: Paper,
    question: Question,
    number: int,
    places: tuple[int, int],
    names: list[str],
    rows: tuple[int, int],
    results: tuple[int, int],
) -> None:
    r, (one, two) = paper.row + 1, places
    chosen = f'IF({CHOICE}{r}={A}{r},LN({HOW}{r}),IF({CHOICE}{r}={B}{r},-LN({HOW}{r}),""))'
    log = f'=IF(NOT(ISNUMBER({HOW}{r})),"",IF({HOW}{r}=1,0,{chosen}))'
    weight = f"INDEX({LOG}${results[0]}:{LOG}${results[1]},{{}})"
    error = f'=IF({_complete(rows)},{LOG}{r}-{weight.format(f"{ONE}{r}")}+{weight.format(f"{TWO}{r}")},"")'
    paper.body(
        {
            KIND: PAIR,
            FIRST_CODE: question.items[one].code,
            SECOND_CODE: question.items[two].code,
            PLACE: number,
            FIRST: names[one],
            SECOND: names[two],
            HELPER_ONE: one + 1,
            HELPER_TWO: two + 1,
            HELPER_LOG: Formula(log),
            HELPER_ERROR: Formula(error),
            HINT: Formula(_pair_hint(r, rows, len(names))),
        },
        (ANSWER, AMOUNT),
        2,
    )
    paper.choose(ANSWER, f"${A}${r}:${B}${r}", tr("Choose one of the two criteria from the list."))
    paper.choose(AMOUNT, SCALE, tr("Choose a number from 1 to 9."))


def _pair_hint(r: int, rows: tuple[int, int], size: int) -> str:
    """What the other pairs give is the judgement less its error by 1 − 2/n: the leverage of one of all pairs is 2/n."""
    fitting = f"({LOG}{r}-{ERROR}{r}*{size}/{max(size - 2, 1)})"
    better = f"IF({fitting}>=0,{A}{r},{B}{r})"
    times = f'TEXT(MIN({MOST_TIMES},ROUND(EXP(ABS({fitting})),0)),"0")'
    again = f'{_quoted(tr("⚠ look again; your other answers give:") + " ")}&{better}&" × "&{times}'
    errors = f"{ERROR}${rows[0]}:{ERROR}${rows[1]}"
    worst = f"ABS({ERROR}{r})>=MAX(MAX({errors}),-MIN({errors}))-0.000001"
    marked = f'IF({_index(rows, size)}>{_limit(size)},IF({worst},{again},""),"")' if size > 2 else '""'
    complete = f'IF({_complete(rows)},{marked},"")'
    which = f"IF(ISBLANK({CHOICE}{r}),{_quoted(tr('choose which one'))},{complete})"
    return (
        f'=IF(AND(ISBLANK({CHOICE}{r}),ISBLANK({HOW}{r})),"",'
        f"IF(ISBLANK({HOW}{r}),{_quoted(tr('choose how many times'))},IF({HOW}{r}=1,{complete},{which})))"
    )


def _pair_results(paper: Paper, names: list[str], rows: tuple[int, int], results: tuple[int, int]) -> None:
    size, pairs = len(names), rows[1] - rows[0] + 1
    log = f"{LOG}${rows[0]}:{LOG}${rows[1]}"
    agree, clash = (
        tr("✔ Your answers agree with each other."),
        tr("⚠ Your answers contradict each other: see what is marked."),
    )
    verdict = (
        f"IF({_index(rows, size)}<={_limit(size)},{_quoted(agree)},{_quoted(clash)})" if size > 2 else _quoted(agree)
    )
    answered = f"{_quoted(tr('Answered:') + ' ')}&COUNT({log})&{_quoted(f' / {pairs}')}"
    paper.line(Formula(f"=IF({_complete(rows)},{verdict},{answered})"), bold=True)
    for number, name in enumerate(names, 1):
        r = paper.row + 1
        sums = "-".join(f"SUMIF({side}${rows[0]}:{side}${rows[1]},{ONE}{r},{log})" for side in (ONE, TWO))
        shares = f"{LOG}${results[0]}:{LOG}${results[1]}"
        paper.body(
            {
                FIRST: tr("Share of «{name}»", name=name),
                ANSWER: Formula(f'=IF({_complete(rows)},EXP({LOG}{r})/SUMPRODUCT(EXP({shares})),"")'),
                HELPER_ONE: number,
                HELPER_LOG: Formula(f"=IF({_complete(rows)},({sums})/{size},0)"),
            }
        )
        paper.merge_names()
        paper.as_share(ANSWER)


def _times_row(paper: Paper, question: Question, number: int, name: str, first: int, size: int) -> None:
    r, best, worst = paper.row + 1, f"{CHOICE}${first - 3}", f"{CHOICE}${first - 2}"
    names, last = f"{A}${first}:{A}${first + size - 1}", first + size - 1
    whole = f"INDEX({CHOICE}${first}:{CHOICE}${last},MATCH({worst},{names},0))"
    above, below = f"IF({A}{r}={best},1,{CHOICE}{r})", f"IF({A}{r}={worst},1,{HOW}{r})"
    clash = _quoted(tr("⚠ multiplied, the two give") + " ")
    against = _quoted("; " + tr("the most important against the least is") + " ")
    filled = f"AND(ISNUMBER({above}),ISNUMBER({below}),ISNUMBER({whole}))"
    apart = f"ABS({above}*{below}-{whole})/MAX({whole}*{whole}-{whole},1)>0.1"
    check = f'IFERROR(IF({filled},IF({apart},{clash}&{above}*{below}&{against}&{whole},""),""),"")'
    itself = _quoted(tr("itself: one of the two cells stays empty"))
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


def _complete(rows: tuple[int, int]) -> str:
    return f"COUNT({LOG}${rows[0]}:{LOG}${rows[1]})={rows[1] - rows[0] + 1}"


def _index(rows: tuple[int, int], size: int) -> str:
    return f"(2/{(size - 1) * (size - 2)}*SUMSQ({ERROR}${rows[0]}:{ERROR}${rows[1]}))"


def _limit(size: int) -> float:
    return GEOMETRIC_LIMITS.get(size, GEOMETRIC_LIMIT)


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
