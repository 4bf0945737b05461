"""Subjects against a layer: the candidates of all methods, put together and judged."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from ..language import tr
from ..libraries import require
from ..progress import Progress
from .by_address import by_address, differs
from .by_code import by_code
from .by_name import by_name
from .by_place import PlaceIndex
from .candidates import METHODS, Candidate, Matches, Subject
from .layer_index import LayerIndex
from .text import fold, shortened

CLEARLY_BETTER = 0.1
ADDRESS_DIFFERS = 0.85
LEAST = 0.5
MOST_EQUALS = 10
MOST_TO_REVIEW = 5


@dataclass(frozen=True)
class Rules:
    """How attachments are made: by which methods, from which score alone, and what «near» is (metres)."""

    methods: tuple[str, ...] = METHODS
    accept: float = 0.9
    distance: float = 50.0


def match(subjects: Sequence[Subject], index: LayerIndex, rules: Rules, progress: Progress) -> Matches:
    """Candidates of each subject: confident ones `automatic`, doubtful ones `to_review`; the rest with a reason."""
    places = PlaceIndex(index.table, [profile.label for profile in index.profiles])
    kept: list[Candidate] = []
    unmatched: dict[str, str] = {}
    for subject in progress.over(subjects, max(len(subjects), 1)):
        found = list(_candidates(subject, index, places, rules))
        judged = list(_judged(found, index, rules))
        kept.extend(judged)
        if not judged:
            unmatched[subject.subject_id] = _reason(subject, found, index)
    return Matches(tuple(kept), unmatched)


def _candidates(subject: Subject, index: LayerIndex, places: PlaceIndex, rules: Rules) -> Iterator[Candidate]:
    ways = {"code": by_code, "name": by_name, "address": by_address}
    found = [c for name, way in ways.items() if name in rules.methods for c in way(subject, index)]
    together = list(_together(subject, found, index))
    yield from together
    if "place" in rules.methods and not any(candidate.score >= rules.accept for candidate in together):
        yield from places.candidates(subject, rules.distance)


def _together(subject: Subject, found: Iterable[Candidate], index: LayerIndex) -> Iterator[Candidate]:
    """One candidate a feature: independent evidence adds up, a different address takes certainty away."""
    by_row: dict[int, list[Candidate]] = defaultdict(list)
    for candidate in found:
        by_row[candidate.row].append(candidate)
    for row, same in by_row.items():
        joined = _joined(same)
        if joined.method != "code" and differs(subject, index.profiles[row]):
            evidence = joined.evidence + "; " + tr("another address: «{address}»", address=_address(index, row))
            joined = replace(joined, score=min(joined.score, ADDRESS_DIFFERS), evidence=evidence)
        yield joined


def _joined(same: Sequence[Candidate]) -> Candidate:
    best_of_method: dict[str, Candidate] = {}
    for candidate in sorted(same, key=lambda c: c.score):
        best_of_method[candidate.method] = candidate
    strongest = max(best_of_method.values(), key=lambda c: c.score)
    doubt = 1.0
    for candidate in best_of_method.values():
        doubt *= 1 - candidate.score
    evidence = "; ".join(dict.fromkeys(c.evidence for c in best_of_method.values()))
    claims = frozenset().union(*(c.claims for c in same))
    return replace(strongest, score=round(1 - doubt, 4), evidence=evidence, claims=claims)


def _judged(found: Sequence[Candidate], index: LayerIndex, rules: Rules) -> Iterator[Candidate]:
    """What stays of a subject's candidates, the surest first."""
    review: dict[int, Candidate] = {}
    for claim in sorted({claim for candidate in found for claim in candidate.claims}):
        answering = [candidate for candidate in found if claim in candidate.claims and candidate.score >= LEAST]
        for candidate in _best_of_claim(answering, index, rules):
            known = review.get(candidate.row)
            if known is None or known.review == "to_review":
                review[candidate.row] = candidate
    yield from sorted(review.values(), key=lambda c: (-c.score, c.row))


def _best_of_claim(answering: Sequence[Candidate], index: LayerIndex, rules: Rules) -> list[Candidate]:
    top = max((candidate.score for candidate in answering), default=0.0)
    rivals = [candidate for candidate in answering if candidate.score > top - CLEARLY_BETTER]
    together = all(candidate.many for candidate in rivals) or _twins(rivals, index, rules.distance)
    if len(rivals) == 1 or (together and _one_settlement(rivals, index)):
        return [_by_score(candidate, rules) for candidate in rivals]
    if len(rivals) > MOST_EQUALS:
        return []
    return sorted(rivals, key=lambda c: -c.score)[:MOST_TO_REVIEW]


def _by_score(candidate: Candidate, rules: Rules) -> Candidate:
    return candidate.with_review("automatic" if candidate.score >= rules.accept else "to_review")


def _one_settlement(rivals: Sequence[Candidate], index: LayerIndex) -> bool:
    return len({index.profiles[candidate.row].settlement for candidate in rivals} - {()}) <= 1


def _twins(rivals: Sequence[Candidate], index: LayerIndex, distance: float) -> bool:
    """One object drawn several times: the same label (or address), close together."""
    shapely = require("shapely")
    labels = {fold(index.profiles[candidate.row].label) for candidate in rivals}
    shapes = index.table.geometries[[candidate.row for candidate in rivals]]
    apart = shapely.distance(shapes[0], shapes[1:]) if shapes[0] is not None else None
    return len(labels) == 1 and apart is not None and bool((apart <= distance).all())


def _address(index: LayerIndex, row: int) -> str:
    street = index.profiles[row].street
    return shortened(street.said) if street else ""


def _reason(subject: Subject, found: Sequence[Candidate], index: LayerIndex) -> str:
    if found:
        labels = "«" + index.profiles[found[0].row].label + "»"
        return tr("{number} features answer equally well, such as {labels}.", number=len(found), labels=labels)
    said = [mention.said for mention in subject.institutions] + [street.said for street in subject.streets]
    if said:
        named = ", ".join(f"«{shortened(text)}»" for text in dict.fromkeys(said))
        return tr("It names {named}; this layer has no such feature.", named=named)
    return tr("Its text names no institution, street or code, and it has no place of its own.")
