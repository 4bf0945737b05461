from __future__ import annotations

import re
from itertools import permutations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize
from vidnova.planning.errors import PlanError
from vidnova.planning.language import language
from vidnova.planning.ranking.criterion import Criterion, criteria_from_definitions
from vidnova.planning.ranking.engine import rank_alternatives
from vidnova.planning.ranking.explanation.explain import explain, explain_all
from vidnova.planning.ranking.explanation.pairs import why
from vidnova.planning.ranking.explanation.shapley import shapley_differences, shapley_values
from vidnova.planning.ranking.value.definitions import value_function

HAIR = 1e-7
UNKNOWN = np.nan
FUNCTIONS = [
    {"worst": 0, "best": 10},
    {"worst": 10, "best": 0},
    {"function": "log", "worst": 1, "best": 10},
    {"function": "exponential", "worst": 0, "best": 10, "mid": 3},
    {"function": "s-shape", "worst": 10, "best": 0},
    {"function": "target", "target": 4, "lower": 0, "upper": 10},
    {"function": "piecewise", "points": [[0, 0], [5, 0.9], [10, 0.3]]},
    {"function": "threshold", "threshold": 5},
]


def criteria_of(weights, functions=()):
    functions = functions or [FUNCTIONS[0]] * len(weights)
    return [
        Criterion(f"k{number}", f"criterion {number}", weight, value_function(function, None))
        for number, (weight, function) in enumerate(zip(weights, functions))
    ]


@st.composite
def problems(draw, gaps=True, most=5):
    """A matrix (m, n) of raw values and its criteria with fixed goalposts."""
    m, n = draw(st.integers(2, most)), draw(st.integers(2, 6))
    cell = st.integers(0, 100).map(lambda number: number / 10)
    cells = st.one_of(cell, cell, cell, cell, st.just(UNKNOWN)) if gaps else cell
    raw = np.array([[draw(cells) for _ in range(n)] for _ in range(m)])
    weights = [draw(st.integers(1, 9)) for _ in range(m)]
    functions = [draw(st.sampled_from(FUNCTIONS)) for _ in range(m)]
    assume(not np.isnan(raw).all())
    return raw, criteria_of(weights, functions)


def ahead(raw, criteria, below, above, **settings_of):
    score = rank_alternatives(raw, criteria, **settings_of).score
    return bool(score[below] > score[above])


def reweighted(criteria, shares):
    return [Criterion(c.code, c.name, float(share), c.value_function) for c, share in zip(criteria, shares)]


def with_share(shares, criterion, share):
    found = shares * (1 - share) / (1 - shares[criterion])
    found[criterion] = share
    return found


def lower_and_upper(found):
    return (found.rival, found.place) if found.rank == 1 else (found.place, found.rival)


@given(problems())
def test_the_told_weight_turns_the_order_and_a_hair_less_does_not(problem):
    raw, criteria = problem
    ranking = rank_alternatives(raw, criteria)
    for found in explain_all(ranking):
        change = found.weight_change
        if change is None:
            continue
        assert change.old == ranking.shares[change.criterion]
        towards = np.sign(change.new - change.old)
        beyond, short = (
            with_share(ranking.shares, change.criterion, change.new + towards * by) for by in (HAIR, -HAIR)
        )
        pair = lower_and_upper(found)
        assume(0 < change.new + towards * HAIR < 1 and abs(change.new - change.old) > 3 * HAIR)
        now = rank_alternatives(raw, reweighted(criteria, with_share(ranking.shares, change.criterion, change.new)))
        assert now.score[pair[0]] == pytest.approx(now.score[pair[1]], abs=1e-9)
        assert ahead(raw, reweighted(criteria, beyond), *pair)
        assert not ahead(raw, reweighted(criteria, short), *pair)


