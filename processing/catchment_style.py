"""How access, people without a place, and gains look on the map."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from qgis.core import QgsVectorLayer

from ..planning.language import tr
from ..planning.wording import plain_number
from .result_style import NOTHING, SHADES, Look, label, style_classes

WORST = ("#4d1a00", "#a63603", "#fd8d3c")
ENOUGH = "#9ecae1"
SHARES = (0.5, 0.25, 0.1)
QUARTERS = (0.75, 0.5, 0.25, 0.0)


def style_access(people: str, norm: float | None, mean: float) -> Callable[[QgsVectorLayer], None]:
    """Nothing in reach, under half, under and over the norm for 1,000 people; without a norm, the average."""
    looks = list(_access_looks(people, mean if norm is None else norm, norm is not None))
    return lambda layer: style_classes(layer, looks)


def style_unserved() -> Callable[[QgsVectorLayer], None]:
    """Districts by the share of people without a place, labelled with their number."""
    edges = zip(SHARES, (None, *SHARES), WORST)
    looks = [Look(_share(low, high), _between("unserved_share", low, high), colour) for low, high, colour in edges]
    least = tr("under {low} % without a place", low=round(100 * SHARES[-1]))
    looks.append(Look(least, f'"unserved_share" < {SHARES[-1]}', ENOUGH))
    looks.append(Look(tr("unknown"), '"unserved_share" IS NULL', NOTHING))

    def style(layer: QgsVectorLayer) -> None:
        style_classes(layer, looks)
        label(layer, 'round("unserved")', "10")

    return style


def style_gain(largest: float) -> Callable[[QgsVectorLayer], None]:
    """Measures by quarters of the most people served, labelled with their number."""
    edges = zip(QUARTERS, (None, *QUARTERS), SHADES)
    looks = [
        Look(_served(low * largest, high and high * largest), _gained(low * largest, high and high * largest), colour)
        for low, high, colour in edges
    ]
    looks.append(Look(tr("serves nobody, or unknown"), 'coalesce("served", 0) <= 0', NOTHING))

    def style(layer: QgsVectorLayer) -> None:
        style_classes(layer, looks)
        label(layer, 'if("served" > 0, round("served"), NULL)', f'10 * "served" / {largest or 1}')

    return style


def _access_looks(people: str, enough: float, is_norm: bool) -> Iterator[Look]:
    lived_in, score = f'"{people}" > 0 AND ', '"access_score"'
    level = plain_number(round(enough, 1) if enough == enough else None)
    words = (
        (tr("nothing in reach"), tr("under half of the norm"), tr("under the norm"), tr("norm: {n} for 1,000", n=level))
        if is_norm
        else (
            tr("nothing in reach"),
            tr("under half of the average"),
            tr("under the average"),
            tr("average: {n} for 1,000", n=level),
        )
    )
    bounds = (
        f"{score} = 0",
        f"{score} > 0 AND {score} < {enough / 2}",
        f"{score} > 0 AND {score} >= {enough / 2} AND {score} < {enough * (1 - 1e-9)}",
        f"{score} > 0 AND {score} >= {enough * (1 - 1e-9)}",
    )
    for word, bound, colour in zip(words, bounds, (*WORST, ENOUGH)):
        yield Look(word, lived_in + bound, colour)
    empty = f'coalesce("{people}", 0) <= 0 OR {score} IS NULL'
    yield Look(tr("nobody lives here, or unknown"), empty, NOTHING)


def _between(field: str, low: float, high: float | None) -> str:
    return f'"{field}" >= {low}' + ("" if high is None else f' AND "{field}" < {high}')


def _share(low: float, high: float | None) -> str:
    if high is None:
        return tr("{low} % and more without a place", low=round(100 * low))
    return tr("{low}–{high} % without a place", low=round(100 * low), high=round(100 * high))


def _gained(low: float, high: float | None) -> str:
    return '"served" > 0 AND ' + _between("served", low, high)


def _served(low: float, high: float | None) -> str:
    if high is None:
        return tr("serves {low} and more", low=plain_number(round(low)))
    if low == 0:
        return tr("serves up to {high}", high=plain_number(round(high)))
    return tr("serves {low}–{high}", low=plain_number(round(low)), high=plain_number(round(high)))
