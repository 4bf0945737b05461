"""PROMETHEE and ELECTRE III against their definitions, pair by pair."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from vidnova.planning.errors import Cancelled, PlanError
from vidnova.planning.progress import Progress
from vidnova.planning.ranking.criterion import Criterion
from vidnova.planning.ranking.engine import rank_alternatives
from vidnova.planning.ranking.methods.credibility import Thresholds, credibility
from vidnova.planning.ranking.methods.distillation import distilled
from vidnova.planning.ranking.methods.flows import unicriterion_flows
from vidnova.planning.ranking.methods.incomparable import disagreements
from vidnova.planning.ranking.notes import ranking_notes
from vidnova.planning.ranking.preference import Preference
from vidnova.planning.ranking.value.functions import Linear

UNKNOWN = np.nan
PREFERENCES = [
    Preference(),
    Preference("u-shape", q=3),
    Preference("v-shape", p=4),
    Preference("level", q=2, p=5),
    Preference("linear", q=2, p=7),
    Preference("linear", q=3, p=3),
    Preference("gaussian", s=5),
    Preference("gaussian", s=0.2),
    Preference("gaussian", s=400),
]
every_preference = pytest.mark.parametrize("preference", PREFERENCES, ids=str)


def pairwise(difference, preference):
    """The definition of Brans, Vincke & Mareschal (1986), one difference after another."""
    q, p, s = preference.q, preference.p, preference.s
    if difference <= 0:
        return 0.0
    return {
        "usual": lambda: 1.0,
        "u-shape": lambda: float(difference > q),
        "v-shape": lambda: min(difference / p, 1.0),
        "level": lambda: float(difference > q) / 2 + float(difference > p) / 2,
        "linear": lambda: float(difference > q) if p == q else min(max((difference - q) / (p - q), 0.0), 1.0),
        "gaussian": lambda: 1 - np.exp(-(difference**2) / (2 * s * s)),
    }[preference.function]()


def flows_by_definition(row, preference):
    table = np.array([[pairwise(one - other, preference) for other in row] for one in row])
    return table.sum(axis=1) / max(len(row) - 1, 1), table.sum(axis=0) / max(len(row) - 1, 1)


@every_preference
@given(arrays(float, st.integers(1, 40), elements=st.integers(-15, 15).map(float)))
def test_flows_are_those_of_the_definition_with_differences_of_exactly_q_and_p(preference, row):
    for found, expected in zip(unicriterion_flows(row, preference), flows_by_definition(row, preference)):
        np.testing.assert_allclose(found, expected, atol=1e-12)


@every_preference
@pytest.mark.parametrize("n", [2, 60, 300])
def test_flows_of_real_numbers_are_those_of_the_definition(preference, n):
    row = np.random.default_rng(n).lognormal(1, 1.5, n)
    for found, expected in zip(unicriterion_flows(row, preference), flows_by_definition(row, preference)):
        np.testing.assert_allclose(found, expected, atol=1e-11)


@every_preference
def test_flows_do_not_lose_digits_in_a_long_list(preference):
    row = 1e6 + 30 * np.random.default_rng(3).random(200_000)
    leaving, entering = unicriterion_flows(row, preference)
    for place in (0, 77, 199_999):
        expected = np.mean([pairwise(row[place] - other, preference) for other in row]) * 200_000 / 199_999
        assert leaving[place] == pytest.approx(expected, abs=1e-9)
    assert leaving.sum() == pytest.approx(entering.sum(), rel=1e-9)


def test_decimals_that_differ_by_exactly_the_threshold_do_not_count():
    """0.8 − 0.1 is 0.7000000000000001 in binary."""
    leaving, _ = unicriterion_flows(np.array([0.8, 0.1]), Preference("u-shape", q=0.7))
    assert leaving.tolist() == [0, 0]


@given(arrays(int, st.integers(1, 40), elements=st.integers(0, 9)), st.randoms(use_true_random=False))
def test_disagreements_are_those_of_every_pair(one, random):
    other = np.array(random.choices(range(9), k=len(one)))
    expected = [int(((one[i] - one) * (other[i] - other) < 0).sum()) for i in range(len(one))]
    assert disagreements(one / 9, other / 9, 1e-12).tolist() == expected
    no_ties = np.array(random.sample(range(len(one)), len(one)))
    expected = [
        int(((place - np.arange(len(one))) * (no_ties[place] - no_ties) < 0).sum()) for place in range(len(one))
    ]
    assert disagreements(np.arange(len(one)) / 99, no_ties / 99, 1e-12).tolist() == expected


def criteria(*preferences, weights=None, **more):
    weights = weights or [1] * len(preferences)
    return [
        Criterion(f"c{place}", f"c{place}", weight, Linear(), preference=preference, **more)
        for place, (preference, weight) in enumerate(zip(preferences, weights))
    ]


@every_preference
@given(arrays(float, (3, 12), elements=st.integers(0, 15).map(float)))
def test_net_flows_sum_to_zero(preference, matrix):
    ranking = rank_alternatives(matrix, criteria(*[preference] * 3, weights=[1, 2, 5]), "promethee")
    assert ranking.score.sum() == pytest.approx(0, abs=1e-9)
    np.testing.assert_allclose(ranking.contributions.sum(axis=0), ranking.score, atol=1e-12)


@given(arrays(float, (3, 12), elements=st.integers(0, 15).map(float)))
def test_the_net_flow_without_thresholds_is_the_weighted_borda_count(matrix):
    """φ = 2 · Borda share − 1, for the share counts ties as half."""
    chosen = criteria(None, None, None, weights=[1, 2, 5])
    borda = rank_alternatives(matrix, chosen, normalisation="rank")
    flow = rank_alternatives(matrix, chosen, "promethee")
    if borda.tells_apart.any():
        np.testing.assert_allclose(flow.score, 2 * borda.score - 1, atol=1e-12)
        assert flow.rank == borda.rank


@pytest.mark.parametrize("method", ["promethee", "electre_3"])
@given(arrays(float, (2, 9), elements=st.integers(0, 15).map(float)), st.sampled_from([0.001, 0.1, 3.0, 1000.0]))
def test_the_unit_does_not_matter_where_thresholds_are_in_it(method, matrix, factor):
    def ranked(unit):
        first = Criterion("a", "a", 2, preference=Preference("linear", q=2 * unit, p=5 * unit), veto=9 * unit)
        return rank_alternatives(matrix * [[unit], [1]], [first, *criteria(Preference("level", q=1, p=3))], method)

    before, after = ranked(1.0), ranked(factor)
    np.testing.assert_allclose(after.score, before.score, atol=1e-9)
    assert after.rank == before.rank


def test_promethee_compares_on_a_criterion_only_those_known_on_it():
    """On the first criterion 3 beats 1: flows −1 and 1; on the second 1 < 2 < 4: flows 0, −1 and 1."""
    ranking = rank_alternatives([[1, 3, UNKNOWN], [2, 1, 4]], criteria(None, None, weights=[3, 1]), "promethee")
    np.testing.assert_allclose(ranking.score, [-0.75, 0.75 - 0.25, 1])
    assert ranking.coverage.tolist() == [1, 1, 0.25]


def test_promethee_leaves_those_out_of_whom_nothing_is_known_also_where_unknown_is_worst():
    with_ghost = rank_alternatives(
        [[1, 3, UNKNOWN, 2], [2, UNKNOWN, UNKNOWN, 4]], criteria(None, None), "promethee", "worst"
    )
    without = rank_alternatives([[1, 3, 2], [2, UNKNOWN, 4]], criteria(None, None), "promethee", "worst")
    np.testing.assert_allclose(with_ghost.score[[0, 1, 3]], without.score)
    assert with_ghost.rank[2] is None


def test_promethee_says_where_no_preference_is_stated():
    ranking = rank_alternatives([[1, 3], [2, 1]], criteria(None, Preference("v-shape", p=2)), "promethee")
    assert any("No preference is stated for c0:" in note for note in ranking_notes(ranking))


def test_promethee_can_be_stopped():
    calls = iter([False] * 6 + [True] * 99)
    with pytest.raises(Cancelled):
        rank_alternatives(
            np.random.default_rng(0).random((9, 50)),
            criteria(*[None] * 9),
            "promethee",
            progress=Progress(cancelled=lambda: next(calls)),
        )


SCHOOLS = np.array([[-0.2, -2.3, -2.4, -1.0], [3.0, 9.0, 10.0, 7.0]])
LIMITS = [Thresholds(0.2, 1, 3.5), Thresholds(1, 2, 4)]


def test_distillation_derived_by_hand():
    """Credibilities of the schools of the R package MCDA. All four: λ₁ = 0.8125, nobody is preferred, all q = 0; among
    them λ₂ = 0.25 gives q = −3, 2, 2, −1, and the second and third stay equal down to λ = 0. Then 4 is before 1, for
    σ(4, 1) = 0.8125 > σ(1, 4) + s(0.8125) = 0.178."""
    sigma = credibility(SCHOOLS, LIMITS, np.array([0.25, 0.75]))
    assert distilled(sigma, best_first=True).tolist() == [3, 1, 1, 2]
    assert distilled(sigma, best_first=False).tolist() == [3, 1, 1, 2]


def test_electre_3_from_criteria_to_order():
    chosen = [
        Criterion("distance", "distance", 1, preference=Preference("linear", q=0.2, p=1), veto=3.5),
        Criterion("mark", "mark", 3, preference=Preference("linear", q=1, p=2), veto=4),
    ]
    ranking = rank_alternatives(SCHOOLS, chosen, "electre_3")
    assert ranking.rank == [4, 1, 1, 3]
    np.testing.assert_allclose(ranking.score, [0, 2.5 / 3, 2.5 / 3, 1 / 3])
    assert ranking.columns["descending"] == ranking.columns["ascending"] == [3, 1, 1, 2]
    assert ranking.columns["incomparable"] == [0, 0, 0, 0]


def slow_distillation(sigma, best_first):
    """The steps as the source lists them, with lists."""
    sigma, left, classes, number = np.round(sigma, 12), list(range(len(sigma))), np.zeros(len(sigma), int), 0

    def threshold(level):
        return 0.30 - 0.15 * level

    def beats(a, b, level):
        return int(sigma[a, b] > max(level, sigma[b, a] + threshold(sigma[a, b])) + 1e-10)

    while left:
        number, drawn = number + 1, left
        level = max([sigma[a, b] for a in left for b in left if a != b], default=0)
        while True:
            pairs = [sigma[a, b] for a in drawn for b in drawn if a != b]
            level = max([s for s in pairs if s < level - threshold(level) - 1e-10], default=0)
            quality = [sum(beats(a, b, level) - beats(b, a, level) for b in drawn if b != a) for a in drawn]
            wanted = max(quality) if best_first else min(quality)
            drawn = [a for a, q in zip(drawn, quality) if q == wanted]
            if len(drawn) == 1 or level <= 0:
                break
        classes[drawn] = number
        left = [a for a in left if a not in drawn]
    return classes if best_first else number + 1 - classes


@given(
    arrays(float, st.tuples(st.integers(1, 4), st.integers(1, 10)), elements=st.integers(0, 20).map(float)),
    st.booleans(),
    st.sampled_from([None, 9.0]),
)
def test_distillation_is_that_of_the_source_step_by_step(matrix, best_first, veto):
    weights = np.arange(1.0, len(matrix) + 1)
    sigma = credibility(matrix, [Thresholds(1, 4, veto)] * len(matrix), weights / weights.sum())
    assert distilled(sigma, best_first).tolist() == slow_distillation(sigma, best_first).tolist()


def test_a_veto_cannot_be_made_up_for():
    """9 of 10 parts of the weight are for the first, but it is 49 and 50 behind where 30 is a veto: nobody outranks."""
    raw = [[10, 9, 9], [0, 50, 49]]
    weights = [9, 1]
    without = rank_alternatives(raw, criteria(None, None, weights=weights), "electre_3")
    with_veto = rank_alternatives(raw, [*criteria(None, weights=[9]), *criteria(None, veto=30.0)], "electre_3")
    assert without.rank == [1, 2, 2]
    assert with_veto.rank == [1, 1, 1]


def test_electre_3_compares_pairs_on_what_is_known_of_both():
    sigma = credibility(
        np.array([[1, 2, UNKNOWN], [5, UNKNOWN, 5]]), [Thresholds(), Thresholds()], np.array([0.75, 0.25])
    )
    np.testing.assert_allclose(sigma, [[1, 0, 1], [1, 1, 0], [1, 0, 1]])


@pytest.mark.parametrize(
    ("chosen", "n", "sentence"),
    [
        (criteria(Preference("gaussian", s=1)), 3, "«c0» has a Gaussian preference, which ELECTRE III cannot take"),
        (criteria(None), 2001, "up to 2000 alternatives; here are 2001. Rank them by PROMETHEE"),
    ],
)
def test_what_electre_3_cannot_take_gets_a_sentence(chosen, n, sentence):
    with pytest.raises(PlanError, match=sentence):
        rank_alternatives([np.arange(float(n))], chosen, "electre_3")
