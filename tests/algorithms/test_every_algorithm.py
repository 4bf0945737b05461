from __future__ import annotations

import re
from pathlib import Path

import pytest
from make_docs import pages
from qgis.core import QgsProcessingAlgorithm
from vidnova.planning.language import language
from vidnova.processing.provider import ALGORITHMS


@pytest.fixture(params=ALGORITHMS, ids=lambda algorithm: algorithm.NAME)
def algorithm(request, provider) -> QgsProcessingAlgorithm:
    return provider.algorithm(request.param.NAME)


def test_names_are_fit_to_be_kept_forever(algorithm):
    assert re.fullmatch("[a-z]+", algorithm.name())
    assert all(re.fullmatch("[A-Z][A-Z0-9_]*", p.name()) for p in algorithm.parameterDefinitions())


@pytest.mark.parametrize("code", ["en", "uk"])
def test_there_is_help_for_everything(provider, algorithm, code):
    with language(code):
        fresh = algorithm.create()
        assert fresh.displayName() and fresh.group() and fresh.shortDescription()
        assert [p.name() for p in fresh.parameterDefinitions() if not p.help()] == []
        assert bool(re.search("[А-Яа-я]{4}", fresh.displayName())) == (code == "uk")


def test_it_can_be_used_in_models_and_has_an_icon(algorithm):
    assert not algorithm.flags() & QgsProcessingAlgorithm.Flag.FlagHideFromModeler
    assert Path(algorithm.svgIconPath()).is_file()


def test_missing_parameters_are_refused(algorithm, provider):
    from qgis.core import QgsProcessingContext

    accepted, sentence = algorithm.checkParameterValues({}, QgsProcessingContext())
    assert not accepted and sentence


def test_parameters_are_frozen(provider, root):
    """A released name never changes: add to the list, never edit a line."""
    now = [
        f"{kind.NAME}: {' '.join(p.name() for p in provider.algorithm(kind.NAME).parameterDefinitions())}"
        for kind in ALGORITHMS
    ]
    assert now == (root / "tests/algorithms/parameters.txt").read_text("utf-8").splitlines()


def test_the_reference_pages_are_up_to_date():
    assert [path.name for path, text in pages().items() if not path.exists() or path.read_text("utf-8") != text] == []
