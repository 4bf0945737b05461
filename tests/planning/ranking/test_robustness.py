from __future__ import annotations

import json
from itertools import combinations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from vidnova.planning.errors import Cancelled, PlanError
from vidnova.planning.progress import Progress
from vidnova.planning.ranking.criterion import Criterion
from vidnova.planning.ranking.engine import rank_alternatives
from vidnova.planning.ranking.ranks import competition_ranks
from vidnova.planning.ranking.robustness import rank_counting
from vidnova.planning.ranking.robustness.acceptability import (
    confidence_factors,
    first_places,
    pairwise_wins,
)
from vidnova.planning.ranking.robustness.analysis import Request, bins_within, model_of, robustness_of
from vidnova.planning.ranking.robustness.draws import Model
from vidnova.planning.ranking.robustness.ranges import weight_ranges
from vidnova.planning.ranking.robustness.rank_counting import rank_counts
from vidnova.planning.ranking.robustness.sentences import robustness_notes
from vidnova.planning.ranking.robustness.uncertainty import Uncertainty, uncertainty_from_definition
from vidnova.planning.ranking.robustness.weight_information import (
    any_weights,
    ordered_weights,
    weights_around,
    weights_between,
)
from vidnova.planning.ranking.value.functions import Linear

DRAWS = 20_000


def criteria_of(count, weights=None):
    weights = weights or [1] * count
    return [Criterion(f"c{i}", f"c{i}", w, Linear("benefit", 0.0, 1.0)) for i, w in enumerate(weights)]


def ranked(values, weights=None, missing="renormalise"):
    return rank_alternatives(np.asarray(values), criteria_of(len(values), weights), missing=missing)


def model(values, information=None, seed=1, missing="renormalise", uncertain=None):
    ranking = ranked(values, missing=missing)
    return Model(ranking.measurement, information or any_weights(len(values)), seed, missing, uncertain or {})


@pytest.fixture(scope="module")
def published(real_data):
    cases = json.loads((real_data / "decision_references/public.json").read_text("utf-8"))["public"]
    return {case["id"]: case for case in cases}


@pytest.mark.parametrize("name", ["smaa2-exact-2crit", "smaa2-exact-3crit", "smaa2-symmetry"])
def test_acceptability_and_central_weights_are_the_exact_ones(published, name):
    case, draws = published[name], 60_000
    made = model(np.array(case["input"]["values"]).T)
    expected = np.array(case["expected"]["rank_acceptability"])
    error = 4 * np.sqrt(expected * (1 - expected) / draws) + 1e-12
    counts, firsts = rank_counts(made, draws), first_places(made, draws, 2)
    assert (np.abs(counts.acceptability - expected) <= error).all()
    assert (np.abs(firsts.first - expected[:, 0]) <= error[:, 0]).all()
    assert (np.abs(firsts.among_top - expected[:, :2].sum(axis=1)) <= 0.01).all()
    for weights, exact in zip(firsts.central, case["expected"].get("central_weights", [])):
        if exact is None:
            assert np.isnan(weights).all()
        else:
            np.testing.assert_allclose(weights, exact, atol=0.01)


def by_definition(made, draws):
    """Ranks (draws, n), one draw after the other."""
    return np.array([competition_ranks(scores)[0] for block in made.blocks(draws) for scores in block.scores])


@st.composite
def tables(draw, gaps=False):
    m, n = draw(st.integers(1, 4)), draw(st.integers(1, 7))
    numbers = st.integers(0, 8).map(lambda number: number / 8)
    values = draw(arrays(float, (m, n), elements=(numbers | st.just(np.nan)) if gaps else numbers))
    assume(not np.isnan(values).all())
    return values


@given(tables(gaps=True), st.sampled_from(["renormalise", "worst"]))
def test_ranks_are_counted_as_by_definition(values, missing):
    made, draws = model(values, missing=missing), 50
    ranks, found = by_definition(made, draws), rank_counts(made, draws)
    for place in range(values.shape[1]):
        counted = np.bincount(ranks[:, place], minlength=values.shape[1] + 1)[1:]
        assert found.counts[place].tolist() == counted.tolist()
        if counted.any():
            assert found.best[place] == ranks[:, place].min() and found.worst[place] == ranks[:, place].max()
            assert found.expected[place] == pytest.approx(ranks[:, place].mean())


