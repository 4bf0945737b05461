"""How much of a place lies under restrictions: no spot twice, the strongest at each."""

from __future__ import annotations

from threading import Event

import numpy as np
import pytest
import shapely
import shapely.affinity
from hypothesis import given, settings
from hypothesis import strategies as st
from vidnova.planning.criteria.conflict.dissolving import CORNERS, by_severity, small_parts
from vidnova.planning.criteria.conflict.overlap import Restriction, overlap
from vidnova.planning.criteria.conflict.restrictions import checked_severities, read_restriction, restriction_findings
from vidnova.planning.errors import Cancelled, PlanError
from vidnova.planning.features import FeatureTable
from vidnova.planning.patience import patiently
from vidnova.planning.progress import SILENT, Progress

BOWTIE = shapely.from_wkt("POLYGON((0 0, 20 20, 20 0, 0 20, 0 0))")

coordinate = st.integers(-100, 100)
boxes = st.builds(lambda x, y, w, h: shapely.box(x, y, x + w, y + h), coordinate, coordinate, *[st.integers(1, 90)] * 2)
circles = st.builds(lambda x, y, r: shapely.Point(x, y).buffer(r), coordinate, coordinate, st.integers(5, 60))
lines = st.builds(lambda a, b: shapely.LineString([a, b]), *[st.tuples(coordinate, coordinate)] * 2)
ways = lines.filter(lambda line: line.length > 0)
points = st.builds(shapely.Point, coordinate, coordinate)
severities = st.sampled_from([0.0, 0.25, 0.5, 1.0])
zones = st.lists(st.tuples(st.one_of(boxes, circles), severities), max_size=6)


def array(items) -> np.ndarray:
    made = np.empty(len(items), dtype=object)
    made[:] = items
    return made


def layer_of(pairs, name="зона") -> Restriction:
    return Restriction(name, array([shape for shape, _ in pairs]), np.array([grade for _, grade in pairs], dtype=float))


def by_definition(place, pairs) -> tuple[float, float]:
    """Share under the union; and the sum over severities of what is under at least that severe a restriction."""
    size = place.area
    union = shapely.union_all([shape for shape, _ in pairs])
    weighted, before = 0.0, 0.0
    for grade in sorted({grade for _, grade in pairs}, reverse=True):
        reached = shapely.union_all([shape for shape, other in pairs if other >= grade]).intersection(place).area
        weighted += grade * (reached - before)
        before = reached
    return union.intersection(place).area / size, weighted / size


@given(st.lists(st.one_of(boxes, circles), min_size=1, max_size=5), zones)
@settings(deadline=None)
def test_equal_to_the_union_and_to_severity_by_severity(places, pairs):
    found = overlap(array(places), [layer_of(pairs)])
    expected = np.array([by_definition(place, pairs) for place in places])
    np.testing.assert_allclose(found.share, expected[:, 0], atol=1e-9)
    np.testing.assert_allclose(found.conflict, expected[:, 1], atol=1e-9)
    np.testing.assert_allclose(found.size, expected[:, 0] * shapely.area(array(places)), atol=1e-6)


@given(st.lists(boxes, min_size=1, max_size=5), zones, zones)
@settings(deadline=None)
def test_layers_one_by_one_and_together(places, first, second):
    both = overlap(array(places), [layer_of(first), layer_of(second)])
    for row, pairs in enumerate((first, second)):
        np.testing.assert_allclose(both.by_layer[row], overlap(array(places), [layer_of(pairs)]).share, atol=1e-9)
    assert (both.share >= both.by_layer.max(axis=0) - 1e-9).all() and (both.share <= 1).all()
    assert (both.conflict <= both.share + 1e-12).all()


@given(st.lists(boxes, min_size=1, max_size=4), zones, circles, severities)
@settings(deadline=None)
def test_one_restriction_more_never_lowers(places, pairs, more, grade):
    before, after = (overlap(array(places), [layer_of(p)]) for p in (pairs, [*pairs, (more, grade)]))
    assert (after.share >= before.share - 1e-9).all() and (after.conflict >= before.conflict - 1e-9).all()


@given(st.lists(boxes, min_size=1, max_size=4), boxes, severities, st.integers(1, 9))
@settings(deadline=None)
def test_splitting_a_restriction_changes_nothing(places, zone, grade, tenths):
    left, bottom, right, top = zone.bounds
    cut = left + (right - left) * tenths / 10
    halves = [(shapely.box(left, bottom, cut, top), grade), (shapely.box(cut, bottom, right, top), grade)]
    whole, split = (overlap(array(places), [layer_of(p)]) for p in ([(zone, grade)], halves))
    np.testing.assert_allclose(split.conflict, whole.conflict, atol=1e-9)
    np.testing.assert_allclose(split.share, whole.share, atol=1e-9)


