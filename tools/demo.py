"""The main job on the sample community: documents in, map and report out, one headless call a step."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from as_plugin import import_repository
from headless import ROOT, call, environment, export_lines, full_environment, make_profile, shell_lines

SAMPLE = ROOT / "sample_layers"
OUT = ROOT / "build" / "demo"
PLAN = OUT / "plan.gpkg"
PRODUCED = (
    "plan.gpkg",
    "project.qgz",
    "project.en.qgz",
    "report.uk.html",
    "report.en.html",
    "programme.xlsx",
    "map.png",
    "map.en.png",
)
Step = tuple[str, dict[str, object]]


def main() -> None:
    started = time.monotonic()
    shutil.rmtree(OUT, ignore_errors=True)
    OUT.mkdir(parents=True)
    profile = ROOT / "build" / "demo-profile"
    make_profile(profile)
    print("# The environment that each call below needs:\n" + export_lines(environment(profile)))
    import_repository()
    for algorithm, parameters in steps():
        run(call(algorithm, parameters), profile)
    tell_result()
    print(f"\nDone in {time.monotonic() - started:.0f} s. Open build/demo/project.qgz in QGIS.")


def steps() -> Iterator[Step]:
    from vidnova.processing.sample import equity_step, project_step, sample_steps

    yield from sample_steps(SAMPLE, PLAN)
    yield equity_step(SAMPLE, PLAN)
    for code, ending in (("uk", ""), ("en", ".en")):
        name, project = project_step(SAMPLE, PLAN, OUT / f"project{ending}.qgz", code)
        picture = OUT / f"map{ending}.png"
        yield name, {**project, "LAYERS": SAMPLE / "community.gpkg", "MAP": picture}
        yield "report", {"PLAN": PLAN, "LANGUAGE": code, "MAP": picture, "OUTPUT": OUT / f"report.{code}.html"}
    yield "exportworkbook", {"PLAN": PLAN, "LANGUAGE": "uk", "OUTPUT": OUT / "programme.xlsx"}


def run(words: list[str], profile: Path) -> None:
    print("\n" + shell_lines(words), flush=True)
    started = time.monotonic()
    ended = subprocess.run(words, env=full_environment(profile), capture_output=True, text=True)
    if ended.returncode:
        sys.exit(ended.stdout + ended.stderr)
    print(f"# {time.monotonic() - started:.1f} s")


def tell_result() -> None:
    with sqlite3.connect(PLAN) as plan:
        first = plan.execute(
            "SELECT rank, code, title_uk, score, cost_total, start_year FROM measure_result"
            " WHERE rank IS NOT NULL ORDER BY rank, code LIMIT 10"
        ).fetchall()
        chosen = "SELECT count(*), sum(cost), sum(value) FROM programme_item WHERE chosen"
        number, cost, value = plan.execute(chosen).fetchone()
        years = plan.execute("SELECT year, sum(amount) FROM draw_down GROUP BY year ORDER BY year").fetchall()
    print("\nThe ten first measures (rank, score, cost in million UAH, start year or «not chosen»):")
    for rank, code, title, score, price, year in first:
        money = "cost unknown" if price is None else f"{price / 1e6:8.1f}"
        print(f"{rank:4}  {score:.3f}  {money}  {year or 'not chosen':>10}  {code or '':8} {title[:70]}")
    print(f"\nThe programme: {number} measures, {cost / 1e6:,.1f} million UAH, value {value:.2f}")
    print("By year, million UAH: " + ", ".join(f"{year}: {amount / 1e6:,.1f}" for year, amount in years))
    print("\nProduced:")
    for name in PRODUCED:
        path = OUT / name
        print(f"  {path.relative_to(ROOT)}  {path.stat().st_size / 1000:,.0f} kB")


if __name__ == "__main__":
    main()
