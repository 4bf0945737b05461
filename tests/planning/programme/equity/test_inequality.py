"""Gini, Lorenz, concentration and location quotients against hand computation and the definition person by person."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from vidnova.planning.programme.equity.inequality import concentration, gini, location_quotients, lorenz_curve

UNITS = st.lists(st.tuples(st.integers(0, 500), st.integers(1, 40), st.integers(0, 30)), min_size=1, max_size=9).filter(
    lambda units: sum(unit[0] for unit in units) > 0
)


def columns(units):
    return tuple(np.array(column, dtype=float) for column in zip(*units))


def person_by_person(amounts, people):
    """Half the mean absolute difference between any two people, over the mean: Gini's own definition."""
    each = np.repeat(amounts / people, people.astype(int))
    return np.abs(each[:, None] - each).mean() / (2 * each.mean())


def ones(*amounts):
    return np.array(amounts, dtype=float), np.ones(len(amounts))


@pytest.mark.parametrize(
    ("amounts", "expected"),
    [((1, 1, 1), 0), ((0, 1), 1 / 2), ((0, 0, 0, 1), 3 / 4), ((1, 2, 3, 4, 5), 4 / 15), ((1, 3), 1 / 4)],
)
def test_gini_by_hand(amounts, expected):
    assert gini(*ones(*amounts)) == pytest.approx(expected)


def test_gini_of_districts_by_hand():
    """100 people have 1 a head, 300 have 3: areas under the curve 0.25·0.1/2 + 0.75·(0.1 + 1)/2 = 0.425."""
    amounts, people = np.array([900.0, 100.0]), np.array([300.0, 100.0])
    assert gini(amounts, people) == pytest.approx(1 - 2 * 0.425)
    across, up = lorenz_curve(amounts, people)
    assert across.tolist() == [0, 0.25, 1] and up.tolist() == pytest.approx([0, 0.1, 1])


@given(UNITS)
def test_gini_is_the_mean_difference_between_two_people(units):
    amounts, people, _ = columns(units)
    assert gini(amounts, people) == pytest.approx(person_by_person(amounts, people), abs=1e-12)


@given(UNITS, st.floats(0.001, 1e6), st.integers(2, 4), st.randoms())
def test_gini_knows_neither_unit_nor_order_nor_size(units, factor, times, random):
    amounts, people, _ = columns(units)
    expected = gini(amounts, people)
    assert gini(amounts * factor, people) == pytest.approx(expected, abs=1e-9)
    assert gini(amounts, people * factor) == pytest.approx(expected, abs=1e-9)
    assert gini(np.tile(amounts, times), np.tile(people, times)) == pytest.approx(expected, abs=1e-9)
    order = random.sample(range(len(units)), len(units))
    assert gini(amounts[order], people[order]) == pytest.approx(expected, abs=1e-9)


@given(UNITS)
def test_gini_stays_within_its_bounds(units):
    amounts, people, _ = columns(units)
    assert -1e-12 <= gini(amounts, people) <= 1 - people.min() / people.sum() + 1e-12
    assert gini(people * 7, people) == pytest.approx(0, abs=1e-12)


@given(UNITS)
def test_money_moved_to_the_poorer_makes_it_more_even(units):
    amounts, people, _ = columns(units)
    per_head = amounts / people
    rich, poor = int(per_head.argmax()), int(per_head.argmin())
    gap = per_head[rich] - per_head[poor]
    assume(gap > 1e-6)
    moved = amounts.copy()
    step = 0.4 * gap * min(people[rich], people[poor])
    moved[rich] -= step
    moved[poor] += step
    assert gini(moved, people) < gini(amounts, people)


@given(UNITS)
def test_the_curve_rises_ever_faster_and_below_the_diagonal(units):
    amounts, people, _ = columns(units)
    across, up = lorenz_curve(amounts, people)
    assert across[0] == up[0] == 0 and across[-1] == up[-1] == 1
    assert (up <= across + 1e-12).all()
    slopes = np.diff(up) / np.diff(across)
    assert all(later >= earlier - 1e-9 for earlier, later in zip(slopes, slopes[1:]))


@given(UNITS)
def test_concentration_is_the_covariance_with_the_rank_of_need(units):
    """Kakwani, Wagstaff & van Doorslaer (1997), Journal of Econometrics 77: C = 2 cov(y, r) / mean(y)."""
    amounts, people, need = columns(units)
    persons = people.astype(int)
    each, wanted = (np.repeat(values / people, persons) for values in (amounts, need))
    rank = np.array([((wanted < own).sum() + (wanted == own).sum() / 2) / len(wanted) for own in wanted])
    expected = 2 * ((each - each.mean()) * (rank - rank.mean())).mean() / each.mean()
    assert concentration(amounts, people, need) == pytest.approx(expected, abs=1e-9)


@given(UNITS)
def test_concentration_by_the_money_itself_is_gini_and_nothing_goes_beyond(units):
    amounts, people, need = columns(units)
    even = gini(amounts, people)
    assert concentration(amounts, people, amounts) == pytest.approx(even, abs=1e-9)
    assert concentration(amounts, people, amounts.max() * people - amounts) == pytest.approx(-even, abs=1e-9)
    assert abs(concentration(amounts, people, need)) <= even + 1e-9


def test_location_quotients_by_hand():
    """Half of the money for a quarter of the people is twice the share."""
    quotients = location_quotients(np.array([50.0, 50.0, 0.0]), np.array([25.0, 50.0, 25.0]))
    assert quotients.tolist() == [2, 1, 0]


@given(UNITS)
def test_location_quotients_weighed_by_people_are_one(units):
    amounts, people, _ = columns(units)
    quotients = location_quotients(amounts, people)
    assert (quotients * people).sum() / people.sum() == pytest.approx(1)


def test_what_is_not_known_is_left_out_and_never_zero():
    amounts, people = np.array([10.0, 30.0, 99.0, np.nan]), np.array([10.0, 10.0, np.nan, 5.0])
    assert gini(amounts, people) == gini(amounts[:2], people[:2]) == pytest.approx(1 / 4)
    quotients = location_quotients(amounts, people)
    assert quotients[:2].tolist() == [0.5, 1.5] and np.isnan(quotients[2:]).all()
    assert concentration(*ones(1, 3, 5), np.array([1, 2, np.nan])) == pytest.approx(1 / 4)


@pytest.mark.parametrize("amounts", [(), (0, 0), (np.nan,)])
def test_without_money_nothing_can_be_told(amounts):
    assert np.isnan(gini(*ones(*amounts)))
    assert np.isnan(concentration(*ones(*amounts), np.ones(len(amounts))))
    assert np.isnan(location_quotients(*ones(*amounts))).all()


def test_a_unit_without_people_has_no_quotient_and_ends_the_curve():
    amounts, people = np.array([4.0, 6.0]), np.array([10.0, 0.0])
    assert np.isnan(location_quotients(amounts, people)[1])
    assert lorenz_curve(amounts, people)[1].tolist() == pytest.approx([0, 0.4, 1])
    assert gini(amounts, people) == pytest.approx(0.6)
