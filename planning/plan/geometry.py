"""GeoPackage geometry blobs: a header with the bounding box, then WKB (OGC 12-128r18, clause 2.1.3)."""

from __future__ import annotations

import struct

from ..libraries import require

ENVELOPE_BYTES = (0, 32, 48, 48, 64)
EMPTY_FLAG = 0b00010000
Envelope = tuple[float, float, float, float]


def to_blob(wkb: bytes, srs_id: int) -> bytes:
    """WKB → GeoPackage blob with its envelope (min x, max x, min y, max y)."""
    shapely = require("shapely")
    geometry = shapely.from_wkb(wkb)
    min_x, min_y, max_x, max_y = geometry.bounds
    if geometry.is_empty:
        return struct.pack("<2sBBi", b"GP", 0, 1 | EMPTY_FLAG, srs_id) + wkb
    return struct.pack("<2sBBi4d", b"GP", 0, 0b00000011, srs_id, min_x, max_x, min_y, max_y) + wkb


def to_wkb(blob: bytes) -> bytes:
    """GeoPackage blob → WKB."""
    return blob[_header_length(blob) :]


def envelope(blob: bytes | None) -> Envelope | None:
    """Bounding box (min x, max x, min y, max y) of a blob; None where it is empty or missing."""
    if blob is None or blob[3] & EMPTY_FLAG:
        return None
    order = "<" if blob[3] & 1 else ">"
    if _header_length(blob) > 8:
        return struct.unpack(order + "4d", blob[8:40])
    return _bounds_of_wkb(to_wkb(blob))


def _bounds_of_wkb(wkb: bytes) -> Envelope | None:
    geometry = require("shapely").from_wkb(wkb)
    if geometry.is_empty:
        return None
    min_x, min_y, max_x, max_y = geometry.bounds
    return min_x, max_x, min_y, max_y


def _header_length(blob: bytes) -> int:
    return 8 + ENVELOPE_BYTES[(blob[3] >> 1) & 0b111]
