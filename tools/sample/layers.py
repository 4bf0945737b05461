"""community.gpkg: every layer of the community, written with OGR."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from osgeo import gdal, ogr, osr
from shapely.affinity import translate
from shapely.geometry.base import BaseGeometry

from .buildings import Building
from .damage import GRADE, DamageSite
from .districts import make_districts
from .networks import Utility, sanitary_zones
from .romanise import address_in_english
from .sources import rows
from .streets import SPEED, Street
from .terrain import Terrain, flood_zone

ORIGIN = (320_000.0, 5_545_000.0)
EPSG = 6386
KATOTTG = "UA99010010000012345"
NAME_UK, NAME_EN = "Вербівська територіальна громада", "Verbivka Territorial Community"
TYPES = {str: ogr.OFTString, int: ogr.OFTInteger, float: ogr.OFTReal, bool: ogr.OFTInteger}
Feature = tuple[Mapping[str, Any], BaseGeometry]
FACILITY_LAYERS = {"schools": "school_id", "kindergartens": "kindergarten_id", "health_points": "health_id"}


class Community:
    """The GeoPackage being written."""

    def __init__(self, path: Path) -> None:
        path.unlink(missing_ok=True)
        ogr.UseExceptions()
        gdal.SetConfigOption("OGR_CURRENT_DATE", "2026-02-12T00:00:00.000Z")
        self._source = ogr.GetDriverByName("GPKG").CreateDataSource(str(path))
        self._crs = osr.SpatialReference()
        self._crs.ImportFromEPSG(EPSG)

    def add(self, name: str, kind: int, fields: Mapping[str, type], features: Iterable[Feature]) -> None:
        layer = self._source.CreateLayer(name, self._crs, kind)
        for field, of_type in fields.items():
            definition = ogr.FieldDefn(field, TYPES[of_type])
            if of_type is bool:
                definition.SetSubType(ogr.OFSTBoolean)
            layer.CreateField(definition)
        layer.StartTransaction()
        for values, shape in features:
            feature = ogr.Feature(layer.GetLayerDefn())
            for field, value in values.items():
                if value is not None:
                    feature.SetField(field, int(value) if isinstance(value, bool) else value)
            moved = translate(shape, *ORIGIN)
            feature.SetGeometry(ogr.CreateGeometryFromWkb(shapely.to_wkb(shapely.set_precision(moved, 0.01))))
            layer.CreateFeature(feature)
        layer.CommitTransaction()

    def close(self) -> None:
        self._source = None


def write_ground(community: Community, terrain: Terrain, streets: list[Street], random: np.random.Generator) -> None:
    names = {"code": str, "name_uk": str, "name_en": str}
    whole = shapely.union_all(list(make_districts(terrain, streets).values()))
    boundary = [({"code": KATOTTG, "name_uk": NAME_UK, "name_en": NAME_EN}, whole)]
    community.add("boundary", ogr.wkbPolygon, names, boundary)
    floods = [(share, flood_zone(terrain, width, random)) for share, width in ((0.01, 190), (0.1, 80))]
    community.add(
        "flood_zones",
        ogr.wkbMultiPolygon,
        {"zone_id": str, "probability": float, "name_uk": str},
        [
            (
                {"zone_id": f"FLD-{n}", "probability": share, "name_uk": f"Затоплення, {100 * share:g} % на рік"},
                many(shape),
            )
            for n, (share, shape) in enumerate(floods, 1)
        ],
    )
    community.add(
        "sanitary_zones",
        ogr.wkbMultiPolygon,
        {"zone_id": str, "name_uk": str, "kind": str},
        [
            ({"zone_id": f"SAN-{n}", "name_uk": name, "kind": kind}, shape)
            for n, (kind, name, shape) in enumerate(sanitary_zones(terrain), 1)
        ],
    )
    write_water_and_green(community, terrain, shapely.union_all([street.carriageway for street in streets]))
    write_streets(community, streets)


def write_water_and_green(community: Community, terrain: Terrain, roads: BaseGeometry) -> None:
    fields = {"kind": str, "name_uk": str, "name_en": str}
    river = ({"kind": "river", "name_uk": "р. Вербова", "name_en": "Verbova River"}, many(terrain.river))
    grounds = [({n: str(ground[n]) for n in fields}, ground["shape"].difference(roads)) for ground in terrain.grounds]
    inside = [(values, many(shape.intersection(terrain.boundary))) for values, shape in [river, *grounds]]
    community.add("grounds", ogr.wkbMultiPolygon, fields, inside)
    railway = [({"name_uk": "Залізниця", "name_en": "Railway"}, terrain.railway.intersection(terrain.boundary))]
    community.add("railway", ogr.wkbLineString, {"name_uk": str, "name_en": str}, railway)


def write_streets(community: Community, streets: list[Street]) -> None:
    fields = {
        "street_id": str,
        "name_uk": str,
        "name_en": str,
        "settlement": str,
        "class": str,
        "oneway": bool,
        "speed": int,
    }
    features = [
        (
            {
                "street_id": f"STR-{number:03}",
                "name_uk": street.name,
                "name_en": street.name_en,
                "settlement": street.settlement,
                "class": street.rank,
                "oneway": False,
                "speed": SPEED[street.rank],
            },
            street.line,
        )
        for number, street in enumerate(streets, 1)
    ]
    community.add("streets", ogr.wkbLineString, fields, features)


def write_districts(community: Community, terrain: Terrain, streets: list[Street], buildings: list[Building]) -> None:
    """The districts with their population; every building learns its district."""
    shapes = make_districts(terrain, streets)
    for building in buildings:
        spot = building.shape.representative_point()
        building.district = min(shapes, key=lambda code: shapes[code].distance(spot))
    population = {code: 0 for code in shapes}
    for building in buildings:
        population[building.district] += building.residents["residents"] or 0
    names = {row["code"]: row for row in rows("districts.csv")}
    features = [
        ({"code": code, "name_uk": names[code]["name_uk"], "name_en": names[code]["name_en"],
          "population": population[code]}, shape)
        for code, shape in shapes.items()
    ]  # fmt: skip
    fields = {"code": str, "name_uk": str, "name_en": str, "population": int}
    community.add("districts", ogr.wkbMultiPolygon, fields, features)


def write_buildings(community: Community, buildings: list[Building]) -> None:
    names = {row["code"]: row for row in rows("facilities.csv")}
    fields = {
        "building_id": str,
        "name_uk": str,
        "name_en": str,
        "address_uk": str,
        "address_en": str,
        "street_uk": str,
        "house": str,
        "use": str,
        "floors": int,
        "residents": int,
        "idp": int,
        "children": int,
        "older": int,
        "district": str,
    }
    features = [
        (
            {
                "building_id": f"BLD-{number:04}",
                "name_uk": names[building.code]["name_uk"] if building.code else None,
                "name_en": names[building.code]["name_en"] if building.code else None,
                "address_uk": building.address or None,
                "address_en": address_in_english(building.address) if building.address else None,
                "street_uk": building.street.name if building.street and building.house else None,
                "house": building.house or None,
                "use": building.use,
                "floors": building.floors,
                "district": building.district,
                **building.residents,
            },
            building.shape,
        )
        for number, building in enumerate(buildings, 1)
    ]
    community.add("buildings", ogr.wkbPolygon, fields, features)


def write_facilities(community: Community, buildings: list[Building]) -> None:
    by_code = {building.code: building for building in buildings if building.code}
    for layer, key in FACILITY_LAYERS.items():
        described = [row for row in rows("facilities.csv") if row["layer"] == layer]
        _write_points(community, layer, key, described, lambda row: by_code[row["code"]])
    _write_points(community, "shelters", "shelter_id", rows("shelters.csv"), lambda row: by_code[row["host"]])


def _write_points(
    community: Community, layer: str, key: str, described: list[dict[str, str]], host: Callable[[dict], Building]
) -> None:
    fields = {key: str, "code": str, "name_uk": str, "name_en": str, "address_uk": str, "capacity": int,
              "occupancy": int, "working": bool}  # fmt: skip
    features = [
        (
            {
                key: f"{layer[:3].upper()}{number:03}",
                "code": row["code"],
                "name_uk": row["name_uk"],
                "name_en": row["name_en"],
                "address_uk": host(row).address,
                "capacity": int(row["capacity"]),
                "occupancy": int(row["occupancy"]),
                "working": row["working"] == "yes",
            },
            host(row).shape.representative_point(),
        )
        for number, row in enumerate(described, 1)
    ]
    community.add(layer, ogr.wkbPoint, fields, features)


def write_damage(community: Community, sites: list[DamageSite]) -> None:
    fields = {"site_id": str, "damage_class": str, "grade": int, "assessed_on": str, "source": str, "address_uk": str}
    features = [
        (
            {
                "site_id": f"DMG-{number:03}",
                "damage_class": site.damage,
                "grade": GRADE[site.damage],
                "assessed_on": site.assessed_on,
                "source": site.source,
                "address_uk": site.address or None,
            },
            site.point,
        )
        for number, site in enumerate(sites, 1)
    ]
    community.add("damage_sites", ogr.wkbPoint, fields, features)


def write_utilities(community: Community, found: Iterable[Utility]) -> None:
    fields = {"line_id": str, "kind": str, "name_uk": str, "condition": str, "year": int}
    features = [
        (
            {
                "line_id": f"UTL-{number:03}",
                "kind": utility.kind,
                "name_uk": utility.name,
                "condition": utility.condition,
                "year": utility.year,
            },
            utility.line,
        )
        for number, utility in enumerate(found, 1)
    ]
    community.add("utility_lines", ogr.wkbLineString, fields, features)


def many(shape: BaseGeometry) -> BaseGeometry:
    polygons = [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"]
    return shapely.MultiPolygon(polygons)
