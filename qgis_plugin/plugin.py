from __future__ import annotations

from qgis.core import QgsApplication

from ..planning.language import set_user_language
from ..processing.base import user_locale
from ..processing.provider import VidnovaProvider


class VidnovaPlugin:
    """Registers the Processing provider; the desktop is added where there is one."""

    def __init__(self, iface) -> None:
        self.iface = iface
        self.provider = None

    def initProcessing(self) -> None:
        set_user_language(user_locale())
        self.provider = VidnovaProvider()
        QgsApplication.processingRegistry().addProvider(self.provider)

    def initGui(self) -> None:
        self.initProcessing()

    def unload(self) -> None:
        QgsApplication.processingRegistry().removeProvider(self.provider)
