from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path

LANGUAGES = ("uk", "en")

_user_language = ["en"]
_language: ContextVar[str | None] = ContextVar("language", default=None)


def current_language() -> str:
    """The language of the text being made now: "uk" or "en"."""
    return _language.get() or _user_language[0]


def set_user_language(locale: str | None) -> None:
    """Take the user's locale, such as "uk_UA"; anything but Ukrainian means English."""
    _user_language[0] = "uk" if (locale or "").lower().startswith("uk") else "en"


@contextmanager
def language(code: str) -> Iterator[None]:
    """Make text in `code` inside the block, whatever the user's language is."""
    token = _language.set(code)
    try:
        yield
    finally:
        _language.reset(token)


def tr(sentence: str, **values: object) -> str:
    """The sentence in the current language, with its {placeholders} filled."""
    found = catalogue(current_language()).get(sentence, sentence)
    return found.format(**values) if values else found


@cache
def catalogue(code: str) -> dict[str, str]:
    """English sentence → its translation, from every file of the language's folder."""
    files = sorted(Path(__file__).with_name(code).glob("*.json"))
    return {english: text for file in files for english, text in json.loads(file.read_text("utf-8")).items()}


def named(row: dict, field: str) -> str:
    """The value of a bilingual pair such as name_uk / name_en; Ukrainian where English is empty."""
    return row.get(field + "_" + current_language()) or row.get(field + "_uk") or ""