@given(tables(gaps=True), st.integers(1, 4))
def test_first_places_are_counted_as_by_definition(values, top):
    made, draws = model(values), 50
    ranks, found = by_definition(made, draws), first_places(made, draws, top)
    np.testing.assert_allclose(found.first, (ranks == 1).mean(axis=0))
    np.testing.assert_allclose(found.among_top, ((ranks > 0) & (ranks <= top)).mean(axis=0))


@given(tables())
def test_pairs_are_counted_as_by_definition(values):
    made, draws = model(values), 50
    ranks, wins = by_definition(made, draws), pairwise_wins(made, draws)
    for one, other in combinations(range(values.shape[1]), 2):
        assert wins[one, other] == pytest.approx((ranks[:, one] < ranks[:, other]).mean())
        assert wins[other, one] == pytest.approx((ranks[:, one] > ranks[:, other]).mean())


@given(tables())
def test_the_dominated_is_never_above(values):
    made = model(values)
    wins = pairwise_wins(made, 60)
    for one in range(values.shape[1]):
        for other in range(values.shape[1]):
            if (values[:, one] >= values[:, other]).all():
                assert wins[other, one] == 0


@given(tables(gaps=True))
def test_twins_share_every_rank(values):
    found = rank_counts(model(np.hstack([values, values])), 40)
    n = values.shape[1]
    assert (found.counts[:n] == found.counts[n:]).all()


def test_without_ties_each_rank_is_held_by_one():
    values = np.random.default_rng(3).random((3, 30))
    found = rank_counts(model(values), 2000)
    assert (found.counts.sum(axis=0) == 2000).all() and (found.counts.sum(axis=1) == 2000).all()


def test_the_same_seed_gives_the_same_bits_however_memory_is_cut(monkeypatch):
    values = np.random.default_rng(5).random((4, 300))
    uncertain = {1: Uncertainty("normal", values[1] - 0.1, values[1], values[1] + 0.1)}
    made = model(values, weights_around(np.full(4, 0.25), 0.4, list("abcd")), uncertain=uncertain)
    whole, firsts = rank_counts(made, 3000), first_places(made, 3000, 5)
    monkeypatch.setattr(rank_counting, "RANKS_AT_ONCE", 1)
    monkeypatch.setattr(rank_counting, "COLUMNS_AT_ONCE", 7)
    cut = rank_counts(made, 3000)
    assert (whole.counts == cut.counts).all() and (whole.expected == cut.expected).all()
    again = first_places(model(values, made.information, uncertain=uncertain), 3000, 5)
    assert (again.central[~np.isnan(again.central)] == firsts.central[~np.isnan(firsts.central)]).all()
    assert (rank_counts(model(values, made.information, 2, uncertain=uncertain), 3000).counts != whole.counts).any()


def test_bins_hold_the_ranks_of_single_counts():
    made = model(np.random.default_rng(6).random((3, 40)))
    single, binned = rank_counts(made, 500), rank_counts(made, 500, 8)
    assert (single.counts.reshape(40, 8, 5).sum(axis=2) == binned.counts).all()
    assert (single.best == binned.best).all() and (single.worst == binned.worst).all()
    assert (single.quantile(0.5) <= binned.quantile(0.5)).all()
    assert (binned.quantile(0.5) < single.quantile(0.5) + 5).all()


@given(tables())
def test_a_quantile_is_the_ranks_own_however_memory_is_cut(values):
    made, draws = model(values), 40
    ranks, found = by_definition(made, draws), rank_counts(made, draws)
    for share in (0.05, 0.5, 0.95):
        exact = np.sort(ranks, axis=0)[int(np.ceil(share * draws - 1e-9)) - 1]
        assert found.quantile(share).tolist() == exact.tolist()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(rank_counting, "ROWS_AT_ONCE", 2)
            assert found.quantile(share).tolist() == exact.tolist()


