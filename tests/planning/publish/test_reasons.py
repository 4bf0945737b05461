from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import openpyxl
import pytest
from vidnova.planning.language import language
from vidnova.planning.progress import SILENT
from vidnova.planning.publish.gather import gather, published_run
from vidnova.planning.publish.measures import CriterionScore, Measure, RankedMeasure
from vidnova.planning.publish.reasons import FIRST, with_reasons
from vidnova.planning.publish.reasons_sheet import reasons_sheet
from vidnova.planning.publish.report import report_html
from vidnova.planning.ranking.criterion import criteria_from_definitions
from vidnova.planning.ranking.engine import rank_alternatives

COUNT = 14
RAW = {
    "people": [300.0 * (COUNT - place) for place in range(COUNT)],
    "cost": [10.0 + place * 7 % 40 for place in range(COUNT)],
}


def definition_of(**settings):
    return {
        "criteria": [
            {"code": "people", "name_uk": "Люди поруч", "name_en": "People served", "unit": "осіб", "weight": 3,
             "value": {"worst": 0, "best": 4500}},
            {"code": "cost", "name_uk": "Вартість", "name_en": "Cost", "weight": 1, "value": {"worst": 60, "best": 0}},
        ],
        "ranking": settings,
    }  # fmt: skip


def lines_of(definition):
    ranking = rank_alternatives(
        list(RAW.values()), criteria_from_definitions(definition["criteria"]), **definition["ranking"]
    )
    lines = [
        RankedMeasure(
            measure=Measure(str(place), f"М-{place + 1:02}", f"Захід {place + 1}", "", "", "", "", None, "", ""),
            rank=ranking.rank[place],
            tied=bool(ranking.tied[place]),
            score=float(ranking.score[place]),
            coverage=1.0,
            sei=None,
            fei=None,
            quadrant="",
            chosen=None,
            start_year=None,
            end_year=None,
            scores=tuple(CriterionScore(code, raw[place], None, None) for code, raw in RAW.items()),
        )
        for place in range(COUNT)
    ]
    return tuple(sorted(lines, key=lambda line: line.rank))


def test_every_measure_of_a_weighted_sum_has_its_reason():
    definition = definition_of()
    lines = with_reasons(lines_of(definition), definition)
    assert [line.reason.startswith(f"Rank {line.rank} of {COUNT}") for line in lines] == [True] * COUNT
    assert "«М-02 Захід 2» comes ahead if you" in lines[0].reason
    with language("uk"):
        assert "щоб обійти «М-01 Захід 1», досить" in with_reasons(lines, definition)[1].reason


@pytest.mark.parametrize(("method", "told"), [("topsis", FIRST), ("vikor", FIRST), ("promethee", 0), ("electre_3", 0)])
def test_methods_that_take_long_explain_only_the_first_or_none(method, told):
    definition = definition_of(method=method)
    lines = with_reasons(lines_of(definition), definition)
    assert [bool(line.reason) for line in lines] == [place < told for place in range(COUNT)]


def test_scores_that_the_definition_does_not_give_are_not_explained():
    definition = definition_of()
    lines = lines_of(definition)
    other = (replace(lines[0], score=lines[0].score + 0.01), *lines[1:])
    assert with_reasons(other, definition) == other
    assert with_reasons((), definition) == ()
    assert with_reasons(lines, {}) == lines


def test_the_report_and_the_workbook_tell_the_reasons(example):
    content = gather(example, published_run(example))
    lines = with_reasons(lines_of(definition_of()), definition_of())
    told = replace(content, ranking=lines)
    page = report_html(told)
    assert "Why the first stand where they stand" not in report_html(content)
    assert page.count("<li><b>М-") == 10
    workbook = openpyxl.Workbook()
    reasons_sheet(workbook, told, SILENT)
    cells = [row for row in workbook["Reasons"].iter_rows(values_only=True) if row[4]]
    assert [row[4] for row in cells[1:]] == [line.reason for line in lines]
    reasons_sheet(workbook, SimpleNamespace(ranking=()), SILENT)
    assert len(workbook.sheetnames) == 2
