"""The sample's measures at the shipped gates, as `make demo` has left its plan."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

sys.path.append(str(Path(__file__).parents[1]))
from as_plugin import ROOT, import_repository

import_repository()
from vidnova.planning.figures import COLOURS, FAINT, INK, Picture  # noqa: E402
from vidnova.planning.language import language  # noqa: E402
from vidnova.planning.plan.schema import code_label  # noqa: E402
from vidnova.planning.plan.store import PlanFile  # noqa: E402
from vidnova.planning.programme.gates.admission import admission_of  # noqa: E402
from vidnova.planning.programme.gates.gate import FAIL, PASS, UNKNOWN, WORDS, presets  # noqa: E402

PLAN = ROOT / "build" / "demo" / "plan.gpkg"
IMAGES = ROOT / "docs" / "programme" / "images"
GATES = {"check": list(presets()), "rates": {"EUR": 50}}
LOOKS = {PASS: (COLOURS[0], ""), UNKNOWN: (FAINT, ""), FAIL: (COLOURS[1], "////")}


def draw(folder: Path) -> list[Path]:
    """The picture in each language."""
    with PlanFile(PLAN) as plan:
        admission = admission_of(plan, {"gates": GATES}, {})
    pictures = []
    for code in ("en", "uk"):
        with language(code):
            picture = Picture(lambda axes: _bars(axes, admission.passages), 7.2, 2.6, (0.18, 0.06, 0.8, 0.8))
            pictures.append(folder / f"gates.{code}.svg")
            pictures[-1].write_text(picture.svg("gates"), "utf-8")
    return pictures


def _bars(axes: Any, passages: Any) -> None:
    places = list(range(len(passages)))
    left = [0] * len(passages)
    for state, (colour, hatch) in LOOKS.items():
        counts = [int((found.results == state).sum()) for found in passages]
        label = code_label("gate_result", WORDS[state])
        axes.barh(places, counts, 0.62, left, color=colour, hatch=hatch, edgecolor="white", label=label)
        for place, count in zip(places, counts):
            if count:
                middle = left[place] + count / 2
                box = {"facecolor": "white", "edgecolor": "none", "pad": 1.2} if hatch else None
                axes.text(middle, place, str(count), ha="center", va="center", fontsize=8.5, color=INK, bbox=box)
        left = [before + count for before, count in zip(left, counts)]
    axes.set_yticks(places, [found.gate.code for found in passages])
    axes.invert_yaxis()
    axes.tick_params(axis="y", length=0)
    axes.set_xticks([])
    axes.set_xlim(0, max(left))
    for side in ("left", "bottom"):
        axes.spines[side].set_visible(False)
    axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=3, fontsize=8.5, handlelength=1.4, borderaxespad=0.3)


if __name__ == "__main__":
    for path in draw(IMAGES):
        print(path)
