"""Floating catchments: how they grow with the number of homes, what a gain costs, and PySAL's package beside them."""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path

import numpy as np
import shapely
from timing import median_seconds, tell, tell_growth
from vidnova.planning.criteria.catchment.access import Access, Demand, floating_catchment
from vidnova.planning.criteria.catchment.additions import Additions
from vidnova.planning.criteria.catchment.decay import EDGE, Decay
from vidnova.planning.criteria.catchment.gain import catchment_gains
from vidnova.planning.criteria.catchment.links import StraightLinks

SIZES = (100_000, 300_000, 1_000_000)
HOMES_TO_A_FACILITY = 100
HOMES_TO_A_HECTARE = 8
REACH = 700.0
MEASURES = 1000


@dataclass(frozen=True)
class Town:
    """Homes and facilities at random, as dense at any size: 1,230 homes in reach of a facility."""

    size: int

    @property
    def facilities(self) -> int:
        return self.size // HOMES_TO_A_FACILITY

    @cached_property
    def side(self) -> float:
        return float(100 * np.sqrt(self.size / HOMES_TO_A_HECTARE))

    @cached_property
    def random(self) -> np.random.Generator:
        return np.random.default_rng(1)

    @cached_property
    def homes(self) -> np.ndarray:
        return shapely.points(self.random.random((self.size, 2)) * self.side)

    @cached_property
    def footprints(self) -> np.ndarray:
        x, y = shapely.get_coordinates(self.homes).T
        return shapely.box(x, y, x + 12, y + 10)

    @cached_property
    def places(self) -> np.ndarray:
        return shapely.points(self.random.random((self.facilities, 2)) * self.side)

    @cached_property
    def demand(self) -> Demand:
        people = self.random.integers(1, 50, self.size).astype(float)
        return Demand(people, np.ones(self.size, dtype=bool))

    @cached_property
    def capacity(self) -> np.ndarray:
        return self.random.integers(10, 500, self.facilities).astype(float)

    def access(self, units: np.ndarray, kind: str, choice: bool = False) -> Access:
        links = StraightLinks(units, REACH, kind != "none")
        return floating_catchment(links, self.places, self.capacity, self.demand, Decay(kind, REACH), choice)


WAYS = {
    "2SFCA, points": lambda town: town.access(town.homes, "none"),
    "E2SFCA, points": lambda town: town.access(town.homes, "gaussian"),
    "3SFCA, points": lambda town: town.access(town.homes, "gaussian", True),
    "2SFCA, footprints": lambda town: town.access(town.footprints, "none"),
    "E2SFCA, footprints": lambda town: town.access(town.footprints, "gaussian"),
}


def bench_catchment(folder: Path, peers_python: Path | None = None) -> None:
    """Access of 100,000 to 1,000,000 homes to a hundredth as many facilities, and the gains of 1,000 measures."""
    towns = {size: Town(size) for size in SIZES}
    for town in towns.values():
        town.homes, town.footprints, town.places, town.demand, town.capacity  # noqa: B018 - made before the clock runs
    for name, way in WAYS.items():
        seconds = {size: median_seconds(partial(way, town), 1) for size, town in towns.items()}
        tell_growth(f"{name}, one facility to {HOMES_TO_A_FACILITY} homes, reach {REACH:.0f} m", seconds)
    smallest = towns[SIZES[0]]
    for choice in (False, True):
        _tell_gains(smallest, choice)
    if peers_python and _has_access(peers_python):
        _against_pysal(smallest, folder, peers_python)


def _tell_gains(town: Town, choice: bool) -> None:
    links = StraightLinks(town.homes, REACH)
    now = town.access(town.homes, "gaussian", choice)
    places = shapely.points(town.random.random((MEASURES, 2)) * town.side)
    more = Additions(places, np.full(MEASURES, 100.0), np.ones(MEASURES, dtype=bool))
    anew = median_seconds(lambda: town.access(town.homes, "gaussian", choice), 1)
    seconds = median_seconds(lambda: catchment_gains(links, now, town.places, town.capacity, town.demand, more, 0.1), 1)
    method = "3SFCA" if choice else "E2SFCA"
    tell(f"{method}, gains of {MEASURES} measures, {town.size} homes", seconds, {"each anew": MEASURES * anew})


def _has_access(python: Path) -> bool:
    tried = subprocess.run([str(python), "-c", "import access"], capture_output=True)
    return tried.returncode == 0


def _against_pysal(town: Town, folder: Path, python: Path) -> None:
    runs = list(StraightLinks(town.homes, REACH)(town.places))
    links = {
        "origin": np.concatenate([unit for _, _, unit, _ in runs]),
        "dest": np.concatenate([rows.start + facility for rows, facility, _, _ in runs]),
        "cost": np.concatenate([cost for *_, cost in runs]),
    }
    held = folder / "town.npz"
    sigma = REACH / np.sqrt(-2 * np.log(EDGE))
    np.savez(held, **links, people=town.demand.people, capacity=town.capacity, reach=REACH, sigma=sigma)
    words = [str(python), "-W", "ignore", str(Path(__file__).with_name("catchment_peer.py")), str(held)]
    theirs = json.loads(subprocess.run(words, check=True, capture_output=True, text=True).stdout)
    ours = median_seconds(lambda: town.access(town.homes, "gaussian"))
    people = town.demand.people
    mean = float((town.access(town.homes, "gaussian").access * people).sum() / people.sum())
    tell(f"E2SFCA, {town.size} homes, ours finds the links too", ours, {"PySAL access": theirs["seconds"]})
    print(f"    mean access {mean:.9f}, theirs {theirs['mean']:.9f}", flush=True)
