"""Pictures drawn with matplotlib in one style: for print in grey, and for readers who see colours differently.

Colours after Okabe & Ito (2008), Color Universal Design, muted for print.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO, StringIO
from typing import Any

from .libraries import require

COLOURS = ("#2f6690", "#e3a63d", "#8cc3e0", "#3d8b6e", "#cf94b7", "#c2622d", "#ddd27a", "#8a8f94")
INK, QUIET, FAINT = "#22282e", "#5c656d", "#c9ced3"
STYLE = {
    "font.family": "DejaVu Sans",
    "font.size": 8.5,
    "svg.fonttype": "path",
    "svg.hashsalt": "vidnova",
    "hatch.linewidth": 0.6,
    "axes.edgecolor": FAINT,
    "axes.labelcolor": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "text.color": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "legend.frameon": False,
}


@dataclass(frozen=True)
class Picture:
    """A drawing on matplotlib axes: its size in inches, the box of the axes in parts of it (left, bottom, width,
    height), and whether the paper is cut to what is drawn."""

    draw: Callable[[Any], None]
    width: float
    height: float
    box: tuple[float, float, float, float]
    cut: bool = False

    def svg(self, name: str) -> str:
        """The <svg> element alone; `name` makes its identifiers unique within a page."""
        with _style():
            figure = self._figure("matplotlib.backends.backend_svg", "FigureCanvasSVG")
            file = StringIO()
            figure.savefig(file, format="svg", metadata={"Date": None}, transparent=True, **self._paper)
        return _inline(file.getvalue(), name)

    def png(self, dpi: float = 96) -> bytes:
        """The picture on white paper."""
        with _style():
            figure = self._figure("matplotlib.backends.backend_agg", "FigureCanvasAgg")
            file = BytesIO()
            figure.savefig(file, format="png", dpi=dpi, facecolor="white", **self._paper)
        return file.getvalue()

    @property
    def _paper(self) -> dict[str, Any]:
        return {"bbox_inches": "tight", "pad_inches": 0.05} if self.cut else {}

    def _figure(self, backend: str, canvas: str) -> Any:
        figure = require("matplotlib.figure").Figure(figsize=(self.width, self.height), facecolor="none")
        getattr(require(backend), canvas)(figure)
        self.draw(figure.add_axes(self.box))
        return figure


def plain(text: str) -> str:
    """The text as it is: matplotlib takes what stands between dollar signs for a formula."""
    return text.replace("$", r"\$")


@contextmanager
def _style() -> Iterator[None]:
    with require("matplotlib").rc_context(STYLE):
        yield


def _inline(document: str, name: str) -> str:
    svg = document[document.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    svg = re.sub(r"<!--.*?-->", "", svg, flags=re.DOTALL)
    svg = re.sub(r'(?<= )(width|height)="[\d.]+pt" ', "", svg, count=2)
    return re.sub(r'(\bid="|href="#|url\(#)', rf"\g<1>{name}-", svg)
