from __future__ import annotations

import numpy as np
import pytest
from vidnova.planning.errors import Cancelled, PlanError
from vidnova.planning.language import language
from vidnova.planning.progress import Progress
from vidnova.planning.ranking.criterion import Criterion, criteria_from_definitions
from vidnova.planning.ranking.engine import rank_alternatives
from vidnova.planning.ranking.notes import ranking_notes
from vidnova.planning.ranking.value.classes import Category
from vidnova.planning.ranking.value.functions import Linear

UNKNOWN = np.nan
METHODS = ["weighted_sum", "topsis"]


def criteria(*definitions):
    codes = ("people", "damage", "cost", "readiness")
    return criteria_from_definitions([{"code": code, **d} for code, d in zip(codes, definitions)])


def test_three_measures_by_hand():
    """Weights 3 : 1; people 0..1000, cost 10..0: (0.75·0.9 + 0.25·0.2, 0.75·0.4 + 0.25·1, 0.75·0.9 + 0.25·0.2)."""
    chosen = criteria(
        {"weight": 3, "value": {"worst": 0, "best": 1000}}, {"weight": 1, "value": {"worst": 10, "best": 0}}
    )
    ranking = rank_alternatives([[900, 400, 900], [8, 0, 8]], chosen)
    np.testing.assert_allclose(ranking.score, [0.725, 0.55, 0.725])
    np.testing.assert_allclose(ranking.contributions, [[0.675, 0.3, 0.675], [0.05, 0.25, 0.05]])
    assert ranking.rank == [1, 3, 1]
    assert ranking.tied.tolist() == [True, False, True]
    assert ranking.coverage.tolist() == [1, 1, 1]
    assert ranking.additive


def test_unknown_is_left_out_of_the_score_and_lowers_coverage():
    chosen = criteria({"weight": 3, "value": {"worst": 0, "best": 1}}, {"weight": 1, "value": {"worst": 0, "best": 1}})
    ranking = rank_alternatives([[0.5, 0.5, UNKNOWN], [1.0, None, UNKNOWN]], chosen)
    np.testing.assert_allclose(ranking.score, [0.625, 0.5, UNKNOWN])
    np.testing.assert_allclose(ranking.coverage, [1, 0.75, 0])
    assert ranking.rank == [1, 2, None]
    np.testing.assert_allclose(ranking.contributions, [[0.375, 0.5, UNKNOWN], [0.25, UNKNOWN, UNKNOWN]])


def test_unknown_as_worst_counts_as_zero_but_nothing_known_has_no_rank():
    chosen = criteria({"weight": 3, "value": {"worst": 0, "best": 1}}, {"weight": 1, "value": {"worst": 0, "best": 1}})
    ranking = rank_alternatives([[0.5, 0.5, UNKNOWN], [1.0, UNKNOWN, UNKNOWN]], chosen, missing="worst")
    np.testing.assert_allclose(ranking.score, [0.625, 0.375, UNKNOWN])
    np.testing.assert_allclose(ranking.contributions[:, 1], [0.375, 0])
    assert ranking.rank == [1, 2, None]


def test_refusing_names_measures_and_criteria_but_not_those_without_weight():
    chosen = criteria({"name_en": "People served"}, {}, {"weight": 0})
    raw = [[1, UNKNOWN, 3], [UNKNOWN, UNKNOWN, 5], [UNKNOWN, 1, 1]]
    with pytest.raises(PlanError, match=r"2 of 3: «S-1» \(damage\), «S-2» \(People served, damage\)\. Fill"):
        rank_alternatives(raw, chosen, missing="refuse", labels=["S-1", "S-2", "S-3"])
    assert rank_alternatives([[1, 2], [1, 2], [UNKNOWN, 1]], chosen, missing="refuse").rank == [2, 1]


