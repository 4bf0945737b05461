from __future__ import annotations

import pytest
from qgis.core import QgsProcessingException
from vidnova.processing.sample import sample_steps


@pytest.fixture
def plan_path(run, sample, tmp_path):
    path = tmp_path / "plan.gpkg"
    for name, parameters in sample_steps(sample, path):
        if name in ("createplan", "importgoals", "importmeasures"):
            run(name, **parameters)
    return str(path)


def test_who_asks_for_the_measures_of_the_sample(run, plan_path, column):
    """The table names a goal of the concept for each measure but one, the repair of an office."""
    result = run("planfit", PLAN=plan_path, OUTPUT="memory:")
    out = result["OUTPUT"]
    fit = dict(zip(column(out, "code"), column(out, "plan_fit")))
    assert fit.pop("УПР-03") == pytest.approx(0.2) and list(fit.values()) == pytest.approx([0.4] * 58)
    goals = dict(zip(column(out, "code"), column(out, "goals")))
    assert goals["УПР-03"] is None and goals["ОСВ-01"] == "2.1"
    assert (result["UNASKED"], result["COUNT"]) == (0, 59)


def test_a_shorter_list(run, plan_path, column):
    result = run("planfit", PLAN=plan_path, INSTRUMENTS=["KIR"], OUTPUT="memory:")
    assert set(column(result["OUTPUT"], "asked_by")) == {"Concept of Integrated Development", None}
    assert result["UNASKED"] == 1


def test_a_file_that_is_no_plan_gets_a_sentence(run, sample):
    with pytest.raises(QgsProcessingException, match="not a Vidnova plan"):
        run("planfit", PLAN=str(sample / "community.gpkg"), OUTPUT="memory:")
