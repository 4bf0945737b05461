from __future__ import annotations

import ast
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest
from vidnova.planning.language import LANGUAGES, catalogue, current_language, language, set_user_language, tr

SHIPPED = ("planning", "processing", "qgis_plugin")


def sentences_in_code(root: Path) -> Iterator[tuple[str, str]]:
    for module in (path for folder in SHIPPED for path in (root / folder).rglob("*.py")):
        for node in ast.walk(ast.parse(module.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "tr":
                literal = node.args[0] if node.args else None
                place = f"{module.relative_to(root)}:{node.lineno}"
                yield place, literal.value if isinstance(literal, ast.Constant) else ""


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_every_sentence_is_a_literal(root):
    assert [place for place, sentence in sentences_in_code(root) if not sentence] == []


def test_every_sentence_has_its_ukrainian(root):
    known = catalogue("uk")
    assert sorted({s for _, s in sentences_in_code(root) if s and s not in known}) == []


def test_no_translation_is_left_over(root):
    used = {sentence for _, sentence in sentences_in_code(root)}
    templates = "".join(path.read_text("utf-8") for path in (root / "planning").rglob("*.j2"))
    assert [sentence for sentence in catalogue("uk") if sentence not in used and sentence not in templates] == []


def test_translations_keep_the_placeholders():
    assert [en for en, uk in catalogue("uk").items() if placeholders(en) != placeholders(uk)] == []


def test_no_sentence_is_translated_in_two_ways(root):
    files = (root / "planning/language/uk").glob("*.json")
    found: dict[str, set[str]] = {}
    for path in files:
        for english, ukrainian in json.loads(path.read_text("utf-8")).items():
            found.setdefault(english, set()).add(ukrainian)
    assert {english: texts for english, texts in found.items() if len(texts) > 1} == {}


def test_catalogues_are_sorted(root):
    for path in (root / "planning/language/uk").glob("*.json"):
        keys = list(json.loads(path.read_text("utf-8")))
        assert Counter(keys) and keys == sorted(keys), path.name


@pytest.mark.parametrize(
    ("locale", "expected"), [("uk_UA", "uk"), ("uk", "uk"), ("C", "en"), (None, "en"), ("de", "en")]
)
def test_the_users_locale_chooses_the_language(locale, expected):
    set_user_language(locale)
    try:
        assert current_language() == expected
    finally:
        set_user_language("en")


def test_a_report_language_holds_only_inside_its_block():
    with language("uk"):
        assert tr("Plan file") == "Файл плану"
    assert tr("Plan file") == "Plan file"
    assert LANGUAGES == ("uk", "en")
