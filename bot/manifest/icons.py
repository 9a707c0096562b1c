"""The app's icons: the bell of a reception desk, drawn from its shapes.

A shape is a signed distance (negative inside), in units of half the picture; from it comes an edge
that is smooth at any size. Teams wants 192 pixels in full colour on an opaque ground, with the sign
in the middle, and 32 pixels in white on nothing.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from math import hypot

ACCENT = "#1F4E5F"
COLOUR_SIDE, OUTLINE_SIDE = 192, 32
PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
EIGHT_BITS_WITH_ALPHA = (8, 6, 0, 0, 0)

Shape = Callable[[float, float], float]
Pixel = tuple[int, int, int, int]
WHITE = (255, 255, 255)


def colour_icon() -> bytes:
    """The bell in white on our colour."""
    red, green, blue = (int(ACCENT[at : at + 2], 16) for at in (1, 3, 5))

    def paint(cover: float) -> Pixel:
        mixed = (round(own + (255 - own) * cover) for own in (red, green, blue))
        return (*mixed, 255)  # type: ignore[return-value]

    return _drawn(COLOUR_SIDE, lambda x, y: _bell(x / 0.56, y / 0.56) * 0.56, paint)


def outline_icon() -> bytes:
    """The bell's outline, white on nothing, from edge to edge."""

    def contour(x: float, y: float) -> float:
        line = abs(_dome(x, y) + 0.0625) - 0.0625
        return min(line, _foot(x, y), _knob(x, y))

    return _drawn(OUTLINE_SIDE, contour, lambda cover: (*WHITE, round(255 * cover)))


def _bell(x: float, y: float) -> float:
    return min(_dome(x, y), _foot(x, y), _knob(x, y))


def _dome(x: float, y: float) -> float:
    return max(hypot(x, y - 0.375) - 0.8, y - 0.375)


def _foot(x: float, y: float) -> float:
    return hypot(max(abs(x) - 0.85, 0.0), y - 0.625) - 0.125


def _knob(x: float, y: float) -> float:
    return min(hypot(x, y + 0.7) - 0.17, max(abs(x) - 0.0625, abs(y + 0.5) - 0.1))


def _drawn(side: int, shape: Shape, paint: Callable[[float], Pixel]) -> bytes:
    """A PNG of this shape: each pixel painted by how much of it the shape covers."""
    middle = side / 2

    def cover(column: int, row: int) -> float:
        x, y = (column + 0.5 - middle) / middle, (row + 0.5 - middle) / middle
        return min(1.0, max(0.0, 0.5 - shape(x, y) * middle))

    rows = (
        b"\0" + bytes(part for column in range(side) for part in paint(cover(column, row)))
        for row in range(side)
    )
    header = struct.pack(">II5B", side, side, *EIGHT_BITS_WITH_ALPHA)
    pixels = zlib.compress(b"".join(rows), 9)
    parts = ((b"IHDR", header), (b"IDAT", pixels), (b"IEND", b""))
    return PNG_SIGNATURE + b"".join(_chunk(kind, content) for kind, content in parts)


def _chunk(kind: bytes, content: bytes) -> bytes:
    checksum = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", checksum)
