"""Cell styles of the workbook, registered once each: setting fonts and borders cell by cell is slow."""

from __future__ import annotations

from typing import Any

from ..libraries import require

TEXT, CENTRED, WHOLE, MONEY, SCORE, SHARE, RAW = "text", "centred", "whole", "money", "score", "share", "raw"
FORMATS = {WHOLE: "0", MONEY: "#,##0.0", SCORE: "0.000", SHARE: "0%", RAW: "General"}
FONT = "Times New Roman"
HEAD_COLOUR, LINE_COLOUR = "E8EDF2", "9AA3AB"


def body_style(workbook: Any, kind: str, bold: bool) -> str:
    """The name of the style of a table's cell."""
    side = "right" if kind in FORMATS else "center" if kind == CENTRED else "left"
    name = f"vidnova {kind}" + (" bold" if bold else "")
    if name not in workbook.named_styles:
        workbook.add_named_style(_bordered(name, 11, bold, (side, "top"), number_format=FORMATS.get(kind, "General")))
    return name


def head_style(workbook: Any) -> str:
    """The name of the style of a table's head."""
    name = "vidnova head"
    if name not in workbook.named_styles:
        fill = require("openpyxl.styles").PatternFill("solid", fgColor=HEAD_COLOUR)
        workbook.add_named_style(_bordered(name, 10, True, ("center", "center"), fill=fill))
    return name


def _bordered(name: str, size: int, bold: bool, place: tuple[str, str], **more: Any) -> Any:
    styles = require("openpyxl.styles")
    line = styles.Side(style="thin", color=LINE_COLOUR)
    return styles.NamedStyle(
        name,
        font=styles.Font(name=FONT, size=size, bold=bold),
        alignment=styles.Alignment(horizontal=place[0], vertical=place[1], wrap_text=True),
        border=styles.Border(left=line, right=line, top=line, bottom=line),
        **more,
    )
