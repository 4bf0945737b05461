"""One town in many shapes: layers that must give what the clean layer gives."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import shapely
from qgis import processing
from qgis.core import (
    QgsCoordinateTransformContext,
    QgsFeature,
    QgsField,
    QgsGeometry,
    QgsProcessingFeatureSourceDefinition,
    QgsProject,
    QgsVectorFileWriter,
    QgsVectorLayer,
    QgsVectorLayerJoinInfo,
)
from qgis.PyQt.QtCore import QVariant

CRS = "EPSG:6386"
EAST, NORTH = 320_000, 5_545_000
FIELDS = "&field=code:string&field=title:string&field=n:integer&field=grade:string&field=zone:string&field=year:integer"
NUMBER = 2
GRADES = ("minor", "moderate", "severe", "destroyed")
Row = tuple[Any, ...]
Given = Any


def boxes(seed: int, count: int = 14) -> list[Row]:
    """Buildings of 20 m, each turned its own way and with its own values, in a square of a kilometre."""
    random = np.random.default_rng(seed)
    spots = np.round(random.uniform(0, 1000, (count, 2))) + [EAST, NORTH]
    return [
        (
            turned(x, y, random.uniform(0.2, 1.3)),
            f"{seed}-{row}",
            f"Капітальний ремонт школи q{row // 2}q",
            int(random.integers(1, 50)),
            GRADES[row % 4],
            "Ж-1" if row % 3 else "В-2",
            2026 + row % 3,
        )
        for row, (x, y) in enumerate(spots)
    ]


def turned(x: float, y: float, angle: float, size: float = 20) -> Any:
    spin = size * np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    return shapely.Polygon(np.array([[0, 0], [1, 0], [1, 1], [0, 1]]) @ spin + [x, y])


def streets() -> list[Row]:
    """A grid of streets, 200 m apart."""
    along = [shapely.LineString([(0, step), (1020, step)]) for step in range(0, 1001, 200)]
    across = [shapely.LineString([(step, 0), (step, 1020)]) for step in range(0, 1001, 200)]
    moved = [shapely.transform(line, lambda points: points + [EAST, NORTH]) for line in along + across]
    return [(line, f"s-{row}", f"Водогін q{row}q", row, "minor", "Ж-1", 2026) for row, line in enumerate(moved)]


def trouble(rows: Sequence[Row]) -> list[Row]:
    """Features that say nothing, far from the town: without a geometry, empty, crossing itself, without size, twice."""
    x, y = EAST + 5000, NORTH + 5000
    line = rows[0][0].geom_type == "LineString"
    kind = "LINESTRING" if line else "POLYGON"
    shapes = [None, f"{kind} EMPTY"]
    if line:
        shapes += [f"LINESTRING({x} {y}, {x} {y})", f"LINESTRING({x} {y}, {x + 9} {y + 9}, {x} {y + 9}, {x + 9} {y})"]
        shapes += [f"LINESTRING({x + 50} {y}, {x + 90} {y})"] * 2
    else:
        shapes += [f"POLYGON(({x} {y}, {x + 20} {y + 20}, {x + 20} {y}, {x} {y + 20}, {x} {y}))"]
        shapes += [f"POLYGON(({x} {y}, {x} {y}, {x} {y}, {x} {y}))"]
        shapes += [f"POLYGON(({x + 50} {y}, {x + 90} {y}, {x + 90} {y + 40}, {x + 50} {y}))"] * 2
    return [(shape, None, None, None, None, None, None) for shape in shapes]


def made(
    rows: Sequence[Row], kind: str = "", crs: str = CRS, shape: Callable[[Any], Any] = lambda g: g
) -> QgsVectorLayer:
    """A memory layer; geometries are shapely's, WKT, or QGIS's own, after `shape`."""
    kind = kind or rows[0][0].geom_type
    layer = QgsVectorLayer(f"{kind}?crs={crs}{FIELDS}", "місто", "memory")
    features = []
    for geometry, *values in rows:
        feature = QgsFeature(layer.fields())
        feature.setAttributes(values)
        shaped = shape(geometry) if geometry is not None and not isinstance(geometry, str) else geometry
        if shaped is not None:
            feature.setGeometry(QgsGeometry.fromWkt(shaped if isinstance(shaped, str) else shaped.wkt))
        features.append(feature)
    layer.dataProvider().addFeatures(features)
    return layer


def stored(layer: QgsVectorLayer, folder: Any) -> QgsVectorLayer:
    path = folder / f"місто «О'Браєн» {len(list(folder.iterdir()))}.gpkg"
    options = QgsVectorFileWriter.SaveVectorOptions()
    QgsVectorFileWriter.writeAsVectorFormatV3(layer, str(path), QgsCoordinateTransformContext(), options)
    return str(path)


def in_degrees(rows: Sequence[Row], _folder: Any) -> Given:
    return reprojected(made(rows), "EPSG:4326")


def reprojected(layer: QgsVectorLayer, crs: str) -> QgsVectorLayer:
    moved = processing.run("native:reprojectlayer", {"INPUT": layer, "TARGET_CRS": crs, "OUTPUT": "memory:"})["OUTPUT"]
    moved.setName(layer.name())
    return moved


def swapped(rows: Sequence[Row]) -> QgsVectorLayer:
    """Latitude where longitude should be, as in a table whose columns were mixed up."""
    return processing.run("native:swapxy", {"INPUT": reprojected(made(rows), "EPSG:4326"), "OUTPUT": "memory:"})[
        "OUTPUT"
    ]


def in_degrees_with_heights(rows: Sequence[Row], _folder: Any) -> Given:
    """EPSG:4979, as tables of satellite points come."""
    flat = reprojected(made(rows), "EPSG:4326")
    lifted = processing.run("native:setzvalue", {"INPUT": flat, "Z_VALUE": 120, "OUTPUT": "memory:"})["OUTPUT"]
    parameters = {"INPUT": lifted, "CRS": "EPSG:4979", "OUTPUT": "memory:"}
    named = processing.run("native:assignprojection", parameters)["OUTPUT"]
    named.setName(flat.name())
    return named


def with_z_and_m(rows: Sequence[Row], _folder: Any) -> Given:
    def lifted(geometry: Any) -> str:
        flat = QgsGeometry.fromWkt(geometry.wkt)
        flat.get().addZValue(500)
        flat.get().addMValue(7)
        return flat.asWkt()

    return made(rows, rows[0][0].geom_type + "ZM", shape=lifted)


def in_parts(rows: Sequence[Row], _folder: Any) -> Given:
    """Streets in two pieces that meet at a crossing, buildings in two halves that touch."""

    def split(geometry: Any) -> Any:
        corners = shapely.get_coordinates(geometry)
        if geometry.geom_type == "LineString":
            middle = geometry.interpolate(400).coords[0]
            return shapely.MultiLineString([[corners[0], middle], [middle, corners[1]]])
        a, b, c, d, _ = corners
        left, right = (3 * a + b) / 4, (3 * d + c) / 4
        return shapely.MultiPolygon([shapely.Polygon([a, left, right, d]), shapely.Polygon([left, b, c, right])])

    return made(rows, "Multi" + rows[0][0].geom_type, shape=split)


def curved(rows: Sequence[Row], _folder: Any) -> Given:
    if rows[0][0].geom_type == "LineString":
        return made(rows, "CompoundCurve", shape=lambda line: f"COMPOUNDCURVE({line.wkt[len('LINESTRING ') :]})")
    return made(
        rows, "CurvePolygon", shape=lambda box: f"CURVEPOLYGON(COMPOUNDCURVE({box.wkt[len('POLYGON (') : -1]}))"
    )


def surfaces(rows: Sequence[Row], _folder: Any) -> Given:
    if rows[0][0].geom_type == "LineString":
        return made(rows, "MultiCurve", shape=lambda line: f"MULTICURVE({line.wkt[len('LINESTRING ') :]})")
    return made(rows, "MultiSurface", shape=lambda box: f"MULTISURFACE(CURVEPOLYGON{box.wkt[len('POLYGON ') :]})")


def with_repeated_vertices(rows: Sequence[Row], _folder: Any) -> Given:
    def repeated(geometry: Any) -> Any:
        coordinates = np.repeat(shapely.get_coordinates(geometry), 2, axis=0)
        return (
            shapely.linestrings(coordinates)
            if geometry.geom_type == "LineString"
            else shapely.polygons(coordinates[::-1])
        )

    return made(rows, shape=repeated)


def in_a_file(rows: Sequence[Row], folder: Any) -> Given:
    return stored(made(rows), folder)


def others(rows: Sequence[Row]) -> list[Row]:
    """As many features again in the same town, to be left out."""
    more = boxes(77) if rows[0][0].geom_type == "Polygon" else streets()
    return [(shapely.transform(geometry, lambda p: p + 7), "зайвий", *values[1:]) for geometry, *values in more]


def selected(rows: Sequence[Row], _folder: Any) -> Given:
    layer = made([*rows, *others(rows)])
    QgsProject.instance().addMapLayer(layer, False)
    layer.selectByExpression("code <> 'зайвий'")
    return QgsProcessingFeatureSourceDefinition(layer.id(), True)


def filtered(rows: Sequence[Row], _folder: Any) -> Given:
    layer = made([*others(rows), *rows])
    layer.setSubsetString("code <> 'зайвий'")
    return layer


def filtered_file(rows: Sequence[Row], folder: Any) -> Given:
    return stored(made([*others(rows), *rows]), folder) + "|subset=code <> 'зайвий'"


def with_virtual_field(rows: Sequence[Row], _folder: Any) -> Given:
    layer = without_number(rows)
    layer.addExpressionField("kept", QgsField("n", QVariant.Int))
    return layer


def without_number(rows: Sequence[Row]) -> QgsVectorLayer:
    layer = made(rows)
    layer.dataProvider().renameAttributes({NUMBER: "kept"})
    layer.updateFields()
    return layer


def joined(rows: Sequence[Row], _folder: Any) -> Given:
    layer, table = without_number(rows), made([(None, *row[1:]) for row in rows], "None")
    QgsProject.instance().addMapLayer(table, False)
    join = QgsVectorLayerJoinInfo()
    join.setJoinLayer(table)
    join.setJoinFieldName("code")
    join.setTargetFieldName("code")
    join.setJoinFieldNamesSubset(["n"])
    join.setPrefix("")
    layer.addJoin(join)
    return layer


def edited(rows: Sequence[Row], folder: Any) -> Given:
    """Too much deleted, one value and one shape mended, one feature added; nothing saved."""
    source = stored(made([*others(rows)[:1], *rows[:-1]]), folder)
    layer = QgsVectorLayer(source, "місто", "ogr")
    QgsProject.instance().addMapLayer(layer, False)
    extra, first = list(layer.getFeatures())[:2]
    layer.startEditing()
    layer.changeAttributeValue(first.id(), layer.fields().indexOf("n"), 1)
    layer.changeAttributeValue(first.id(), layer.fields().indexOf("n"), rows[0][1 + NUMBER])
    layer.changeGeometry(first.id(), QgsGeometry.fromWkt(shapely.transform(rows[0][0], lambda p: p + 1).wkt))
    layer.changeGeometry(first.id(), QgsGeometry.fromWkt(rows[0][0].wkt))
    layer.deleteFeature(extra.id())
    feature = QgsFeature(layer.fields())
    feature.setAttributes([None, *rows[-1][1:]])
    feature.setGeometry(QgsGeometry.fromWkt(rows[-1][0].wkt))
    layer.addFeature(feature)
    return layer


def of_many_vertices(count: int) -> Any:
    """A polygon around the town with a rim of so many vertices, as a coast digitised by machine."""
    angle = np.linspace(0, 2 * np.pi, count, endpoint=False)
    away = 900 + 20 * np.sin(50 * angle)
    rim = np.column_stack([EAST + 510 + away * np.cos(angle), NORTH + 510 + away * np.sin(angle)])
    return shapely.polygons(rim)


def of_one(geometry: Any, *values: Any) -> QgsVectorLayer:
    """A layer of one feature, whose geometry is too long to be written as text."""
    layer = made([(None, *values)], geometry.geom_type)
    [feature] = layer.getFeatures()
    shape = QgsGeometry()
    shape.fromWkb(shapely.to_wkb(geometry))
    layer.dataProvider().changeGeometryValues({feature.id(): shape})
    return layer


def with_trouble(rows: Sequence[Row], _folder: Any) -> Given:
    return made([*rows, *trouble(rows)], rows[0][0].geom_type)


EQUAL = {
    maker.__name__: maker
    for maker in (
        in_a_file,
        in_degrees,
        in_degrees_with_heights,
        with_z_and_m,
        in_parts,
        curved,
        surfaces,
        with_repeated_vertices,
        selected,
        filtered,
        filtered_file,
        with_virtual_field,
        joined,
        edited,
    )
}