def test_memory_decides_between_ranks_and_bins():
    assert bins_within(10_000, 1024) == 10_000
    assert bins_within(150_000, 1024) == 100


def test_cancel_stops_the_draws():
    asked = iter([False] * 3 + [True] * 100)
    with pytest.raises(Cancelled):
        rank_counts(
            model(np.random.default_rng(1).random((3, 1000))), 5000, None, Progress(cancelled=lambda: next(asked))
        )


def test_weights_in_order_have_the_rank_order_centroid_as_mean():
    drawn = ordered_weights([2, 1, 3, 4]).draw(np.random.default_rng(1), DRAWS)
    np.testing.assert_allclose(drawn.mean(axis=0), [0.2708, 0.5208, 0.1458, 0.0625], atol=0.005)
    assert (drawn[:, 1] >= drawn[:, 0]).all() and (drawn[:, 2] >= drawn[:, 3]).all()


def test_criteria_of_one_place_come_in_any_order():
    drawn = ordered_weights([1, 2, 2]).draw(np.random.default_rng(1), DRAWS)
    assert (drawn[:, 0] >= drawn[:, 1:].max(axis=1)).all()
    assert (drawn[:, 1] > drawn[:, 2]).mean() == pytest.approx(0.5, abs=0.02)


def within(drawn, low, high):
    np.testing.assert_allclose(drawn.sum(axis=1), 1)
    return ((drawn >= np.array(low) - 1e-9) & (drawn <= np.array(high) + 1e-9)).all()


def test_weights_within_bounds_are_even_there():
    """w1 in 0.2..0.4 and w2 free: w1 is even over its interval, as two shares leave one degree of freedom."""
    low, high = [0.2, 0.0], [0.4, 1.0]
    drawn = weights_between(low, high, ["a", "b"]).draw(np.random.default_rng(1), DRAWS)
    assert within(drawn, low, high)
    assert np.quantile(drawn[:, 0], [0.25, 0.5, 0.75]) == pytest.approx([0.25, 0.3, 0.35], abs=0.005)


def test_hit_and_run_draws_as_rejection_does():
    low, high = np.full(6, 1 / 6 - 0.03), np.full(6, 1 / 6 + 0.03)
    drawn = weights_between(low, high, list("abcdef")).draw(np.random.default_rng(1), DRAWS)
    tries = np.random.default_rng(2).uniform(low, high, (3_000_000, 6))
    tries[:, 5] = 1 - tries[:, :5].sum(axis=1)
    exact = tries[(tries[:, 5] >= low[5]) & (tries[:, 5] <= high[5])]
    assert within(drawn, low, high)
    for share in (0.1, 0.5, 0.9):
        np.testing.assert_allclose(np.quantile(drawn, share, axis=0), np.quantile(exact, share, axis=0), atol=0.0015)


def test_a_fixed_weight_stays_fixed():
    drawn = weights_between([0.5, 0, 0], [0.5, 1, 1], list("abc")).draw(np.random.default_rng(1), 1000)
    assert within(drawn, [0.5, 0, 0], [0.5, 0.5, 0.5])
    assert (
        weights_between([0.3, 0.7], [0.3, 0.7], list("ab")).draw(np.random.default_rng(1), 2).tolist()
        == [[0.3, 0.7]] * 2
    )


@pytest.mark.parametrize(
    ("low", "high", "sentence"),
    [
        ([0.6, 0.6], [1, 1], "least weights sum to 1.2"),
        ([0, 0], [0.3, 0.3], "greatest weights sum to 0.6"),
        ([0.5, 0], [0.4, 1], "«a» cannot be at least 0.5 and at most 0.4"),
    ],
)
def test_bounds_that_no_weights_meet_are_refused(low, high, sentence):
    with pytest.raises(PlanError, match=sentence):
        weights_between(low, high, ["a", "b"])


