from __future__ import annotations


def classFactory(iface):
    from .qgis_plugin.plugin import VidnovaPlugin

    return VidnovaPlugin(iface)
