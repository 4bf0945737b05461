from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from vidnova.planning.criteria.fit.neighbours import neighbours
from vidnova.planning.errors import Cancelled
from vidnova.planning.progress import Progress

CROSS = "LINESTRING(500 -1000, 500 1000)"
STREET = "LINESTRING(0 0, 1000 0)"
PIPE = "LINESTRING(200 10, 620 10)"
INDEX = "GEOMETRYCOLLECTION(POINT(500 0), LINESTRING(500 0, 500 5000))"


def places(*shapes):
    array = np.empty(len(shapes), dtype=object)
    array[:] = [shapely.from_wkt(shape) if isinstance(shape, str) else shape for shape in shapes]
    return array


def found(shapes, distance=20, shortest=30):
    one, other, metres = neighbours(places(*shapes), distance, shortest)
    return {(int(a), int(b)): float(m) for a, b, m in zip(one, other, metres)}


@pytest.mark.parametrize(
    ("shapes", "expected"),
    [
        ((STREET, PIPE), {(0, 1): 420}),
        ((PIPE, STREET), {(0, 1): 420}),
        ((STREET, CROSS), {}),
        ((STREET, "LINESTRING(0 21, 1000 21)"), {}),
        ((STREET, "LINESTRING(0 0, 29 0)"), {}),
        ((STREET, "LINESTRING(1000 5, 0 5)"), {(0, 1): 1000}),
        ((STREET, "MULTILINESTRING((0 5, 100 5), (100 5, 200 5), (0 5, 200 5))"), {(0, 1): 200}),
        ((STREET, "POINT(500 20)"), {(0, 1): 0}),
        ((STREET, "POINT(500 21)"), {}),
        ((STREET, INDEX), {}),
        (("POINT(0 0)", "POINT(20 0)", "POINT(41 0)"), {(0, 1): 0}),
        ((STREET, "POLYGON((300 20, 400 20, 400 60, 300 60, 300 20))"), {(0, 1): 100}),
        ((STREET, "POLYGON((300 -10, 400 -10, 400 10, 300 10, 300 -10))"), {(0, 1): 100 + 2 * np.sqrt(20**2 - 0)}),
        (("POLYGON((0 0, 9 0, 9 9, 0 0))", "POLYGON((20 0, 29 0, 29 9, 20 0))"), {(0, 1): 0}),
        ((STREET, None, "LINESTRING EMPTY", "POINT EMPTY", PIPE), {(0, 4): 420}),
        ((STREET, "LINESTRING(500 5, 500 5)"), {(0, 1): 0}),
        ((STREET, "POLYGON((300 5, 400 15, 400 5, 300 15, 300 5))"), {(0, 1): 138}),
        ((STREET, "LINESTRING Z(200 10 5, 620 10 90)"), {(0, 1): 420}),
        ((None, None), {}),
        ((), {}),
    ],
)
def test_what_places_share(shapes, expected):
    shared = found(shapes)
    assert shared.keys() == expected.keys()
    assert list(shared.values()) == pytest.approx(list(expected.values()), abs=1)


def test_a_polygon_in_several_parts_counts_each_metre_of_the_line_once():
    parts = "MULTIPOLYGON(((300 5, 400 5, 400 9, 300 9, 300 5)), ((410 5, 500 5, 500 9, 410 9, 410 5)))"
    whole = "POLYGON((300 5, 500 5, 500 9, 300 9, 300 5))"
    assert found((STREET, parts))[0, 1] == pytest.approx(found((STREET, whole))[0, 1])


def in_pieces(line):
    return [shapely.LineString(piece) for piece in zip(line.coords[:-1], line.coords[1:])]


def along(one, other, distance):
    """The length of a line near pieces of another in nearly the same direction, by buffers and unions of shapely."""
    total = 0.0
    for piece in in_pieces(one):
        (x, y), (z, w) = piece.coords
        near = []
        for beside in in_pieces(other):
            (a, b), (c, d) = beside.coords
            turn = abs((z - x) * (c - a) + (w - y) * (d - b)) / (piece.length * beside.length)
            if turn >= np.cos(np.radians(30)):
                near.append(beside.buffer(distance, quad_segs=200))
        total += piece.intersection(shapely.union_all(near)).length
    return total


def random_lines(random, count):
    """Streets that wind over a square of 400 m, none of which meets itself again side by side."""
    steps = random.uniform(-0.5, 0.5, (count, 6)).cumsum(axis=1) + random.uniform(0, 7, (count, 1))
    moves = np.stack([np.cos(steps), np.sin(steps)], axis=2) * 60
    return [shapely.LineString(line) for line in random.uniform(0, 400, (count, 1, 2)) + moves.cumsum(axis=1)]


@pytest.mark.parametrize("seed", range(5))
def test_equal_to_looking_at_every_pair(seed):
    lines = random_lines(np.random.default_rng(seed), 25)
    shared = found(lines, 15, 20)
    for one in range(25):
        for other in range(one + 1, 25):
            expected = min(along(lines[one], lines[other], 15), along(lines[other], lines[one], 15))
            assert shared.get((one, other), 0) == pytest.approx(expected if expected >= 20 else 0, abs=0.02)
    assert len(shared) > 3


@given(seed=st.integers(0, 10**6), turn=st.floats(0, 6.3), east=st.floats(-1e4, 1e4))
def test_moving_turning_and_reordering_change_nothing(seed, turn, east):
    random = np.random.default_rng(seed)
    shapes = [
        *random_lines(random, 8),
        *shapely.points(random.uniform(0, 400, (4, 2))),
        shapely.box(100, 100, 180, 150),
    ]
    order = random.permutation(len(shapes))
    spin = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    moved = shapely.transform(places(*shapes)[order], lambda points: points @ spin.T + [east, 5e3])
    shared, again = found(shapes), found(moved)
    back = {tuple(sorted((int(order[a]), int(order[b])))): metres for (a, b), metres in again.items()}
    far = {pair for pair, metres in shared.items() if metres == 0 or abs(metres - 30) > 1e-6}
    assert {pair: pytest.approx(shared[pair], abs=1e-5) for pair in far} == {pair: back.get(pair) for pair in far}


@given(seed=st.integers(0, 10**6))
def test_more_vertices_change_nothing(seed):
    lines = random_lines(np.random.default_rng(seed), 6)
    dense = [shapely.segmentize(line, 7.3) for line in lines]
    kept = {pair: metres for pair, metres in found(lines).items() if metres > 30.01}
    assert {pair: found(dense)[pair] for pair in kept} == pytest.approx(kept, abs=1e-6)


def test_it_stops_when_asked():
    with pytest.raises(Cancelled):
        neighbours(places(STREET, PIPE), 20, 30, Progress(cancelled=lambda: True))
