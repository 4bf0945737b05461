from __future__ import annotations

import json
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import norm
from vidnova.planning.criteria.clusters import near
from vidnova.planning.criteria.clusters.density import GAUSSIAN, KERNELS, QUARTIC, default_bandwidth, kernel_density
from vidnova.planning.criteria.clusters.hotspots import hot_spots
from vidnova.planning.errors import Cancelled
from vidnova.planning.progress import Progress

RANDOM = np.random.default_rng(8)


def by_definition(spots, values, band) -> np.ndarray:
    """Ord & Getis 1995, formula (14.3) of Getis & Ord 1996, with a matrix of weights."""
    weights = (np.hypot(*(spots[:, None] - spots[None]).transpose(2, 0, 1)) <= band).astype(float)
    n, mean, deviation = len(values), values.mean(), np.sqrt((values**2).mean() - values.mean() ** 2)
    total, squares = weights.sum(axis=1), (weights**2).sum(axis=1)
    return (weights @ values - mean * total) / (deviation * np.sqrt((n * squares - total**2) / (n - 1)))


@pytest.mark.parametrize("band", [40, 150, 400])
def test_equal_to_the_formula_with_a_matrix(band):
    spots, values = RANDOM.random((80, 2)) * 1000, RANDOM.gamma(2, 5, 80)
    np.testing.assert_allclose(hot_spots(spots, values, band).z, by_definition(spots, values, band), atol=1e-9)


def test_a_row_of_nine_by_hand():
    """Values 1 but for three tens in the middle, neighbours at 1 m: mean 4, s = √18; the middle has W = 3, Σ = 30:
    z = (30 − 12) / (√18 √((9·3 − 9) / 8)) = 18 / (4.2426 · 1.5) = 2.8284."""
    spots = np.column_stack([np.arange(9.0), np.zeros(9)])
    found = hot_spots(spots, np.array([1, 1, 1, 10, 10, 10, 1, 1, 1.0]), band=1, corrected=False)
    assert found.z[4] == pytest.approx(2 * np.sqrt(2))
    assert found.p[4] == pytest.approx(0.00468, abs=1e-5) and found.level[4] == 3
    assert found.neighbours.tolist() == [2, *[3] * 7, 2] and found.level[0] == 0


def test_the_nearest_and_the_feature_itself_even_on_one_spot():
    spots = np.zeros((5, 2))
    found = hot_spots(spots, np.array([1.0, 2, 3, 4, 5]), nearest=2)
    assert found.neighbours.tolist() == [3] * 5
    line = np.column_stack([[0.0, 1, 3, 7], np.zeros(4)])
    values = np.array([8.0, 4, 2, 0])
    sums = (hot_spots(line, values, nearest=1).z * values.std() * np.sqrt((4 * 2 - 4) / 3)) + 2 * values.mean()
    np.testing.assert_allclose(sums, [12, 12, 6, 2])


def test_unknown_is_left_out_and_a_constant_tells_nothing():
    spots, values = RANDOM.random((30, 2)) * 100, RANDOM.random(30)
    holes = values.copy()
    holes[3], places = np.nan, spots.copy()
    places[5] = np.nan
    found, kept = hot_spots(places, holes, 30), np.setdiff1d(np.arange(30), [3, 5])
    assert np.isnan(found.z[[3, 5]]).all() and found.neighbours[3] == 0
    np.testing.assert_allclose(found.z[kept], hot_spots(spots[kept], values[kept], 30).z)
    assert np.isnan(hot_spots(spots, np.ones(30), 30).z).all()
    assert np.isnan(hot_spots(spots, values, 1e6).z).all()
    assert hot_spots(np.empty((0, 2)), np.empty(0), 5).z.shape == (0,)


def test_features_on_one_spot_are_neighbours_of_each_other():
    """As geocoders leave them: many on one point, beside others."""
    spots = np.repeat(RANDOM.random((30, 2)) * 300, 4, axis=0)[RANDOM.permutation(120)]
    values = RANDOM.gamma(2, 5, 120)
    np.testing.assert_allclose(hot_spots(spots, values, 60).z, by_definition(spots, values, 60), atol=1e-9)
    assert set(hot_spots(spots, values, 0).neighbours.tolist()) == {4}


