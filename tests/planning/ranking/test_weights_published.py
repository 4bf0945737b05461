"""Weights as printed in the literature, and as an independent library gives them."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from vidnova.planning.ranking.criterion import Criterion
from vidnova.planning.ranking.measurement import measure
from vidnova.planning.ranking.value.functions import Linear
from vidnova.planning.ranking.weights.answers import Answers, Member
from vidnova.planning.ranking.weights.best_worst import (
    input_ratios,
    largest_deviation,
    linear_weights,
    nonlinear_weights,
)
from vidnova.planning.ranking.weights.consistency import (
    consistency_of,
    consistency_ratio,
    geometric_index,
    random_index,
)
from vidnova.planning.ranking.weights.engine import weigh
from vidnova.planning.ranking.weights.hierarchy import Item, hierarchy_of
from vidnova.planning.ranking.weights.objective import critic_weights, deviation_weights, entropy_weights
from vidnova.planning.ranking.weights.pairwise import eigenvector_weights, geometric_mean_weights
from vidnova.planning.ranking.weights.rank_order import rank_order_centroid, rank_reciprocal, rank_sum, rank_weights

DRINKS = """
1 9 5 2 1 1 1/2; 1/9 1 1/3 1/9 1/9 1/9 1/9; 1/5 3 1 1/3 1/4 1/3 1/9; 1/2 9 3 1 1/2 1 1/3;
1 9 4 2 1 2 1/2; 1 9 3 1 1/2 1 1/3; 2 9 9 3 2 3 1
"""


def matrix_of(text):
    number = lambda cell: float(cell.split("/")[0]) / float((cell + "/1").split("/")[1])  # noqa: E731
    return np.array([[number(cell) for cell in row.split()] for row in text.split(";")])


@pytest.fixture(scope="module")
def published(real_data):
    cases = json.loads((real_data / "decision_references/public.json").read_text("utf-8"))["public"]
    return {case["id"]: case for case in cases}


def measured(matrix, sense=None):
    rows = np.array(matrix, dtype=float).T
    sense = sense or [1] * len(rows)
    criteria = [Criterion(f"c{i}", f"c{i}", 1.0, Linear("benefit" if s > 0 else "cost")) for i, s in enumerate(sense)]
    return measure(rows, criteria)


def test_drink_consumption_of_saaty_2008():
    """Int. J. Services Sciences 1(1): 83-98: coffee .177, wine .019, tea .042, beer .116, soda .190, milk .129,
    water .327, consistency ratio .022."""
    matrix = matrix_of(DRINKS)
    np.testing.assert_allclose(
        eigenvector_weights(matrix), [0.177, 0.019, 0.042, 0.116, 0.190, 0.129, 0.327], atol=6e-4
    )
    assert consistency_ratio(matrix) == pytest.approx(0.022, abs=5e-4)


@pytest.mark.parametrize("case", ["ahp-saaty-drinks", "ahp-wang-chin-2011"])
def test_eigenvector_to_the_last_digit(published, case):
    matrix, expected = np.array(published[case]["input"]["matrix"]), published[case]["expected"]
    np.testing.assert_allclose(eigenvector_weights(matrix), expected["weights"], atol=published[case]["abs_tol"])
    np.testing.assert_allclose(eigenvector_weights(matrix), expected["full_precision"]["weights"], atol=1e-9)
    assert consistency_ratio(matrix) == pytest.approx(expected["full_precision"]["CR"], abs=1e-9)


def test_random_index(published):
    tables = published["ahp-ri-tables"]["expected"]
    for size in range(1, 11):
        assert random_index(size) == tables["saaty_1980"][str(size)]
    for size in range(3, 20):
        line = ((2.7699 * size - 4.3513) - size) / (size - 1)
        assert random_index(size, "alonso_lamata") == pytest.approx(line, abs=1e-12)
    assert random_index(11) == pytest.approx(random_index(11, "alonso_lamata"))
    rising = [random_index(size) for size in range(3, 30)]
    assert rising == sorted(rising)
    assert consistency_of(np.ones((10, 10))).index_source == "Saaty 1980"
    assert consistency_of(np.ones((11, 11))).index_source == "Alonso & Lamata 2006"


def test_priorities_of_a_whole_hierarchy(published):
    case = published["ahp-papathanasiou-full"]
    weights = eigenvector_weights(np.array(case["input"]["criteria"]))
    local = np.array([eigenvector_weights(np.array(matrix)) for matrix in case["input"]["alternatives"]])
    np.testing.assert_allclose(weights @ local, case["expected"]["full_precision"], atol=1e-9)


def test_group_judgements_by_geometric_mean(published):
    case = published["ahp-group-aij"]
    codes = "abc"
    members = [
        Member(f"m{row}", answers_of(codes, np.array(matrix)), weight)
        for row, (matrix, weight) in enumerate(zip(case["input"]["matrices"], case["input"]["member_weights"]))
    ]
    found = weigh(hierarchy_of([Item(code, code) for code in codes]), members, "ahp_eigenvector", "aij")
    np.testing.assert_allclose(found.weights, case["expected"]["weights"], atol=1e-12)
    assert found.consistency == pytest.approx(0, abs=1e-9)


def answers_of(codes, matrix):
    pairs = {(codes[i], codes[j]): matrix[i, j] for i, j in zip(*np.triu_indices(len(matrix), 1))}
    return Answers(pairs=pairs)


def test_rank_weights_of_four(published):
    expected = published["rank-weights-n4"]["expected"]
    np.testing.assert_allclose(rank_order_centroid(4), expected["roc"], atol=1e-12)
    np.testing.assert_allclose(rank_sum(4), expected["rank_sum"], atol=1e-12)
    np.testing.assert_allclose(rank_reciprocal(4), expected["rank_reciprocal"], atol=1e-12)


def test_rank_weights_by_hand():
    """n = 4: ROC of the first (1 + 1/2 + 1/3 + 1/4) / 4 = 25/48; two that share places 2 and 3 take their mean."""
    np.testing.assert_allclose(rank_order_centroid(4), [25 / 48, 13 / 48, 7 / 48, 3 / 48])
    np.testing.assert_allclose(rank_weights(np.array([2, 1, 4, 2.0]), rank_sum), [0.25, 0.4, 0.1, 0.25])


@pytest.mark.parametrize("case", ["bwm-linear-2016-transport", "bwm-linear-car"])
def test_linear_best_worst(published, case):
    given_numbers, expected = published[case]["input"], published[case]["expected"]
    found = linear_weights(*(np.array(given_numbers[key], float) for key in ("best_to_others", "others_to_worst")))
    np.testing.assert_allclose(found.weights, expected["weights"], atol=1e-9)
    assert found.xi == pytest.approx(expected["xi_L"], abs=1e-9)


def test_nonlinear_best_worst_of_rezaei_2015():
    """Omega 53: 49-57, transport: load flexibility, accessibility, cost."""
    found = nonlinear_weights(np.array([8, 2, 1.0]), np.array([1, 5, 8.0]))
    np.testing.assert_allclose(found.weights, [0.0714, 0.3387, 0.5899], atol=1e-4)
    assert found.xi == pytest.approx(0.26, abs=0.002)
    assert found.output_ratio == pytest.approx(0.058, abs=0.001)


def test_the_consistency_index_of_rezaei_2015():
    printed = [0.00, 0.44, 1.00, 1.63, 2.30, 3.00, 3.73, 4.47, 5.23]
    assert [round(largest_deviation(a), 2) for a in range(1, 10)] == printed


def closed_form_xi(best_to, to_worst):
    """The smallest deviation of the nonlinear model by its conditions in pairs, without any solver."""
    best, worst = int(np.argmin(best_to)), int(np.argmin(to_worst))
    others = [j for j in range(len(best_to)) if j not in (best, worst)]
    whole = best_to[worst]
    found = [0.0]
    for j in others:
        sign = 1 if best_to[j] * to_worst[j] < whole else -1
        b, c = best_to[j] + to_worst[j] + 1, best_to[j] * to_worst[j] - whole
        roots = np.roots([1, sign * b, c])
        found.append(min(root.real for root in roots if root.real >= -1e-9))
        for i in others:
            if best_to[i] * to_worst[i] > best_to[j] * to_worst[j]:
                more, less = best_to[i] * to_worst[i], best_to[j] * to_worst[j]
                found.append((more - less) / (best_to[i] + to_worst[i] + best_to[j] + to_worst[j]))
    return max(found)


@given(st.data())
def test_nonlinear_best_worst_agrees_with_the_closed_form(data):
    whole = data.draw(st.integers(2, 9))
    middle = data.draw(st.lists(st.tuples(st.integers(1, whole), st.integers(1, whole)), min_size=1, max_size=4))
    best_to = np.array([1.0, *(b for b, _ in middle), whole])
    to_worst = np.array([float(whole), *(w for _, w in middle), 1])
    assume((best_to == 1).sum() == 1 and (to_worst == 1).sum() == 1)
    found = nonlinear_weights(best_to, to_worst)
    assert found.xi == pytest.approx(closed_form_xi(best_to, to_worst), abs=1e-5)
    assert found.weights.sum() == pytest.approx(1) and (found.weights >= 0).all()
    assert (found.low <= found.high + 1e-6).all()


def test_input_ratio_by_hand():
    """|2·5 − 8| / (8² − 8) = 2/56 for accessibility, 0 for the best and the worst."""
    np.testing.assert_allclose(input_ratios(np.array([8, 2, 1.0]), np.array([1, 5, 8.0])), [0, 2 / 56, 0])


def test_critic_of_diakoulaki_1995(published):
    case = published["critic-diakoulaki-1995"]
    found = critic_weights(measured(case["input"]["matrix"], case["input"]["sense"]))
    np.testing.assert_allclose(found.weights, case["expected"]["weights"], atol=case["abs_tol"])


def test_entropy_as_printed(published):
    case = published["entropy-6x8"]
    found = entropy_weights(measured(case["input"]["matrix"]))
    np.testing.assert_allclose(found.weights, case["expected"]["weights"], atol=case["abs_tol"])


@st.composite
def tables(draw):
    n, m = draw(st.integers(3, 12)), draw(st.integers(2, 5))
    return draw(arrays(float, (n, m), elements=st.integers(1, 10**6).map(lambda number: number / 1000)))


@given(tables())
def test_objective_weights_agree_with_pymcdm(table):
    from pymcdm.weights import critic_weights as their_critic
    from pymcdm.weights import entropy_weights as their_entropy
    from pymcdm.weights import standard_deviation_weights as their_deviation

    assume((np.ptp(table, axis=0) > 1e-3 * table.max(axis=0)).all())
    assume(np.abs(np.triu(np.corrcoef(table.T), 1)).max() < 1 - 1e-6)
    scaled = (table - table.min(axis=0)) / np.ptp(table, axis=0)
    np.testing.assert_allclose(entropy_weights(measured(table)).weights, their_entropy(table), atol=1e-6)
    np.testing.assert_allclose(critic_weights(measured(table)).weights, their_critic(table), atol=1e-9)
    np.testing.assert_allclose(deviation_weights(measured(table)).weights, their_deviation(scaled), atol=1e-9)


def test_geometric_means_of_rows_by_hand():
    """Rows 2·4, ½·3, ¼·⅓: cube roots 2, 1.1447, 0.4368."""
    matrix = matrix_of("1 2 4; 1/2 1 3; 1/4 1/3 1")
    roots = np.array([8, 1.5, 1 / 12]) ** (1 / 3)
    np.testing.assert_allclose(geometric_mean_weights(matrix), roots / roots.sum(), atol=1e-12)


def test_geometric_index_of_three_by_hand():
    """Three criteria: each error is a third of ln(a12·a23/a13), so GCI = 1 · 3 · (ln(2·3/4)/3)² = ln²(1.5)/3."""
    matrix = matrix_of("1 2 4; 1/2 1 3; 1/4 1/3 1")
    assert geometric_index(matrix) == pytest.approx(np.log(1.5) ** 2 / 3, abs=1e-12)
