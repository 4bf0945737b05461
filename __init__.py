from __future__ import annotations

from typing import Any


def classFactory(iface: Any) -> Any:
    from .qgis_plugin.plugin import VidnovaPlugin

    return VidnovaPlugin(iface)
