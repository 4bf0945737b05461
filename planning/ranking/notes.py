from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from ..language import tr
from .criterion import Criterion
from .methods.method import RAW, VALUES
from .value.functions import Goalposts, Linear, spread

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .engine import Ranking


def ranking_notes(ranking: Ranking) -> list[str]:
    """What the reader has to know about a ranking, in the current language."""
    notes = [
        note
        for criterion, values, tells_apart in zip(ranking.criteria, ranking.values, ranking.tells_apart)
        for note in _about_criterion(criterion, values, bool(tells_apart))
    ]
    return [*notes, *_about_all(ranking), *_about_goalposts(ranking), *ranking.settings.rule.notes(ranking)]


def _about_criterion(criterion: Criterion, values: NDArray[np.float64], tells_apart: bool) -> Iterator[str]:
    known = int((~np.isnan(values)).sum())
    if criterion.weight == 0:
        yield tr("Criterion «{name}» has weight 0: it does not count.", name=criterion.name)
    elif not known:
        yield tr("Criterion «{name}» has no values at all: it does not change the order.", name=criterion.name)
    elif not tells_apart:
        yield tr("Criterion «{name}» does not tell the candidates apart: it contributes nothing.", name=criterion.name)
    elif known > 1 and spread(values) is None:
        yield tr(
            "Criterion «{name}» gives every candidate the same value {value}: check its value function.",
            name=criterion.name,
            value=f"{values[~np.isnan(values)][0]:.3g}",
        )
    if 0 < known < len(values) and criterion.weight > 0:
        yield tr(
            "Criterion «{name}» is unknown for {count} of {total}.",
            name=criterion.name,
            count=len(values) - known,
            total=len(values),
        )


def _about_all(ranking: Ranking) -> Iterator[str]:
    total, unranked = len(ranking.rank), ranking.rank.count(None)
    if total == 1:
        yield tr("There is only one candidate: its place says nothing.")
    elif total > unranked and not np.nan_to_num(ranking.score).any():
        yield tr("Nothing tells the candidates apart: they share the first place.")
    if unranked:
        yield tr("{count} of {total} have no rank: nothing that counts is known of them.", count=unranked, total=total)


def _about_goalposts(ranking: Ranking) -> Iterator[str]:
    scale = ranking.settings.scale
    kind = Goalposts if scale == RAW else Linear
    stated = [
        criterion.name
        for criterion in ranking.criteria
        if isinstance(criterion.value_function, kind) and not criterion.value_function.from_data
    ]
    if stated and scale != VALUES:
        yield tr(
            "The scale «{scale}» measures raw numbers: the goalposts of {names} do not act on the score.",
            scale=scale,
            names=", ".join(stated),
        )
