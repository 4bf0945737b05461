from __future__ import annotations

import re
from collections.abc import Iterator

from ..language import tr
from .candidates import Candidate, Subject
from .layer_index import LayerIndex, code_form
from .text import clean

SCORE = 1.0
_TOKEN = re.compile(r"[^\s,;()\"]+")


def by_code(subject: Subject, index: LayerIndex) -> Iterator[Candidate]:
    """Features whose code is one of the subject's codes, or stands in its text and cannot be a plain number.

    Where the subject's codes are its own, all features that carry one of them belong to it.
    """
    wanted = {code_form(code): code for code in subject.codes if code}
    wanted.update({form: form for form in _codes_in(subject.text) if form in index.by_code})
    for form, code in wanted.items():
        for row in index.by_code.get(form, ()):
            evidence = tr("code «{code}» = «{label}»", code=code, label=index.profiles[row].label)
            yield Candidate(
                subject.subject_id, row, "code", SCORE, evidence, frozenset({"code " + form}), subject.owns_codes
            )


def distinctive(code: str) -> bool:
    """Whether a code can be told from a number that stands in a table for another reason."""
    return bool(re.search(r"\d", code)) and (bool(re.search(r"[^\W\d_]", code)) or len(code) >= 10)


def _codes_in(text: str) -> Iterator[str]:
    for token in _TOKEN.findall(clean(text)):
        form = code_form(token.strip(".:"))
        if len(form) >= 4 and distinctive(form):
            yield form