@pytest.mark.parametrize(
    ("kind", "quantiles"),
    [
        ("interval", [10 + 0.25 * 20, 20, 10 + 0.75 * 20]),
        ("normal", [20 - 0.6745 * 10 / 1.96, 20, 20 + 0.6745 * 10 / 1.96]),
        ("triangular", [30 - np.sqrt(0.75 * 20 * 18), 30 - np.sqrt(0.5 * 20 * 18), 30 - np.sqrt(0.25 * 20 * 18)]),
    ],
)
def test_uncertain_values_have_their_distribution(kind, quantiles):
    likely = 12.0 if kind == "triangular" else 20.0
    found = Uncertainty(kind, np.array([10.0]), np.array([likely]), np.array([30.0]))
    drawn = found.draw(np.random.default_rng(1), 100_000)[:, 0]
    assert np.quantile(drawn, [0.25, 0.5, 0.75]) == pytest.approx(quantiles, abs=0.15)
    if kind != "normal":
        assert drawn.min() >= 10 and drawn.max() <= 30


def test_a_range_without_width_is_the_value_itself():
    for kind in ("interval", "normal", "triangular"):
        value = np.array([5.0, np.nan])
        drawn = Uncertainty(kind, value, value, value).draw(np.random.default_rng(1), 3)
        assert drawn[:, 0].tolist() == [5, 5, 5] and np.isnan(drawn[:, 1]).all()


def test_uncertainty_is_read_from_a_definition():
    values = np.array([100.0, -10.0, np.nan])
    columns = {"least": np.array([80.0, np.nan, 1.0]), "most": np.array([150.0, np.nan, 2.0])}
    relative = uncertainty_from_definition("c", {"kind": "normal", "spread": 0.1}, values, columns.get)
    assert relative.low[:2].tolist() == [90, -11] and relative.high[:2].tolist() == [110, -9]
    absolute = uncertainty_from_definition("c", {"spread": 5, "relative": False}, values, columns.get)
    assert absolute.kind == "interval" and absolute.low[:2].tolist() == [95, -15]
    ends = {"kind": "triangular", "low_field": "least", "high_field": "most"}
    given_ends = uncertainty_from_definition("c", ends, values, columns.get)
    assert given_ends.low[:2].tolist() == [80, -10] and given_ends.high[:2].tolist() == [150, -10]


@pytest.mark.parametrize(
    "definition", [{"kind": "normal"}, {"spread": -1}, {"spread": 1, "wide": 2}, {"kind": "beta", "spread": 1}, "wide"]
)
def test_an_unusable_uncertainty_is_refused(definition):
    with pytest.raises(PlanError):
        uncertainty_from_definition("Вартість", definition, np.ones(2), lambda name: np.ones(2))


def test_two_equal_but_for_noise_win_half_of_the_draws():
    values = np.array([[0.5, 0.5, 0.0]])
    made = model(values, uncertain={0: Uncertainty("normal", values[0] - 0.1, values[0], values[0] + 0.1)})
    found = first_places(made, DRAWS, 1)
    assert found.first[:2] == pytest.approx([0.5, 0.5], abs=0.015) and found.first[2] == 0
    confidence = confidence_factors(made, found.central, 5000)
    assert confidence[:2] == pytest.approx([0.5, 0.5], abs=0.03) and np.isnan(confidence[2])


@given(tables(gaps=True), st.data())
def test_the_first_place_stands_within_its_range_and_falls_outside(values, data):
    weights = data.draw(st.lists(st.integers(1, 9), min_size=len(values), max_size=len(values)))
    ranking = ranked(values, weights)
    top = data.draw(st.integers(1, 3))
    for moved in weight_ranges(ranking, top):
        for span, last in ((moved.first, 1), (moved.among_top, top)):
            front = {place for place, rank in enumerate(ranking.rank) if rank and rank <= last}
            assert span.low <= moved.share + 1e-9 and moved.share <= span.high + 1e-9
            for end, beyond, who in ((span.low, -1, span.below), (span.high, 1, span.above)):
                if who is None:
                    continue
                inside = scores_at(ranking, moved, end - 1e-4 * beyond * min(1, abs(moved.share - end) * 1e3))
                outside = scores_at(ranking, moved, end + 1e-5 * beyond)
                assert min(inside[list(front)]) >= inside[who] - 1e-9
                if 0 <= end + 1e-5 * beyond <= 1:
                    assert min(outside[list(front)]) < outside[who] + 1e-9