@pytest.mark.parametrize("most", [1, 50, 10**6])
def test_pairs_are_all_those_near_however_long_the_runs(most, monkeypatch):
    monkeypatch.setattr(near, "MOST_PAIRS", most)
    spots, others = RANDOM.random((90, 2)), RANDOM.random((70, 2))
    found = set()
    for rows, pairs in near.pairs_near(spots, others, 0.2):
        assert len(pairs) <= most or rows.stop - rows.start == 1
        found.update(zip((pairs["i"] + rows.start).tolist(), pairs["j"].tolist()))
    apart = np.hypot(*(spots[:, None] - others[None]).transpose(2, 0, 1))
    assert found == set(zip(*(side.tolist() for side in np.nonzero(apart <= 0.2))))
    assert list(near.pairs_near(spots, others[:0], 0.2)) == [] == list(near.pairs_near(spots[:0], others, 0.2))


@given(st.permutations(range(25)), st.floats(0, 6), st.integers(-10_000, 10_000), st.sampled_from([0.5, 3, 40]))
@settings(deadline=None)
def test_order_place_and_unit_do_not_matter(order, angle, shift, unit):
    random = np.random.default_rng(3)
    spots, values = random.random((25, 2)) * 500, random.gamma(2, 5, 25)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    moved = hot_spots((spots @ turn + shift)[order], unit * values[order], 123.4)
    np.testing.assert_allclose(moved.z, hot_spots(spots, values, 123.4).z[order], atol=1e-7)


def test_fewer_are_significant_when_corrected_and_chance_gives_few():
    spots, values = RANDOM.random((400, 2)) * 1000, RANDOM.random(400)
    plain, corrected = (hot_spots(spots, values, 80, corrected=c) for c in (False, True))
    assert (np.abs(corrected.level) <= np.abs(plain.level)).all()
    assert (corrected.level != 0).mean() < 0.02
    values[np.hypot(*(spots - 500).T) < 100] += 5
    assert (hot_spots(spots, values, 80).level == 3).sum() > 5


def test_the_false_discovery_rate_of_benjamini_and_hochberg():
    """Their printed example of fifteen p-values, at 0.05: the first four are significant, up to 0.0095."""
    from vidnova.planning.criteria.clusters.hotspots import _largest_false_discovery

    p = [
        0.0001,
        0.0004,
        0.0019,
        0.0095,
        0.0201,
        0.0278,
        0.0298,
        0.0344,
        0.0459,
        0.3240,
        0.4262,
        0.5719,
        0.6528,
        0.7590,
        1.0,
    ]
    assert _largest_false_discovery(np.array(p), 0.05) == 0.0095
    assert _largest_false_discovery(np.array([0.9, 0.8]), 0.05) < 0


@pytest.mark.parametrize("kernel", KERNELS)
def test_the_density_adds_up_to_the_events(kernel):
    events, weights = np.array([[0.0, 0], [30, 40], [31, 41]]), np.array([1.0, 2, 0.5])
    x, y = np.meshgrid(np.arange(-300, 340, 2.0), np.arange(-300, 340, 2.0))
    density = kernel_density(events, weights, np.column_stack([x.ravel(), y.ravel()]), 60, kernel)
    assert density.sum() * 4 == pytest.approx(3.5, rel=0.001)


def test_heights_by_hand():
    """At the event the quartic kernel is 3 / (π h²); half a bandwidth off (1 − 1/4)² of it; at h nothing."""
    event, spots = np.array([[0.0, 0]]), np.array([[0.0, 0], [50, 0], [100, 0], [0, 200]])
    found = kernel_density(event, np.array([2.0]), spots, 100, QUARTIC)
    np.testing.assert_allclose(found, 2 * 3 / (np.pi * 1e4) * np.array([1, 0.75**2, 0, 0]), atol=1e-15)
    bell = kernel_density(event, np.array([1.0]), spots, 100, GAUSSIAN)
    np.testing.assert_allclose(bell, np.exp(-np.array([0, 0.125, 0.5, 2])) / (2 * np.pi * 1e4))


