from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest


@pytest.fixture(scope="session")
def provider(qgis_app, qgis_processing):
    from vidnova.processing.provider import VidnovaProvider

    provider = VidnovaProvider()
    qgis_app.processingRegistry().addProvider(provider)
    yield provider
    qgis_app.processingRegistry().removeProvider(provider)


@pytest.fixture
def run(provider) -> Callable[..., dict[str, Any]]:
    """Run one of our algorithms by its short name; a failure raises QgsProcessingException."""
    from qgis import processing

    return lambda name, **parameters: processing.run(f"{provider.id()}:{name}", parameters)