def scores_at(ranking, moved, share):
    acting = np.flatnonzero(ranking.tells_apart)
    shares = ranking.shares[acting] / ranking.shares[acting].sum()
    row = acting.tolist().index(moved.criterion)
    rest = 1 - shares[row]
    others = shares / rest if rest > 0 else np.full(len(shares), 1 / max(1, len(shares) - 1))
    weights = others * (1 - share)
    weights[row] = share
    values = ranking.values[acting]
    with np.errstate(invalid="ignore"):
        return np.nan_to_num(weights @ np.nan_to_num(values) / (weights @ ~np.isnan(values)), nan=-1)


def test_ranges_agree_with_a_fine_grid():
    values = np.random.default_rng(8).random((4, 25))
    ranking = ranked(values, [4, 3, 2, 1])
    leader = ranking.rank.index(1)
    for moved in weight_ranges(ranking, 1):
        grid = [share for share in np.linspace(0, 1, 2001) if scores_at(ranking, moved, share).argmax() == leader]
        around = [s for s in grid if all(abs(s - t) < 1 for t in (moved.share,))]
        assert min(around) == pytest.approx(moved.first.low, abs=0.001)
        assert max(around) == pytest.approx(moved.first.high, abs=0.001)


def test_the_whole_analysis_tells_who_is_firm():
    values = np.array([[0.9, 0.5, 0.1, 0.2], [0.8, 0.85, 0.3, 0.1], [0.7, 0.2, 0.9, 0.0]])
    ranking = ranked(values, [3, 2, 1])
    found = robustness_of(list(values), ranking, Request(draws=2000, top=2))
    assert found.firsts.first[0] > 0.95 and found.confidence[0] == 1
    assert found.ranks is not None and found.ranks.worst[0] <= 2
    by_name = {other.name: other for other in found.without}
    assert set(by_name) == {"c0", "c1", "c2"} and by_name["c2"].rank.tolist() == [1, 2, 3, 4]
    methods = {other.name: other for other in found.methods}
    assert methods["topsis"].rank[0] == 1 and methods["topsis"].tau > 0.6
    assert methods["two_indices"].reason
    assert 0 in found.top.always


def test_tau_is_scipys():
    stats = pytest.importorskip("scipy.stats")
    values = np.random.default_rng(4).random((3, 12))
    ranking = ranked(values)
    found = robustness_of(list(values), ranking, Request(draws=10, top=2))
    other = next(o for o in found.methods if o.name == "topsis")
    theirs = rank_alternatives(values, ranking.criteria, "topsis")
    assert other.tau == pytest.approx(stats.kendalltau(ranking.rank, theirs.rank)[0])
    assert other.rho == pytest.approx(stats.spearmanr(ranking.rank, theirs.rank)[0])


def test_nothing_to_tell_apart_is_refused():
    values = np.ones((2, 3))
    criteria = [Criterion("a", "a"), Criterion("b", "b")]
    ranking = rank_alternatives(values, criteria)
    with pytest.raises(PlanError, match="no order"):
        robustness_of(list(values), ranking, Request(draws=10))


def test_a_constant_criterion_takes_no_part():
    values = np.array([[0.2, 0.9], [7.0, 7.0]])
    criteria = [Criterion("a", "a"), Criterion("b", "b")]
    made = model_of(rank_alternatives(values, criteria), Request(weights="any"))
    assert made.acting.tolist() == [0]
    assert first_places(made, 100, 1).first.tolist() == [0, 1]


@given(tables(gaps=True), st.data())
def test_the_order_of_alternatives_does_not_matter(values, data):
    order = data.draw(st.permutations(range(values.shape[1])))
    one, other = rank_counts(model(values), 50), rank_counts(model(values[:, order]), 50)
    assert (one.counts[order] == other.counts).all()
    firsts, again = first_places(model(values), 50, 2), first_places(model(values[:, order]), 50, 2)
    np.testing.assert_array_equal(firsts.first[order], again.first)
    np.testing.assert_allclose(firsts.central[order], again.central)


