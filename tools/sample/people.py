"""Who lives where: residents by kind of building, with displaced people, children and older people among them."""

from __future__ import annotations

import numpy as np

from .buildings import Building

AREA_A_HEAD = {"house": 33.0, "apartment": 29.0, "dormitory": 17.0, "modular": 21.0}
SHARES = {
    "house": {"idp": 0.05, "children": 0.19, "older": 0.24},
    "apartment": {"idp": 0.13, "children": 0.21, "older": 0.19},
    "dormitory": {"idp": 0.68, "children": 0.27, "older": 0.12},
    "modular": {"idp": 1.0, "children": 0.31, "older": 0.17},
}
VILLAGE_OLDER = 0.41
LEFT_SHARE = {"": 1.0, "minor": 1.0, "moderate": 0.7, "severe": 0.15, "destroyed": 0.0}
UNKNOWN_SHARE = 0.015
EMPTY_SHARE = 0.12
GROUPS = ("residents", "idp", "children", "older")


def settle(buildings: list[Building], random: np.random.Generator) -> None:
    """Give every building its people; 0 where nobody lives, unknown where nobody has counted yet."""
    for building in buildings:
        homes = AREA_A_HEAD.get(building.use)
        if homes is None:
            building.residents = dict.fromkeys(GROUPS, 0)
        elif random.random() < UNKNOWN_SHARE:
            building.residents = dict.fromkeys(GROUPS, None)
        else:
            building.residents = _household(building, homes, random)


def _household(building: Building, area_a_head: float, random: np.random.Generator) -> dict[str, int | None]:
    empty = building.use == "house" and random.random() < EMPTY_SHARE
    people = 0.0 if empty else building.shape.area * 0.72 * building.floors / area_a_head
    total = int(random.poisson(people * LEFT_SHARE[building.damage]))
    shares = dict(SHARES[building.use])
    if not building.settlement.startswith("м."):
        shares["older"] = VILLAGE_OLDER
    groups = {name: int(random.binomial(total, share)) for name, share in shares.items()}
    groups["older"] = min(groups["older"], total - groups["children"])
    return {"residents": total, **groups}
