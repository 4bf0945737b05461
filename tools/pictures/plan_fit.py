"""Which instruments of planning ask for some measures of the sample's plan, made by tools/demo.py."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

sys.path.append(str(Path(__file__).parents[1]))
from as_plugin import ROOT, import_repository

import_repository()
from vidnova.planning.criteria.alternatives import alternatives_of_plan  # noqa: E402
from vidnova.planning.criteria.fit.planfit import PlanFit, instruments_named, plan_fit  # noqa: E402
from vidnova.planning.figures import COLOURS, INK, Picture  # noqa: E402
from vidnova.planning.language import language  # noqa: E402
from vidnova.planning.plan.store import PlanFile  # noqa: E402

PLAN = ROOT / "build" / "demo" / "plan.gpkg"
SHOWN = ("ОСВ-01", "ЗДР-01", "ЖИТ-01", "КОМ-01", "ТРА-02", "УПР-03")
FIT = {"en": "plan fit", "uk": "частка"}


def draw(folder: Path, code: str) -> Path:
    """The picture of a language."""
    with PlanFile(PLAN) as plan:
        measures = alternatives_of_plan(plan)
    fit = plan_fit(measures, instruments_named([]))
    rows = [measures.codes.index(name) for name in SHOWN]

    def on_axes(axes: Any) -> None:
        for place, row in enumerate(rows):
            axes.text(-0.6, -place, measures.codes[row], ha="right", va="center")
            for column, asks in enumerate(fit.asks[row]):
                axes.scatter(column, -place, s=150, facecolor=COLOURS[0] if asks else "white", edgecolor=INK)
            axes.text(len(fit.instruments), -place, percent(fit.share[row], code), ha="center", va="center")
        headings(axes, fit, code)

    target = folder / f"plan-fit.{code}.png"
    target.write_bytes(Picture(on_axes, 7.2, 3.5, (0.02, 0.02, 0.96, 0.96)).png(120))
    return target


def headings(axes: Any, fit: PlanFit, code: str) -> None:
    with language(code):
        names = [item.name for item in fit.instruments]
    for column, name in enumerate([*names, FIT[code]]):
        axes.text(column, 0.7, wrapped(name), ha="center", va="bottom", fontsize=7.5, linespacing=1.2)
    axes.set(xlim=(-1.5, len(names) + 0.6), ylim=(-len(SHOWN) + 0.4, 2.4))
    axes.axis("off")


def wrapped(name: str) -> str:
    return name.replace(" ", "\n")


def percent(share: float, code: str) -> str:
    return f"{share:.1f}".replace(".", "," if code == "uk" else ".")


if __name__ == "__main__":
    for code in FIT:
        print(draw(ROOT / "docs" / "criteria" / "images", code))
