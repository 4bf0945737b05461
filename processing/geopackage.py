"""The short way between GeoPackages: whole columns through SQLite instead of features one by one through Python.

It is taken where a layer is exactly one table of a file: no filter, join, virtual field or unsaved edit stands between.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qgis.core import QgsFields, QgsProviderRegistry, QgsVectorLayer

from ..planning.errors import Cancelled
from ..planning.progress import SILENT, Progress
from .compat import none_if_null

STEPS_BETWEEN_QUESTIONS = 200_000
SPATIAL_INDEX = "rtree_{table}_{geometry}"
STYLES = "layer_styles"
SHADOWS = ("node", "parent", "rowid")


@dataclass(frozen=True)
class Table:
    """A table of features in a GeoPackage; `geometry` is empty where it has none."""

    path: Path
    name: str
    key: str
    geometry: str
    columns: tuple[str, ...]
    srs_id: int

    @property
    def index(self) -> str:
        return SPATIAL_INDEX.format(table=self.name, geometry=self.geometry)

    def rows(self, columns: Sequence[str], progress: Progress = SILENT) -> list[tuple[Any, ...]]:
        """These columns of all rows, in the order in which QGIS gives the features."""
        names = ", ".join(map(_quoted, columns))
        with closing(_opened(self.path)) as connection, _stoppable(connection, progress):
            return connection.execute(
                f"SELECT {names} FROM {_quoted(self.name)} ORDER BY {_quoted(self.key)}"
            ).fetchall()

    def count(self) -> int:
        """How many rows it has."""
        with closing(_opened(self.path)) as connection:
            return int(connection.execute(f"SELECT count(*) FROM {_quoted(self.name)}").fetchone()[0])


def table_of(layer: QgsVectorLayer | None) -> Table | None:
    """The table that a layer shows as it is; None where it shows anything else."""
    if layer is None or layer.storageType() != "GPKG" or layer.subsetString() or layer.isModified():
        return None
    fields = layer.fields()
    own = all(fields.fieldOrigin(place) == QgsFields.FieldOrigin.OriginProvider for place in range(len(fields)))
    table = table_at(layer.source()) if own and layer.crs() == layer.dataProvider().crs() else None
    return table if table and ("fid" not in table.columns or table.key == "fid") else None


def table_at(source: str) -> Table | None:
    """The table behind an OGR source with a spatial index where it has geometries, None where there is none."""
    parts = QgsProviderRegistry.instance().decodeUri("ogr", source)
    path = Path(parts.get("path") or "")
    if path.suffix.lower() != ".gpkg" or not path.is_file():
        return None
    try:
        with closing(_opened(path)) as connection:
            return _described(connection, path, none_if_null(parts.get("layerName")))
    except sqlite3.Error:
        return None


def fits(source: Table, target: Table, added: Mapping[str, Sequence[Any]]) -> bool:
    """Whether the rows of `source` can stand in `target` as they are, each with one value of every added column."""
    rows = source.count()
    apart = not source.path.samefile(target.path)
    return apart and source.srs_id == target.srs_id and all(len(column) == rows for column in added.values())


def copy_with_columns(source: Table, target: Table, added: Mapping[str, Sequence[Any]], progress: Progress) -> None:
    """Fill the empty table `target` with the rows of `source` and the added columns, in the source's order."""
    added = {name: column for name, column in added.items() if any(value is not None for value in column)}
    with closing(_opened(target.path, "rw")) as connection, _stoppable(connection, progress):
        connection.execute("ATTACH ? AS source", (_address(source.path, "ro"),))
        connection.execute("PRAGMA synchronous = OFF")
        with _triggers_aside(connection, target):
            _insert(connection, source, target, _feed(connection, added, progress))
            if target.geometry:
                _copy_index(connection, source, target)
                _copy_extent(connection, source, target)
            _tell_count(connection, target)


