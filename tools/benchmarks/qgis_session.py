from __future__ import annotations

import sys
from typing import Any


def start_qgis() -> Any:
    """A running QGIS with our provider; keep what it returns."""
    sys.path.append("/usr/share/qgis/python/plugins")
    from qgis.core import QgsApplication

    app = QgsApplication([], False)
    app.initQgis()
    from processing.core.Processing import Processing
    from vidnova.processing.provider import VidnovaProvider

    Processing.initialize()
    provider = VidnovaProvider()
    app.processingRegistry().addProvider(provider)
    return app, provider
