"""What to do with each pair of measures that could share a trench, in a sentence."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ...language import tr
from ...wording import number, period
from .synergy import AFTER, Pairs, Synergy, Works


def advice(found: Synergy, works: Works, codes: Sequence[str]) -> list[str]:
    """A sentence for each pair (p,)."""
    return [_sentence(found, works, codes, row) for row in range(len(found.pairs))]


def _sentence(found: Synergy, works: Works, codes: Sequence[str], row: int) -> str:
    pairs = found.pairs
    first, second = _in_turn(pairs, works, row)
    facts = {"first": codes[first], "second": codes[second], "where": _where(pairs, row)}
    untold = [codes[at] for at in (first, second) if np.isnan(works.starts[at])]
    if untold:
        return tr(
            "{first} and {second}: {where}; the years of {codes} are not known.", **facts, codes=", ".join(untold)
        )
    dated = {**facts, "years": _years(works, first), "later": _years(works, second)}
    if found.closeness[row] == 0:
        return tr("{first} ({years}) and {second} ({later}) are far apart in time: {where}, opened twice.", **dated)
    if not _has_turn(pairs, works, row):
        return tr("Do {first} and {second} together: {where}, {years} and {later}.", **dated)
    if works.starts[first] > works.ends[second]:
        return tr("{second} ({later}) would be dug up again for {first} ({years}): {where}. Do {first} first.", **dated)
    return tr("Do {first} before {second}: {where}, {years} and {later}.", **dated)


def _in_turn(pairs: Pairs, works: Works, row: int) -> tuple[int, int]:
    """The measure that goes first, by the plan's own link, else by depth, else by year."""
    one, other = int(pairs.first[row]), int(pairs.second[row])
    if pairs.kinds[row] in AFTER:
        return (other, one) if pairs.named[row] == one else (one, other)
    order = sorted((one, other), key=lambda at: (works.turns[at], np.nan_to_num(works.starts[at], nan=np.inf), at))
    return order[0], order[1]


def _has_turn(pairs: Pairs, works: Works, row: int) -> bool:
    turns = works.turns[[pairs.first[row], pairs.second[row]]]
    return pairs.kinds[row] in AFTER or bool(np.isfinite(turns).all() and turns[0] != turns[1])


def _where(pairs: Pairs, row: int) -> str:
    metres, feature = pairs.metres[row], pairs.features[row]
    if metres > 0 and feature:
        return tr("the same {metres} m ({feature})", metres=number(metres), feature=feature)
    if metres > 0:
        return tr("the same {metres} m", metres=number(metres))
    if feature:
        return tr("the same place ({feature})", feature=feature)
    return tr("linked in the plan") if np.isnan(metres) else tr("next to each other")


def _years(works: Works, row: int) -> str:
    return period(int(works.starts[row]), int(works.ends[row]))
