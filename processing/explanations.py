"""Why features stand where they stand, as a field and as a text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import get_close_matches

from qgis.core import QgsProcessingParameterDefinition, QgsProcessingParameterNumber, QgsProcessingParameterString

from ..planning.errors import PlanError
from ..planning.language import tr
from ..planning.progress import Progress
from ..planning.ranking.engine import Ranking
from ..planning.ranking.explanation.explain import Explanation
from ..planning.ranking.explanation.explainer import Explainer
from ..planning.ranking.explanation.pairs import why
from ..planning.ranking.methods.weighted_sum import WeightedSum
from .base import Inputs, helped

EXPLAINED = 10


def explanation_inputs() -> Iterator[QgsProcessingParameterDefinition]:
    """EXPLAIN and COMPARE."""
    yield helped(
        QgsProcessingParameterNumber("EXPLAIN", tr("Explain the first"), optional=True, minValue=0),
        tr(
            "So many first places get a sentence in the field «why»: what raises and lowers them, and what would turn "
            "the order. Empty: ten by weighted sum; the other methods take longer to explain, so say how many."
        ),
    )
    yield helped(
        QgsProcessingParameterString("COMPARE", tr("Compare two"), optional=True),
        tr("Two names from the field with names, with «;» between them: the result «why» tells why one is ahead."),
    )


def explained(inputs: Inputs, ranking: Ranking, names: Sequence[str], progress: Progress) -> list[str | None]:
    """A sentence (n,) for each of the first places that are to be explained, None for the others."""
    sentences: list[str | None] = [None] * len(ranking.rank)
    last = _last(inputs, ranking)
    places = [place for place, rank in enumerate(ranking.rank) if rank and rank <= last]
    explainer = Explainer(ranking, names)
    for place in progress.over(places, len(places)):
        sentences[place] = Explanation(explainer, place).sentence()
    return sentences


def comparison(inputs: Inputs, ranking: Ranking, names: Sequence[str], progress: Progress) -> str:
    """Why one of the two named features is ahead of the other; empty where none are named. Raises PlanError."""
    if not inputs.given("COMPARE"):
        return ""
    pair = [name.strip() for name in inputs.text("COMPARE").split(";")]
    if len(pair) != 2 or not all(pair):
        raise PlanError(tr("COMPARE needs two names with «;» between them, such as {example}.", example="A; B"))
    one, other = (_place(name, names) for name in pair)
    return why(ranking, one, other, names, progress)


def _last(inputs: Inputs, ranking: Ranking) -> int:
    if inputs.given("EXPLAIN"):
        return inputs.integer("EXPLAIN")
    return EXPLAINED if ranking.settings.method == WeightedSum.NAME else 0


def _place(name: str, names: Sequence[str]) -> int:
    for place, known in enumerate(names):
        if known == name:
            return place
    near = ", ".join(f"«{known}»" for known in get_close_matches(name, list(names), 3)) or tr("none")
    raise PlanError(tr("No feature is called «{name}». Similar names: {names}.", name=name, names=near))
