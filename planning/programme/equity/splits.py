"""In which areas a measure's money lies, and in which part."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from ...plan.store import PlanFile, Row

DECIDED = ("automatic", "accepted")
SLIVER = 0.02


@dataclass(frozen=True)
class Split:
    """Parts of a measure by area; what is missing to 1 lies in none. `evenly` where the document does not tell the
    parts, so that all areas get the same."""

    parts: Mapping[str, float] = field(default_factory=dict)
    evenly: bool = False

    @property
    def outside(self) -> float:
        return max(0.0, 1.0 - sum(self.parts.values()))


def split_of_links(links: Mapping[str, float | None]) -> Split:
    """The parts that the shares of a measure's place give; they are scaled where areas overlap, and where all but a
    sliver lies inside. Equal parts where a share is not known."""
    if not links:
        return Split()
    shares = {area: share for area, share in links.items() if share is not None}
    total = sum(shares.values())
    if len(shares) < len(links) or total <= 0:
        return Split({area: 1 / len(links) for area in links}, evenly=len(links) > 1)
    whole = total if total >= 1 - SLIVER else 1.0
    return Split({area: share / whole for area, share in shares.items() if share > 0})


def splits_of_measures(plan: PlanFile, areas: Collection[str]) -> dict[str, Split]:
    """Measure → its split over some of the areas; one without links of its own has those of its parts, by their cost
    where all is known. Doubtful and rejected links are left out."""
    links: dict[str, dict[str, float | None]] = defaultdict(dict)
    for row in plan.rows("measure_area"):
        if row["review"] in DECIDED and row["area_id"] in areas:
            links[row["measure_id"]][row["area_id"]] = row["share"]
    parts: dict[str, list[Row]] = defaultdict(list)
    for row in plan.rows("measure"):
        if row["parent_id"]:
            parts[row["parent_id"]].append(row)
    found = {key: split_of_links(shares) for key, shares in links.items()}
    for whole, rows in parts.items():
        if whole not in found:
            joined = _joined(rows, found)
            if joined.parts:
                found[whole] = joined
    return found


def _joined(parts: Sequence[Row], splits: Mapping[str, Split]) -> Split:
    """The split of a whole; parts whose place is not known follow the others."""
    placed = [row for row in parts if row["measure_id"] in splits]
    costs = [row["cost_total"] for row in placed]
    known = bool(costs) and all(cost is not None for cost in costs) and sum(costs) > 0
    weights = [cost / sum(costs) if known else 1 / len(placed) for cost in costs]
    sums: dict[str, float] = defaultdict(float)
    for row, weight in zip(placed, weights):
        for area, part in splits[row["measure_id"]].parts.items():
            sums[area] += weight * part
    guessed = (not known and len(placed) > 1) or any(splits[row["measure_id"]].evenly for row in placed)
    return Split(dict(sums), evenly=guessed and len(sums) > 1)