@given(st.lists(st.one_of(boxes, lines, points), min_size=1, max_size=5), zones, st.permutations(range(5)))
@settings(deadline=None)
def test_order_does_not_matter(places, pairs, order):
    order = [n for n in order if n < len(places)]
    straight, mixed = overlap(array(places), [layer_of(pairs)]), overlap(array(places)[order], [layer_of(pairs[::-1])])
    np.testing.assert_allclose(mixed.share, straight.share[order], atol=1e-9)
    np.testing.assert_allclose(mixed.conflict, straight.conflict[order], atol=1e-9)


def test_lines_by_length_points_by_being_inside():
    zones = [(shapely.box(0, 0, 10, 10), 0.5), (shapely.box(5, 0, 10, 10), 1.0)]
    places = [shapely.LineString([(-10, 5), (10, 5)]), shapely.Point(7, 5), shapely.Point(10, 5), shapely.Point(99, 0)]
    found = overlap(array([*places, None, shapely.Polygon()]), [layer_of(zones)])
    assert found.share[:4].tolist() == [0.5, 1, 1, 0]
    assert found.conflict[:4].tolist() == [(5 * 0.5 + 5 * 1) / 20, 1, 1, 0]
    assert found.size[:2].tolist() == [10, 1]
    assert np.isnan(found.share[4:]).all() and np.isnan(found.by_layer[:, 4:]).all()


def test_outlines_that_cross_themselves_count_by_what_they_cover():
    found = overlap(array([BOWTIE, shapely.box(0, 0, 20, 20)]), [layer_of([(BOWTIE, 1)])])
    assert found.share.tolist() == pytest.approx([1, 0.5])


def test_a_large_restriction_is_cut_into_small_parts_that_cover_the_same():
    star = shapely.Point(0, 0).buffer(1000, quad_segs=5000).difference(shapely.Point(0, 0).buffer(400, quad_segs=5000))
    parts, owner = small_parts(array([star]))
    assert shapely.get_num_coordinates(parts).max() <= CORNERS and set(owner) == {0}
    assert shapely.area(parts).sum() == pytest.approx(star.area)
    assert len(shapely.STRtree(parts).query(parts, predicate="overlaps")[0]) == 0


def test_the_strongest_holds_and_parts_overlap_nowhere():
    zones = [(shapely.box(0, 0, 10, 10), 0.2), (shapely.box(5, 5, 15, 15), 0.8), (shapely.box(4, 4, 6, 6), 0.8)]
    parts, levels = by_severity(array([shape for shape, _ in zones]), np.array([grade for _, grade in zones]))
    assert shapely.area(parts).sum() == pytest.approx(shapely.union_all([shape for shape, _ in zones]).area)
    assert levels[shapely.intersects(parts, shapely.Point(7, 7))].max() == 0.8


def test_no_restrictions_and_no_places():
    assert overlap(array([shapely.Point(0, 0)]), []).share.tolist() == [0]
    assert overlap(array([]), [layer_of([(shapely.box(0, 0, 1, 1), 1)])]).share.shape == (0,)


def layer(shapes, **columns) -> FeatureTable:
    return FeatureTable("зони", "зони", "EPSG:6386", columns, [shape and shape.wkb for shape in shapes])


def test_severity_of_a_feature_goes_before_that_of_the_layer():
    zones = layer([shapely.box(0, 0, 1, 1)] * 3, grade=[0.25, None, "1"])
    assert read_restriction(zones, 0.5, "grade").severity.tolist() == [0.25, 0.5, 1]
    assert read_restriction(zones, 0.5, "other").severity.tolist() == [0.5] * 3
    with pytest.raises(PlanError, match="feature 2: severity 7"):
        read_restriction(layer([shapely.box(0, 0, 1, 1)] * 2, grade=[1, 7]), 1, "grade")


@pytest.mark.parametrize("given", [[1], {"зони": 2}, {"зони": "1"}, {"зони": True}])
def test_severities_that_are_none_are_refused(given):
    with pytest.raises(PlanError, match="from 0 to 1"):
        checked_severities(given)


def test_what_was_set_aside_or_mended_is_told():
    rules = [found["rule"] for found in restriction_findings(layer([BOWTIE, shapely.Point(0, 0), None]))]
    assert rules == ["layer_without_geometry", "restriction_without_area", "geometry_mended"]


