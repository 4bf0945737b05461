"""What a layer says of the object under the pointer."""

from __future__ import annotations

import html
from collections.abc import Mapping

from qgis.core import QgsVectorLayer

from ...planning.language import current_language, tr
from .facts import Facts
from .words import currency_word

Layers = Mapping[str, QgsVectorLayer]


def set_map_tips(tables: Layers, around: Layers, need: Layers, facts: Facts) -> None:
    """Map tips for measures, districts and whatever around them has a name."""
    for name in ("measure_map", "measure_line_map", "measure_polygon_map"):
        tables[name].setMapTipTemplate(_measure_tip(facts))
    for layer in (tables["focus_area"], *need.values(), *around.values()):
        if "name_uk" in layer.fields().names():
            layer.setMapTipTemplate(f"<b>[% {_named('name')} %]</b>")


def _measure_tip(facts: Facts) -> str:
    currency = currency_word(facts.currency)
    code = current_language()
    rows = [
        (tr("Place in the ranking"), f"\"rank\" || ' (' || format_number(\"score\", 2, '{code}') || ')'"),
        (tr("Sector"), "represent_value(\"sector\", 'sector')"),
        (tr("Cost, million {currency}", currency=currency), f"format_number(\"cost_total\" / 1000000, 1, '{code}')"),
        (tr("In the programme"), _in_programme()),
    ]
    lines = [f"{html.escape(words)}: [% coalesce({value}, '—') %]" for words, value in rows]
    return f"<b>[% coalesce(\"code\" || ' ', '') || {_named('title')} %]</b><br>" + "<br>".join(lines)


def _in_programme() -> str:
    no = tr("no").replace("'", "''")
    years = 'array_to_string(array_distinct(array("start_year", "end_year")), \'–\')'
    refused = f"'{no}' || coalesce(': ' || coalesce(\"reason\", represent_value(\"reason_code\", 'reason_code')), '')"
    return f'CASE WHEN "chosen" THEN {years} WHEN NOT "chosen" THEN {refused} END'


def _named(field: str) -> str:
    return f'coalesce("{field}_{current_language()}", "{field}_uk")'
