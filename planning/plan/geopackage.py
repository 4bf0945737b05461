"""The statements that lay out a plan file as a GeoPackage 1.3, derived from the schema (OGC 12-128r18)."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from .geometry import envelope
from .schema import Code, Field, Table, code_lists, tables

APPLICATION_ID = 0x47504B47
USER_VERSION = 10300


@dataclass(frozen=True)
class Crs:
    """A projected coordinate reference system in metres: its EPSG number, name and WKT."""

    srs_id: int
    name: str
    wkt: str


CORE = """
PRAGMA application_id = {application_id};
PRAGMA user_version = {user_version};
CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY,
  organization TEXT NOT NULL, organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
CREATE TABLE gpkg_contents (table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE,
  description TEXT DEFAULT '', last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,
  CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_geometry_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL,
  geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL,
  CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name), CONSTRAINT uk_gc_table_name UNIQUE (table_name),
  CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
  CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id));
CREATE TABLE gpkg_extensions (table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL,
  definition TEXT NOT NULL, scope TEXT NOT NULL,
  CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name));
INSERT INTO gpkg_spatial_ref_sys VALUES ('Undefined Cartesian', -1, 'NONE', -1, 'undefined', NULL);
INSERT INTO gpkg_spatial_ref_sys VALUES ('Undefined geographic', 0, 'NONE', 0, 'undefined', NULL);
INSERT INTO gpkg_spatial_ref_sys VALUES ('WGS 84', 4326, 'EPSG', 4326,
  'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],'
  || 'AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],'
  || 'UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AUTHORITY["EPSG","4326"]]', NULL);
"""

RTREE = """
CREATE VIRTUAL TABLE rtree_{t}_geom USING rtree(id, minx, maxx, miny, maxy);
CREATE TRIGGER rtree_{t}_geom_insert AFTER INSERT ON {t}
  WHEN (NEW.geom NOT NULL AND NOT ST_IsEmpty(NEW.geom)) BEGIN
  INSERT OR REPLACE INTO rtree_{t}_geom VALUES
    (NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom)); END;
CREATE TRIGGER rtree_{t}_geom_update1 AFTER UPDATE OF geom ON {t}
  WHEN OLD.fid = NEW.fid AND (NEW.geom NOTNULL AND NOT ST_IsEmpty(NEW.geom)) BEGIN
  INSERT OR REPLACE INTO rtree_{t}_geom VALUES
    (NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom)); END;
CREATE TRIGGER rtree_{t}_geom_update2 AFTER UPDATE OF geom ON {t}
  WHEN OLD.fid = NEW.fid AND (NEW.geom ISNULL OR ST_IsEmpty(NEW.geom)) BEGIN
  DELETE FROM rtree_{t}_geom WHERE id = OLD.fid; END;
CREATE TRIGGER rtree_{t}_geom_update3 AFTER UPDATE ON {t}
  WHEN OLD.fid != NEW.fid AND (NEW.geom NOTNULL AND NOT ST_IsEmpty(NEW.geom)) BEGIN
  DELETE FROM rtree_{t}_geom WHERE id = OLD.fid;
  INSERT OR REPLACE INTO rtree_{t}_geom VALUES
    (NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom)); END;
CREATE TRIGGER rtree_{t}_geom_update4 AFTER UPDATE ON {t}
  WHEN OLD.fid != NEW.fid AND (NEW.geom ISNULL OR ST_IsEmpty(NEW.geom)) BEGIN
  DELETE FROM rtree_{t}_geom WHERE id IN (OLD.fid, NEW.fid); END;
CREATE TRIGGER rtree_{t}_geom_delete AFTER DELETE ON {t} WHEN OLD.geom NOT NULL BEGIN
  DELETE FROM rtree_{t}_geom WHERE id = OLD.fid; END;
