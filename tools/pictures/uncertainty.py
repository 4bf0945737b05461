"""How firm the sample's programme is, as the guide shows it.

usage: uncertainty.py PLAN, the plan file that `make demo` makes.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1]))
from as_plugin import ROOT, import_repository

import_repository()
from vidnova.planning.language import LANGUAGES, language  # noqa: E402
from vidnova.planning.plan.store import PlanFile  # noqa: E402
from vidnova.planning.programme.uncertainty.picture import firmness_picture  # noqa: E402
from vidnova.planning.programme.uncertainty.sentences import firmness_sentences  # noqa: E402
from vidnova.planning.programme.uncertainty.stored import firmness_of  # noqa: E402
from vidnova.planning.programme.uncertainty.wanted import Wanted  # noqa: E402

IMAGES = ROOT / "docs" / "programme" / "images"
WANTED = Wanted(draws=100, cheapest=0.95, dearest=1.1)


def draw(folder: Path, plan_path: Path) -> list[Path]:
    """The picture in each language; what was found is printed."""
    with PlanFile(plan_path) as plan:
        found = firmness_of(plan, WANTED)
    paths = []
    for code in LANGUAGES:
        with language(code):
            print(*firmness_sentences(found), sep="\n")
            paths.append(folder / f"uncertainty.{code}.svg")
            paths[-1].write_text(firmness_picture(found).svg("firmness").strip() + "\n", "utf-8")
    return paths


if __name__ == "__main__":
    for path in draw(IMAGES, Path(sys.argv[1])):
        print(path)
