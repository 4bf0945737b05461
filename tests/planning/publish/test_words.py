from __future__ import annotations

import re

from vidnova.planning.language import catalogue


def test_every_sentence_of_the_templates_has_its_ukrainian(root):
    used = {
        double or single
        for path in (root / "planning/publish/templates").glob("*.j2")
        for double, single in re.findall(r"""\btr\((?:"([^"]*)"|'([^']*)')""", path.read_text("utf-8"))
    }
    assert used and sorted(used - set(catalogue("uk"))) == []


def test_the_templates_hold_no_words_of_their_own(root):
    for path in (root / "planning/publish/templates").glob("*.j2"):
        bare = re.sub(r"\{\{.*?\}\}|\{%.*?%\}|<[^>]*>", " ", path.read_text("utf-8"), flags=re.DOTALL)
        assert set(re.findall(r"[^\W\d]{2,}", bare)) <= {"SEI", "FEI", "SHA", "DOCTYPE"}, path.name