def test_the_rule_of_thumb_for_the_bandwidth():
    """Four corners of a square of 100 m: standard and median distance are 70.71 m; 0.9 · 70.71 · 4^(−0.2) = 48.23."""
    corners = np.array([[0.0, 0], [100, 0], [100, 100], [0, 100]])
    assert default_bandwidth(corners, np.ones(4)) == pytest.approx(48.23, abs=0.01)
    assert default_bandwidth(np.zeros((3, 2)), np.ones(3)) == 100
    assert default_bandwidth(np.empty((0, 2)), np.empty(0)) == 100


def test_no_events_and_work_that_stops():
    assert kernel_density(np.empty((0, 2)), np.empty(0), np.zeros((3, 2)), 10).tolist() == [0, 0, 0]
    for work in (
        lambda stop: kernel_density(np.zeros((9, 2)), np.ones(9), np.zeros((9, 2)), 1, progress=stop),
        lambda stop: hot_spots(RANDOM.random((9, 2)), np.arange(9.0), 1, progress=stop),
    ):
        with pytest.raises(Cancelled):
            work(Progress(cancelled=lambda: True))


@pytest.mark.parametrize("kind", ["band", "nearest"])
def test_equal_to_esda(kind):
    """PySAL's G_Local with star=True, binary weights; see tools/oracles/hotspots.py."""
    oracle = json.loads((Path(__file__).parent / "oracles" / "hotspots.json").read_text("utf-8"))
    spots, values = np.array(oracle["spots"]), np.array(oracle["values"])
    found = hot_spots(spots, values, oracle["band"] if kind == "band" else None, oracle["nearest"])
    np.testing.assert_allclose(found.z, oracle["z"][kind], atol=1e-8)


def test_permutations_find_the_share_of_all_choices_of_neighbours():
    """Seven features in a row and their neighbours at one step: every choice of other neighbours is counted."""
    spots, values = np.column_stack([np.arange(7.0), np.zeros(7)]), np.array([9.0, 7, 8, 0, 0, 1, 0])
    found = hot_spots(spots, values, 1, corrected=False, draws=20_000, seed=3)
    for row in range(7):
        near = [other for other in (row - 1, row + 1) if 0 <= other < 7]
        held, rest = values[near].sum(), np.delete(values, row)
        sums = np.array([sum(chosen) for chosen in combinations(rest, len(near))])
        expected = min(1, 2 * min((sums >= held).mean(), (sums <= held).mean()))
        assert found.p[row] == pytest.approx(expected, abs=0.02)
    np.testing.assert_array_equal(found.z, hot_spots(spots, values, 1).z)


def of_the_neighbours_alone(spots, values, band) -> np.ndarray:
    """Two-sided p of Gi, without the star: what the permutations come to where values are normal."""
    near = (np.hypot(*(spots[:, None] - spots[None]).transpose(2, 0, 1)) <= band) & ~np.eye(len(values), dtype=bool)
    n, many = len(values) - 1, near.sum(axis=1)
    mean = (values.sum() - values) / n
    variance = ((values**2).sum() - values**2) / n - mean**2
    z = (near @ values - many * mean) / np.sqrt(variance * many * (n - many) / (n - 1))
    return 2 * norm.sf(np.abs(z))


def test_permutations_come_to_the_normal_distribution_of_the_neighbours_and_repeat_with_their_seed():
    spots, values = RANDOM.random((300, 2)) * 1000, RANDOM.normal(size=300)
    one, same, other = (hot_spots(spots, values, 150, draws=1999, seed=seed) for seed in (1, 1, 2))
    np.testing.assert_array_equal(one.p, same.p)
    assert (one.p != other.p).any() and one.p.min() >= 2 / 2000
    assert np.abs(one.p - of_the_neighbours_alone(spots, values, 150)).max() < 0.1


def test_where_nothing_can_be_told_permutations_tell_nothing():
    spots = RANDOM.random((30, 2)) * 1000
    assert np.isnan(hot_spots(spots, np.ones(30), 150, draws=9).p).all()
    whole = hot_spots(spots, RANDOM.random(30), nearest=29, draws=9)
    assert np.isnan(whole.p).all() and (whole.level == 0).all()
    assert hot_spots(spots, RANDOM.random(30), 0, draws=9).p.tolist() == [1] * 30
    assert hot_spots(spots[:0], np.empty(0), 5, draws=9).p.shape == (0,)
    with pytest.raises(Cancelled):
        hot_spots(spots, RANDOM.random(30), draws=9, progress=Progress(cancelled=lambda: True))