def test_uncertain_values_beat_each_other_as_often_as_their_distributions_say():
    """X even in 4..6 is above Y even in 5..7 where both are in 5..6 and X is the greater: 1/2 · 1/2 · 1/2."""
    raw = np.array([[5.0, 6.0]])
    criteria = [Criterion("c", "c", 1, Linear("benefit", 0.0, 10.0))]
    request = Request(draws=DRAWS, uncertain={"c": Uncertainty("interval", raw[0] - 1, raw[0], raw[0] + 1)})
    made = model_of(rank_alternatives(raw, criteria), request)
    error = 4 * np.sqrt(0.125 * 0.875 / DRAWS)
    assert first_places(made, DRAWS, 1).first.tolist() == pytest.approx([0.125, 0.875], abs=error)
    assert pairwise_wins(made, DRAWS)[0, 1] == pytest.approx(0.125, abs=error)


@pytest.mark.parametrize("missing", ["renormalise", "worst"])
def test_an_unknown_value_stays_unknown_in_every_draw_though_its_ends_are_known(missing):
    raw = np.array([[0.4, np.nan, 0.6], [0.5, 0.6, 0.2]])
    ends = {"low": np.full(3, 0.9), "high": np.full(3, 1.0)}
    spread = uncertainty_from_definition("c", {"low_field": "low", "high_field": "high"}, raw[0], ends.get)
    made = model(raw, uncertain={0: spread}, missing=missing)
    for block in made.blocks(300):
        share = block.weights[:, 1]
        np.testing.assert_allclose(block.scores[:, 1], 0.6 if missing == "renormalise" else 0.6 * share)


def test_confidence_is_counted_as_by_definition():
    rng = np.random.default_rng(11)
    values = rng.random((3, 40))
    made = model(values, uncertain={1: Uncertainty("normal", values[1] - 0.2, values[1], values[1] + 0.2)})
    central = first_places(made, 500, 3).central
    wins = np.zeros(40)
    for start in range(0, 500, made.block):
        drawn = made.drawn_values(start, min(made.block, 500 - start))[1]
        for row in drawn:
            scores = central[:, [0, 2]] @ values[[0, 2]] + central[:, [1]] * row
            wins += scores.argmax(axis=1) == np.arange(40)
    expected = np.where(np.isnan(central[:, 0]), np.nan, wins / 500)
    np.testing.assert_allclose(confidence_factors(made, central, 500), expected)


@pytest.mark.parametrize("work", ["tally", "confidence"])
def test_counting_ranks_and_confidence_can_be_stopped_midway(work):
    values = np.random.default_rng(1).random((3, 400))
    made = model(values, uncertain={0: Uncertainty("interval", values[0] - 0.3, values[0], values[0] + 0.3)})
    asked = iter([False] * 3 + [True])
    stop = Progress(cancelled=lambda: next(asked))
    with pytest.raises(Cancelled):
        if work == "tally":
            rank_counts(made, 100, None, stop)
        else:
            confidence_factors(made, first_places(made, 100, 1).central, 100, stop)


def test_twenty_narrow_weights_are_drawn_evenly():
    """By symmetry all have the same mean and spread, and any two correlate by −1/19, as they sum to 1."""
    drawn = weights_between(np.full(20, 0.04), np.full(20, 0.06), ["c"] * 20).draw(np.random.default_rng(3), DRAWS)
    assert within(drawn, np.full(20, 0.04), np.full(20, 0.06))
    np.testing.assert_allclose(drawn.mean(axis=0), 0.05, atol=0.0002)
    correlation = np.corrcoef(drawn.T)[np.triu_indices(20, 1)]
    np.testing.assert_allclose(correlation, -1 / 19, atol=0.04)