def test_work_stops_when_asked():
    asked = iter([False])
    grid = array([shapely.box(x, y, x + 2, y + 2) for x in range(20) for y in range(20)])
    with pytest.raises(Cancelled):
        overlap(grid, [Restriction("а", grid, np.ones(400))], Progress(cancelled=lambda: next(asked, True)))


def test_a_line_along_the_common_edge_of_two_restrictions_counts_once():
    halves = [(shapely.box(0, 0, 10, 10), 0.5), (shapely.box(10, 0, 20, 10), 1.0)]
    edge = shapely.LineString([(10, -30), (10, 10)])
    back_and_forth = shapely.LineString([(10, -30), (10, 10), (10, -30)])
    found = overlap(array([edge, back_and_forth]), [layer_of(halves)])
    assert found.share.tolist() == [0.25, 0.25] and found.conflict.tolist() == [0.25, 0.25]


def test_a_line_through_the_middle_of_a_large_restriction_counts_once():
    disc = shapely.Point(0, 0).buffer(100, quad_segs=500)
    lines = [shapely.LineString([(-200, 0), (200, 0)]), shapely.LineString([(0, -300), (0, 0)])]
    assert overlap(array(lines), [layer_of([(disc, 1)])]).share.tolist() == pytest.approx([0.5, 1 / 3])


@given(st.lists(ways, min_size=1, max_size=5), zones)
@settings(deadline=None)
def test_lines_are_equal_to_the_union_too(places, pairs):
    found = overlap(array(places), [layer_of(pairs)])
    union = shapely.union_all([shape for shape, _ in pairs])
    np.testing.assert_allclose(
        found.share, [union.intersection(line).length / line.length for line in places], atol=1e-9
    )
    steps = [(grade, shapely.union_all([s for s, g in pairs if g >= grade])) for grade in sorted({g for _, g in pairs})]
    expected, below = np.zeros(len(places)), 0.0
    for grade, reached in steps:
        expected += (grade - below) * np.array([reached.intersection(line).length / line.length for line in places])
        below = grade
    np.testing.assert_allclose(found.conflict, expected, atol=1e-9)


@given(st.lists(st.one_of(boxes, ways), min_size=1, max_size=4), zones, st.floats(0, 360), coordinate, coordinate)
@settings(deadline=None)
def test_turning_and_moving_the_town_changes_nothing(places, pairs, angle, east, north):
    def moved(shape):
        turned = shapely.affinity.rotate(shape, angle, origin=(0, 0))
        return shapely.affinity.translate(turned, 1000 * east, 1000 * north)

    here = overlap(array(places), [layer_of(pairs)])
    there = overlap(array([moved(p) for p in places]), [layer_of([(moved(s), g) for s, g in pairs])])
    long = shapely.get_dimensions(array(places)) == 1
    along_an_edge = [
        long[row] and any(s.boundary.intersection(p).length > 0 for s, _ in pairs) for row, p in enumerate(places)
    ]
    sure = ~np.array(along_an_edge)
    np.testing.assert_allclose(there.share[sure], here.share[sure], atol=1e-6)
    np.testing.assert_allclose(there.conflict[sure], here.conflict[sure], atol=1e-6)


def test_a_place_with_very_many_corners_is_cut_too():
    coast = shapely.Point(0, 0).buffer(1000, quad_segs=20_000)
    found = overlap(array([coast, coast]), [layer_of([(shapely.box(0, -2000, 2000, 2000), 0.5)])])
    assert found.share.tolist() == pytest.approx([0.5, 0.5]) and found.conflict.tolist() == pytest.approx([0.25, 0.25])
    assert found.size.tolist() == pytest.approx([coast.area / 2] * 2)


def test_many_corners_on_one_spot_do_not_hold_up():
    fans = [shapely.Polygon([(0, 0), (100, n), (100, n + 0.5)]) for n in range(-300, 300)]
    fan = shapely.union_all(fans)
    assert overlap(array([shapely.box(0, -400, 100, 400)]), [layer_of([(fan, 1)])]).size[0] == pytest.approx(fan.area)


def test_stopping_does_not_wait_for_one_long_call():
    """The work here ends only after it was given up."""
    given_up = Event()
    with pytest.raises(Cancelled):
        patiently(Progress(cancelled=lambda: True), given_up.wait)
    given_up.set()
    assert patiently(SILENT, given_up.wait)


def test_the_size_of_a_place_that_crosses_itself_is_what_it_covers():
    found = overlap(array([BOWTIE]), [layer_of([(shapely.box(-5, -5, 25, 25), 1)])])
    assert found.share.tolist() == [1] and found.size.tolist() == pytest.approx([200])
