"""What must hold for any ranking."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from vidnova.planning.errors import PlanError
from vidnova.planning.ranking.criterion import Criterion
from vidnova.planning.ranking.engine import rank_alternatives
from vidnova.planning.ranking.ranks import competition_ranks
from vidnova.planning.ranking.value.functions import Linear

METHODS = pytest.mark.parametrize("method", ["weighted_sum", "topsis"])
CLOSE = 1e-9


@st.composite
def problems(draw, gaps=False):
    m, n = draw(st.integers(1, 5)), draw(st.integers(1, 10))
    numbers = st.integers(-50, 50).map(float)
    matrix = draw(arrays(float, (m, n), elements=(numbers | st.just(np.nan)) if gaps else numbers))
    assume(not np.isnan(matrix).all())
    weights = draw(st.lists(st.integers(1, 9), min_size=m, max_size=m))
    directions = draw(st.lists(st.sampled_from(["benefit", "cost"]), min_size=m, max_size=m))
    return matrix, weights, directions


def ranked(matrix, weights, directions, method, missing="renormalise"):
    criteria = [Criterion(f"c{i}", f"c{i}", w, Linear(d)) for i, (w, d) in enumerate(zip(weights, directions))]
    return rank_alternatives(matrix, criteria, method, missing)


def same(one, other):
    np.testing.assert_allclose(one, other, atol=CLOSE)


@METHODS
@given(problems(gaps=True), st.randoms(use_true_random=False))
def test_the_order_of_rows_and_columns_does_not_matter(method, problem, random):
    matrix, weights, directions = problem
    m, n = matrix.shape
    rows, columns = random.sample(range(m), m), random.sample(range(n), n)
    before = ranked(*problem, method)
    after = ranked(matrix[rows][:, columns], [weights[r] for r in rows], [directions[r] for r in rows], method)
    same(after.score, before.score[columns])
    assert after.rank == [before.rank[column] for column in columns]


@METHODS
@given(problems(gaps=True), st.sampled_from([0.001, 0.5, 1000.0]))
def test_the_unit_of_a_criterion_does_not_matter(method, problem, factor):
    matrix, weights, directions = problem
    scaled = matrix * np.array([factor] + [1.0] * (len(matrix) - 1))[:, None]
    same(ranked(scaled, weights, directions, method).score, ranked(*problem, method).score)


@METHODS
@given(problems(gaps=True), st.sampled_from([0.01, 7.0]))
def test_only_the_proportion_of_weights_matters(method, problem, factor):
    matrix, weights, directions = problem
    same(
        ranked(matrix, [weight * factor for weight in weights], directions, method).score,
        ranked(*problem, method).score,
    )


@METHODS
@given(problems(gaps=True), problems(gaps=True))
def test_a_criterion_of_weight_zero_is_as_if_removed(method, problem, other):
    matrix, weights, directions = problem
    extra = np.resize(other[0][0], matrix.shape[1])
    try:
        before = ranked(*problem, method)
    except PlanError:
        return
    after = ranked(np.vstack([matrix, extra]), [*weights, 0], [*directions, "cost"], method)
    same(after.score, before.score)
    same(after.coverage, before.coverage)
    assert after.rank == before.rank


@given(problems())
def test_a_criterion_given_twice_with_half_the_weight_changes_no_sum(problem):
    matrix, weights, directions = problem
    halves = [weights[0] / 2, *weights[1:], weights[0] / 2]
    twice = ranked(np.vstack([matrix, matrix[:1]]), halves, [*directions, directions[0]], "weighted_sum")
    same(twice.score, ranked(*problem, "weighted_sum").score)


@METHODS
@given(problems())
def test_the_dominated_is_never_above(method, problem):
    matrix, _, directions = problem
    ranking = ranked(*problem, method)
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


@METHODS
@pytest.mark.parametrize("missing", ["renormalise", "worst"])
@given(problem=problems(gaps=True))
def test_twins_share_a_rank(method, missing, problem):
    matrix, weights, directions = problem
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
def test_scores_values_and_coverage_stay_between_0_and_1(method, problem, missing):
    ranking = ranked(*problem, method, missing)
    for found in (ranking.score, ranking.values, ranking.coverage):
        known = found[~np.isnan(found)]
        assert ((known >= 0) & (known <= 1 + CLOSE)).all()
    assert [rank is None for rank in ranking.rank] == np.isnan(ranking.score).tolist()
    assert ((ranking.coverage == 0) <= np.isnan(ranking.score)).all()


@METHODS
@given(problems(), st.integers(0, 4))
def test_weights_really_act(method, problem, favoured):
    """Nearly all weight on one criterion gives that criterion's own order."""
    matrix, weights, directions = problem
    favoured %= len(matrix)
    assume(len(np.unique(matrix[favoured])) == matrix.shape[1] > 1)
    weights = [10**9 if i == favoured else weight for i, weight in enumerate(weights)]
    sign = 1 if directions[favoured] == "benefit" else -1
    by_criterion = np.argsort(np.argsort(-sign * matrix[favoured])) + 1
    assert ranked(matrix, weights, directions, method).rank == by_criterion.tolist()


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
