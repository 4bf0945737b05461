"""How need and measures look together: two colours and their mixture, told apart in grey and by the colour-blind."""

from __future__ import annotations

from collections.abc import Callable

from qgis.core import QgsVectorLayer

from ..planning.criteria.need.surface import BOTH, MEASURE_ONLY, NEED_ONLY, NEITHER, UNKNOWN
from ..planning.language import tr
from ..planning.wording import plain_number
from .result_style import Look, style_classes

COLOURS = {
    NEED_ONLY: "#e66101",
    BOTH: "#40206f",
    MEASURE_ONLY: "#b2abd2",
    NEITHER: "#f7f7f7",
    UNKNOWN: "#ffffff",
}


def style_fit(need_from: float, brought_from: float) -> Callable[[QgsVectorLayer], None]:
    """The classes of need and measures, their thresholds in the legend."""
    need, brought = plain_number(need_from), plain_number(brought_from)
    words = {
        NEED_ONLY: tr("need without a measure (need ≥ {need}, brought < {brought})", need=need, brought=brought),
        BOTH: tr("need and a measure"),
        MEASURE_ONLY: tr("a measure without need (need < {need}, brought ≥ {brought})", need=need, brought=brought),
        NEITHER: tr("neither"),
        UNKNOWN: tr("need unknown"),
    }
    looks = [Look(words[kind], f"\"fit\" = '{kind}'", colour) for kind, colour in COLOURS.items()]
    return lambda layer: style_classes(layer, looks)
