"""Every pair once, with a live check that needs no macros: SUMIF over the logarithms gives the geometric means."""

from __future__ import annotations

from itertools import combinations

from ....language import tr
from ..consistency import GEOMETRIC_LIMIT, GEOMETRIC_LIMITS
from ..hierarchy import Question
from .layout import (
    AMOUNT,
    ANSWER,
    FIRST,
    FIRST_CODE,
    HELPER_ERROR,
    HELPER_LOG,
    HELPER_ONE,
    HELPER_TWO,
    HINT,
    KIND,
    MOST_TIMES,
    PAIR,
    PLACE,
    SECOND,
    SECOND_CODE,
    letter,
)
from .paper import Formula, Paper
from .sections import CHOICE, HOW, SCALE, A, quoted, shown_names

ONE, TWO, LOG, ERROR = (letter(column) for column in (HELPER_ONE, HELPER_TWO, HELPER_LOG, HELPER_ERROR))
B = letter(SECOND)


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
    again = f'{quoted(tr("⚠ look again; your other answers give:") + " ")}&{better}&" × "&{times}'
    errors = f"{ERROR}${rows[0]}:{ERROR}${rows[1]}"
    worst = f"ABS({ERROR}{r})>=MAX(MAX({errors}),-MIN({errors}))-0.000001"
    marked = f'IF({_index(rows, size)}>{_limit(size)},IF({worst},{again},""),"")' if size > 2 else '""'
    complete = f'IF({_complete(rows)},{marked},"")'
    which = f"IF(ISBLANK({CHOICE}{r}),{quoted(tr('choose which one'))},{complete})"
    return (
        f'=IF(AND(ISBLANK({CHOICE}{r}),ISBLANK({HOW}{r})),"",'
        f"IF(ISBLANK({HOW}{r}),{quoted(tr('choose how many times'))},IF({HOW}{r}=1,{complete},{which})))"
    )


def _pair_results(paper: Paper, names: list[str], rows: tuple[int, int], results: tuple[int, int]) -> None:
    size, pairs = len(names), rows[1] - rows[0] + 1
    log = f"{LOG}${rows[0]}:{LOG}${rows[1]}"
    agree, clash = (
        tr("✔ Your answers agree with each other."),
        tr("⚠ Your answers contradict each other: see what is marked."),
    )
    verdict = f"IF({_index(rows, size)}<={_limit(size)},{quoted(agree)},{quoted(clash)})" if size > 2 else quoted(agree)
    answered = f"{quoted(tr('Answered:') + ' ')}&COUNT({log})&{quoted(f' / {pairs}')}"
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


def _complete(rows: tuple[int, int]) -> str:
    return f"COUNT({LOG}${rows[0]}:{LOG}${rows[1]})={rows[1] - rows[0] + 1}"


def _index(rows: tuple[int, int], size: int) -> str:
    return f"(2/{(size - 1) * (size - 2)}*SUMSQ({ERROR}${rows[0]}:{ERROR}${rows[1]}))"


def _limit(size: int) -> float:
    return GEOMETRIC_LIMITS.get(size, GEOMETRIC_LIMIT)
