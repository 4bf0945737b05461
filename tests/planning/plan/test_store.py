from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import textwrap

import fiona
import pytest
import shapely
from vidnova.planning.errors import PlanError
from vidnova.planning.language import language
from vidnova.planning.plan.schema import SCHEMA_VERSION, code_lists, tables
from vidnova.planning.plan.store import PlanFile

MEASURE = {"title_uk": "Ремонт школи", "place_state": "unknown"}


def test_what_is_written_is_read_back(plan):
    with plan.transaction():
        [measure] = plan.insert("measure", [{**MEASURE, "cost_total": 12500000.5, "source_cells": {"A": "1"}}])
        place = shapely.to_wkb(shapely.Point(316632.97, 5540253.5))
        plan.insert("measure_point", [{"measure_id": measure, "origin": "drawn", "geom": place}])

    row = plan.row("measure", measure_id=measure)
    assert (row["title_uk"], row["cost_total"], row["source_cells"]) == ("Ремонт школи", 12500000.5, {"A": "1"})
    assert shapely.from_wkb(plan.rows("measure_point")[0]["geom"]).equals(shapely.Point(316632.97, 5540253.5))


def test_an_independent_reader_finds_geometry_and_index(plan):
    with plan.transaction():
        [measure] = plan.insert("measure", [MEASURE])
        square = shapely.to_wkb(shapely.MultiPolygon([shapely.box(0, 0, 10, 10)]))
        plan.insert("measure_polygon", [{"measure_id": measure, "origin": "drawn", "geom": square}])

    with fiona.open(plan.path, layer="measure_polygon") as layer:
        assert layer.schema["geometry"] == "MultiPolygon"
        assert len(list(layer.filter(bbox=(5, 5, 6, 6)))) == 1
        assert len(list(layer.filter(bbox=(50, 50, 60, 60)))) == 0


def test_a_failed_transaction_leaves_nothing(plan):
    with pytest.raises(PlanError), plan.transaction():
        plan.insert("measure", [MEASURE])
        plan.insert("measure", [{**MEASURE, "sector": "no such sector"}])
    assert plan.rows("measure") == []


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"sector": "school"}, "not one of"),
        ({"cost_total": "дорого"}, "not a number"),
        ({"cost_total": -1}, "does not accept"),
        ({"title_uk": ""}, "value is required"),
        ({"start_year": 20266}, "does not accept"),
        ({"parent_id": "no such measure"}, "does not accept"),
    ],
)
def test_a_bad_value_is_refused_with_a_sentence(plan, change, sentence):
    with pytest.raises(PlanError, match=sentence), plan.transaction():
        plan.insert("measure", [{**MEASURE, **change}])


def test_sentences_come_in_ukrainian(plan):
    sentence = "Захід, поле «Назва заходу»: потрібне значення"
    with language("uk"), pytest.raises(PlanError, match=sentence), plan.transaction():
        plan.insert("measure", [{"place_state": "unknown"}])


def test_deleting_a_measure_takes_its_places_along_and_keeps_its_parts(plan):
    with plan.transaction():
        [parent, part] = plan.insert("measure", [MEASURE, MEASURE])
        plan.update("measure", part, {"parent_id": parent})
        plan.insert("cost_item", [{"measure_id": parent, "amount": 1, "currency": "UAH"}])
        plan.delete("measure", measure_id=parent)
    assert plan.rows("cost_item") == []
    assert plan.rows("measure")[0]["parent_id"] is None


def test_a_kill_in_the_middle_of_a_write_leaves_the_state_before(plan, root):
    script = f"""
        import os, signal, sys
        sys.path.insert(0, {str(root / "tests")!r})
        import conftest
        from vidnova.planning.plan.store import PlanFile
        plan = PlanFile({str(plan.path)!r})
        with plan.transaction():
            plan.insert("measure", [{MEASURE!r}] * 1000)
            os.kill(os.getpid(), signal.SIGKILL)
    """
    ended = subprocess.run([sys.executable, "-c", textwrap.dedent(script)], env={**os.environ, "PYTHONSAFEPATH": "1"})
    assert ended.returncode == -signal.SIGKILL
    with PlanFile(plan.path) as reopened:
        assert reopened.rows("measure") == []


def test_a_file_held_by_another_program_is_said(plan, monkeypatch):
    monkeypatch.setattr("vidnova.planning.plan.store.BUSY_SECONDS", 0.1)
    other = sqlite3.connect(plan.path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(PlanError, match="another program"):
        PlanFile(plan.path)
    other.close()


def test_a_newer_file_is_refused_untouched(plan):
    plan.close()
    connection = sqlite3.connect(plan.path)
    connection.execute("UPDATE plan SET schema_version = ?", (SCHEMA_VERSION + 1,))
    connection.commit()
    connection.close()
    before = plan.path.read_bytes()
    with pytest.raises(PlanError, match="newer Vidnova"):
        PlanFile(plan.path)
    assert plan.path.read_bytes() == before


@pytest.mark.parametrize("content", [b"", b"not a database at all, only text", None])
def test_what_is_no_plan_is_said(tmp_path, content):
    path = tmp_path / "чужий файл.gpkg"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(PlanError, match="not a Vidnova plan file" if content is not None else "no plan file"):
        PlanFile(path)


def test_the_schema_is_whole():
    for table in tables().values():
        assert table.uk and table.en
        assert table.fields[0].type == "id"
        for field in table.fields:
            assert field.uk and field.en
            assert not field.codes or field.codes in code_lists()
            assert not field.references or field.references in tables()