def test_topsis_with_an_unknown_number_measures_over_the_known_criteria():
    """The middle one is known on the second criterion only, where it is as good as the best."""
    raw = [[3, UNKNOWN, 4], [1, 2, 2]]
    ranking = rank_alternatives(raw, criteria({}, {}), "topsis")
    np.testing.assert_allclose(ranking.score, [0, 1, 1])
    assert ranking.rank == [3, 1, 1]


def test_topsis_with_the_unknown_as_worst():
    """The unknown becomes 3: lengths √(9+9+16) and √(1+4+4), so d⁺ = 1/√34 and d⁻ = 1/3 for the middle one."""
    ranking = rank_alternatives([[3, UNKNOWN, 4], [1, 2, 2]], criteria({}, {}), "topsis", "worst")
    np.testing.assert_allclose(ranking.score, [0, (1 / 3) / (1 / 3 + 1 / 34**0.5), 1])


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("constant", [[5, 5, 5], [0, 0, 0], [0.3, 0.1 + 0.2, 0.3]])
def test_a_constant_criterion_changes_nothing_and_says_so(method, constant):
    raw = [[1, 5, 3], [9, 2, UNKNOWN]]
    without = rank_alternatives(raw, criteria({}, {}), method)
    ranking = rank_alternatives([*raw, constant], criteria({}, {}, {}), method)
    np.testing.assert_allclose(ranking.score, without.score, atol=1e-12)
    assert (ranking.contributions[2] == 0).all()
    assert "Criterion «cost» does not tell the candidates apart: it contributes nothing." in ranking_notes(ranking)


@pytest.mark.parametrize("method", METHODS)
def test_a_criterion_without_data_changes_nothing_and_says_so(method):
    raw = [[1, 5, 3], [9, 2, 4]]
    without = rank_alternatives(raw, criteria({}, {}), method)
    ranking = rank_alternatives([*raw, [UNKNOWN] * 3], criteria({}, {}, {}), method)
    np.testing.assert_allclose(ranking.score, without.score, atol=1e-12)
    np.testing.assert_allclose(ranking.coverage, 2 / 3)
    assert "Criterion «cost» has no values at all: it does not change the order." in ranking_notes(ranking)


@pytest.mark.parametrize("method", METHODS)
def test_one_candidate_is_first(method):
    ranking = rank_alternatives([[7], [1]], criteria({"index": "SEI"}, {}), method)
    assert (ranking.rank, ranking.score.tolist(), ranking.coverage.tolist()) == ([1], [0], [1])
    assert ranking.quadrant == [None]
    assert "There is only one candidate: its place says nothing." in ranking_notes(ranking)


@pytest.mark.parametrize("method", METHODS)
def test_candidates_that_are_all_the_same_share_the_first_place(method):
    ranking = rank_alternatives([[7, 7], [1, 1]], criteria({}, {}), method)
    assert ranking.rank == [1, 1]
    assert "Nothing tells the candidates apart: they share the first place." in ranking_notes(ranking)


@pytest.mark.parametrize("method", METHODS)
def test_who_is_known_only_where_all_are_the_same_has_no_rank(method):
    ranking = rank_alternatives([[1, 2, UNKNOWN], [5, 5, 5]], criteria({}, {}), method)
    assert ranking.rank == [2, 1, None]
    assert ranking.coverage.tolist() == [1, 1, 0.5]
    assert "1 of 3 have no rank: nothing that counts is known of them." in ranking_notes(ranking)


def test_goalposts_that_the_data_never_reach_are_pointed_at():
    ranking = rank_alternatives([[500, 900], [1, 2]], criteria({"value": {"worst": 0, "best": 1}}, {}))
    assert "Criterion «people» gives every candidate the same value 1: check its value function." in ranking_notes(
        ranking
    )


def test_notes_come_in_the_readers_language():
    ranking = rank_alternatives([[1, 2], [3, 3]], criteria({}, {"weight": 0}))
    with language("uk"):
        assert ranking_notes(ranking) == ["Критерій «damage» має вагу 0: він не враховується."]


