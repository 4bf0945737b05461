from __future__ import annotations

import numpy as np
import pytest
import shapely
from vidnova.planning.criteria.alternatives import Alternatives, alternatives_of_plan
from vidnova.planning.criteria.evaluate import evaluate
from vidnova.planning.criteria.fit.planfit import all_instruments
from vidnova.planning.errors import PlanError
from vidnova.planning.plan.schema import code_lists, tables

FIT = {"code": "fit", "kind": "planfit"}


@pytest.fixture
def measures(plan) -> Alternatives:
    """A: in the programme, with a goal of the concept and marked for the strategy. B: an area of the strategy through
    its part. C: nothing but a goal that waits for review. D: marked as not in the portfolio."""
    with plan.transaction():
        kinds = ("KIR", "PKV", "strategy")
        concept, programme, strategy = plan.insert("document", [{"kind": kind, "title_uk": kind} for kind in kinds])
        goal = {"doc_id": concept, "level": "task", "title_uk": "Ціль"}
        first, second = plan.insert("goal", [{**goal, "code": "1.1"}, {**goal, "code": "1.2"}])
        square = shapely.MultiPolygon([shapely.box(0, 0, 9, 9)]).wkb
        area = {"doc_id": strategy, "name_uk": "Центр", "code": "D1", "kind": "planning_district", "geom": square}
        [centre] = plan.insert("focus_area", [area])
        base = {"place_state": "unknown"}
        a, b, c, _ = plan.insert(
            "measure",
            [
                {**base, "title_uk": "А", "doc_id": programme, "in_strategy": True},
                {**base, "title_uk": "Б"},
                {**base, "title_uk": "В"},
                {**base, "title_uk": "Г", "spp_flag": False},
            ],
        )
        [part] = plan.insert("measure", [{**base, "title_uk": "Частина", "parent_id": b}])
        sure = {"method": "code", "review": "automatic"}
        plan.insert(
            "measure_goal",
            [
                {**sure, "measure_id": a, "goal_id": first},
                {**sure, "measure_id": a, "goal_id": second, "review": "accepted"},
                {**sure, "measure_id": c, "goal_id": first, "review": "to_review"},
            ],
        )
        plan.insert("measure_area", [{**sure, "measure_id": part, "area_id": centre}])
    return alternatives_of_plan(plan)


def test_the_share_of_the_instruments_that_ask(measures):
    column = evaluate(FIT, measures, {})
    assert column.raw.tolist() == pytest.approx([3 / 5, 1 / 5, 0, 0])
    assert column.notes[1:3] == ("Asked for by: Development strategy.", "No document of the plan asks for it.")
    [silent] = column.findings
    assert "Medium-term investment plan, Single project portfolio" in silent["message_en"]


def test_the_list_can_be_shortened(measures):
    column = evaluate({**FIT, "instruments": ["KIR", "strategy"]}, measures, {})
    assert column.raw.tolist() == [1, 0.5, 0, 0] and column.findings == ()
    with pytest.raises(PlanError, match="no instrument «DREAM». The instruments: KIR, PKV"):
        evaluate({**FIT, "instruments": ["DREAM"]}, measures, {})


def test_what_stands_with_a_measure(measures):
    whole, with_part = measures.links[:2]
    assert (whole.goals, with_part.areas) == (["1.1", "1.2"], ["D1"])
    assert sorted(whole.documents.values()) == ["KIR", "PKV"]


def test_a_layer_has_no_plan(measures):
    bare = Alternatives(["1"], ["1"], np.array([None], dtype=object), np.array([False]), [None], {})
    with pytest.raises(PlanError, match="needs the measures of a plan file"):
        evaluate(FIT, bare, {})


def test_the_list_of_instruments_fits_the_schema():
    kinds = {entry.code for entry in code_lists()["document_kind"]}
    assert all(item.documents <= kinds for item in all_instruments())
    assert {item.flag for item in all_instruments()} - {""} <= set(tables()["measure"].field_names)