@pytest.mark.parametrize("top", [1, 6])
@pytest.mark.parametrize("gaps", [0.0, 0.1])
def test_the_range_of_a_front_among_many_agrees_with_a_fine_grid(top, gaps):
    rng = np.random.default_rng(12)
    values = rng.random((4, 400))
    values[rng.random(values.shape) < gaps] = np.nan
    ranking = ranked(values, [4, 3, 2, 1])
    front = {place for place, rank in enumerate(ranking.rank) if rank and rank <= top}
    for moved in weight_ranges(ranking, top):
        span = moved.among_top
        stands = [
            share
            for share in np.linspace(0, 1, 2001)
            if set(np.argsort(-scores_at(ranking, moved, share))[:top].tolist()) == front
        ]
        near = [share for share in stands if span.low - 0.001 <= share <= span.high + 0.001]
        assert min(near) == pytest.approx(span.low, abs=0.001) and max(near) == pytest.approx(span.high, abs=0.001)


def test_those_that_meet_where_a_weight_is_nothing_or_everything_do_not_end_a_range():
    ranking = ranked([[1.0, 1.0], [0.9, 0.4]], [1, 1])
    [first, second] = weight_ranges(ranking, 1)
    for moved in (first, second):
        assert (moved.first.low, moved.first.high, moved.first.below, moved.first.above) == (0, 1, None, None)


def test_what_is_left_out_and_uncertain_is_told():
    values = np.array([[0.9, 0.5, 0.1, 0.2], [0.1, 0.2, 0.9, 0.8]])
    criteria = [*criteria_of(2, [3, 1]), Criterion("same", "same")]
    columns = [*values, np.ones(4)]
    certain = Uncertainty("normal", np.ones(4), np.ones(4), np.ones(4))
    found = robustness_of(
        columns, rank_alternatives(columns, criteria), Request(draws=50, top=2, uncertain={"same": certain})
    )
    notes = robustness_notes(found, ["Лікарня", "Ліцей", "Садок", "Парк"])
    assert "Criterion «same» is the same for all, so its uncertainty takes no part: give it goalposts." in notes
    assert "The first 2 depend most on criterion «c0»: without it, 2 of them fall back." in notes
    assert [other.rank.tolist() for other in found.without][0] == [4, 3, 1, 2]


def test_ranges_are_told_one_by_one_where_they_end_and_together_where_they_do_not():
    """The two differ by 0.3 and −0.4, weights 3 : 1 : 1. With w on the first, 0.3 w > 0.4 (1 − w) / 2, so w > 0.4; with
    w on the second, 0.3 · 3/4 (1 − w) > 0.4 w, so w < 0.36."""
    values = np.array([[0.9, 0.6], [0.2, 0.6], [0.5, 0.5]])
    found = robustness_of(list(values), ranked(values, [3, 1, 1]), Request(draws=50, top=1))
    notes = robustness_notes(found, ["Лікарня", "Ліцей"])
    assert [note for note in notes if note.startswith("First place")] == [
        "First place stays with «Лікарня» while the weight of «c0» (now 60%) is between 40% and 100%; "
        "below it «Ліцей» is ahead.",
        "First place stays with «Лікарня» while the weight of «c1» (now 20%) is between 0% and 36%; "
        "above it «Ліцей» is ahead.",
        "First place stays with «Лікарня» whatever the weight of any of these alone: «c2».",
    ]


@pytest.mark.parametrize("top", [1, 7, 60, 300, 900])
@pytest.mark.parametrize("order", ["by chance", "best first", "every sixteenth best"])
def test_the_front_of_many_is_found_whatever_their_order(top, order):
    values = np.round(np.random.default_rng(13).random((3, 800)), 2)
    if order != "by chance":
        values = values[:, np.argsort(-values.sum(axis=0))]
    if order == "every sixteenth best":
        values = values.reshape(3, 16, 50).transpose(0, 2, 1).reshape(3, 800)
    made = model(values)
    ranks, found = by_definition(made, 60), first_places(made, 60, top)
    np.testing.assert_allclose(found.among_top, (ranks <= top).mean(axis=0))
    np.testing.assert_allclose(found.first, (ranks == 1).mean(axis=0))
