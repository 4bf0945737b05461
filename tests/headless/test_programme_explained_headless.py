from __future__ import annotations

import shutil


def test_the_demo_programme_is_explained_in_few_seconds(run_json, out, tmp_path):
    plan, page = shutil.copy(out / "plan.gpkg", tmp_path / "план.gpkg"), tmp_path / "page.html"
    quick = {"CURVE": "80, 100", "MILLIONS": "", "RULES": 0, "FIRST": 0, "TIME_LIMIT": 1}
    result = run_json("explainprogramme", PLAN=plan, LANGUAGE="uk", PAGE=page, **quick)
    assert 0 < result["LOST_BY_CUT"] < 0.1 and result["VALUE"] <= result["BOUND"]
    assert "Якби рейтинг обрізали за сумою коштів" in page.read_text("utf-8")
