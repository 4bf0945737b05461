from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qgis.core import QgsApplication

from ..planning.language import set_user_language
from ..processing.base import user_locale
from ..processing.provider import VidnovaProvider

if TYPE_CHECKING:
    from .desktop import Desktop


class VidnovaPlugin:
    """Registers the Processing provider; the desktop is added where there is one."""

    def __init__(self, iface: Any) -> None:
        self.iface = iface
        self.provider: VidnovaProvider | None = None
        self.desktop: Desktop | None = None

    def initProcessing(self) -> None:
        set_user_language(user_locale())
        self.provider = VidnovaProvider()
        QgsApplication.processingRegistry().addProvider(self.provider)

    def initGui(self) -> None:
        from .desktop import Desktop

        self.initProcessing()
        self.desktop = Desktop(self.iface)

    def unload(self) -> None:
        if self.desktop is not None:
            self.desktop.remove()
            self.desktop = None
        if self.provider is not None:
            QgsApplication.processingRegistry().removeProvider(self.provider)
            self.provider = None