@given(problems())
def test_no_smaller_change_of_one_weight_turns_the_order(problem):
    raw, criteria = problem
    ranking = rank_alternatives(raw, criteria)
    for found in explain_all(ranking):
        if found.rival is None:
            continue
        smallest = abs(found.weight_change.new - found.weight_change.old) if found.weight_change else 1.0
        for criterion, old in enumerate(ranking.shares):
            for share in old + np.linspace(-smallest, smallest, 21) * (1 - 1e-6):
                if 1e-6 < share < 1 - 1e-6:
                    turned = rank_alternatives(raw, reweighted(criteria, with_share(ranking.shares, criterion, share)))
                    below, above = lower_and_upper(found)
                    assert turned.score[below] <= turned.score[above] + 1e-9


@given(problems())
def test_the_told_value_turns_the_order_and_a_hair_less_does_not(problem):
    raw, criteria = problem
    ranking = rank_alternatives(raw, criteria)
    for found in explain_all(ranking):
        change = found.value_change
        if change is None:
            continue
        below, above = lower_and_upper(found)
        assert change.raw_old == raw[change.criterion, below]
        hair = HAIR * np.sign(change.raw_new - change.raw_old)
        assume(change.new - change.old > 1e-5)
        for by, turned in ((hair, True), (-hair, False)):
            changed = raw.copy()
            changed[change.criterion, below] = change.raw_new + by
            assert ahead(changed, criteria, below, above) == turned


@given(problems(gaps=False))
def test_no_value_of_one_criterion_turns_the_order_where_none_is_told(problem):
    raw, criteria = problem
    ranking = rank_alternatives(raw, criteria)
    for found in explain_all(ranking):
        if found.rival is None or found.value_change is not None:
            continue
        below, above = lower_and_upper(found)
        for criterion in range(len(criteria)):
            for value in np.linspace(0, 10, 41):
                changed = raw.copy()
                changed[criterion, below] = value
                assert rank_alternatives(changed, criteria).score[below] <= ranking.score[above] + 1e-8


@given(problems())
def test_contributions_sum_to_the_score_beyond_the_average_profile(problem):
    raw, criteria = problem
    ranking = rank_alternatives(raw, criteria)
    means = np.array([row[~np.isnan(row)].mean() if (~np.isnan(row)).any() else 0.0 for row in ranking.values])
    for found in explain_all(ranking):
        if found.rank is None:
            continue
        known = ~np.isnan(ranking.values[:, found.place])
        background = ranking.shares[known] @ means[known] / ranking.shares[known].sum()
        assert np.nansum(found.contributions) == pytest.approx(found.score - background, abs=1e-12)
        assert np.isnan(found.contributions).tolist() == (~known).tolist()
        for extreme, of in ((found.strongest, np.nanmax), (found.weakest, np.nanmin)):
            assert extreme is None or found.contributions[extreme] == of(found.contributions)


@settings(max_examples=40)
@given(problems(gaps=False))
def test_the_nearest_weights_are_those_of_a_general_optimiser(problem):
    raw, criteria = problem
    ranking = rank_alternatives(raw, criteria)
    for found in explain_all(ranking):
        if found.rival is None:
            continue
        below, above = lower_and_upper(found)
        difference = ranking.values[:, below] - ranking.values[:, above]
        nearest = found.nearest_weights()
        if nearest is None:
            assert difference.max() <= 1e-9
            continue
        assert nearest.min() >= 0 and nearest.sum() == pytest.approx(1) and abs(difference @ nearest) < 1e-9
        general = minimize(
            lambda shares: ((shares - ranking.shares) ** 2).sum(),
            ranking.shares,
            method="SLSQP",
            bounds=[(0, 1)] * len(criteria),
            constraints=[
                {"type": "eq", "fun": lambda shares: shares.sum() - 1},
                {"type": "eq", "fun": lambda shares, d=difference: d @ shares},
            ],
        )
        if general.success:
            assert ((nearest - ranking.shares) ** 2).sum() <= general.fun + 1e-6


