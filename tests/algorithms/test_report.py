from __future__ import annotations

import pytest
from qgis.core import QgsProcessingException
from vidnova.planning.plan.store import PlanFile

PNG = b"\x89PNG\r\n\x1a\n" + bytes(16)


@pytest.mark.parametrize(
    ("code", "words"),
    [("uk", ["Що вирішує рада", "Бракує коштів"]), ("en", ["What the council decides", "Not enough"])],
)
def test_the_report_is_written_in_the_language_asked_for(run, finished_plan, tmp_path, code, words):
    picture = tmp_path / "map.png"
    picture.write_bytes(PNG)
    path = tmp_path / "звіти" / f"звіт «{code}».html"
    result = run("report", PLAN=str(finished_plan), LANGUAGE=code, MAP=str(picture), OUTPUT=str(path))
    html = path.read_text("utf-8")
    assert all(word in html for word in words)
    assert "data:image/png;base64," in html
    assert (result["COMPARED"], result["CHOSEN"], result["LEFT_OUT"], result["COST"]) == (3, 1, 2, 2_500_000.5)


def test_ukrainian_is_the_default_and_a_run_can_be_named(run, finished_plan, tmp_path):
    with PlanFile(finished_plan) as plan:
        [known] = plan.rows("run")
    result = run("report", PLAN=str(finished_plan), RUN=known["run_id"], OUTPUT=str(tmp_path / "звіт.html"))
    assert result["RUN_ID"] == known["run_id"]
    assert '<html lang="uk">' in (tmp_path / "звіт.html").read_text("utf-8")


def test_a_plan_without_a_run_still_gets_a_report(run, tmp_path):
    plan, path = tmp_path / "plan.gpkg", tmp_path / "report.html"
    run("createplan", COMMUNITY="Тест", CRS="EPSG:6386", PLAN=str(plan))
    assert run("report", PLAN=str(plan), LANGUAGE="en", OUTPUT=str(path))["CHOSEN"] == 0
    assert "Nothing has been calculated yet" in path.read_text("utf-8")


@pytest.mark.parametrize(
    ("parameters", "sentence"),
    [
        ({"RUN": "no such run"}, "no prioritisation run «no such run»"),
        ({"MAP": "absent.png"}, "no file absent.png"),
        ({"PLAN": "absent.gpkg"}, "no plan file absent.gpkg"),
    ],
)
def test_bad_input_gets_a_sentence_and_no_file(run, finished_plan, tmp_path, parameters, sentence):
    path = tmp_path / "report.html"
    with pytest.raises(QgsProcessingException, match=sentence):
        run("report", **{"PLAN": str(finished_plan), "OUTPUT": str(path), **parameters})
    assert not path.exists()
