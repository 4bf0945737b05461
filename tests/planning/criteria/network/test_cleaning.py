from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from vidnova.planning.criteria.network.cleaning.clean import network_of_streets
from vidnova.planning.criteria.network.cleaning.lines import lines_of
from vidnova.planning.criteria.network.streets.read import read_streets
from vidnova.planning.criteria.network.streets.rules import rules_of
from vidnova.planning.errors import Cancelled, PlanError
from vidnova.planning.progress import Progress

Line = shapely.LineString


def lengths(network) -> list[float]:
    return sorted(np.round(network.metres, 6).tolist())


def rules(network) -> list[str]:
    return [found["rule"] for found in network.findings]


def test_streets_are_cut_where_they_cross_and_where_they_touch(network_of):
    cross = network_of([Line([(0, 0), (100, 0)]), Line([(30, -50), (30, 50)])])
    assert lengths(cross) == [30, 50, 50, 70] and cross.nodes == 5
    tee = network_of([Line([(0, 0), (100, 0)]), Line([(30, 0), (30, 50)])])
    assert lengths(tee) == [30, 50, 70] and tee.nodes == 4
    corners = network_of([Line([(0, 0), (50, 50), (100, 0)]), Line([(0, 100), (50, 50), (100, 100)])])
    assert len(corners) == 4 and corners.nodes == 5


@pytest.mark.parametrize(
    ("tags", "pieces"),
    [
        ({"bridge": ["yes", None]}, 2),
        ({"layer": ["1", "0"]}, 2),
        ({"tunnel": ["yes", "no"]}, 2),
        ({"bridge": ["yes", "yes"]}, 4),
        ({"layer": ["1", "1"], "bridge": ["yes", None]}, 4),
        ({"bridge": ["no", None]}, 4),
    ],
)
def test_a_bridge_does_not_meet_what_it_crosses(network_of, tags, pieces):
    lines = [Line([(0, 0), (100, 0)]), Line([(30, -50), (30, 50)])]
    assert len(network_of(lines, highway=["primary", "primary"], **tags)) == pieces


def test_a_bridge_meets_the_street_that_leads_to_it(network_of):
    """The street under the bridge has a corner exactly below it; the ramp ends at a corner of the bridge."""
    bridge, approach = Line([(0, 0), (50, 0), (100, 0)]), Line([(-80, 0), (0, 0)])
    under, ramp = Line([(70, -50), (70, 0), (70, 50)]), Line([(50, 40), (50, 0)])
    network = network_of([bridge, approach, under, ramp], highway=["primary"] * 4, bridge=["yes", None, None, None])
    assert lengths(network) == [40, 50, 50, 80, 100]
    assert sorted(set(network.islands().tolist())) == [1, 2]


def test_a_street_that_crosses_itself_and_a_ring_hang_together(network_of):
    loop = network_of([Line([(0, 0), (100, 0), (100, 100), (50, 100), (50, -50)])])
    assert lengths(loop) == [50, 50, 300] and loop.nodes == 3
    ring = network_of([shapely.box(0, 0, 10, 10).exterior])
    assert lengths(ring) == [40] and ring.ends[0, 0] == ring.ends[0, 1]


@pytest.mark.parametrize(
    ("other", "gap"),
    [
        ([(100.3, 0), (200, 0)], 0.3),
        ([(100.4, -50), (100.4, 50)], 0.4),
        ([(100.1, 0.2), (200, 0)], np.hypot(0.1, 0.2)),
    ],
)
def test_small_gaps_are_bridged_by_a_piece_as_long_as_they_are(network_of, other, gap):
    lines = [Line([(0, 0), (100, 0)]), Line(other)]
    network = network_of(lines, gap=0.5)
    assert network.metres[network.made].tolist() == [pytest.approx(gap)]
    assert "street_gaps_bridged" in rules(network) and "street_islands" not in rules(network)
    assert "street_islands" in rules(network_of(lines, gap=gap - 0.01))
    assert not network_of(lines, gap=0).made.any()


def test_an_overshoot_and_a_short_piece_are_no_gaps(network_of):
    overshoot = network_of([Line([(0, 0), (100, 0)]), Line([(50, 80), (50, -0.3)])])
    assert lengths(overshoot) == [0.3, 50, 50, 80]
    pieces = network_of([Line([(0, 0), (100, 0)]), Line([(100, 0), (100.2, 0)])])
    assert lengths(pieces) == [0.2, 100]


def test_under_a_bridge_no_gap_is_bridged_but_at_its_end(network_of):
    bridge = Line([(0, 0), (100, 0)])
    tags = {"highway": ["primary"] * 2, "bridge": ["yes", None]}
    assert not network_of([bridge, Line([(50, 50), (50, 0.3)])], **tags).made.any()
    assert network_of([bridge, Line([(100.3, 0), (150, 0)])], **tags).made.sum() == 1


