"""Which measures open the ground, and which of two goes first: digging.json beside this module, editable."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ...errors import PlanError
from ...intake.values import code_for
from ...language import tr
from ...plan.schema import code_lists

if TYPE_CHECKING:
    from numpy.typing import NDArray

ANY_TURN = 1.0
EXAMPLE = '{"sectors": {"municipal_infrastructure": 1, "transport": 2}, "not_works": ["equipment"]}'


@dataclass(frozen=True)
class Digging:
    """sectors are those that dig, each with its turn: what lies deeper goes first; not_works the types of work that do
    not dig, whatever the sector."""

    sectors: dict[str, float]
    not_works: frozenset[str]

    def turns(self, sectors: Sequence[Any], works: Sequence[Any]) -> NDArray[np.float64]:
        """The turn of each measure (n,): infinite where it does not dig, NaN where its sector is not known."""
        return np.array([self._turn(sector, work) for sector, work in zip(sectors, works)], dtype=float)

    def by_works(self, works: Sequence[Any]) -> NDArray[np.float64]:
        """The same where sectors are not known at all: everything digs but these works."""
        idle = [_code("measure_type", work) in self.not_works for work in works]
        return np.where(idle, np.inf, ANY_TURN)

    def _turn(self, sector: Any, work: Any) -> float:
        if _code("measure_type", work) in self.not_works:
            return np.inf
        code = _code("sector", sector)
        return self.sectors.get(code, np.inf) if code else np.nan


def digging_from(text: str) -> Digging:
    """What digs, from JSON; the community's usual case where it is empty. Raises PlanError for what it is not."""
    try:
        given = json.loads(text) if text else _usual()
    except json.JSONDecodeError as error:
        raise PlanError(tr("What digs is not JSON: {why}.", why=error)) from None
    return checked_digging(given)


def checked_digging(given: Any) -> Digging:
    """Raises PlanError unless each digging sector has a number and the works are a list."""
    sectors = given.get("sectors") if isinstance(given, dict) else None
    usable = isinstance(sectors, dict) and all(type(turn) in (int, float) for turn in sectors.values())
    works = given.get("not_works", []) if isinstance(given, dict) else []
    if not usable or not isinstance(works, list):
        raise PlanError(
            tr(
                "What digs must name sectors, each with its turn, and works that do not, as in {example}.",
                example=EXAMPLE,
            )
        )
    turns = {_code("sector", name): float(turn) for name, turn in (sectors or {}).items()}
    return Digging(turns, frozenset(_code("measure_type", name) for name in works))


@cache
def _usual() -> Any:
    return json.loads(Path(__file__).with_name("digging.json").read_text("utf-8"))


def _code(kind: str, value: Any) -> str:
    """The code that a cell says or means; the words themselves where no code is known; empty for none."""
    text = "" if value is None else str(value).strip()
    known = {entry.code for entry in code_lists()[kind]}
    return text if text in known else code_for(kind, text) or text.casefold()
