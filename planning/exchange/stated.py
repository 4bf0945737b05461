"""Single values as words in a file and back."""

from __future__ import annotations

from typing import Any

from ..plan.schema import Field, code_label, code_lists, codes, tables

TRUE, FALSE = "true", "false"


def as_words(field: Field, value: Any) -> str:
    """A value as an identifier: a code, a whole number, "true" or "false", or its text."""
    if field.type == "boolean":
        return TRUE if value else FALSE
    return str(value)


def as_label(field: Field, value: Any) -> str:
    """«Field: value» in the current language."""
    return f"{field.label}: {code_label(field.codes, value) if field.codes else as_words(field, value)}"


def from_words(table: str, name: str, words: str) -> Any:
    """The value that `as_words` wrote. Raises ValueError where the field cannot have it."""
    field = tables()[table].field(name)
    if field.type == "boolean":
        if words not in (TRUE, FALSE):
            raise ValueError(words)
        return words == TRUE
    if field.codes and words not in codes(field.codes):
        raise ValueError(words)
    if field.type == "integer":
        return _within(field, int(words))
    return words


def code_of_label(list_name: str, words: str | None) -> str | None:
    """The code that has this label in either language, or is it."""
    found = (code.code for code in code_lists()[list_name] if words in (code.code, code.uk, code.en))
    return next(found, None) if words else None


def _within(field: Field, number: int) -> int:
    if field.check.startswith("BETWEEN"):
        _, low, _, high = field.check.split()
        if not int(low) <= number <= int(high):
            raise ValueError(str(number))
    return number
