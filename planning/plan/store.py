from __future__ import annotations

import json
import sqlite3
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from ..errors import PlanError
from ..language import tr
from .geometry import to_blob, to_wkb
from .geopackage import APPLICATION_ID, VIEWS, Crs, lay_out, register_functions
from .schema import SCHEMA_VERSION, Field, Table, codes, tables

Row = dict[str, Any]
BUSY_SECONDS = 10
NUMBER_TYPES = {"integer": int, "year": int, "real": float, "boolean": bool}


def new_id() -> str:
    """A fresh stable identifier."""
    return str(uuid.uuid4())


def now() -> str:
    """This moment in UTC, as the plan file writes it."""
    return datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


class PlanFile:
    """A community's plan: one GeoPackage, read and written in transactions.

    Rows are dictionaries by field name; a geometry is WKB under "geom"; json fields are Python values.
    Every write happens inside `transaction()`, which keeps all of it or none.
    """

    def __init__(self, path: Path | str) -> None:
        self.path = Path(path)
        self._connection = _connect(self.path)
        try:
            self._check_version()
            self.srs_id = self._srs_id()
        except BaseException:
            self.close()
            raise

    @classmethod
    def create(cls, path: Path | str, plan: Mapping[str, Any], crs: Crs) -> PlanFile:
        """Make a new plan file; `plan` holds the fields of table "plan". Raises PlanError where it exists."""
        path = Path(path)
        if path.exists():
            raise PlanError(tr("{path} exists already: choose another name, or remove the file first.", path=path))
        unfinished = path.with_name(path.name + ".new")
        unfinished.unlink(missing_ok=True)
        try:
            _write_layout(unfinished, crs)
            with cls._unchecked(unfinished, crs) as draft, draft.transaction():
                draft.insert("plan", [{"schema_version": SCHEMA_VERSION, "created": now(), **plan}])
            unfinished.rename(path)
        finally:
            unfinished.unlink(missing_ok=True)
        return cls(path)

    @classmethod
    def _unchecked(cls, path: Path, crs: Crs) -> PlanFile:
        draft = cls.__new__(cls)
        draft.path, draft.srs_id, draft._connection = path, crs.srs_id, _connect(path)
        return draft

    def close(self) -> None:
        self._connection.close()

    def __enter__(self) -> PlanFile:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    @property
    def community(self) -> Row:
        """The one row of table "plan"."""
        return self.rows("plan")[0]

    def rows(self, table: str, **where: Any) -> list[Row]:
        """Rows of a table or result view in the order they were written, where each given field has that value."""
        found, values = _where(where)
        order = "" if table in VIEWS else " ORDER BY fid"
        cursor = self._connection.execute(f"SELECT * FROM {table}{found}{order}", values)
        names = [column[0] for column in cursor.description]
        json_fields = [] if table in VIEWS else [field.name for field in tables()[table].fields if field.type == "json"]
        return [_read_row(dict(zip(names, values)), json_fields) for values in cursor]

    def row(self, table: str, **where: Any) -> Row | None:
        """The first such row, None where there is none."""
        return next(iter(self.rows(table, **where)), None)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Keep everything written inside, or nothing if it fails. Raises PlanError while another holds the file."""
        try:
            self._connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            raise PlanError(_busy_or_readonly(self.path, error)) from None
        try:
            yield
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._commit()

    def insert(self, table: str, rows: Iterable[Mapping[str, Any]]) -> list[str]:
        """Write new rows and return their identifiers; rows without one get one."""
        shape = tables()[table]
        written = [self._checked(shape, {shape.key: new_id(), **row}) for row in rows]
        for names, group in _by_fields(written):
            marks = ", ".join("?" * len(names))
            statement = f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})"
            self._execute_many(shape, statement, [tuple(row.values()) for row in group])
        return [row[shape.key] for row in written]

    def update(self, table: str, key: str, changes: Mapping[str, Any]) -> None:
        """Change the named fields of the row with this identifier."""
        shape = tables()[table]
        checked = self._checked(shape, changes, partial=True)
        settings = ", ".join(f"{name} = ?" for name in checked)
        self._execute_many(shape, f"UPDATE {table} SET {settings} WHERE {shape.key} = ?", [(*checked.values(), key)])

    def delete(self, table: str, **where: Any) -> int:
        """Delete the rows where each given field has that value; returns how many."""
        found, values = _where(where)
        return self._connection.execute(f"DELETE FROM {table}{found}", values).rowcount

    def _checked(self, table: Table, row: Mapping[str, Any], partial: bool = False) -> Row:
        unknown = set(row) - set(table.field_names) - {"geom"}
        if unknown:
            raise KeyError(f"{table.name} has no field {sorted(unknown)}")
        present = [field for field in table.fields if field.name in row or (field.required and not partial)]
        checked = {field.name: _checked_value(table, field, row.get(field.name)) for field in present}
        if row.get("geom") is not None:
            checked["geom"] = to_blob(row["geom"], self.srs_id)
        return checked

    def _execute_many(self, table: Table, statement: str, values: Sequence[tuple]) -> None:
        try:
            self._connection.executemany(statement, values)
        except sqlite3.IntegrityError as error:
            raise PlanError(
                tr("The plan file does not accept this row of «{table}»: {why}.", table=table.label, why=error)
            ) from error

    def _commit(self) -> None:
        try:
            self._connection.execute("COMMIT")
        except sqlite3.OperationalError as error:
            self._connection.execute("ROLLBACK")
            raise PlanError(_busy_or_readonly(self.path, error)) from None

    def _check_version(self) -> None:
        try:
            [application_id] = self._connection.execute("PRAGMA application_id").fetchone()
            found = self._connection.execute("SELECT schema_version FROM plan").fetchone()
        except sqlite3.OperationalError as error:
            if "locked" in str(error):
                raise PlanError(_busy_or_readonly(self.path, error)) from None
            raise PlanError(_not_a_plan(self.path)) from None
        except sqlite3.DatabaseError:
            raise PlanError(_not_a_plan(self.path)) from None
        if application_id != APPLICATION_ID or not found:
            raise PlanError(_not_a_plan(self.path))
        if found[0] > SCHEMA_VERSION:
            raise PlanError(
                tr(
                    "{path} was made by a newer Vidnova (schema {found}, this one reads {known}): "
                    "update the plugin. The file was not touched.",
                    path=self.path,
                    found=found[0],
                    known=SCHEMA_VERSION,
                )
            )

    def _srs_id(self) -> int:
        query = "SELECT srs_id FROM gpkg_geometry_columns WHERE table_name = 'measure_point'"
        return self._connection.execute(query).fetchone()[0]


def _connect(path: Path) -> sqlite3.Connection:
    if not path.is_file():
        raise PlanError(
            tr("There is no plan file {path}: check the path, or make one with «New plan file».", path=path)
        )
    connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA foreign_keys = ON")
    register_functions(connection)
    return connection


def _write_layout(path: Path, crs: Crs) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        path.touch()
    except OSError as error:
        raise PlanError(tr("{path} cannot be written: {why}.", path=path, why=error.strerror)) from None
    connection = sqlite3.connect(path)
    try:
        lay_out(connection, crs)
        connection.commit()
    finally:
        connection.close()


def _where(where: Mapping[str, Any]) -> tuple[str, list[Any]]:
    if not where:
        return "", []
    tests = [f"{name} IS ?" for name in where]
    return " WHERE " + " AND ".join(tests), list(where.values())


def _read_row(row: Row, json_fields: Sequence[str]) -> Row:
    row.pop("fid", None)
    row.pop("OGC_FID", None)
    if row.get("geom") is not None:
        row["geom"] = to_wkb(row["geom"])
    for name in json_fields:
        row[name] = None if row[name] is None else json.loads(row[name])
    return row


def _by_fields(rows: Sequence[Row]) -> Iterator[tuple[tuple[str, ...], list[Row]]]:
    groups: dict[tuple[str, ...], list[Row]] = {}
    for row in rows:
        groups.setdefault(tuple(row), []).append(row)
    yield from groups.items()


def _checked_value(table: Table, field: Field, value: Any) -> Any:
    if value is None or value == "":
        if field.required:
            raise PlanError(_complaint(table, field, tr("a value is required")))
        return None
    if field.type == "json":
        return json.dumps(value, ensure_ascii=False, sort_keys=True)
    if field.codes and str(value) not in codes(field.codes):
        known = ", ".join(sorted(codes(field.codes)))
        raise PlanError(_complaint(table, field, tr("«{value}» is not one of {known}", value=value, known=known)))
    if field.type in NUMBER_TYPES:
        return _number(table, field, value)
    return str(value)


def _number(table: Table, field: Field, value: Any) -> Any:
    try:
        number = NUMBER_TYPES[field.type](value)
    except (TypeError, ValueError):
        raise PlanError(_complaint(table, field, tr("«{value}» is not a number", value=value))) from None
    if number != number:
        return None
    return number


def _complaint(table: Table, field: Field, why: str) -> str:
    return tr("{table}, field «{field}»: {why}.", table=table.label, field=field.label, why=why)


def _not_a_plan(path: Path) -> str:
    return tr("{path} is not a Vidnova plan file: choose a file made with «New plan file».", path=path)


def _busy_or_readonly(path: Path, error: sqlite3.OperationalError) -> str:
    if "locked" in str(error):
        return tr("{path} is being written by another program: close it or wait, then try again.", path=path)
    return tr("{path} cannot be written ({why}): check that it is not read-only.", path=path, why=error)
