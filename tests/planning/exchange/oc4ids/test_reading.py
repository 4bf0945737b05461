from __future__ import annotations

import json

import pytest
from vidnova.planning.errors import PlanError
from vidnova.planning.exchange.formats import import_file
from vidnova.planning.exchange.oc4ids.loading import LARGEST
from vidnova.planning.exchange.task import Task

SMALL = {"id": "p-1", "title": "Школа"}


def package(*projects, **around):
    return {"uri": "https://example.org/1", "version": "0.9", **around, "projects": list(projects or [SMALL])}


def test_the_example_of_the_standard_becomes_a_measure(plan, read, standard):
    run = read(plan, standard / "example.json")
    [row], [report] = plan.rows("measure"), run.results["import_row"]
    expected = {
        "title_uk": "M75 Junctions 4 to 5 upgrade smart motorway",
        "code": "M75/SM/4-5",
        "rationale": "To help support local economic growth and maintain mobility.",
        "sector": "transport",
        "oc4ids_sector": "transport;transport.road",
        "measure_type": None,
        "status": "completed",
        "settlement": "Patcham",
        "start_year": 2017,
        "end_year": 2017,
        "responsible_body": "Motorways UK",
        "beneficiaries": 1000,
        "cost_total": None,
        "place_state": "placed",
    }
    assert {name: row[name] for name in expected} == expected
    assert "«expansion» has no counterpart" in report["message"]
    assert "4 amounts in GBP are kept, but not counted: first at projects/0/budget/amount" in report["message"]
    assert "outside Ukraine" in report["message"]
    assert report["outcome"] == "taken" and run.summary["projects"] == 1


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("blank.json", "is a single project"),
        ("lib-cove-fixtures/validation-errors-package.json", "projects/0/title: words are needed, found «4»"),
        ("oc4idskit-fixtures/project_package.json", "motorway» stands twice: projects/0, projects/1"),
    ],
)
def test_broken_packages_are_refused_with_the_place(name, sentence, plan, read, standard):
    with pytest.raises(PlanError, match=sentence):
        read(plan, standard / name)
    assert plan.rows("measure") == plan.rows("run") == plan.rows("exchange_record") == []


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "line 1, column 1"),
        ('{"projects": [{"id": "a"', "cannot be read as JSON: line 1"),
        ("[" * 200_000, "nested too deeply"),
        ("[]", "no list «projects»"),
        ("42", "no list «projects»"),
        ('{"projects": {}}', "no list «projects»"),
        ('{"projects": []}', "has no projects"),
        ('{"releases": []}', "package of OCDS contracting data"),
        ('{"projects": [{"id": "a", "id": "b"}]}', "an object has «id» twice"),
        ('{"projects": [{"id": "a", "budget": {"amount": {"amount": NaN}}}]}', "NaN is not a JSON number"),
        ('{"projects": [{"id": "a", "title": "\\ud800"}]}', "half of a character"),
        ('{"projects": [null, 3]}', "projects/0: an object is needed.*projects/1: an object is needed, found «3»"),
        ('{"projects": [{"id": ["a"]}]}', "projects/0/id: words are needed"),
        ('{"projects": [{"id": "a", "locations": {"x": 1}}]}', "projects/0/locations: a list is needed"),
        ('{"projects": [{"id": "a", "locations": ["x"]}]}', "projects/0/locations/0: an object is needed"),
        ('{"projects": [{"id": "a", "sector": "health"}]}', "projects/0/sector: a list of words is needed"),
        ('{"projects": [{"id": "a", "budget": {"amount": {"amount": -1, "currency": "UAH"}}}]}', "amount is negative"),
        ('{"projects": [{"id": "a", "budget": {"amount": {"amount": 1e999, "currency": "UAH"}}}]}', "too large"),
        (
            '{"projects": [{"id": "a", "implementationPeriod": {"startDate": "next year"}}]}',
            "startDate: a date such as",
        ),
    ],
)
def test_bad_files_are_refused_with_a_sentence(text, sentence, plan, read):
    with pytest.raises(PlanError, match=sentence):
        read(plan, text)
    assert plan.rows("measure") == []


def test_a_file_that_is_not_utf8_or_is_too_big_is_refused(plan, read, tmp_path):
    path = tmp_path / "cp1251.json"
    path.write_bytes(json.dumps(package({**SMALL, "title": "Школа"}), ensure_ascii=False).encode("cp1251"))
    with pytest.raises(PlanError, match="is not UTF-8"):
        read(plan, path)
    with path.open("wb") as file:
        file.truncate(LARGEST + 1)
    with pytest.raises(PlanError, match="MB, more than"):
        read(plan, path)


