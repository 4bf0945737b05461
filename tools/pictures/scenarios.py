"""Scenarios of the sample side by side, as the guide tells them: which measures depend on the scenario, and ranks.

usage: scenarios.py PLAN, a plan file in which the steps of docs/programme/scenarios.en.md were taken.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1]))
from as_plugin import ROOT, import_repository

import_repository()
from vidnova.planning.language import LANGUAGES, language  # noqa: E402
from vidnova.planning.plan.store import PlanFile  # noqa: E402
from vidnova.planning.scenarios.comparison import compare  # noqa: E402
from vidnova.planning.scenarios.outcomes import outcomes_of  # noqa: E402
from vidnova.planning.scenarios.pictures import programme_picture, ranks_picture  # noqa: E402

IMAGES = ROOT / "docs" / "programme" / "images"
SCENARIOS = ("base", "no-floors", "less-money", "people-first")
TOP = 8


def draw(folder: Path, plan_path: Path, code: str) -> list[Path]:
    """The pictures of a language."""
    with PlanFile(plan_path) as plan:
        found = compare(plan, outcomes_of(plan, SCENARIOS, []))
    every = len(found.outcomes)
    depends = tuple(measure for measure in found.measures if 0 < found.times_chosen(measure.id) < every)
    ranks = replace(found, outcomes=(found.outcomes[0], found.outcomes[-1]))
    with language(code):
        pictures = {
            "scenarios": programme_picture(replace(found, measures=depends)),
            "scenarios-ranks": ranks_picture(ranks, TOP),
        }
        return [written(folder / f"{name}.{code}.svg", picture.svg(name)) for name, picture in pictures.items()]


def written(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text + "\n" if not text.endswith("\n") else text, "utf-8")
    return path


if __name__ == "__main__":
    for each in LANGUAGES:
        print(*draw(IMAGES, Path(sys.argv[1]), each))
