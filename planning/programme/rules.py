"""What every programme must keep."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

MONEY = "money"


@dataclass(frozen=True)
class Quota:
    """The least and the most that measures of an area, sector, group or settlement have in a programme.

    Counted is money, or people of the group named: an amount, and a share of all that the programme spends or serves.
    """

    kind: str
    code: str
    counted: str = MONEY
    least: int = 0
    most: int | None = None
    least_share: float = 0.0
    most_share: float = 1.0

    def holds(self, inside: int, total: int) -> bool:
        # A share is a decimal that people write; in units of a billionth its product with whole numbers stays exact.
        lower, upper = round(self.least_share * 10**9) * total, round(self.most_share * 10**9) * total
        return (
            inside >= self.least
            and (self.most is None or inside <= self.most)
            and lower <= inside * 10**9
            and (self.most_share >= 1 or inside * 10**9 <= upper)
        )


@dataclass(frozen=True)
class Count:
    """How many of these measures are chosen at least and at most."""

    name: str
    members: frozenset[str]
    least: int = 0
    most: int | None = None


@dataclass(frozen=True)
class Pair:
    """Two measures that are worth more, or cost less, together.

    `saving` is money less for `first` where both start in the same year; `bonus` is value more (less, where negative)
    where both are chosen.
    """

    first: str
    second: str
    saving: int = 0
    bonus: float = 0.0


@dataclass(frozen=True)
class Rules:
    """What every programme must keep. Measures are named by id.

    requires (a, b): a only together with b, and after b has ended. after (a, b): where both are chosen, a starts after
    b has ended. not_before (a, b): a only together with b, and not before b starts. same_start (a, b): where both are
    chosen, they start in the same year. exclusive: at most one of each set. running_ceiling: what completed measures
    may cost a year. carry_over: a fund may spend later what it has left in a year.
    """

    requires: tuple[tuple[str, str], ...] = ()
    after: tuple[tuple[str, str], ...] = ()
    not_before: tuple[tuple[str, str], ...] = ()
    same_start: tuple[tuple[str, str], ...] = ()
    exclusive: tuple[frozenset[str], ...] = ()
    counts: tuple[Count, ...] = ()
    quotas: tuple[Quota, ...] = ()
    pairs: tuple[Pair, ...] = ()
    running_ceiling: int | None = None
    carry_over: bool = False


@dataclass(frozen=True)
class Links:
    """The rules between measures, from each measure's side.

    requires: must be chosen with it; required_by: need it; before: must have ended before it, where chosen; later: may
    only start after its end; opens: must have started by its start, where chosen; opened: may not start before it;
    partners: start with it, where chosen; excludes: cannot stand beside it.
    """

    requires: Mapping[str, set[str]]
    required_by: Mapping[str, set[str]]
    before: Mapping[str, set[str]]
    later: Mapping[str, set[str]]
    opens: Mapping[str, set[str]]
    opened: Mapping[str, set[str]]
    partners: Mapping[str, set[str]]
    excludes: Mapping[str, set[str]]