def test_topsis_says_what_its_contributions_and_goalposts_are():
    chosen = criteria({"value": {"worst": 0, "best": 10}}, {})
    ranking = rank_alternatives([[1, 5], [4, 2]], chosen, "topsis")
    assert not ranking.additive
    assert any("no exact contributions" in note for note in ranking_notes(ranking))
    assert any("goalposts of people do not act" in note for note in ranking_notes(ranking))


def test_topsis_keeps_the_value_function_that_the_planner_chose():
    table = {"1": 0.0, "2": 1.0, "3": 0.5}
    chosen = [Criterion("class", "class", value_function=Category(table=table))]
    assert rank_alternatives([[1, 2, 3]], chosen, "topsis").rank == [3, 1, 2]
    assert rank_alternatives([["1", "2", None]], chosen, "topsis").rank == [2, 1, None]


def test_quadrants_by_the_median_and_by_given_lines():
    """SEI 0, 1/3, 2/3, 1 and FEI 1, 0, 1/2, 1/2: medians 1/2 and 1/2; on the line is high."""
    chosen = criteria({"index": "SEI"}, {"index": "FEI"})
    raw = [[0, 1, 2, 3], [8, 0, 4, 4]]
    ranking = rank_alternatives(raw, chosen)
    assert ranking.quadrant == ["C", "D", "A", "A"]
    assert (ranking.sei_cut, ranking.fei_cut) == (0.5, 0.5)
    np.testing.assert_allclose(ranking.sei, [0, 1 / 3, 2 / 3, 1])
    assert rank_alternatives(raw, chosen, cuts={"SEI": 0.3, "FEI": 0.9}).quadrant == ["C", "B", "B", "B"]


def test_an_index_is_the_weighted_mean_of_its_own_criteria():
    chosen = criteria({"index": "SEI", "weight": 3}, {"index": "SEI"}, {"weight": 50})
    ranking = rank_alternatives([[0, 1, 0], [0, 0, 1], [5, 6, 9]], chosen)
    np.testing.assert_allclose(ranking.sei, [0, 0.75, 0.25])
    assert np.isnan(ranking.fei).all() and ranking.quadrant == [None] * 3


@pytest.mark.parametrize(
    ("raw", "choices", "sentence"),
    [
        ([[], []], {}, "nothing to rank"),
        ([[UNKNOWN, None], [UNKNOWN, None]], {}, "no criterion has a known value anywhere"),
        ([[1, 2], ["багато", 1]], {}, "«damage»: some of its values are not numbers"),
        ([[1, 2], [1, 2]], {"method": "electre"}, "method «electre» is unknown; there are: weighted_sum, topsis"),
        ([[1, 2], [1, 2]], {"missing": ""}, "there are: renormalise, worst, refuse"),
        ([[1, 2], [1, 2]], {"normalisation": "log"}, "there are: source, values, vector"),
        ([[1, 2], [1, np.inf]], {"method": "topsis"}, "«damage» has an infinite value"),
    ],
)
def test_what_cannot_be_ranked_gets_a_sentence(raw, choices, sentence):
    with pytest.raises(PlanError, match=f"(?i){sentence}"):
        rank_alternatives(raw, criteria({}, {}), **choices)


def test_ranking_can_be_stopped():
    with pytest.raises(Cancelled):
        rank_alternatives([[1, 2]], criteria({}), progress=Progress(cancelled=lambda: True))


def test_the_caller_keeps_his_numbers():
    raw = np.array([[1.0, UNKNOWN, 3.0], [3.0, 1.0, UNKNOWN]])
    before = raw.copy()
    for method in METHODS:
        for missing in ("renormalise", "worst"):
            rank_alternatives(
                raw, [Criterion("a", "a", 1, Linear()), Criterion("b", "b", 2, Linear("cost"))], method, missing
            )
    np.testing.assert_array_equal(raw, before)
