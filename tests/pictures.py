"""Small real pictures with whatever a camera or a program would have put into them."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence


def segment(marker: int, body: bytes) -> bytes:
    """One segment of a JPEG."""
    return bytes((0xFF, marker)) + struct.pack(">H", len(body) + 2) + body


def exif(*, orientation: int = 1, secret: bytes = b"GPS 51.5074 N, Mrs Ashdown's phone", little: bool = False) -> bytes:
    """What a phone writes: which way up it was held, and where and by whom."""
    order, mark = ("<", b"II*\x00") if little else (">", b"MM\x00*")
    entries = struct.pack(f"{order}HHIHH", 0x0112, 3, 1, orientation, 0)
    entries = struct.pack(f"{order}HHII", 0x010F, 2, len(secret), 100) + entries
    tiff = mark + struct.pack(f"{order}I", 8) + struct.pack(f"{order}H", 2) + entries + struct.pack(f"{order}I", 0)
    return segment(0xE1, b"Exif\x00\x00" + tiff.ljust(100, b"\x00") + secret)


def a_jpeg(*extra: bytes, tail: bytes = b"", width: int = 16, height: int = 8) -> bytes:
    """A grey JPEG; ``extra`` segments stand before the picture, ``tail`` behind its end."""
    blocks = -(-width // 8) * -(-height // 8)
    bits = "00" * blocks
    bits += "1" * (-len(bits) % 8)
    scan = int(bits, 2).to_bytes(len(bits) // 8, "big").replace(b"\xff", b"\xff\x00")
    table = b"\x01" + b"\x00" * 15 + b"\x00"
    return b"".join(
        [
            b"\xff\xd8",
            segment(0xE0, b"JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"),
            *extra,
            segment(0xDB, b"\x00" + b"\x01" * 64),
            segment(0xC0, b"\x08" + struct.pack(">HH", height, width) + b"\x01\x01\x11\x00"),
            segment(0xC4, b"\x00" + table),
            segment(0xC4, b"\x10" + table),
            segment(0xDA, b"\x01\x01\x00\x00\x3f\x00") + scan,
            b"\xff\xd9",
            tail,
        ]
    )


def a_png(extra: Sequence[tuple[bytes, bytes]] = (), *, tail: bytes = b"", width: int = 4, height: int = 3) -> bytes:
    """A grey PNG; ``extra`` are names and bodies of further chunks."""
    rows = (b"\x00" + b"\x80" * width) * height
    chunks = [
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)),
        *extra,
        (b"IDAT", zlib.compress(rows)),
        (b"IEND", b""),
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, body) for name, body in chunks) + tail


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
