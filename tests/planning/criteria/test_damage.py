from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.affinity import translate
from vidnova.planning.criteria.damage.epochs import latest_classes
from vidnova.planning.criteria.damage.exposure import damage_exposure
from vidnova.planning.criteria.damage.piles import piled_events
from vidnova.planning.criteria.damage.schemes import (
    PERCENT,
    SHARE,
    checked_ratios,
    class_name,
    guessed_scheme,
    ratios_of,
    scheme_names,
    schemes,
)
from vidnova.planning.criteria.damage.sites import losses_of_classes, read_sites
from vidnova.planning.criteria.damage.sources import beside, disagreement_finding, matched, near_sites, sites_of_keys
from vidnova.planning.errors import PlanError
from vidnova.planning.features import FeatureTable


def layer(points, **columns) -> FeatureTable:
    return FeatureTable("пошкодження", "d.gpkg", "EPSG:6386", columns, [p and shapely.Point(p).wkb for p in points])


def array(items) -> np.ndarray:
    made = np.empty(len(items), dtype=object)
    made[:] = items
    return made


def test_the_default_ratios_follow_the_grades():
    grades = schemes()["grades"]
    assert [grades[str(grade)].best for grade in range(6)] == [0, 0.05, 0.15, 0.40, 0.70, 1.0]
    assert [grades[name].best for name in ("minor", "moderate", "severe", "destroyed")] == [0.15, 0.4, 0.7, 1]


def test_every_interval_holds_its_best_and_stays_within_0_and_1():
    for name, ratios in schemes().items():
        for word, loss in ratios.items():
            assert 0 <= loss.low <= loss.best <= loss.high <= 1, (name, word)


@pytest.mark.parametrize(
    ("classes", "scheme", "rivals"),
    [
        (["minor", "destroyed"], "grades", ()),
        (["destroyed"], "grades", ()),
        (["i", "iii"], "order65", ()),
        (["іі", "і"], "order65", ()),
        (["6", "11", "1"], "unosat", ("percent",)),
        (["possibly damaged", "damaged"], "copernicus", ()),
        (["d1", "d4"], "ems98", ()),
        (["30", "100", "7"], "percent", ()),
        (["1", "2", "3"], "grades", ("order65", "unosat", "percent")),
        (["0.3", "1", "0.75"], "percent", ("share",)),
        (["1.0", "3.0"], "grades", ("order65", "unosat", "percent")),
        (["0,5 %", "12 %"], "percent", ()),
        (["", ""], "grades", ()),
    ],
)
def test_the_scheme_is_guessed_and_an_ambiguous_guess_is_told(classes, scheme, rivals):
    assert guessed_scheme(map(class_name, classes)) == (scheme, rivals)


def test_an_ambiguous_scheme_is_a_finding_until_it_is_named():
    table = layer([(0, 0), (1, 0)], c=[1, 3])
    [found] = read_sites(table, "c").findings
    assert found["rule"] == "damage_scheme_ambiguous" and "unosat" in found["message_en"]
    named = read_sites(table, "c", scheme="unosat")
    assert named.losses.tolist() == [1, 0.4] and named.findings == ()
    [taken] = read_sites(layer([(0, 0)], c=["Destroyed"]), "c").findings
    assert (taken["rule"], taken["severity"]) == ("damage_scheme", "info") and "grades" in taken["message_en"]
    with pytest.raises(PlanError, match="no damage scheme «usgs»"):
        read_sites(table, "c", scheme="usgs")


def test_per_cent_is_its_own_ratio():
    losses = ratios_of(PERCENT, ["30", "2,5 %", "100", "170", "many"])
    assert {name: loss.best for name, loss in losses.items()} == {"30": 0.3, "2,5 %": pytest.approx(0.025), "100": 1}
    assert scheme_names()[0] == "auto" and PERCENT in scheme_names()
    assert {name: loss.best for name, loss in ratios_of(SHARE, ["0.3", "1", "30", "1 %"]).items()} == {
        "0.3": 0.3,
        "1": 1,
    }


def test_a_category_is_an_interval():
    sites = read_sites(layer([(0, 0), (9, 0)], c=["I", "III"], n=[2, 1]), "c", count_field="n")
    found = damage_exposure(array([shapely.Point(0, 0)]), sites, 50)
    assert found.total[0].tolist() == pytest.approx([2 * 0.15 + 0.9, 0 + 0.6, 2 * 0.4 + 1])


