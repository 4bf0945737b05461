"""The methods by hand, and what they make of hard input."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from vidnova.planning.errors import PlanError
from vidnova.planning.ranking.criterion import INDICES, Criterion, criteria_from_definitions, criterion_from_definition
from vidnova.planning.ranking.engine import rank_alternatives
from vidnova.planning.ranking.methods.registry import METHODS
from vidnova.planning.ranking.notes import ranking_notes
from vidnova.planning.ranking.preference import Preference
from vidnova.planning.ranking.value.functions import Linear

UNKNOWN = np.nan
OF_RATIOS = ("weighted_product", "marcos")


def criteria(*definitions):
    return criteria_from_definitions([{"code": f"c{place}", **d} for place, d in enumerate(definitions)])


def fixed(weight=1, **more):
    return {"weight": weight, "value": {"worst": 0, "best": 1}, **more}


def test_the_preference_of_a_criterion():
    found = criterion_from_definition(
        {"code": "people", "preference": {"function": "linear", "q": 10, "p": "50,5"}, "veto": 100, "tier": 2}
    )
    assert (found.preference, found.veto, found.tier) == (Preference("linear", q=10, p=50.5), 100, 2)
    plain = criterion_from_definition({"code": "people", "preference": None, "veto": "", "tier": ""})
    assert (plain.preference, plain.veto, plain.tier) == (None, None, 1)
    assert criterion_from_definition({"code": "a", "preference": {"q": 1, "p": 2}}).preference.function == "linear"


@pytest.mark.parametrize(
    ("definition", "sentence"),
    [
        (
            {"preference": {"function": "linear", "q": 50, "p": 10}},
            r"p \(10\) is below the indifference threshold q \(50\)",
        ),
        ({"preference": {"function": "u-shape", "q": -1}}, "the threshold q is -1: it cannot be below 0"),
        (
            {"preference": {"function": "sigmoid"}},
            "preference function «sigmoid» is unknown; there are: usual, u-shape",
        ),
        ({"preference": {"function": "usual", "q": 1}}, "«usual» has no «q»"),
        ({"preference": {"function": "level", "q": 1}}, "«level» needs «p», a number in the criterion's unit"),
        ({"preference": {"function": "gaussian", "s": 0}}, "s of a Gaussian preference must be above 0"),
        ({"preference": {"function": "v-shape", "p": "багато"}}, "«p» is «багато», which is not a number"),
        ({"preference": [10, 50]}, "«preference» must be an object such as"),
        ({"preference": {"q": 1, "p": 9}, "veto": 9}, "its veto is 9: it must be above 9"),
        ({"veto": -1}, "its veto is -1: it must be above 0"),
        ({"tier": 0}, "its tier is 0: tiers are whole numbers from 1 on"),
        ({"tier": 1.5}, "its tier is 1.5"),
    ],
)
def test_what_a_criterion_cannot_have_gets_a_sentence(definition, sentence):
    with pytest.raises(PlanError, match=f"«people»: .*{sentence}"):
        criterion_from_definition({"code": "people", **definition})


def test_preferences_in_json_come_through_to_the_order():
    """With q = 3 the 2 people more do not count, and the second criterion decides."""
    text = '[{"code": "people", "weight": 5, "preference": {"function": "u-shape", "q": 3}}, {"code": "damage"}]'
    chosen = criteria_from_definitions(json.loads(text))
    assert rank_alternatives([[10, 12], [2, 1]], chosen, "promethee").rank == [1, 2]


def test_the_weighted_product_by_hand():
    """Ratios 1, 1/2, 1/4 and for the cost 1/4, 1/2, 1; weights 3 : 1."""
    ranking = rank_alternatives(
        [[8, 4, 2], [40, 20, 10]], criteria({"weight": 3}, {"direction": "cost"}), "weighted_product"
    )
    np.testing.assert_allclose(ranking.score, [(1 / 4) ** 0.25, 1 / 2, (1 / 4) ** 0.75])


def test_a_zero_is_a_veto_in_the_weighted_product_and_a_note_says_so():
    ranking = rank_alternatives(
        [[0.9, 0.5, 0], [0.1, 0.5, 1]], criteria(fixed(9), fixed()), "weighted_product", normalisation="values"
    )
    np.testing.assert_allclose(ranking.score, [0.9**0.9 * 0.1**0.1, 0.5, 0])
    assert "1 have the score 0 because a criterion that counts is 0 for them: 0 is a veto." in ranking_notes(ranking)


def test_marcos_by_hand():
    """Ratios 1, 1/2 and 1/2, 1, equal weights: S = 3/4 for both, b = 1/2: K⁺ = 3/4, K⁻ = 3/2, f(K⁺) = 2/3, f(K⁻) = 1/3,
    utility (3/4 + 3/2) / (1 + 1/2 + 2)."""
    ranking = rank_alternatives([[4, 2], [1, 2]], criteria({}, {}), "marcos")
    np.testing.assert_allclose(ranking.score, [2.25 / 3.5] * 2)
    assert ranking.columns["k_plus"] == [0.75, 0.75] and ranking.columns["k_minus"] == [1.5, 1.5]
    np.testing.assert_allclose(ranking.contributions.sum(axis=0), ranking.score)


def test_marcos_is_defined_where_the_worst_is_zero():
    ranking = rank_alternatives([[4, 0], [0, 2]], criteria({"weight": 3}, {}), "marcos")
    np.testing.assert_allclose(ranking.score, [0.75, 0.25])
    assert np.isnan(ranking.columns["k_minus"]).all()


def test_vikor_says_when_the_advantage_is_too_small():
    """S = R = 0, 0.1, 1, so Q = 0, 0.1, 1 and DQ = 1/2."""
    ranking = rank_alternatives([[1, 0.9, 0]], criteria(fixed()), "vikor", labels=["A", "B", "C"])
    np.testing.assert_allclose(ranking.score, [1, 0.9, 0])
    assert ranking.columns["compromise"] == [True, True, False]
    assert any("less than 0.5 away): the compromise is «A», «B»." in note for note in ranking_notes(ranking))


def test_vikor_says_when_the_first_is_not_stable():
    """Losses (0.42, 0.2), (0, 0.6), (0.4, 0.4) and twenty times (1, 1): the second is first by S = 0.3, the third by
    R = 0.2, the first by Q = 0.01/1.4 + 0.01/0.6; the third is next with 0.1/1.4, at least DQ = 1/22 away."""
    losses = np.array([[0.42, 0, 0.4, *[1] * 20], [0.2, 0.6, 0.4, *[1] * 20]])
    ranking = rank_alternatives(1 - losses, criteria(fixed(), fixed()), "vikor")
    np.testing.assert_allclose(ranking.columns["s"][:3], [0.31, 0.3, 0.4])
    np.testing.assert_allclose(ranking.columns["r"][:3], [0.21, 0.3, 0.2])
    np.testing.assert_allclose(ranking.columns["q"][:3], [0.01 / 1.4 + 0.01 / 0.6, 0.1 / 0.6, 0.1 / 1.4])
    assert np.flatnonzero(ranking.columns["compromise"]).tolist() == [0, 2]
    assert any(
        "first neither in total nor in single loss: the compromise is 1, 3." in n for n in ranking_notes(ranking)
    )


def test_vikor_with_an_unknown_value_renormalises_the_weights():
    """The first is known on the first criterion only: S = R = 0.2."""
    ranking = rank_alternatives([[0.8, 1, 0], [UNKNOWN, 0, 1]], criteria(fixed(3), fixed()), "vikor")
    np.testing.assert_allclose(ranking.columns["s"], [0.2, 0.25, 0.75])
    np.testing.assert_allclose(ranking.columns["r"], [0.2, 0.25, 0.75])


def test_owa_by_hand():
    """Q(r) = r² is orness 1/3; importances 6, 10, 9, 5 of 30 in the order of the values 1, 0.7, 0.6, 0.5 give the
    weights 0.2², (16/30)² − 0.2², (25/30)² − (16/30)² and 1 − (25/30)²."""
    raw = [[0.7], [1], [0.5], [0.6]]
    chosen = criteria(fixed(10), fixed(6), fixed(5), fixed(9))
    score = rank_alternatives(raw, chosen, "owa", options={"orness": 1 / 3}).score
    steps = np.array([0, 6, 16, 25, 30]) / 30
    np.testing.assert_allclose(score, np.diff(steps**2) @ [1, 0.7, 0.6, 0.5])


VALUES = arrays(float, (4, 6), elements=st.integers(0, 10).map(lambda number: number / 10) | st.just(np.nan))


@given(VALUES)
def test_owa_of_one_half_is_the_weighted_sum_and_its_ends_the_strongest_and_the_weakest(matrix):
    assume(not np.isnan(matrix).all())
    chosen = criteria(fixed(3), fixed(), fixed(2), fixed(5))
    score = {
        orness: rank_alternatives(matrix, chosen, "owa", options={"orness": orness}).score
        for orness in (0, 0.2, 0.5, 0.8, 1)
    }
    known = ~np.isnan(matrix).all(axis=0)
    np.testing.assert_allclose(score[0.5], rank_alternatives(matrix, chosen).score, atol=1e-12)
    np.testing.assert_allclose(score[0][known], np.nanmin(matrix[:, known], axis=0), atol=1e-12)
    np.testing.assert_allclose(score[1][known], np.nanmax(matrix[:, known], axis=0), atol=1e-12)
    rising = np.array([score[orness][known] for orness in sorted(score)])
    assert (np.diff(rising, axis=0) >= -1e-12).all()


def test_two_indices_order_quadrants_and_nothing_inside_them():
    """SEI 0, 1/3, 2/3, 1 and FEI 1, 0, 1/2, 1/2, as in the test of the quadrants: C, D, A, A."""
    chosen = criteria({"index": "SEI"}, {"index": "FEI"})
    ranking = rank_alternatives([[0, 1, 2, 3], [8, 0, 4, 4]], chosen, "two_indices")
    assert ranking.quadrant == ["C", "D", "A", "A"]
    assert ranking.score.tolist() == [0.5, 0, 1, 1]
    assert ranking.rank == [3, 4, 1, 1]
    with_line = rank_alternatives([[0, 1, 2, 3], [8, 0, 4, 4]], chosen, "two_indices", cuts={"SEI": 0.3, "FEI": 0.9})
    assert with_line.quadrant == ["C", "B", "B", "B"] and with_line.rank == [1, 1, 1, 1]


@given(
    arrays(float, (4, 7), elements=st.integers(0, 5).map(float) | st.just(np.nan)),
    st.sampled_from(["renormalise", "worst"]),
)
def test_two_indices_agree_with_the_quadrants_shown(matrix, missing):
    assume(not np.isnan(matrix).all())
    chosen = criteria(*({"index": index} for index in ("SEI", "SEI", "FEI", "FEI")))
    ranking = rank_alternatives(matrix, chosen, "two_indices", missing)
    if any(ranking.quadrant):
        expected = [{"A": 1, "B": 0.5, "C": 0.5, "D": 0}.get(quadrant, np.nan) for quadrant in ranking.quadrant]
        np.testing.assert_equal(ranking.score, expected)


def test_two_indices_need_criteria_of_both():
    with pytest.raises(PlanError, match="none that counts belongs to FEI"):
        rank_alternatives([[1, 2], [1, 2]], criteria({"index": "SEI"}, {"weight": 0, "index": "FEI"}), "two_indices")


def test_tiers_by_hand():
    """Tier 1: 0.9, 0.5, 0.5, 0.9; tier 2 decides between equals; the last two share nothing."""
    chosen = criteria(fixed(tier=1), fixed(tier=2))
    raw = [[0.9, 0.5, 0.5, 0.9], [0.1, 0.3, 0.8, 0.1]]
    ranking = rank_alternatives(raw, chosen, "tiers")
    assert ranking.rank == [1, 4, 3, 1]
    assert ranking.score.tolist() == [1, 0.25, 0.5, 1]
    assert any("share of the ranked" in note for note in ranking_notes(ranking))


def test_tiers_in_steps():
    """In steps of 0.25 the means 0.70, 0.60 and 0.50 are equal, 0.40 is not; 0.3 / 0.1 is 3 though binary says 2.99…"""
    chosen = criteria(fixed(tier=1), fixed(tier=5))
    raw = [[0.70, 0.60, 0.50, 0.40], [0.1, 0.3, 0.6, 0.9]]
    assert rank_alternatives(raw, chosen, "tiers", options={"step": 0.25}).rank == [3, 2, 1, 4]
    raw = [[0.3, 0.35], [1, 0]]
    assert rank_alternatives(raw, chosen, "tiers", options={"step": 0.1}).rank == [1, 2]


def test_who_is_unknown_on_a_whole_tier_has_no_rank_and_a_note_says_so():
    chosen = criteria(fixed(tier=1), fixed(tier=2), fixed(tier=3))
    raw = [[0.9, 0.5, UNKNOWN], [0.1, 0.3, 0.8], [UNKNOWN] * 3]
    ranking = rank_alternatives(raw, chosen, "tiers")
    assert ranking.rank == [1, 2, None]
    assert any("1 have no rank because a whole tier is unknown" in note for note in ranking_notes(ranking))
    assert rank_alternatives(raw, chosen, "tiers", "worst").rank == [1, 2, 3]


def test_one_tier_is_a_weighted_sum_and_says_so():
    raw = [[0.9, 0.5], [0.1, 0.3]]
    ranking = rank_alternatives(raw, criteria(fixed(), fixed(5)), "tiers")
    assert ranking.rank == rank_alternatives(raw, criteria(fixed(), fixed(5))).rank
    assert any("All criteria that count are in one tier" in note for note in ranking_notes(ranking))


@pytest.mark.parametrize(
    ("scale", "expected"),
    [
        ("sum", [[0.1, 0.3, 0.6], [3 / 11, 2 / 11, 6 / 11]]),
        ("z", [[-7 / 38**0.5, -1 / 38**0.5, 8 / 38**0.5], [0, -1.224744871391589, 1.224744871391589]]),
        ("rank", [[0, 0.5, 1], [0.5, 0, 1]]),
        ("vector", [[1 / 46**0.5, 3 / 46**0.5, 6 / 46**0.5], [1 - 2 / 14**0.5, 1 - 3 / 14**0.5, 1 - 1 / 14**0.5]]),
    ],
)
def test_scales_by_hand(scale, expected):
    """1, 3, 6, more is better: mean 10/3, deviation √(38/9); 2, 3, 1, less is better: mean 2, deviation √(2/3), and the
    sum 1/2 + 1/3 + 1 = 11/6."""
    ranking = rank_alternatives([[1, 3, 6], [2, 3, 1]], criteria({}, {"direction": "cost"}), normalisation=scale)
    np.testing.assert_allclose(ranking.contributions, np.array(expected) / 2, atol=1e-12)
    np.testing.assert_allclose(ranking.score, np.mean(expected, axis=0), atol=1e-12)


def test_a_million_shares_of_a_sum_are_not_taken_for_ties():
    """Shares of a sum over many alternatives differ by less than 1e-12."""
    raw = [np.arange(1.0, 2_000_001.0)]
    ranking = rank_alternatives(raw, criteria({}), normalisation="sum")
    assert not ranking.tied.any()


SCALED = [(name, scale) for name, method in METHODS.items() for scale in method.NORMALISATIONS]


def in_turn(*more, directions=("benefit",)):
    return [
        Criterion(f"c{place}", f"c{place}", 1, Linear(directions[place % len(directions)]), INDICES[place % 2])
        for place in range(2 + len(more))
    ]


@pytest.mark.parametrize(("method", "scale"), SCALED)
@pytest.mark.parametrize("missing", ["renormalise", "worst"])
def test_every_method_ranks_what_is_known(method, scale, missing):
    """The last is known on nothing, the fourth on one criterion, on which it is the best of all."""
    raw = [[1, 5, 3, UNKNOWN, UNKNOWN], [4, 2, 2, 9, UNKNOWN]]
    ranking = rank_alternatives(raw, in_turn(), method, missing, scale)
    unranked = [place for place, rank in enumerate(ranking.rank) if rank is None]
    no_index = method == "two_indices" and missing == "renormalise"
    assert unranked == ([3, 4] if no_index else [4])
    assert ranking_notes(ranking)


@pytest.mark.parametrize(("method", "scale"), SCALED)
def test_every_method_takes_one_candidate_and_twins(method, scale):
    alone = rank_alternatives([[7], [1]], in_turn(), method, normalisation=scale)
    assert (alone.rank, alone.score.tolist()) == ([1], [0])
    assert "There is only one candidate: its place says nothing." in ranking_notes(alone)
    twins = rank_alternatives([[7, 7], [1, 1]], in_turn(), method, normalisation=scale)
    assert twins.rank == [1, 1]
    assert "Nothing tells the candidates apart: they share the first place." in ranking_notes(twins)


@pytest.mark.parametrize(("method", "scale"), SCALED)
@pytest.mark.parametrize("raw", [[[0, 0, 0], [1, 2, 3]], [[2, 2, 2], [0, 5, 9]]])
def test_every_method_takes_zeros_and_constants(method, scale, raw):
    ranking = rank_alternatives(raw, in_turn(), method, normalisation=scale)
    if method != "two_indices":
        assert ranking.rank == [3, 2, 1]


@pytest.mark.parametrize(("method", "scale"), SCALED)
def test_negative_numbers_have_a_meaning_or_a_sentence(method, scale):
    raw = [[-4, 2, 6], [1, 2, 3]]
    if scale in ("ratio", "sum"):
        with pytest.raises(PlanError, match=f"«c0» has numbers below 0, which the scale «{scale}» cannot take: choose"):
            rank_alternatives(raw, in_turn(), method, normalisation=scale)
    else:
        assert rank_alternatives(raw, in_turn(), method, normalisation=scale).rank[0] == 3
        sums_to_zero = rank_alternatives([[-4, 1, 3], [1, 2, 3]], in_turn(), method, normalisation=scale)
        assert sums_to_zero.rank[2] == 1


@pytest.mark.parametrize(("method", "scale"), SCALED)
def test_a_cost_of_zero_has_a_meaning_or_a_sentence(method, scale):
    raw, chosen = [[0, 2, 6], [0, 2, 3]], in_turn(directions=["cost"])
    if scale in ("ratio", "sum"):
        with pytest.raises(
            PlanError, match=f"«c0» is a cost and is 0 somewhere, and the scale «{scale}» divides by it"
        ):
            rank_alternatives(raw, chosen, method, normalisation=scale)
    else:
        assert rank_alternatives(raw, chosen, method, normalisation=scale).rank[0] == 1


@pytest.mark.parametrize("method", METHODS)
def test_every_method_speaks_for_itself(method):
    assert METHODS[method].title() and METHODS[method].about().endswith(".")
    for option in METHODS[method].options().values():
        assert option.low <= option.default <= option.high and option.title and option.about


@pytest.mark.parametrize(
    ("method", "choices", "sentence"),
    [
        ("vikor", {"options": {"v": 2}}, "«v» is 2, and method «vikor» takes 0 to 1"),
        ("owa", {"options": {"v": 0.5}}, "option of the method «v» is unknown; there are: orness"),
        ("vikor", {"normalisation": "ratio"}, "«vikor» does not measure on the scale «ratio»; it takes: values"),
        ("promethee", {"normalisation": "values"}, "it takes: raw"),
    ],
)
def test_what_a_method_does_not_take_gets_a_sentence(method, choices, sentence):
    with pytest.raises(PlanError, match=sentence):
        rank_alternatives([[1, 2]], criteria({}), method, **choices)
