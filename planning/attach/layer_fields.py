"""Which fields of a layer say what a feature is called and where it stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields

from ..features import FeatureTable

USUAL_NAMES = {
    "key": ("guid", "uuid", "id", "osm_id"),
    "code": ("code", "код"),
    "names": ("name_uk", "name", "назва", "повна назва", "скорочена назва", "title_uk", "title", "legal_entity_name"),
    "address": ("address_uk", "address", "адреса", "фактична адреса", "registration_address", "addr_full"),
    "street": ("street_uk", "street", "вулиця", "addr:street", "addr_street"),
    "house": ("house", "housenumber", "house_number", "addr:housenumber", "addr_housenumber", "будинок"),
    "settlement": ("settlement_uk", "settlement", "населений пункт", "registration_settlement", "addr:city"),
}


@dataclass(frozen=True)
class LayerFields:
    """Field names of a layer; "" or () where it has none of that sort."""

    key: str = ""
    code: str = ""
    names: tuple[str, ...] = ()
    address: str = ""
    street: str = ""
    house: str = ""
    settlement: str = ""

    def used(self) -> tuple[str, ...]:
        single = (getattr(self, field.name) for field in fields(self) if field.name != "names")
        return tuple(name for name in (*single, *self.names) if name)


def completed(given: LayerFields, table: FeatureTable) -> LayerFields:
    """The given fields, checked against the layer; where none says what features are called, the usual ones.

    Raises PlanError for a field that the layer does not have.
    """
    for name in given.used():
        table.values(name)
    if any((given.code, given.names, given.address, given.street)):
        return given
    return LayerFields(
        given.key or _key(table),
        _first("code", table.columns),
        tuple(_all("names", table.columns)),
        _first("address", table.columns),
        _first("street", table.columns),
        _first("house", table.columns),
        given.settlement or _first("settlement", table.columns),
    )


def _key(table: FeatureTable) -> str:
    """A field that is called like an identifier and holds a different value in each feature."""
    own = (name for name in table.columns if name.lower().endswith("_id"))
    return next((name for name in (*_all("key", table.columns), *own) if _identifies(table.texts(name))), "")


def _identifies(values: list[str]) -> bool:
    return all(values) and len(set(values)) == len(values)


def _first(sort: str, columns: Iterable[str]) -> str:
    return next(_all(sort, columns), "")


def _all(sort: str, columns: Iterable[str]) -> Iterator[str]:
    by_name = {name.lower(): name for name in columns}
    return (by_name[usual] for usual in USUAL_NAMES[sort] if usual in by_name)