def test_the_latest_date_that_is_filled_counts():
    columns = {"Damage": [3, 2, None], "Damage_2": [1, None, None], "Damage_10": [None, 6, None], "Damage_x": [9, 9, 9]}
    table = layer([(0, 0)] * 3, **columns)
    assert latest_classes(table, "Damage") == [1, 6, None]
    assert latest_classes(layer([(0, 0)], c=[1]), "c") == [1]
    dates, unknown = read_sites(table, "Damage", scheme="unosat").findings
    assert "«Damage», «Damage_2», «Damage_10»" in dates["message_en"] and unknown["rule"] == "damage_class_unknown"
    with pytest.raises(PlanError, match="no field «Schaden»"):
        latest_classes(table, "Schaden")


def test_two_sources_on_one_object_give_an_interval_not_a_choice():
    """Percent beside words: 100 % and moderate disagree, 50 % and moderate do not, an unknown one says nothing."""
    table = layer([(0, 0)] * 4, p=[100, 50, None, None], w=["moderate", "moderate", "severe", None])
    opinion, _ = losses_of_classes(table, "w", None, "unosat")
    found = beside(read_sites(table, "p", scheme="percent"), opinion)
    assert found.disagree.tolist() == [True, False, False, False] and found.both.tolist() == [True, True, False, False]
    np.testing.assert_allclose(found.sites.low, [0.2, 0.2, 0.6, np.nan])
    np.testing.assert_allclose(found.sites.losses, [0.7, 0.45, 0.7, np.nan])
    np.testing.assert_allclose(found.sites.high, [1, 0.6, 0.8, np.nan])
    [told] = disagreement_finding(found)
    assert "1 of the 2" in told["message_en"]


def test_another_layer_speaks_of_the_nearest_site_or_adds_its_own():
    first = read_sites(layer([(0, 0), (100, 0)], c=["destroyed", "minor"]), "c")
    second = read_sites(layer([(8, 0), (3, 0), (500, 0), None], c=["minor", "severe", "severe", "severe"]), "c")
    found = matched(first, second, near_sites(first, second, 10))
    assert len(found.sites) == 4 and found.disagree.tolist() == [True, False, False, False]
    assert found.sites.low.tolist() == [0.05, 0.05, 0.6, 0.6] and found.sites.high.tolist() == [1, 0.2, 0.8, 0.8]
    assert found.sites.losses[0] == pytest.approx((1 + 0.15 + 0.7) / 3)
    assert disagreement_finding(matched(first, first, near_sites(first, first, 1))) == []


def test_a_site_of_several_events_has_the_loss_of_each():
    """Three flats severely damaged: the other source agrees, so nothing is in dispute, 3 × 0.7; else 3 × (0.15 … )."""
    first = read_sites(layer([(0, 0)], c=["severe"], n=[3]), "c", count_field="n")
    for word, disagree, low, best, high in (("severe", False, 1.8, 2.1, 2.4), ("minor", True, 0.15, 1.275, 2.4)):
        second = read_sites(layer([(1, 0)], c=[word]), "c")
        found = matched(first, second, near_sites(first, second, 5))
        assert found.disagree.tolist() == [disagree]
        assert [*found.sites.low, *found.sites.losses, *found.sites.high] == pytest.approx([low, best, high])


def test_every_source_has_one_voice():
    """Three opinions: the mean is of all three, whichever way they come."""
    sites = read_sites(layer([(0, 0)], a=["severe"], b=["minor"], c=["destroyed"]), "a")
    opinions = [losses_of_classes(layer([(0, 0)], w=[word]), "w", None, "grades")[0] for word in ("minor", "destroyed")]
    other = read_sites(layer([(0, 0)], w=["destroyed"]), "w")
    for found in (beside(sites, *opinions), matched(sites, other, np.array([0]), opinions[:1])):
        assert found.sites.losses.tolist() == pytest.approx([(0.7 + 0.15 + 1) / 3]) and found.disagree.tolist() == [
            True
        ]
        assert (found.sites.low.tolist(), found.sites.high.tolist()) == ([0.05], [1])