"""

LATEST_RUN = (
    "(SELECT run_id FROM run WHERE kind IN ('prioritise', 'portfolio') AND status = 'finished'"
    " ORDER BY finished DESC, fid DESC LIMIT 1)"
)
RESULT_COLUMNS = (
    "m.measure_id, m.code, m.title_uk, m.title_en, m.sector, m.status, m.place_state, m.cost_total, m.currency,"
    " m.beneficiaries, r.rank, r.score, r.coverage, r.sei, r.fei, r.quadrant,"
    " i.chosen, i.start_year, i.end_year, i.reason_code, i.reason_uk, i.reason_en, n.name AS scenario, n.run_id"
)
RESULT_JOINS = (
    " LEFT JOIN (SELECT run.run_id, scenario.name FROM run LEFT JOIN scenario USING (scenario_id)"
    " WHERE run.run_id = " + LATEST_RUN + ") n"
    " LEFT JOIN ranking r ON r.measure_id = m.measure_id AND r.run_id = n.run_id"
    " LEFT JOIN programme_item i ON i.measure_id = m.measure_id AND i.run_id = n.run_id"
)
PLACES = {"measure_map": "measure_point", "measure_line_map": "measure_line", "measure_polygon_map": "measure_polygon"}
AREA_QUERY = (
    "SELECT a.fid AS OGC_FID, a.geom, a.area_id, a.code, a.name_uk, a.name_en, a.kind, a.population,"
    " count(m.measure_id) AS measures, count(m.cost_total) AS costed,"
    " coalesce(sum(m.cost_total), 0.0) AS cost_total,"
    " count(CASE WHEN i.chosen THEN 1 END) AS chosen_measures,"
    " coalesce(sum(CASE WHEN i.chosen THEN coalesce(i.cost, m.cost_total) END), 0.0) AS chosen_cost"
    " FROM focus_area a"
    " LEFT JOIN measure_area l ON l.area_id = a.area_id AND l.review <> 'rejected'"
    " LEFT JOIN measure m ON m.measure_id = l.measure_id"
    " AND m.measure_id NOT IN (SELECT parent_id FROM measure WHERE parent_id IS NOT NULL)"
    " LEFT JOIN programme_item i ON i.measure_id = m.measure_id AND i.run_id = " + LATEST_RUN + " GROUP BY a.fid"
)
VIEWS = {
    "measure_result": "SELECT m.fid AS OGC_FID, " + RESULT_COLUMNS + " FROM measure m" + RESULT_JOINS,
    **{
        view: "SELECT p.fid AS OGC_FID, p.geom, "
        + RESULT_COLUMNS
        + f" FROM {table} p JOIN measure m ON m.measure_id = p.measure_id"
        + RESULT_JOINS
        for view, table in PLACES.items()
    },
    "area_result": AREA_QUERY,
}
VIEW_PLACES = {**PLACES, "area_result": "focus_area"}


def lay_out(connection: sqlite3.Connection, crs: Crs) -> None:
    """Create the GeoPackage core, the code lists, every table of the schema and the result views."""
    connection.executescript(CORE.format(application_id=APPLICATION_ID, user_version=USER_VERSION))
    if crs.srs_id != 4326:
        values = (crs.name, crs.srs_id, "EPSG", crs.srs_id, crs.wkt, None)
        connection.execute("INSERT INTO gpkg_spatial_ref_sys VALUES (?, ?, ?, ?, ?, ?)", values)
    for name, entries in code_lists().items():
        _create_code_list(connection, name, entries)
    for table in tables().values():
        _create_table(connection, table, crs.srs_id)
    for name, query in VIEWS.items():
        _create_view(connection, name, query, crs.srs_id)


def register_functions(connection: sqlite3.Connection) -> None:
    """Give the connection the functions that the R-tree triggers call and that only GDAL has otherwise."""
    connection.create_function("ST_IsEmpty", 1, lambda blob: envelope(blob) is None, deterministic=True)
    for position, name in enumerate(("ST_MinX", "ST_MaxX", "ST_MinY", "ST_MaxY")):
        connection.create_function(name, 1, partial(_bound, position), deterministic=True)


def code_table(list_name: str) -> str:
    """The name of the table that holds a code list."""
    return "list_" + list_name


def _bound(position: int, blob: bytes) -> float | None:
    box = envelope(blob)
    return None if box is None else box[position]


def _create_code_list(connection: sqlite3.Connection, name: str, entries: tuple[Code, ...]) -> None:
    table = code_table(name)
    connection.execute(
        f"CREATE TABLE {table} (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,"
        " code TEXT NOT NULL UNIQUE, label_uk TEXT NOT NULL, label_en TEXT NOT NULL)"
    )
    values = [(entry.code, entry.uk, entry.en) for entry in entries]
    connection.executemany(f"INSERT INTO {table} (code, label_uk, label_en) VALUES (?, ?, ?)", values)
    _register(connection, table, "attributes", name, None)


def _create_table(connection: sqlite3.Connection, table: Table, srs_id: int) -> None:
    geometry = [f"geom {table.geometry}"] if table.geometry else []
    lines = ["fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL", *geometry, *map(_column, table.fields)]
    if table.unique:
        lines.append("UNIQUE (" + ", ".join(table.unique) + ")")
    connection.execute(f"CREATE TABLE {table.name} ({', '.join(lines)})")
    for statement in _indexes(table):
        connection.execute(statement)
    _register(connection, table.name, "features" if table.geometry else "attributes", table.uk, srs_id)
    if table.geometry:
        _register_geometry(connection, table.name, table.geometry, srs_id)
        connection.executescript(RTREE.format(t=table.name))
        link = "http://www.geopackage.org/spec120/#extension_rtree"
        extension = (table.name, "geom", "gpkg_rtree_index", link, "write-only")
        connection.execute("INSERT INTO gpkg_extensions VALUES (?, ?, ?, ?, ?)", extension)


def _create_view(connection: sqlite3.Connection, name: str, query: str, srs_id: int) -> None:
    connection.execute(f"CREATE VIEW {name} AS {query}")
    place = VIEW_PLACES.get(name)
    _register(connection, name, "features" if place else "attributes", None, srs_id)
    if place:
        _register_geometry(connection, name, tables()[place].geometry, srs_id)


def _register(connection: sqlite3.Connection, table: str, kind: str, title: str | None, srs_id: int | None) -> None:
    values = (table, kind, table, title or "", srs_id if kind == "features" else None)
    columns = "(table_name, data_type, identifier, description, srs_id)"
    connection.execute(f"INSERT INTO gpkg_contents {columns} VALUES (?, ?, ?, ?, ?)", values)


def _register_geometry(connection: sqlite3.Connection, table: str, kind: str, srs_id: int) -> None:
    connection.execute("INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', ?, ?, 0, 0)", (table, kind, srs_id))


def _column(field: Field) -> str:
    parts = [field.name, field.sql_type]
    if field.required:
        parts.append("NOT NULL")
    if field.type == "id":
        parts.append("UNIQUE")
    if field.codes:
        parts.append(f"REFERENCES {code_table(field.codes)}(code)")
    if field.references:
        on_delete = "CASCADE" if field.required else "SET NULL"
        parts.append(f"REFERENCES {field.references}({tables()[field.references].key}) ON DELETE {on_delete}")
    parts.extend(f"CHECK ({field.name} {check})" for check in _checks(field))
    return " ".join(parts)


def _checks(field: Field) -> Iterator[str]:
    if field.check:
        yield field.check
    if field.type == "year":
        yield "BETWEEN 1900 AND 2200"


def _indexes(table: Table) -> Iterator[str]:
    for field in table.fields:
        if field.references:
            yield f"CREATE INDEX {table.name}_{field.name} ON {table.name} ({field.name})"
