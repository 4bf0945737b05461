"""What a damage class means as a loss, from 0 (none) to 1 (all), in the schemes that sources use.

The table schemes.csv is data to be edited: grades 0 to 5 and their ratios are a proposal of this project; the classes
of UNOSAT are those of its products; what is marked as not verified is known from secondary sources only.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ...errors import PlanError
from ...language import tr

TABLE = Path(__file__).with_name("schemes.csv")
AUTO, PERCENT, SHARE = "auto", "percent", "share"
WHOLE = {PERCENT: 100.0, SHARE: 1.0}
WHOLE_NUMBER = re.compile(r"(\d+)\.0+")


@dataclass(frozen=True)
class Loss:
    """A loss ratio and the interval that it may lie in, all from 0 to 1."""

    low: float
    best: float
    high: float


Ratios = Mapping[str, Loss]


@cache
def schemes() -> Mapping[str, Ratios]:
    """Loss ratios by scheme and class, classes in lower case. Schemes "percent" and "share" are rules, not tables."""
    found: dict[str, dict[str, Loss]] = {}
    with TABLE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            loss = Loss(*(float(row[name]) for name in ("low", "best", "high")))
            found.setdefault(row["scheme"], {}).update({name: loss for name in row["class"].split("|")})
    return found


def scheme_names() -> list[str]:
    """Every scheme, after "auto", which guesses."""
    return [AUTO, *schemes(), *WHOLE]


def class_name(value: Any) -> str:
    """A class as the tables write it: lower case, whole numbers without a point, empty where NULL."""
    name = "" if value is None else str(value).strip().casefold()
    whole = WHOLE_NUMBER.fullmatch(name)
    return whole[1] if whole else name


def ratios_of(scheme: str, classes: Sequence[str]) -> Ratios:
    """The ratios of a scheme for the classes that occur; with "percent" each number from 0 to 100 is its own, with
    "share" each from 0 to 1."""
    if scheme in WHOLE:
        return {name: Loss(*[share] * 3) for name in set(classes) if (share := _share(name, scheme)) is not None}
    if scheme not in schemes():
        raise PlanError(
            tr(
                "There is no damage scheme «{scheme}». Known schemes: {known}.",
                scheme=scheme,
                known=", ".join(scheme_names()),
            )
        )
    return schemes()[scheme]


def guessed_scheme(classes: Iterable[str]) -> tuple[str, tuple[str, ...]]:
    """The scheme that knows most of the classes that occur, and the others that know as many but mean something else
    by them: where there are any, the guess is a choice that the planner should make."""
    occurring = sorted({name for name in classes if name})
    known = {scheme: sum(map(ratios_of(scheme, occurring).__contains__, occurring)) for scheme in scheme_names()[1:]}
    most = max(known.values(), default=0)
    best = [scheme for scheme, count in known.items() if count == most]
    chosen = ratios_of(best[0], occurring)
    rivals = (scheme for scheme in best[1:] if _differ(chosen, ratios_of(scheme, occurring), occurring))
    return best[0], tuple(rivals) if most else ()


def checked_ratios(ratios: Any) -> Ratios:
    """Own ratios by damage class, each a number or [low, best, high]. Raises PlanError unless they are from 0 to 1."""
    usable = isinstance(ratios, Mapping) and bool(ratios)
    losses = {class_name(name): _own_loss(value) for name, value in ratios.items()} if usable else {}
    if not usable or None in losses.values():
        example = '{"minor": 0.15, "moderate": [0.2, 0.4, 0.6], "destroyed": 1}'
        raise PlanError(
            tr(
                "Loss ratios must name for each damage class a number from 0 to 1, or three that do not fall, "
                "as in {example}.",
                example=example,
            )
        )
    return {name: loss for name, loss in losses.items() if loss is not None}


def _own_loss(value: Any) -> Loss | None:
    numbers = value if isinstance(value, (list, tuple)) else [value] * 3
    usable = len(numbers) == 3 and all(_is_share(number) for number in numbers) and sorted(numbers) == list(numbers)
    return Loss(*map(float, numbers)) if usable else None


def _differ(one: Ratios, other: Ratios, classes: Sequence[str]) -> bool:
    return any(one[name].best != other[name].best for name in classes if name in one and name in other)


def _share(name: str, scheme: str) -> float | None:
    digits = name.rstrip("% ") if scheme == PERCENT else name
    try:
        number = float(digits.replace(",", "."))
    except ValueError:
        return None
    return number / WHOLE[scheme] if 0 <= number <= WHOLE[scheme] else None


def _is_share(ratio: Any) -> bool:
    return isinstance(ratio, (int, float)) and not isinstance(ratio, bool) and 0 <= ratio <= 1
