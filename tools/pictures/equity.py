"""Lorenz curve and shares of the sample's programme, as the guide shows them.

usage: equity.py PLAN, the plan file that `make demo` makes.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1]))
from as_plugin import ROOT, import_repository

import_repository()
from vidnova.planning.language import LANGUAGES, language  # noqa: E402
from vidnova.planning.plan.store import PlanFile  # noqa: E402
from vidnova.planning.programme.equity.equity import equity_of_run  # noqa: E402
from vidnova.planning.programme.equity.picture import equity_picture  # noqa: E402
from vidnova.planning.publish.gather import published_run  # noqa: E402

IMAGES = ROOT / "docs" / "programme" / "images"


def draw(folder: Path, plan_path: Path, code: str) -> Path:
    """The picture of a language."""
    with PlanFile(plan_path) as plan:
        found = equity_of_run(plan, published_run(plan))
    with language(code):
        picture = equity_picture(found)
        if picture is None:
            sys.exit("The plan has no programme to show.")
        target = folder / f"equity.{code}.svg"
        target.write_text(picture.svg("equity").strip() + "\n", "utf-8")
    return target


if __name__ == "__main__":
    for each in LANGUAGES:
        print(draw(IMAGES, Path(sys.argv[1]), each))