@settings(max_examples=60)
@given(problems())
def test_the_nearest_weights_draw_level_with_unknown_values_too(problem):
    raw, criteria = problem
    ranking = rank_alternatives(raw, criteria)
    for found in explain_all(ranking):
        nearest, change = found.nearest_weights(), found.weight_change
        if nearest is None or change is None:
            continue
        turned = rank_alternatives(raw, reweighted(criteria, nearest))
        below, above = lower_and_upper(found)
        if not np.isnan(turned.score[[below, above]]).any():
            assert turned.score[below] == pytest.approx(turned.score[above], abs=1e-9)


@given(problems(most=4))
def test_shapley_values_of_a_weighted_sum_are_its_contributions(problem):
    raw, criteria = problem
    ranking = rank_alternatives(raw, criteria)
    for found in explain_all(ranking):
        if found.rank is not None:
            np.testing.assert_allclose(shapley_values(ranking, found.place), found.contributions, atol=1e-12)


@pytest.mark.parametrize("method", ["topsis", "vikor", "weighted_product", "owa", "marcos", "tiers"])
def test_shapley_values_are_the_mean_over_all_orders_and_sum_to_the_score_beyond_the_mean_profile(method):
    raw = np.array([[3.0, 9, 1, 4], [5, 2, 8, 8], [1, 1, 7, 2]])
    criteria = criteria_of([3, 2, 1])
    ranking = rank_alternatives(raw, criteria, method)
    mean = np.array([row.mean() for row in ranking.values]), raw.mean(axis=1)

    def score(place, own):
        """The score with the own values of some criteria, by a ranking of a measurement made by hand."""
        measurement = ranking.measurement
        values, numbers = measurement.values.copy(), measurement.raw.copy()
        for criterion in set(range(3)) - set(own):
            values[criterion, place], numbers[criterion, place] = mean[0][criterion], mean[1][criterion]
        changed = type(measurement)(**{**measurement.__dict__, "values": values, "raw": numbers})
        return ranking.settings.rule.outcome(changed, ranking.settings).score[place]

    for place in range(4):
        expected = np.zeros(3)
        for order in permutations(range(3)):
            for position, criterion in enumerate(order):
                gained = score(place, order[: position + 1]) - score(place, order[:position])
                expected[criterion] += gained / 6
        found = shapley_values(ranking, place)
        np.testing.assert_allclose(found, expected, atol=1e-12)
        assert found.sum() == pytest.approx(ranking.score[place] - score(place, ()), abs=1e-9)


@settings(max_examples=40)
@given(problems(most=4), st.sampled_from(["topsis", "vikor", "owa", "weighted_sum"]))
def test_what_speaks_for_and_against_a_pair_sums_to_the_difference_of_their_scores(problem, method):
    raw, criteria = problem
    ranking = rank_alternatives(raw, criteria, method)
    known = np.flatnonzero(~np.isnan(ranking.score))
    assume(len(known) > 1)
    one, other = known[:2]
    parts = np.nansum(shapley_differences(ranking, one, other))
    assert parts == pytest.approx(ranking.score[one] - ranking.score[other], abs=1e-9)
    if method == "weighted_sum" and not np.isnan(raw[:, [one, other]]).any():
        expected = ranking.contributions[:, one] - ranking.contributions[:, other]
        np.testing.assert_allclose(shapley_differences(ranking, one, other), expected, atol=1e-12)


@pytest.mark.parametrize("method", ["topsis", "vikor", "weighted_product", "owa", "marcos"])
def test_changes_told_for_other_methods_turn_their_order(method):
    raw = np.random.default_rng(5).uniform(1, 9, (4, 7))
    criteria = criteria_of([3, 2, 2, 1], FUNCTIONS[:4])
    ranking = rank_alternatives(raw, criteria, method)
    told = 0
    for found in explain_all(ranking):
        below, above = lower_and_upper(found)
        if found.weight_change:
            change = found.weight_change
            for by, turned in ((1e-6, True), (-1e-6, False)):
                share = change.new + by * np.sign(change.new - change.old)
                weighted = reweighted(criteria, with_share(ranking.shares, change.criterion, share))
                assert ahead(raw, weighted, below, above, method=method) == turned
            told += 1
        if found.value_change:
            changed, change = raw.copy(), found.value_change
            changed[change.criterion, below] = change.raw_new + 1e-6 * np.sign(change.raw_new - change.raw_old)
            assert ahead(changed, criteria, below, above, method=method)
            told += 1
    assert told > 7


