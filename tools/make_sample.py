"""Makes sample_layers/: an invented Ukrainian community, the same every time, from the texts in tools/sample/."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import shapely
from sample import documents, layers
from sample.buildings import make_buildings
from sample.damage import strike
from sample.networks import utilities
from sample.people import settle
from sample.streets import street_network
from sample.terrain import make_terrain

SEED = 20260212
CLOSED = ("park", "square", "stadium", "cemetery", "industry", "market", "treatment", "pond", "forest")
DEFAULT_FOLDER = Path(__file__).resolve().parents[1] / "sample_layers"


def main(folder: Path = DEFAULT_FOLDER) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    random = np.random.default_rng(SEED)
    terrain = make_terrain(random)
    closed = shapely.union_all([terrain.ground(kind) for kind in CLOSED])
    streets = street_network(terrain.boundary, terrain.river, closed, random)
    buildings = make_buildings(terrain, streets, random)
    sites = strike(buildings, random)
    settle(buildings, random)
    community = layers.Community(folder / "community.gpkg")
    layers.write_ground(community, terrain, streets, random)
    layers.write_districts(community, terrain, streets, buildings)
    layers.write_buildings(community, buildings)
    layers.write_facilities(community, buildings)
    layers.write_damage(community, sites)
    layers.write_utilities(community, utilities(streets, random))
    community.close()
    documents.write(folder)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
