"""What differs between QGIS 3.22 and later, in one place."""

from __future__ import annotations

from typing import Any

from qgis.core import NULL


def none_if_null(value: Any) -> Any:
    """QGIS NULL → None; dates and times → ISO text."""
    if value is None or value == NULL:
        return None
    if hasattr(value, "toPyDateTime"):
        return value.toPyDateTime().isoformat()
    if hasattr(value, "toPyDate"):
        return value.toPyDate().isoformat()
    return value