def test_flows_of_pairs_have_their_weight_change_in_closed_form():
    raw = np.array([[9.0, 5, 1], [1, 6, 7]])
    criteria = criteria_of([2, 1])
    ranking = rank_alternatives(raw, criteria, "promethee")
    found = explain(ranking, 1)
    assert ranking.rank == [1, 2, 3]
    share = found.weight_change.new
    turned = rank_alternatives(
        raw, reweighted(criteria, with_share(ranking.shares, found.weight_change.criterion, share)), "promethee"
    )
    assert turned.score[1] == pytest.approx(turned.score[0])


SCHOOLS = [
    {"code": "people", "name_uk": "Люди поруч", "name_en": "People served", "unit": "осіб", "weight": 3,
     "value": {"worst": 0, "best": 4000}},
    {"code": "cost", "name_uk": "Вартість", "name_en": "Cost", "weight": 1, "value": {"worst": 50, "best": 0}},
]  # fmt: skip
RAW = [[3000, 2000, UNKNOWN, 2000], [40, 10, UNKNOWN, 10]]
NAMES = ["М-01", "М-02", "М-03", "М-04"]


def told(code, raw=RAW, names=NAMES, definitions=SCHOOLS, **settings_of):
    with language(code):
        ranking = rank_alternatives(raw, criteria_from_definitions(definitions), **settings_of)
        return [found.sentence() for found in explain_all(ranking, names)]


def test_the_sentence_says_place_reasons_and_what_would_turn_the_order():
    """By hand: values 0.75, 0.2 and 0.5, 0.8; scores 0.6125 and 0.575. Level where w·0.25 = (1 − w)·0.6, w = 0.7059,
    and where 0.75·v + 0.2 = 0.6125, v = 0.55, 2,200 people: 2,210 are enough."""
    english, ukrainian = told("en"), told("uk")
    assert english[0] == (
        "Rank 1 of 3, score 0.613: raised most by «People served» (+0.125 against the average), held back most by "
        "«Cost» (−0.100); «М-02» comes ahead if you lower the weight of «People served» from 75% to 70.5% or bring "
        "its «People served, осіб» from 2,000 to 2,210."
    )
    assert ukrainian[1] == (
        "Місце 2 з 3 (спільне, усього таких 2), бал 0,575: найбільше підносить критерій «Вартість» (+0,050 проти "
        "середнього), найбільше стримує критерій «Люди поруч» (−0,063); щоб обійти «М-01», досить знизити вагу "
        "критерію «Люди поруч» з 75 % до 70,5 % або довести показник «Люди поруч, осіб» з 2 000 до 2 210."
    ).replace("2 000", "2\u00a0000").replace("2 210", "2\u00a0210").replace(" %", "\u00a0%")
    assert english[2] == "It has no rank, for nothing that counts is known of it."


def test_what_is_told_is_enough_once_it_is_rounded():
    rng = np.random.default_rng(11)
    raw = rng.uniform(0, 10, (4, 12))
    criteria = criteria_of([4, 3, 2, 1], FUNCTIONS[3:])
    ranking = rank_alternatives(raw, criteria)
    for found in explain_all(ranking, [str(place) for place in range(12)]):
        below, above = lower_and_upper(found)
        sentence = found.sentence()
        weight = re.search(r"weight of «criterion (\d)» from [\d.]+% to ([\d.]+)%", sentence)
        value = re.search(r"bring (?:its )?«criterion (\d)»[^.]*? from [\d.]+ to ([\d.]*\d)", sentence)
        assert weight or value
        if weight:
            shares = with_share(ranking.shares, int(weight[1]), float(weight[2]) / 100)
            assert ahead(raw, reweighted(criteria, shares), below, above)
        if value:
            changed = raw.copy()
            changed[int(value[1]), below] = float(value[2])
            score = rank_alternatives(changed, criteria).score
            assert score[below] > score[above]


