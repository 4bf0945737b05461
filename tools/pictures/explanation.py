"""Value over money in the sample's programme, as `make demo` has chosen it."""

from __future__ import annotations

import json
import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1]))
from as_plugin import ROOT, import_repository

import_repository()
from vidnova.planning.language import language  # noqa: E402
from vidnova.planning.plan.store import PlanFile  # noqa: E402
from vidnova.planning.programme.chosen import run_with_programme  # noqa: E402
from vidnova.planning.programme.explanation.explain import Wanted, explain  # noqa: E402
from vidnova.planning.programme.explanation.pictures import curve_picture  # noqa: E402
from vidnova.planning.programme.explanation.stored import known_of  # noqa: E402

PLAN = ROOT / "build" / "demo" / "plan.gpkg"
IMAGES = ROOT / "docs" / "programme" / "images"


def draw(folder: Path) -> list[Path]:
    """The picture in each language."""
    with PlanFile(PLAN) as plan:
        found = explain(known_of(plan, run_with_programme(plan)), Wanted(amounts=(), rules=0, first=0))
        codes = {row["measure_id"]: row["code"] for row in plan.rows("measure")}
    found, pictures = json.loads(json.dumps(found)), []
    for code in ("en", "uk"):
        with language(code):
            picture = curve_picture(found, lambda key: codes[key])
            pictures.append(folder / f"explanation.{code}.svg")
            pictures[-1].write_text(picture.svg("curve"), "utf-8")
    return pictures


if __name__ == "__main__":
    for path in draw(IMAGES):
        print(path)
