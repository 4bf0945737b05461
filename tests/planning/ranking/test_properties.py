"""What must hold for any ranking."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from vidnova.planning.errors import PlanError
from vidnova.planning.ranking.criterion import INDICES, Criterion
from vidnova.planning.ranking.engine import rank_alternatives
from vidnova.planning.ranking.methods.registry import METHODS as REGISTERED
from vidnova.planning.ranking.ranks import competition_ranks
from vidnova.planning.ranking.value.functions import Linear

METHODS = pytest.mark.parametrize("method", list(REGISTERED))
OF_RATIOS = {"weighted_product", "marcos"}
CLOSE = 1e-9


def methods_but(**reasons):
    """All methods but those for which the property need not hold, each with the reason."""
    return pytest.mark.parametrize("method", [name for name in REGISTERED if name not in reasons])


@st.composite
def problems(draw, gaps=False):
    m, n = draw(st.integers(1, 5)), draw(st.integers(1, 10))
    numbers = st.integers(-50, 50).map(float)
    matrix = draw(arrays(float, (m, n), elements=(numbers | st.just(np.nan)) if gaps else numbers))
    assume(not np.isnan(matrix).all())
    weights = draw(st.lists(st.integers(1, 9), min_size=m, max_size=m))
    directions = draw(st.lists(st.sampled_from(["benefit", "cost"]), min_size=m, max_size=m))
    return matrix, weights, directions


def suited(problem, method):
    """Methods of ratios get numbers above 0, the plane of two indices a criterion of each."""
    matrix, weights, directions = problem
    assume(method != "two_indices" or len(matrix) > 1)
    return matrix + (51 if method in OF_RATIOS else 0), weights, directions


def ranked(matrix, weights, directions, method, missing="renormalise", places=None, **more):
    """Ranked with the criteria in the indices SEI and FEI and in the tiers 1 and 2 in turn, by their places."""
    places = range(len(matrix)) if places is None else places
    criteria = [
        Criterion(f"c{i}", f"c{i}", weight, Linear(direction), INDICES[i % 2], tier=1 + i % 2)
        for i, weight, direction in zip(places, weights, directions)
    ]
    return rank_alternatives(matrix, criteria, method, missing, **more)


def same(one, other):
    np.testing.assert_allclose(one, other, atol=CLOSE)


@METHODS
@given(problems(gaps=True), st.randoms(use_true_random=False))
def test_the_order_of_rows_and_columns_does_not_matter(method, problem, random):
    matrix, weights, directions = suited(problem, method)
    m, n = matrix.shape
    rows, columns = random.sample(range(m), m), random.sample(range(n), n)
    before = ranked(matrix, weights, directions, method)
    after = ranked(
        matrix[rows][:, columns], [weights[r] for r in rows], [directions[r] for r in rows], method, places=rows
    )
    same(after.score, before.score[columns])
    assert after.rank == [before.rank[column] for column in columns]


@METHODS
@given(problems(gaps=True), st.sampled_from([0.001, 0.5, 1000.0]))
def test_the_unit_of_a_criterion_does_not_matter(method, problem, factor):
    matrix, weights, directions = suited(problem, method)
    scaled = matrix * np.array([factor] + [1.0] * (len(matrix) - 1))[:, None]
    same(ranked(scaled, weights, directions, method).score, ranked(matrix, weights, directions, method).score)


@METHODS
@given(problems(gaps=True), st.sampled_from([0.01, 7.0]))
def test_only_the_proportion_of_weights_matters(method, problem, factor):
    matrix, weights, directions = suited(problem, method)
    same(
        ranked(matrix, [weight * factor for weight in weights], directions, method).score,
        ranked(matrix, weights, directions, method).score,
    )


@METHODS
@given(problems(gaps=True), problems(gaps=True))
def test_a_criterion_of_weight_zero_is_as_if_removed(method, problem, other):
    matrix, weights, directions = suited(problem, method)
    extra = np.resize(other[0][0], matrix.shape[1])
    try:
        before = ranked(matrix, weights, directions, method)
    except PlanError:
        return
    after = ranked(np.vstack([matrix, extra]), [*weights, 0], [*directions, "cost"], method)
    same(after.score, before.score)
    same(after.coverage, before.coverage)
    assert after.rank == before.rank


@methods_but(topsis="distances add squares of weights", vikor="the largest single loss is halved")
@given(problems(gaps=True))
def test_a_criterion_given_twice_with_half_the_weight_changes_nothing(method, problem):
    matrix, weights, directions = suited(problem, method)
    halves, places = [weights[0] / 2, *weights[1:], weights[0] / 2], [*range(len(matrix)), 0]
    twice = ranked(np.vstack([matrix, matrix[:1]]), halves, [*directions, directions[0]], method, places=places)
    once = ranked(matrix, weights, directions, method)
    same(twice.score, once.score)
    assert twice.rank == once.rank


@METHODS
@given(problems(gaps=True), st.sampled_from([0.0, 7.0, 0.1 + 0.2]))
def test_a_criterion_that_is_the_same_for_all_changes_nothing(method, problem, constant):
    matrix, weights, directions = suited(problem, method)
    with_constant = np.vstack([matrix, np.full(matrix.shape[1], constant)])
    before = ranked(matrix, weights, directions, method)
    assume(np.nan_to_num(before.score).any())
    after = ranked(with_constant, [*weights, 5], [*directions, "cost"], method)
    same(after.score, before.score)
    assert after.rank == before.rank


@METHODS
@given(problems())
def test_the_dominated_is_never_above(method, problem):
    matrix, weights, directions = suited(problem, method)
    ranking = ranked(matrix, weights, directions, method)
    better = matrix * np.array([1 if d == "benefit" else -1 for d in directions])[:, None]
    for one in range(matrix.shape[1]):
        for other in range(matrix.shape[1]):
            if (better[:, one] >= better[:, other]).all():
                assert ranking.rank[one] <= ranking.rank[other]


@given(problems(), st.integers(1, 20))
def test_a_better_value_within_the_goalposts_never_lowers_the_score(problem, gain):
    matrix, weights, directions = problem
    criteria = [
        Criterion(f"c{i}", f"c{i}", w, Linear(d, *((-50, 50) if d == "benefit" else (50, -50))))
        for i, (w, d) in enumerate(zip(weights, directions))
    ]
    improved = matrix.copy()
    improved[0, 0] += gain if directions[0] == "benefit" else -gain
    before, after = rank_alternatives(matrix, criteria), rank_alternatives(improved, criteria)
    assert after.score[0] >= before.score[0] - CLOSE
    assert after.rank[0] <= before.rank[0]
    same(after.score[1:], before.score[1:])


@methods_but(
    topsis="a better number below 0 shortens the vector, from which others may gain more",
    electre_3="the levels of the distillations move with the whole list",
)
@given(problems(), st.integers(1, 20))
def test_a_better_value_never_costs_a_place(method, problem, gain):
    matrix, weights, directions = suited(problem, method)
    matrix = matrix + (100 if method in OF_RATIOS else 0)
    improved = matrix.copy()
    improved[0, 0] += gain if directions[0] == "benefit" else -gain
    before, after = (
        rank_alternatives(
            found,
            [
                Criterion(f"c{i}", f"c{i}", w, Linear(d, *((-70, 70) if d == "benefit" else (70, -70))), INDICES[i % 2])
                for i, (w, d) in enumerate(zip(weights, directions))
            ],
            method,
        )
        for found in (matrix, improved)
    )
    assert after.rank[0] <= before.rank[0]


def test_where_a_better_value_may_cost_a_place():
    """The first alternative gets better on the first criterion and falls; found by a search over random problems."""
    matrix = np.array([[-20, 6, -2], [23, -19, 27], [28, 14, 16], [22, 22, 3.0]])
    better = matrix + [[5, 0, 0]] * np.array([[1], [0], [0], [0]])
    places = [ranked(found, [6, 7, 2, 6], ["benefit"] * 4, "topsis").rank[0] for found in (matrix, better)]
    assert places == [2, 3]


@METHODS
@pytest.mark.parametrize("missing", ["renormalise", "worst"])
@given(problem=problems(gaps=True))
def test_twins_share_a_rank(method, missing, problem):
    matrix, weights, directions = suited(problem, method)
    ranking = ranked(np.hstack([matrix, matrix]), weights, directions, method, missing)
    n = matrix.shape[1]
    assert ranking.rank[:n] == ranking.rank[n:]
    assert all(tied == (rank is not None) for tied, rank in zip(ranking.tied, ranking.rank))


@given(problems(gaps=True), st.sampled_from(["renormalise", "worst"]))
def test_the_contributions_of_a_sum_are_the_score(problem, missing):
    ranking = ranked(*problem, "weighted_sum", missing)
    scored = ~np.isnan(ranking.score)
    same(np.nansum(ranking.contributions, axis=0)[scored], ranking.score[scored])
    assert np.isnan(ranking.contributions[:, ~scored]).all()


@METHODS
@given(problems(gaps=True), st.sampled_from(["renormalise", "worst"]))
def test_scores_values_and_coverage_stay_in_their_range(method, problem, missing):
    matrix, weights, directions = suited(problem, method)
    ranking = ranked(matrix, weights, directions, method, missing)
    lowest_score = -1 if method == "promethee" else 0
    for found, lowest in ((ranking.score, lowest_score), (ranking.values, 0), (ranking.coverage, 0)):
        known = found[~np.isnan(found)]
        assert ((known >= lowest - CLOSE) & (known <= 1 + CLOSE)).all()
    assert [rank is None for rank in ranking.rank] == np.isnan(ranking.score).tolist()
    assert ((ranking.coverage == 0) <= np.isnan(ranking.score)).all()


@methods_but(two_indices="the order is that of quadrants, whose lines are medians")
@given(problems(), st.integers(0, 4))
def test_weights_really_act(method, problem, favoured):
    """Nearly all weight on one criterion gives that criterion's own order."""
    matrix, weights, directions = suited(problem, method)
    favoured %= len(matrix)
    assume(len(np.unique(matrix[favoured])) == matrix.shape[1] > 1)
    weights = [10**9 if i == favoured else weight for i, weight in enumerate(weights)]
    sign = 1 if directions[favoured] == "benefit" else -1
    by_criterion = np.argsort(np.argsort(-sign * matrix[favoured])) + 1
    one_tier = [0] * len(matrix)
    assert ranked(matrix, weights, directions, method, places=one_tier).rank == by_criterion.tolist()


@given(st.lists(st.integers(0, 9).map(lambda number: number / 9) | st.just(np.nan), min_size=1, max_size=40))
def test_a_rank_is_one_more_than_the_number_of_better_ones(scores):
    rank, tied = competition_ranks(np.array(scores))
    for score, place, shared in zip(scores, rank, tied):
        if np.isnan(score):
            assert place == 0 and not shared
        else:
            assert place == 1 + sum(other > score for other in scores)
            assert shared == (scores.count(score) > 1)


def test_rounding_noise_is_a_tie():
    rank, tied = competition_ranks(np.array([0.1 + 0.2, 0.3, 0.5, 0.3 - 1e-9]))
    assert rank.tolist() == [2, 2, 1, 4] and tied.tolist() == [True, True, False, False]