def test_what_lies_twice_is_taken_once_and_open_as_either_says(network_of):
    line = Line([(0, 0), (40, 10), (100, 0)])
    network = network_of([line, line, shapely.reverse(line), Line([(0, 0), (40, -10), (100, 0)])])
    assert network.metres.sum() == pytest.approx(2 * line.length) and "street_doubles" in rules(network)
    directions = network_of([line, shapely.reverse(line)], ["yes", "yes"])
    assert directions.metres.sum() == pytest.approx(line.length) and (directions.speeds > 0).all()
    part = network_of([Line([(0, 0), (100, 0)]), Line([(20, 0), (60, 0)])])
    assert lengths(part) == [20, 40, 40]


def test_islands_are_numbered_by_length_and_told(network_of):
    lines = [
        Line([(0, 0), (10, 0)]),
        Line([(0, 50), (500, 50)]),
        Line([(500, 50), (500, 90)]),
        Line([(0, 99), (20, 99)]),
    ]
    network = network_of(lines)
    assert network.islands().tolist() == [3, 1, 1, 2]
    [found] = network.findings
    assert found["rule"] == "street_islands" and "3 networks" in found["message_en"]
    assert "0.0 of 0.6 km" in found["message_en"]


def test_broken_lines_survive_with_a_finding(layer_of):
    shapes = [
        Line([(0, 0), (0, 0)]),
        Line([(0, 0), (10, 0), (10, 0), (20, 0)]),
        None,
        Line(),
        shapely.MultiLineString([[(0, 5), (20, 5)], [(3, 3), (3, 3)]]),
        shapely.GeometryCollection([shapely.Point(1, 1), shapely.MultiLineString([[(0, 9), (20, 9)]])]),
        shapely.box(0, 0, 1, 1),
        shapely.from_wkt("LINESTRING Z (0 7 1, 20 7 9)"),
        Line([(0, 0), (np.nan, 5)]),
    ]
    streets = read_streets(layer_of(shapes), rules_of("walking"))
    assert streets.rows.tolist() == [1, 4, 5, 7]
    found = {found["rule"]: found["message_en"] for found in streets.findings}
    assert set(found) == {"layer_without_geometry", "street_not_a_line", "street_without_length"}
    assert "2 features are points or polygons" in found["street_not_a_line"]
    assert network_of_streets(streets).metres.tolist() == [20, 20, 20, 20]


def test_a_layer_without_any_street_gets_a_sentence(layer_of):
    for layer in (layer_of([shapely.Point(0, 0)]), layer_of([Line([(0, 0), (1, 0)])], highway=["motorway"])):
        with pytest.raises(PlanError, match="no street in it is open"):
            read_streets(layer, rules_of("walking"))


@given(st.lists(st.tuples(*[st.integers(0, 12)] * 4), min_size=1, max_size=10))
def test_on_a_lattice_length_is_kept_and_nodes_are_where_geos_has_them(network_of, corners):
    """Many touches, overlaps and doubles: the network covers what the lines cover, each piece once."""
    lines = [Line([(a, b), (c, d)]) for a, b, c, d in corners if (a, b) != (c, d)]
    if not lines:
        return
    network = network_of(lines, gap=0)
    covered = shapely.union_all(lines)
    assert network.metres.sum() == pytest.approx(covered.length, abs=1e-6)
    assert shapely.hausdorff_distance(shapely.union_all(network.lines), covered) < 1e-6


@given(
    st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=2, max_size=6, unique=True),
    st.floats(0, 0.98),
    st.floats(0.01, 1),
)
def test_pieces_are_those_of_shapely(corners, start, share):
    from shapely.ops import substring

    line = Line(corners)
    end = min(1.0, start + share)
    lines = lines_of(np.array([Line([(5, 5), (9, 9)]), line], dtype=object))
    [piece] = lines.cut(np.array([1]), np.array([start * line.length]), np.array([end * line.length]))
    expected = substring(line, start, end, normalized=True)
    assert piece.length == pytest.approx(expected.length, abs=1e-9)
    assert shapely.hausdorff_distance(piece, expected) < 1e-6


def test_cleaning_stops_when_asked(layer_of):
    streets = read_streets(layer_of([Line([(0, 0), (1, 0)])]), rules_of("walking"))
    with pytest.raises(Cancelled):
        network_of_streets(streets, progress=Progress(cancelled=lambda: True))


def test_corners_that_fall_together_leave_no_hole_in_a_piece():
    lines = lines_of(np.array([Line([(0, 0), (5, 0), (5, 0), (9, 0)])], dtype=object))
    once = np.zeros(1, dtype=np.intp)
    for start, end in ((0.0, 9.0), (5.0, 9.0), (0.0, 5.0), (4.0, 6.0)):
        [piece] = lines.cut(once, np.array([start]), np.array([end]))
        assert piece.length == pytest.approx(end - start)