def test_houses_that_share_walls_are_told_apart():
    """A row of houses wall to wall; the other source has drawn each 40 cm off, or has a point for each."""
    row = [shapely.box(8 * number, 0, 8 * number + 8, 12) for number in range(20)]
    classes = ["destroyed" if number % 2 else "minor" for number in range(20)]

    def sites(shapes):
        return read_sites(FeatureTable("d", "d", "EPSG:6386", {"c": classes}, [shape.wkb for shape in shapes]), "c")

    shifted, doors = [translate(house, 0.4, -0.4) for house in row], [shapely.Point(house.bounds[:2]) for house in row]
    houses, points = sites(row), sites([translate(door, 1, 1) for door in doors])
    for one, other in ((houses, houses), (houses, sites(shifted)), (houses, points), (points, houses)):
        assert near_sites(one, other, 5).tolist() == list(range(20))
    broken = sites([shapely.Polygon([(0, 0), (5, 5), (5, 0), (0, 5)]), *row[1:]])
    assert near_sites(houses, broken, 5).tolist() == list(range(20))


def test_sources_meet_by_key_however_far_apart():
    assert sites_of_keys(["a-1", 7, None, "", "A-1 "], [7.0, "A-1", None, "x", ""]).tolist() == [1, 0, -1, -1, -1]
    first = read_sites(layer([(0, 0), (9, 0)], c=["destroyed", "minor"]), "c")
    second = read_sites(layer([(900, 0), None], c=["minor", "severe"]), "c")
    found = matched(first, second, sites_of_keys(["x", "y"], ["x", "z"]))
    assert found.disagree.tolist() == [True, False, False] and len(found.sites.events) == 3


def test_of_an_area_only_the_part_in_reach_counts_where_asked():
    """A destroyed block of 100 × 100 m of which a quarter lies in the footprint, and a point in it."""
    block = shapely.box(0, 0, 100, 100)
    table = FeatureTable("d", "d", "EPSG:6386", {"c": ["destroyed", "severe"]}, [block.wkb, shapely.Point(80, 80).wkb])
    sites, places = read_sites(table, "c"), array([shapely.box(50, 50, 300, 300), shapely.Point(50, 50), None])
    whole, share = (damage_exposure(places, sites, 0, by_area=by_area) for by_area in (False, True))
    np.testing.assert_allclose(whole.total[:, 0], [1.7, 1, np.nan])
    np.testing.assert_allclose(share.total[:, 0], [0.25 + 0.7, 0, np.nan])
    near = damage_exposure(places[1:2], sites, 20, by_area=True)
    assert near.total[0, 0] == pytest.approx(np.pi * 400 / 1e4, rel=0.001)
    bowtie = FeatureTable("d", "d", "EPSG:6386", {}, [shapely.Polygon([(0, 0), (10, 10), (10, 0), (0, 10)]).wkb])
    assert damage_exposure(places, read_sites(bowtie), 500, by_area=True).total[1, 0] == pytest.approx(1)


@given(
    st.lists(
        st.tuples(st.sampled_from(["minor", "moderate", "severe", "destroyed", None]), st.integers(0, 40)), max_size=6
    ),
    st.lists(st.tuples(st.sampled_from(["minor", "severe", "destroyed", None]), st.integers(0, 40)), max_size=6),
)
def test_the_interval_always_holds_what_each_source_says(one, two):
    first, second = (
        read_sites(layer([(x, 0) for _, x in rows], c=[c for c, _ in rows]), "c", scheme="grades")
        for rows in (one, two)
    )
    found = matched(first, second, near_sites(first, second, 5)).sites
    known = ~np.isnan(found.losses)
    assert (found.low[known] <= found.losses[known] + 1e-12).all() and (
        found.losses[known] <= found.high[known] + 1e-12
    ).all()
    own = ~np.isnan(first.losses)
    assert (found.low[: len(first)][own] <= first.low[own]).all() and (
        found.high[: len(first)][own] >= first.high[own]
    ).all()


def test_loss_weighted_damage_as_by_hand():
    """In 500 m: one destroyed (1) and two severe in one row (2 × 0.7); the minor one is 600 m away."""
    table = layer([(0, 0), (300, 400), (600, 0)], damage_class=["Destroyed ", "severe", "minor"], n=[1, 2, 1])
    sites = read_sites(table, "damage_class", count_field="n")
    found = damage_exposure(array([shapely.Point(0, 0)]), sites, 500)
    assert found.total[0, 0] == pytest.approx(2.4)
    assert [found["severity"] for found in sites.findings] == ["info"]