def test_an_unknown_code_is_told_and_kept(plan, read, write):
    source = package({**SMALL, "status": "completed"}, publisher={"name": "X"}, publishedDate="2026-01-01T00:00:00Z")
    [row] = read(plan, source).results["import_row"]
    assert "projects/0/status: «completed» is not one of identification" in row["message"]
    assert plan.rows("measure")[0]["status"] is None and write(plan) == source


@pytest.mark.parametrize(
    ("geometry", "rows", "sentence"),
    [
        ({"type": "Point", "coordinates": [36.2304, 49.9935]}, {"measure_point": 1}, None),
        ({"type": "MultiPoint", "coordinates": [[36.2, 49.9], [36.3, 49.9]]}, {"measure_point": 2}, None),
        ({"type": "LineString", "coordinates": [[36.2, 49.9], [36.3, 49.9]]}, {"measure_line": 1}, None),
        ({"type": "Point", "coordinates": [49.9935, 36.2304]}, {}, "latitude, then longitude"),
        ({"type": "Point", "coordinates": [316632, 5540253]}, {}, "must be degrees"),
        ({"type": "Point", "coordinates": ["a", "b"]}, {}, "no GeoJSON geometry"),
        ({"type": "Point", "coordinates": []}, {}, "geometry is empty"),
        ({"type": "Circle", "coordinates": [36, 49]}, {}, "no GeoJSON geometry"),
        ({"type": "Polygon", "coordinates": [[[36.2, 49.9], [36.3, 49.9]]]}, {}, "no GeoJSON geometry"),
    ],
)
def test_places_are_taken_or_the_reason_is_told(geometry, rows, sentence, plan, read, write):
    source = package({**SMALL, "locations": [{"id": "1", "geometry": geometry}]})
    [report] = read(plan, source).results["import_row"]
    found = {name: len(plan.rows(name)) for name in ("measure_point", "measure_line", "measure_polygon")}
    assert {name: count for name, count in found.items() if count} == rows
    assert (sentence is None and report["message"] is None) or sentence in report["message"]
    assert write(plan) == source


def test_the_usual_vector_lands_where_proj_puts_it(plan, read):
    from shapely import from_wkb

    read(
        plan,
        package(
            {**SMALL, "locations": [{"id": "1", "geometry": {"type": "Point", "coordinates": [36.2304, 49.9935]}}]}
        ),
    )
    point = from_wkb(plan.rows("measure_point")[0]["geom"])
    assert abs(point.x - 316632.97) < 2 and abs(point.y - 5540253.50) < 2


def test_projects_name_each_other(plan, read):
    part = {"id": "r", "scheme": "oc4ids", "relationship": "partOf"}
    needs = {**part, "relationship": "requires"}
    run = read(
        plan,
        package(
            {"id": "a", "title": "Ціле", "relatedProjects": [{**part, "identifier": "b"}]},
            {
                "id": "b",
                "title": "Частина",
                "relatedProjects": [{**part, "identifier": "a"}, {**needs, "identifier": "c"}],
            },
            {"id": "c", "title": "Інший", "relatedProjects": [{**part, "identifier": "none"}]},
        ),
    )
    a, b, c = plan.rows("measure")
    assert (a["parent_id"], b["parent_id"], c["parent_id"]) == (b["measure_id"], None, None)
    assert [(row["from_id"], row["to_id"]) for row in plan.rows("dependency")] == [(b["measure_id"], c["measure_id"])]
    messages = [row["message"] for row in run.results["import_row"]]
    assert "part of its own part" in messages[1] and "not in the plan: none" in messages[2]


def test_the_document_of_foreign_projects_is_the_one_that_was_named(plan, read):
    read(plan, package(), document={"kind": "SPP", "title_uk": "Портфель 2026"})
    [document], [measure] = plan.rows("document"), plan.rows("measure")
    assert document["title_uk"] == "Портфель 2026" and measure["doc_id"] == document["doc_id"]


def test_a_file_is_recognised(plan, tmp_path, coordinates):
    path = tmp_path / "x.json"
    path.write_text(json.dumps(package()), "utf-8-sig")
    assert import_file(Task(plan, path, coordinates)).parameters["format"] == "oc4ids"
    path.write_text("щось інше", "utf-8")
    with pytest.raises(PlanError, match="none of the known formats"):
        import_file(Task(plan, path, coordinates))
