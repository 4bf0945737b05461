"""Published tables and an independent library."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from vidnova.planning.ranking.criterion import Criterion, shares
from vidnova.planning.ranking.engine import rank_alternatives
from vidnova.planning.ranking.value.functions import Linear

pytestmark = pytest.mark.filterwarnings("ignore:Alternatives with indices")


@pytest.fixture(scope="module")
def published(real_data):
    cases = json.loads((real_data / "decision_references/public.json").read_text("utf-8"))["public"]
    return {case["id"]: case for case in cases}


def criteria_of(weights, sense, **goalposts):
    return [
        Criterion(f"c{i}", f"c{i}", weight, Linear("benefit" if sign > 0 else "cost", **goalposts))
        for i, (weight, sign) in enumerate(zip(weights, sense))
    ]


@pytest.mark.parametrize(("case", "rank"), [("topsis-hwang-yoon-1981", [1, 4, 2, 3]), ("topsis-jmcdm-3x4", [2, 1, 3])])
def test_topsis_as_printed(published, case, rank):
    given_numbers, expected = published[case]["input"], published[case]["expected"]
    ranking = rank_alternatives(
        np.array(given_numbers["matrix"]).T, criteria_of(given_numbers["weights"], given_numbers["sense"]), "topsis"
    )
    np.testing.assert_allclose(ranking.score, expected["closeness"], atol=published[case]["abs_tol"])
    assert ranking.rank == rank


@pytest.mark.parametrize(("case", "key"), [("topsis-hwang-yoon-1981", "closeness"), ("topsis-jmcdm-3x4", None)])
def test_topsis_to_the_last_digit(published, case, key):
    given_numbers, expected = published[case]["input"], published[case]["expected"]["full_precision"]
    criteria = criteria_of(given_numbers["weights"], given_numbers["sense"])
    score = rank_alternatives(np.array(given_numbers["matrix"]).T, criteria, "topsis").score
    np.testing.assert_allclose(score, expected[key] if key else expected, atol=1e-12)


def test_weighted_sum_of_a_hierarchy_as_printed(published):
    case = published["ahp-papathanasiou-full"]
    weights = principal(case["input"]["criteria"])
    local = np.array([principal(matrix) for matrix in case["input"]["alternatives"]])
    ranking = rank_alternatives(local, criteria_of(weights, [1] * len(weights), worst=0.0, best=1.0))
    np.testing.assert_allclose(ranking.score, case["expected"]["priorities"], atol=case["abs_tol"])
    np.testing.assert_allclose(ranking.score, case["expected"]["full_precision"], atol=1e-9)


def principal(matrix):
    eigenvalues, vectors = np.linalg.eig(np.array(matrix))
    vector = np.abs(vectors[:, np.argmax(eigenvalues.real)].real)
    return vector / vector.sum()


@st.composite
def problems(draw):
    m, n = draw(st.integers(1, 6)), draw(st.integers(2, 12))
    numbers = st.integers(1, 10**6).map(lambda number: number / 1000)
    matrix = draw(arrays(float, (m, n), elements=numbers))
    weights = draw(arrays(float, m, elements=st.integers(1, 100).map(float)))
    sense = draw(arrays(int, m, elements=st.sampled_from([-1, 1])))
    return matrix, weights, sense


@given(problems())
def test_topsis_agrees_with_pymcdm(problem):
    from pymcdm.methods import TOPSIS
    from pymcdm.normalizations import vector_normalization

    matrix, weights, sense = problem
    assume((np.ptp(matrix, axis=1) > 0).any())
    ours = rank_alternatives(matrix, criteria_of(weights, sense), "topsis").score
    theirs = TOPSIS(vector_normalization)(matrix.T, weights / weights.sum(), sense)
    np.testing.assert_allclose(ours, theirs, atol=1e-9)


@given(problems())
def test_topsis_of_values_agrees_with_pymcdm(problem):
    from pymcdm.methods import TOPSIS
    from pymcdm.normalizations import minmax_normalization

    matrix, weights, sense = problem
    varies = np.ptp(matrix, axis=1) > 0
    assume(varies.any())
    criteria = criteria_of(weights, sense)
    ours = rank_alternatives(matrix, criteria, "topsis", normalisation="values").score
    weights = shares(criteria)[varies]
    theirs = TOPSIS(minmax_normalization)(matrix[varies].T, weights / weights.sum(), sense[varies])
    np.testing.assert_allclose(ours, theirs, atol=1e-9)


@given(problems())
def test_weighted_sum_agrees_with_pymcdm(problem):
    from pymcdm.methods import WSM
    from pymcdm.normalizations import minmax_normalization

    matrix, weights, sense = problem
    varies = np.ptp(matrix, axis=1) > 0
    assume(varies.any())
    ours = rank_alternatives(matrix, criteria_of(weights, sense)).score
    theirs = WSM(minmax_normalization)(matrix[varies].T, weights[varies] / weights[varies].sum(), sense[varies])
    np.testing.assert_allclose(ours, theirs, atol=1e-9)