def test_own_ratios_replace_the_default_ones():
    sites = read_sites(layer([(0, 0), (1, 0), (2, 0)], c=[5, 3.0, "minor"]), "c", {"5": 0.9, "3": 0.3})
    assert sites.losses.tolist()[:2] == [0.9, 0.3] and np.isnan(sites.losses[2])


def test_a_strange_class_is_found_and_not_taken_for_undamaged():
    table = layer([(0, 0), (1, 0), (900, 0)], c=["destroyed", None, "щось інше"])
    sites = read_sites(table, "c")
    _, found = sites.findings
    assert found["rule"] == "damage_class_unknown" and "2 features" in found["message_en"]
    assert "«щось інше»" in found["message_uk"] and "NULL" in found["message_uk"]
    exposure = damage_exposure(array([shapely.Point(0, 0), shapely.Point(900, 0)]), sites, 10)
    assert exposure.total[0, 0] == 1 and exposure.unknown[0, 0] == 1
    assert np.isnan(exposure.total[1, 0])


@pytest.mark.parametrize(
    "ratios",
    [{}, [], None, {"a": 2}, {"a": "much"}, {"a": True}, {"a": float("nan")}, {"a": [0.5, 0.2, 1]}, {"a": [0, 1]}],
)
def test_unusable_ratios_are_refused(ratios):
    with pytest.raises(PlanError, match="number from 0 to 1"):
        checked_ratios(ratios)


def spread(count: int) -> list[tuple[float, float]]:
    return [(100.0 * i, 7.0 * i) for i in range(count)]


def test_a_town_put_on_its_centroid_is_a_pile():
    points = array([shapely.Point(p) for p in spread(50)] + [shapely.Point(-1, -1)])
    [pile] = piled_events(points, np.array([1.0] * 50 + [100]))
    assert (pile.rows.tolist(), pile.events, pile.share) == ([50], 100, pytest.approx(2 / 3))


def test_two_towns_give_two_piles_and_rows_count_as_well_as_numbers():
    points = array([shapely.Point(p) for p in spread(40)] + [shapely.Point(-1, -1)] * 60 + [shapely.Point(-5, 2)])
    piles = piled_events(points, np.array([1.0] * 100 + [50]))
    assert sorted(pile.events for pile in piles) == [50, 60]


@pytest.mark.parametrize(
    ("points", "events"),
    [
        ([(0, 0)], [5000]),
        ([(0, 0), (1, 1)], [600, 400]),
        (spread(100), [1] * 100),
        ([(0, 0)] * 6 + spread(4)[1:], [1] * 9),
        (spread(30), [100] + [30] * 29),
        ([None, (0, 0)], [1, 1]),
        ([None, None], [1, 1]),
        ([], []),
        (spread(3), [np.nan, 0, 0]),
    ],
)
def test_what_is_no_pile(points, events):
    assert piled_events(array([p and shapely.Point(p) for p in points]), np.array(events, dtype=float)) == []


@given(st.lists(st.integers(1, 400), min_size=2, max_size=30))
def test_a_pile_is_always_far_above_the_rest(events):
    points = array([shapely.Point(p) for p in spread(len(events))])
    piled = {row for pile in piled_events(points, np.array(events, dtype=float)) for row in pile.rows.tolist()}
    rest = [number for row, number in enumerate(events) if row not in piled]
    assert all(events[row] > sum(events) / 5 and events[row] >= 5 * max(rest) for row in piled)


def test_piled_events_are_near_nothing_but_still_belong_to_the_community():
    table = layer([*spread(50), (-1, -1)], n=[1] * 50 + [100])
    sites = read_sites(table, count_field="n")
    places = array([shapely.Point(-1, -1), None])
    found = damage_exposure(places, sites, 5, np.array([False, True]))
    assert found.total[:, 0].tolist() == [1, 150]
    kept = read_sites(table, count_field="n", count_piled=True)
    assert damage_exposure(places, kept, 5).total[0, 0] == 101
    [finding] = sites.findings
    assert finding["rule"] == "damage_piled" and "100 events (67 % of all)" in finding["message_en"]
