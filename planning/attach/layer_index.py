"""A layer's features by the words, numbers, streets and codes in their fields, so that no pair is compared in vain."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from ..features import FeatureTable
from ..libraries import require
from ..progress import Progress
from .addresses import Street, house_number, name_stems, split_houses, street_of_field, streets, without_streets
from .institutions import Institution, institutions, significant
from .layer_fields import LayerFields
from .settlements import settlement_in, settlement_of_field
from .text import clean, place_root, stems

LINE_DIMENSION = 1


@dataclass(frozen=True)
class FeatureName:
    """One name of a feature, read: its institutions, the stems of its own words and of all its words."""

    text: str
    institutions: tuple[Institution, ...]
    own: tuple[str, ...]
    stems: tuple[str, ...]


@dataclass(frozen=True)
class FeatureProfile:
    """What a feature's fields say of it; `beside` are the other words of the name that holds its street."""

    row: int
    label: str
    code: str
    names: tuple[FeatureName, ...]
    street: Street | None
    beside: tuple[str, ...]
    settlement: tuple[str, ...]


@dataclass(frozen=True)
class LayerIndex:
    """The profiles of a layer and where to find them."""

    table: FeatureTable
    profiles: tuple[FeatureProfile, ...]

    @cached_property
    def by_code(self) -> dict[str, list[int]]:
        return self._rows_by(lambda profile: [code_form(profile.code)] if profile.code else [])

    @cached_property
    def by_number(self) -> dict[tuple[str, int], list[int]]:
        """(family, number) of an institution → rows."""
        return self._rows_by(
            lambda profile: [(i.family, n) for name in profile.names for i in name.institutions for n in i.numbers]
        )

    @cached_property
    def by_word(self) -> dict[str, list[int]]:
        """A stem of a name's own words, and the root that a place and its adjective share → rows."""
        return self._rows_by(
            lambda profile: [key for name in profile.names for word in name.own for key in word_keys(word)]
        )

    @cached_property
    def by_family_and_settlement(self) -> dict[tuple[str, tuple[str, ...]], list[int]]:
        return self._rows_by(
            lambda profile: [
                (i.family, profile.settlement)
                for name in profile.names
                for i in name.institutions[:1]
                if profile.settlement
            ]
        )

    @cached_property
    def only_of_kind(self) -> dict[str, list[int]]:
        """A kind → the one feature of this kind, where its name says no more than that («Очисні споруди»)."""
        by_kind = self._rows_by(lambda profile: [i.kind for name in profile.names for i in name.institutions])
        single = {kind: rows for kind, rows in by_kind.items() if len(rows) == 1}
        return {kind: rows for kind, rows in single.items() if not any(n.own for n in self.profiles[rows[0]].names)}

    @cached_property
    def by_street(self) -> dict[str, list[int]]:
        """A stem of a street's name → rows."""
        return self._rows_by(lambda profile: profile.street.name if profile.street else ())

    def _rows_by(self, keys: Callable[[FeatureProfile], Iterable[Hashable]]) -> dict:
        rows = defaultdict(list)
        for profile in self.profiles:
            for key in dict.fromkeys(keys(profile)):
                rows[key].append(profile.row)
        return dict(rows)


def word_keys(word: str) -> tuple[str, ...]:
    """Under which a word is found: itself and, marked, its root as a place."""
    root = place_root(word)
    return (word, "~" + root) if root else (word,)


def code_form(code: str) -> str:
    """A code in one spelling: no spaces, capital letters, look-alike Latin letters as they are."""
    return "".join(clean(str(code)).upper().split())


def index_layer(table: FeatureTable, fields: LayerFields, progress: Progress) -> LayerIndex:
    """Read the fields of every feature once."""
    columns = {name: table.texts(name) for name in fields.used()}
    lines = _has_lines(table)
    rows = range(len(table))
    return LayerIndex(
        table, tuple(_profile(row, columns, fields, lines) for row in progress.over(rows, max(len(table), 1)))
    )


def feature_name(text: str) -> FeatureName:
    return FeatureName(text, institutions(without_streets(text)), significant(text), tuple(stems(text)))


def _profile(row: int, columns: dict[str, list[str]], fields: LayerFields, lines: bool) -> FeatureProfile:
    value = {name: columns[name][row].strip() for name in columns}
    street, beside = _street(value, fields, lines)
    texts = [value[name] for name in fields.names if value[name]]
    named = (feature_name(text) for text in dict.fromkeys(texts))
    names = tuple(name for name in named if name.institutions or not streets(name.text))
    address = value.get(fields.address, "")
    label = texts[0] if texts else address or (street.said if street else value.get(fields.code, ""))
    settlement = settlement_of_field(value[fields.settlement]) if fields.settlement else ()
    settlements = (settlement_in(text) for text in (address, *texts))
    return FeatureProfile(
        row, label, value.get(fields.code, ""), names, street, beside, settlement or next(filter(None, settlements), ())
    )


def _street(value: dict[str, str], fields: LayerFields, lines: bool) -> tuple[Street | None, tuple[str, ...]]:
    if fields.street:
        return _street_of_columns(value[fields.street], value.get(fields.house, "")), ()
    if fields.address and value[fields.address]:
        return street_of_field(value[fields.address]), ()
    return next(_streets_of_names([value[name] for name in fields.names], lines), (None, ()))


def _street_of_columns(street: str, house: str) -> Street | None:
    found = street_of_field(street) if street else None
    if found is None or not house:
        return found
    houses = split_houses(house) or (house_number(house),)
    return Street(found.kind, found.name, houses, False, f"{clean(street)}, {house}")


def _streets_of_names(texts: Iterable[str], lines: bool) -> Iterator[tuple[Street, tuple[str, ...]]]:
    """The street in a name and what stands beside it («Водогін, вул. Лісова»); a line's name needs no «вул.»."""
    for text in filter(None, texts):
        typed = streets(text)
        rest = without_streets(text)
        if typed and not institutions(rest):
            yield typed[0], significant(rest)
        elif lines:
            yield Street("", name_stems(text), (), False, clean(text)), ()


def _has_lines(table: FeatureTable) -> bool:
    dimensions = require("shapely").get_dimensions(table.geometries)
    return bool((dimensions == LINE_DIMENSION).any())
