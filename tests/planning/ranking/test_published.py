"""Published tables and an independent library."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from vidnova.planning.ranking.criterion import Criterion, shares
from vidnova.planning.ranking.engine import rank_alternatives
from vidnova.planning.ranking.methods.credibility import Thresholds, credibility
from vidnova.planning.ranking.notes import ranking_notes
from vidnova.planning.ranking.preference import FUNCTIONS, Preference
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


CLIMBER, HYDROPOWER = "vikor-opricovic-tzeng-2004", "vikor-opricovic-tzeng-2007-W1"


def vikor(case):
    given_numbers = case["input"]
    criteria = criteria_of(given_numbers["weights"], given_numbers["sense"])
    return rank_alternatives(np.array(given_numbers["matrix"]).T, criteria, "vikor", options={"v": given_numbers["v"]})


@pytest.mark.parametrize("case", [CLIMBER, HYDROPOWER])
def test_vikor_as_printed(published, case):
    expected, ranking = published[case]["expected"], vikor(published[case])
    for name in "SRQ":
        found = ranking.columns[name.lower()]
        np.testing.assert_allclose(found, expected[name], atol=published[case]["abs_tol"])
        if "full_precision" in expected:
            np.testing.assert_allclose(found, expected["full_precision"][name], atol=1e-12)
    compromise = [place for place, member in enumerate(ranking.columns["compromise"], 1) if member]
    assert compromise == expected["compromise_set"]
    assert any("acceptable advantage and is stable" in note for note in ranking_notes(ranking))


def preferences_of(given_numbers):
    names = {"ushape": "u-shape", "vshape": "v-shape"}
    return [
        Preference(names.get(one["t"], one["t"]), **{name: one[name] for name in one if name != "t"})
        for one in given_numbers["preference"]
    ]


def promethee(case):
    given_numbers = case["input"]
    criteria = [
        replace(criterion, preference=preference)
        for criterion, preference in zip(
            criteria_of(given_numbers["weights"], given_numbers["sense"]), preferences_of(given_numbers)
        )
    ]
    return rank_alternatives(np.array(given_numbers["matrix"]).T, criteria, "promethee")


def test_promethee_with_all_six_functions_as_printed(published):
    case = published["promethee-brans-1986"]
    expected, ranking = case["expected"], promethee(case)
    for name in ("phi_plus", "phi_minus", "phi"):
        np.testing.assert_allclose(ranking.columns[name], expected["full_precision"][name], atol=1e-9)
    np.testing.assert_allclose(ranking.score * 5, expected["net_flow_sum_printed"], atol=case["abs_tol"])
    assert ranking.rank == expected["rank"]
    assert ranking.columns["incomparable"] == [1, 4, 3, 2, 0, 2]
    [pairs] = [note for note in ranking_notes(ranking) if "incomparable" in note]
    assert pairs == "PROMETHEE I holds these pairs incomparable: 1 – 2; 2 – 3; 2 – 4; 2 – 6; 3 – 4; 3 – 6."


def test_promethee_linear_as_printed(published):
    case = published["promethee-papathanasiou"]
    ranking = promethee(case)
    np.testing.assert_allclose(ranking.score, case["expected"]["phi"], atol=case["abs_tol"])
    np.testing.assert_allclose(ranking.score, case["expected"]["full_precision"], atol=1e-12)


def test_electre_3_credibility(published):
    given_numbers, expected = (published["electre3-credibility-schools"][part] for part in ("input", "expected"))
    numbers, weights = np.array(given_numbers["matrix"]).T, np.array(given_numbers["weights"])
    limits = list(zip(given_numbers["q"], given_numbers["p"], given_numbers["v"]))
    concordance = credibility(numbers, [Thresholds(q, p) for q, p, _ in limits], weights)
    np.testing.assert_allclose(concordance, expected["concordance"], atol=1e-12)
    found = credibility(numbers, [Thresholds(*three) for three in limits], weights)
    np.testing.assert_allclose(found - np.eye(4), expected["credibility_diag0"], atol=1e-12)


def test_electre_1_concordance_is_that_of_electre_3_without_thresholds(published):
    given_numbers, expected = (published["electre1-cebrian-porcar-2009"][part] for part in ("input", "expected"))
    numbers = np.array(given_numbers["matrix"]).T * np.array(given_numbers["sense"])[:, None]
    found = credibility(numbers, [Thresholds()] * len(numbers), np.array(given_numbers["weights"]))
    np.testing.assert_allclose(found - np.eye(6), expected["concordance"], atol=1e-12)


def test_weighted_sum_and_product_of_triantaphyllou():
    """Triantaphyllou (2000), Multi-Criteria Decision Making Methods: A Comparative Study, Kluwer, ch. 2: sums 21.50,
    22.00 and 22.00, ratios of products 1.007, 1.067 and 1.059. Ours are divided by the best of each criterion."""
    raw = np.array([[25, 10, 30], [20, 30, 10], [15, 20, 30], [30, 30, 10]])
    weights = [0.20, 0.15, 0.40, 0.25]
    sums = rank_alternatives(raw, criteria_of(weights, [1] * 4, worst=0.0, best=100.0))
    np.testing.assert_allclose(sums.score * 100, [21.5, 22, 22])
    assert sums.rank == [3, 1, 1]
    first, second, third = rank_alternatives(raw, criteria_of(weights, [1] * 4), "weighted_product").score
    np.testing.assert_allclose([first / second, first / third, second / third], [1.007, 1.067, 1.059], atol=5e-4)


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


@pytest.mark.parametrize(("ours", "theirs"), [("sum", "sum_normalization"), ("vector", "vector_normalization")])
@given(problem=problems())
def test_weighted_sum_on_other_scales_agrees_with_pymcdm(ours, theirs, problem):
    from pymcdm import normalizations
    from pymcdm.methods import WSM

    matrix, weights, sense = problem
    varies = np.ptp(matrix, axis=1) > 0
    assume(varies.any())
    found = rank_alternatives(matrix, criteria_of(weights, sense), normalisation=ours)
    weights = weights[varies] / weights[varies].sum()
    expected = WSM(getattr(normalizations, theirs))(matrix[varies].T, weights, sense[varies])
    np.testing.assert_allclose(found.score, expected, atol=1e-9)
    np.testing.assert_allclose(np.nansum(found.contributions, axis=0), expected, atol=1e-9)


@given(problems())
def test_topsis_of_shares_agrees_with_pymcdm(problem):
    from pymcdm.methods import TOPSIS
    from pymcdm.normalizations import sum_normalization

    matrix, weights, sense = problem
    assume((np.ptp(matrix, axis=1) > 0).any())
    ours = rank_alternatives(matrix, criteria_of(weights, sense), "topsis", normalisation="sum").score
    theirs = TOPSIS(sum_normalization)(matrix.T, weights / weights.sum(), sense)
    np.testing.assert_allclose(ours, theirs, atol=1e-9)


@pytest.mark.parametrize(("method", "peer"), [("weighted_product", "WPM"), ("marcos", "MARCOS")])
@given(problem=problems())
def test_ratios_to_the_best_agree_with_pymcdm(method, peer, problem):
    from pymcdm import methods
    from pymcdm.normalizations import linear_normalization

    matrix, weights, sense = problem
    varies = np.ptp(matrix, axis=1) > 0
    assume(varies.any())
    ours = rank_alternatives(matrix, criteria_of(weights, sense), method).score
    arguments = () if method == "marcos" else (linear_normalization,)
    weights = weights[varies] / weights[varies].sum()
    theirs = getattr(methods, peer)(*arguments)(matrix[varies].T, weights, sense[varies])
    np.testing.assert_allclose(ours, theirs, atol=1e-9)


@given(problems(), st.sampled_from([0.0, 0.3, 0.5, 1.0]))
def test_vikor_agrees_with_pymcdm(problem, v):
    from pymcdm.methods import VIKOR

    matrix, weights, sense = problem
    varies = np.ptp(matrix, axis=1) > 0
    assume(varies.any())
    ranking = rank_alternatives(matrix, criteria_of(weights, sense), "vikor", options={"v": v})
    assume(np.ptp(ranking.columns["s"]) > 1e-9 and np.ptp(ranking.columns["r"]) > 1e-9)
    theirs = VIKOR(v=v)(matrix[varies].T, weights[varies] / weights[varies].sum(), sense[varies])
    np.testing.assert_allclose(1 - ranking.score, theirs, atol=1e-6)


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [("usual", "usual"), ("u-shape", "ushape"), ("v-shape", "vshape"), ("level", "level"), ("linear", "vshape_2")],
)
@given(problem=problems(), data=st.data())
def test_promethee_agrees_with_pymcdm(ours, theirs, problem, data):
    """Whole numbers, so that differences often equal a threshold exactly."""
    from pymcdm.methods import PROMETHEE_II

    matrix, weights, sense = problem
    matrix = np.round(matrix) % 20
    assume((np.ptp(matrix, axis=1) > 0).all())
    q = data.draw(arrays(float, len(matrix), elements=st.integers(0, 5).map(float)))
    p = q + data.draw(arrays(float, len(matrix), elements=st.integers(1, 9).map(float)))
    criteria = [
        replace(criterion, preference=Preference(ours, **{name: both[name] for name in FUNCTIONS[ours]}))
        for criterion, both in zip(criteria_of(weights, sense), ({"q": one, "p": other} for one, other in zip(q, p)))
    ]
    peer = PROMETHEE_II(theirs, p=p, q=q) if theirs != "usual" else PROMETHEE_II(theirs)
    expected = peer(matrix.T, weights / weights.sum(), sense)
    np.testing.assert_allclose(rank_alternatives(matrix, criteria, "promethee").score, expected, atol=1e-9)


def test_marcos_as_printed_for_stackers():
    """Ulutaş et al. (2020), Mathematics 8(10): 1672: eight stackers by price and four benefits."""
    stackers = [
        [660, 1000, 1600, 18, 1200],
        [800, 1000, 1600, 24, 900],
        [980, 1000, 2500, 24, 900],
        [920, 1500, 1600, 24, 900],
        [1380, 1500, 1500, 24, 1150],
        [1230, 1000, 1600, 24, 1150],
        [680, 1500, 1600, 18, 1100],
        [960, 2000, 1600, 12, 1150],
    ]
    criteria = criteria_of([0.1061, 0.3476, 0.3330, 0.1185, 0.0949], [-1, 1, 1, 1, 1])
    ranking = rank_alternatives(np.array(stackers, dtype=float).T, criteria, "marcos")
    printed = [0.5649, 0.5543, 0.6410, 0.6174, 0.6016, 0.5453, 0.6282, 0.6543]
    np.testing.assert_allclose(ranking.score, printed, atol=5.1e-5)


def test_promethee_as_printed_for_emergency_response():
    """Zhao, Peng & Li (2013), Procedia Computer Science 17: 181-188: any difference counts fully."""
    ranking = rank_alternatives(
        np.array([[4.0, 3, 5], [3, 2, 1], [2, 4, 3]]), criteria_of([0.5, 0.3, 0.2], [1, 1, 1]), "promethee"
    )
    np.testing.assert_allclose(ranking.score, [0.1, -0.3, 0.2], atol=1e-12)


def test_vikor_as_printed_for_five_alternatives():
    """Yang & Wu (2020), IEEE Access 8: 21261-21271."""
    rows = [[78, 56, 34, 6], [4, 45, 3, 97], [18, 2, 50, 63], [9, 14, 11, 92], [85, 9, 100, 29]]
    ranking = rank_alternatives(np.array(rows, dtype=float).T, criteria_of([1] * 4, [1] * 4), "vikor")
    np.testing.assert_allclose(ranking.columns["q"], [0.5679, 0.7667, 1, 0.7493, 0], atol=5.1e-5)
