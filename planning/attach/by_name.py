"""Features whose name a text speaks: kind and number of an institution, its proper name, or the words themselves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..language import tr
from .candidates import Candidate, Subject
from .institutions import Institution, contradict
from .layer_index import FeatureName, FeatureProfile, LayerIndex, word_keys
from .settlements import compatible
from .text import fold, phrase_at, place_root, same_stem, shortened

# Scores of agreement, tried on real tables; what stays under 0.9 is left to a person.
SAME_KIND_AND_NUMBER = 0.95
SAME_FAMILY_AND_NUMBER = 0.75
SAME_PROPER_NAME = 0.95
SAME_PROPER_NAME_IN_DOUBT = 0.85
ALL_WORDS = 0.93
ALL_WORDS_OTHER_KIND = 0.75
OTHER_WORDS_TOO = 0.8
ONLY_ONE_OF_ITS_KIND = 0.85
PART_OF_WORDS = 0.6
CONTRADICTED = 0.6
EXACT = 0.98
COMMON_WORD_ROWS = 200


@dataclass(frozen=True)
class _Likeness:
    score: float
    said: str
    claim: str


@dataclass(frozen=True)
class _Pair:
    """An institution that a text names beside the one that a feature is called.

    `alone` is true where the feature's name is nothing but a kind that no other feature of the layer bears.
    """

    mention: Institution
    head: Institution
    subject: Subject
    name: FeatureName
    settlement: tuple[str, ...]
    alone: bool

    @property
    def same_kind(self) -> bool:
        return self.mention.kind == self.head.kind

    def likeness(self) -> _Likeness | None:
        mention = self.mention
        score = self._score() if mention.family == self.head.family else 0.0
        if score and (mention.nearby or contradict(mention, self.head)):
            score = min(score, CONTRADICTED)
        number = sorted(mention.numbers & self.head.numbers) or sorted(mention.numbers)
        claim = f"{mention.family} {number} {'' if number else sorted(mention.adjectives)}"
        return _Likeness(score, mention.said, claim) if score else None

    def _score(self) -> float:
        mention, head = self.mention, self.head
        if mention.numbers and head.numbers:
            agreed = SAME_KIND_AND_NUMBER if self.same_kind else SAME_FAMILY_AND_NUMBER
            return agreed if mention.numbers & head.numbers else 0.0
        if mention.quoted & head.quoted:
            sure = self.same_kind and not mention.numbers and not head.numbers
            return SAME_PROPER_NAME if sure else SAME_PROPER_NAME_IN_DOUBT
        if mention.numbers or head.numbers or (mention.quoted and head.quoted):
            return 0.0
        return self._by_words()

    def _by_words(self) -> float:
        score = self._by_own_words() if self.name.own else self._without_own_words()
        known = (*self.name.stems, *self.settlement)
        strange = any(not _named(word, known) for word in self.mention.adjectives)
        return min(score, OTHER_WORDS_TOO) if strange else score

    def _by_own_words(self) -> float:
        own = self.name.own
        share = sum(_named(word, self.subject.stems) for word in own) / len(own)
        if share == 1:
            return ALL_WORDS if self.same_kind else ALL_WORDS_OTHER_KIND
        return PART_OF_WORDS if share >= 0.5 and self.same_kind else 0.0

    def _without_own_words(self) -> float:
        """«Укриття ліцею № 2», whose school is named; «Очисні споруди», the only ones; «Школа», if one in a village."""
        if any(other.numbers for other in self.name.institutions[1:]):
            return ALL_WORDS if self.same_kind else ALL_WORDS_OTHER_KIND
        if not self.same_kind or self.mention.quoted:
            return 0.0
        if self.alone and len(self.name.stems) > 1 and phrase_at(self.name.stems, self.subject.stems):
            return ALL_WORDS
        here = bool(self.subject.settlement) and self.subject.settlement == self.settlement
        return ONLY_ONE_OF_ITS_KIND if self.alone or here else 0.0


def by_name(subject: Subject, index: LayerIndex) -> Iterator[Candidate]:
    """Features that the subject's text names, each with its best score."""
    for row in sorted(_rows(subject, index)):
        profile = index.profiles[row]
        if not compatible(subject.settlement, profile.settlement):
            continue
        compared = ((_compared(subject, name, profile, index), name) for name in profile.names)
        found = [_candidate(subject, row, likeness, name) for likeness, name in compared if likeness]
        if found:
            yield max(found, key=lambda candidate: candidate.score)


def _candidate(subject: Subject, row: int, best: _Likeness, name: FeatureName) -> Candidate:
    exact = best.score >= ALL_WORDS and len(name.text) > 5 and fold(name.text) in fold(subject.text)
    evidence = tr("«{said}» = «{label}»", said=shortened(best.said), label=shortened(name.text))
    score = max(best.score, EXACT) if exact else best.score
    method = "name" if exact else "near_name"
    return Candidate(subject.subject_id, row, method, score, evidence, frozenset({best.claim}))


def _rows(subject: Subject, index: LayerIndex) -> set[int]:
    rows: set[int] = set()
    for institution in subject.institutions:
        for number in institution.numbers:
            rows.update(index.by_number.get((institution.family, number), ()))
        there = index.by_family_and_settlement.get((institution.family, subject.settlement), ())
        rows.update(there if len(there) == 1 else ())
        rows.update(index.only_of_kind.get(institution.kind, ()))
    for key in {key for word in subject.stems for key in word_keys(word)}:
        named = index.by_word.get(key, ())
        if len(named) <= COMMON_WORD_ROWS:
            rows.update(named)
    return rows


def _compared(subject: Subject, name: FeatureName, profile: FeatureProfile, index: LayerIndex) -> _Likeness | None:
    if not name.institutions:
        return _as_words(subject, name)
    if not _others_are_named(subject, name.institutions[1:]):
        return None
    head = name.institutions[0]
    alone = profile.row in index.only_of_kind.get(head.kind, ())
    pairs = (_Pair(mention, head, subject, name, profile.settlement, alone) for mention in subject.institutions)
    return max(filter(None, (pair.likeness() for pair in pairs)), key=lambda found: found.score, default=None)


def _others_are_named(subject: Subject, others: tuple[Institution, ...]) -> bool:
    """«Укриття ліцею № 2» is meant only where the text speaks of school № 2 as well."""
    named = {(mention.family, number) for mention in subject.institutions for number in mention.numbers}
    return all((other.family, number) in named for other in others for number in other.numbers)


def _named(word: str, text: tuple[str, ...]) -> bool:
    """A word of the text is this one, or one is the place that the other comes from (Вербівська - Вербове)."""
    root = place_root(word)
    return any(same_stem(word, other) or (root and root == place_root(other)) for other in text)


def _as_words(subject: Subject, name: FeatureName) -> _Likeness | None:
    """A name without a kind we know: its words one after another in the text; a single word in quotes only."""
    if not name.own or not phrase_at(name.own, subject.stems):
        return None
    telling = len(name.own) > 1 or name.own in subject.quoted or fold(name.text) == fold(subject.title)
    return _Likeness(ALL_WORDS, name.text, "words " + " ".join(name.own)) if telling else None
