"""The sample's measures at the gates of funds, from a shell."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path


def test_gates_from_the_shell(run_json, out, tmp_path):
    found = run_json("gates", PLAN=out / "plan.gpkg", OUTPUT=tmp_path / "умови.csv")
    with Path(found["OUTPUT"]).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    counts = Counter(row["result"] for row in rows)
    assert len({row["gate"] for row in rows}) == 6
    assert (counts["pass"], counts["fail"], counts["unknown"]) == (found["PASSED"], found["FAILED"], found["UNKNOWN"])
    clinic = next(row for row in rows if (row["code"], row["gate"]) == ("ЗДР-06", "EIB-URP-III"))
    assert clinic["missing"] == "cost_eur, design_docs"