def _described(connection: sqlite3.Connection, path: Path, name: str | None) -> Table | None:
    names = [row[0] for row in connection.execute("SELECT table_name FROM gpkg_contents") if row[0] != STYLES]
    if name is None and len(names) == 1:
        name = names[0]
    kind = connection.execute("SELECT type FROM sqlite_master WHERE name = ?", (name,)).fetchone()
    if name is None or name not in names or kind != ("table",):
        return None
    geometry, srs_id = connection.execute(
        "SELECT column_name, srs_id FROM gpkg_geometry_columns WHERE table_name = ?", (name,)
    ).fetchone() or ("", 0)
    columns = connection.execute(f"PRAGMA table_info({_quoted(name)})").fetchall()
    keys = [column[1] for column in columns if column[5]]
    numbered = [column[1] for column in columns if column[5] and column[2].upper() == "INTEGER"]
    if len(keys) != 1 or keys != numbered:
        return None
    table = Table(path, name, keys[0], geometry, tuple(column[1] for column in columns), srs_id)
    indexed = connection.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (table.index,)).fetchone()
    return table if indexed or not geometry else None


@contextmanager
def _stoppable(connection: sqlite3.Connection, progress: Progress) -> Iterator[None]:
    """Let the user stop even one long statement; what it began is then undone."""
    connection.set_progress_handler(lambda: int(progress.cancelled()), STEPS_BETWEEN_QUESTIONS)
    try:
        yield
    except sqlite3.OperationalError:
        if progress.cancelled():
            raise Cancelled from None
        raise


@contextmanager
def _triggers_aside(connection: sqlite3.Connection, table: Table) -> Iterator[None]:
    """One transaction without the table's triggers, which call functions that only GDAL has."""
    triggers = connection.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?", (table.name,)
    ).fetchall()
    with connection:
        connection.execute("BEGIN")
        for name, _ in triggers:
            connection.execute(f"DROP TRIGGER {_quoted(name)}")
        yield
        for _, definition in triggers:
            connection.execute(definition)


def _feed(connection: sqlite3.Connection, added: Mapping[str, Sequence[Any]], progress: Progress) -> dict[str, str]:
    """SQL functions that give the values of each added column, one at a call, by column."""
    calls = {}
    for number, (name, column) in enumerate(added.items()):
        values = iter(column) if number else progress.over(column, len(column))
        connection.create_function(f"added{number}", 0, values.__next__)
        calls[name] = f"added{number}()"
    return calls


def _insert(connection: sqlite3.Connection, source: Table, target: Table, added: Mapping[str, str]) -> None:
    """The rows are read by their key, which is the order in which they lie, so the added values meet their rows."""
    own = {target.key: source.key, **({target.geometry: source.geometry} if target.geometry else {})}
    theirs = {column.lower() for column in source.columns} - {column.lower() for column in own}
    own.update((column, column) for column in target.columns if column.lower() in theirs)
    names = ", ".join(map(_quoted, [*own, *added]))
    values = ", ".join([*map(_quoted, own.values()), *added.values()])
    connection.execute(
        f"INSERT INTO main.{_quoted(target.name)} ({names}) "
        f"SELECT {values} FROM source.{_quoted(source.name)} ORDER BY {_quoted(source.key)}"
    )


def _copy_index(connection: sqlite3.Connection, source: Table, target: Table) -> None:
    """The R-tree as it is: its nodes where SQLite lets them be written, else box by box."""
    try:
        for shadow in SHADOWS:
            mine, theirs = _quoted(f"{target.index}_{shadow}"), _quoted(f"{source.index}_{shadow}")
            connection.execute(f"DELETE FROM main.{mine}")
            connection.execute(f"INSERT INTO main.{mine} SELECT * FROM source.{theirs}")
    except sqlite3.OperationalError:
        mine, theirs = _quoted(target.index), _quoted(source.index)
        connection.execute(f"INSERT INTO main.{mine} SELECT * FROM source.{theirs}")


def _copy_extent(connection: sqlite3.Connection, source: Table, target: Table) -> None:
    box = "min_x, min_y, max_x, max_y"
    connection.execute(
        f"UPDATE main.gpkg_contents SET ({box}) = "
        f"(SELECT {box} FROM source.gpkg_contents WHERE table_name = ?) WHERE table_name = ?",
        (source.name, target.name),
    )


def _tell_count(connection: sqlite3.Connection, target: Table) -> None:
    connection.execute(
        f"UPDATE main.gpkg_ogr_contents SET feature_count = (SELECT count(*) FROM main.{_quoted(target.name)}) "
        "WHERE table_name = ?",
        (target.name,),
    )


def _opened(path: Path, mode: str = "ro") -> sqlite3.Connection:
    return sqlite3.connect(_address(path, mode), uri=True, isolation_level=None)


def _address(path: Path, mode: str) -> str:
    return f"{path.resolve().as_uri()}?mode={mode}"


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