def test_a_class_and_a_scale_of_the_data_are_named():
    definitions = [
        {"code": "damage", "weight": 1, "value": {"function": "category", "table": {"low": 0.1, "mid": 0.5, "top": 1}}},
        {"code": "need", "weight": 1},
    ]
    names = ["A", "B", "C"]
    found = told("en", [["top", "low", "low"], [1, 5, 9]], names, definitions)
    assert "«A» comes ahead if you" in found[2] and "(on the present scale)" in found[2]
    assert "bring «damage» to class «top»" in found[1]  # «mid» would draw level, 0.5 · 0.5 + 0.5 · 0.5 = 0.5


def test_lonely_equal_and_hopeless_candidates():
    assert told("en", [[5], [5]], ["A"]) == ["There is only one candidate: its place says nothing."]
    equal = told("uk", [[5, 5], [5, 5]], ["A", "B"])
    assert equal[0].startswith("Місце 1 з 2 (спільне, усього таких 2)") and "нічим не відрізняється" in equal[0]
    hopeless = told("en", [[4000, 4000], [0, 50]], ["A", "B"], [SCHOOLS[0], {**SCHOOLS[1], "weight": 0}])
    assert all("Rank 1 of 2, shared by 2" in sentence for sentence in hopeless)
    dominated = told("en", [[4000, 0], [0, 50]], ["A", "B"])
    assert "no change of one weight or of one value is enough to overtake «A»" in dominated[1]
    assert "no change of one weight or of one value puts «B» ahead" in dominated[0]


def test_without_names_candidates_have_numbers():
    ranking = rank_alternatives([[3, 2]], criteria_of([1]))
    assert "candidate 1" in explain(ranking, 1).sentence()


def test_why_one_stands_before_the_other():
    ranking = rank_alternatives(RAW, criteria_from_definitions(SCHOOLS))
    sentence = why(ranking, 1, 0, NAMES)
    assert (
        sentence.startswith(
            "«М-01» (rank 1, score 0.613) stands before «М-02» (rank 2, score 0.575): for the first speak "
            "«Люди поруч» (+0.188); against it «Вартість» (−0.150); net +0.038; «М-02» comes ahead if you lower"
        )
        or "People served" in sentence
    )
    assert why(ranking, 1, 3, NAMES).startswith("«М-02» and «М-04» share rank 2, score 0.575: net 0.000")
    assert why(ranking, 0, 2, NAMES) == "«М-03» has no rank, for nothing that counts is known of it."


def test_a_pair_names_what_is_unknown_of_one():
    ranking = rank_alternatives([[3000, 2000], [UNKNOWN, 10]], criteria_from_definitions(SCHOOLS))
    assert "unknown of «A»: «Cost»" in why(ranking, 0, 1, ["A", "B"])


@pytest.mark.parametrize("method", ["topsis", "vikor", "promethee", "electre_3", "tiers", "two_indices", "owa"])
def test_every_method_has_its_sentences(method):
    raw = np.random.default_rng(2).uniform(1, 9, (3, 5))
    definitions = [{"code": f"k{number}", "index": index} for number, index in enumerate(["SEI", "FEI", "FEI"])]
    sentences = told("uk", raw, list("ABCDE"), definitions, method=method)
    assert all(sentence.startswith("Місце") and sentence.endswith(".") for sentence in sentences)
    ranking = rank_alternatives(raw, criteria_from_definitions(definitions), method)
    assert ";" in why(ranking, 0, 1, list("ABCDE"))


def test_many_criteria_of_a_method_without_sums_have_no_parts_but_a_sentence():
    ranking = rank_alternatives(np.random.default_rng(1).random((13, 3)), criteria_of([1] * 13), "topsis")
    with pytest.raises(PlanError, match="up to 12 criteria, and 13 count"):
        shapley_values(ranking, 0)
    assert explain(ranking, 0).sentence().startswith("Rank")
