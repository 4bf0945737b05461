from __future__ import annotations

from collections.abc import Callable

from ...language import LANGUAGES, language

Told = dict[str, str]


def told(sentence: Callable[[], str]) -> Told:
    """A sentence in every language, by language."""
    found = {}
    for name in LANGUAGES:
        with language(name):
            found[name] = sentence()
    return found
