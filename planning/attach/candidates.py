from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from .addresses import Street, street_of_field, streets, without_streets
from .institutions import Institution, institutions, quoted_names
from .settlements import settlement_in, settlement_of_field
from .text import stems

METHODS = ("code", "name", "address", "place")


@dataclass(frozen=True)
class Subject:
    """A measure or goal that looks for its features: its texts, codes and known place (a shapely geometry).

    `owns_codes` is true where its codes are its own, so that each feature with such a code belongs to it.
    """

    subject_id: str
    title: str
    address: str = ""
    settlement_text: str = ""
    codes: tuple[str, ...] = ()
    place: Any = None
    owns_codes: bool = False

    @cached_property
    def text(self) -> str:
        return self.title if not self.address else f"{self.title}; {self.address}"

    @cached_property
    def institutions(self) -> tuple[Institution, ...]:
        return institutions(without_streets(self.text))

    @cached_property
    def streets(self) -> tuple[Street, ...]:
        """Streets of the address field first, then those of the title; limits of a stretch left out."""
        typed = streets(self.address)
        bare = self.address and not typed and not institutions(self.address)
        own = street_of_field(self.address) if bare else None
        places = (*typed, *([own] if own and own.houses else []))
        found = (*(replace(street, where=True) for street in places), *streets(self.title))
        return tuple(street for street in found if not street.limit)

    @cached_property
    def settlement(self) -> tuple[str, ...]:
        return settlement_in(self.text) or settlement_of_field(self.settlement_text)

    @cached_property
    def quoted(self) -> frozenset[tuple[str, ...]]:
        return quoted_names(self.title)

    @cached_property
    def stems(self) -> tuple[str, ...]:
        return tuple(stems(self.text))


@dataclass(frozen=True)
class Candidate:
    """A feature (its row in the layer) that a subject may speak of.

    `score` 0..1; `claims` are what of the subject it answers, such as one institution or one address; where
    `many` is true, all features that answer the same claim belong to it (the segments of a street).
    """

    subject_id: str
    row: int
    method: str
    score: float
    evidence: str
    claims: frozenset[str]
    many: bool = False
    review: str = "to_review"

    def with_review(self, review: str) -> Candidate:
        return replace(self, review=review)


@dataclass(frozen=True)
class Matches:
    """Candidates in the order of the subjects, and why each subject without one has none."""

    candidates: tuple[Candidate, ...]
    unmatched: Mapping[str, str] = field(default_factory=dict)
