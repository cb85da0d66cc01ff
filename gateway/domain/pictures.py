"""Pictures for the public: what a JPEG or PNG carries besides what it shows is taken out; what it shows is not touched."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from gateway.domain.errors import InputProblem

JPEG, PNG = "image/jpeg", "image/png"
ENDINGS = {JPEG: "jpg", PNG: "png"}
"""Type → the end of a file's name."""
_NO_PICTURE = "This is no JPEG and no PNG picture. Save it as one of the two, and choose it again."
_BROKEN = "This picture is not whole. Copy it from the camera or phone again, and choose it again."
_ORIENTATION = 0x0112
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_DRAWS = _FRAMES | {0xC4, 0xCC, 0xDA, 0xDB, 0xDC, 0xDD, 0xDE, 0xDF}
"""Segments of a JPEG that the picture is drawn from (ITU-T T.81, table B.1)."""
_NONE = b"\x00none"
_COLOURS = {0xE2: b"ICC_PROFILE\x00", 0xEE: b"Adobe"}
"""Segments of programs that say what its colours mean (ICC.1, annex B.4; Adobe's technical note 5116)."""
_KEPT_CHUNKS = frozenset(
    {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"cICP", b"sBIT", b"pHYs"}
)
"""Chunks of a PNG that decide how it looks (W3C, PNG third edition, section 11)."""
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_SAID = {0xE1: "place, time and camera", 0xED: "captions and keywords", 0xFE: "a comment"}


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A picture without what it carried besides; ``removed`` says in words what that was."""

    type: str
    content: bytes
    removed: tuple[str, ...]


def cleaned(raw: bytes) -> Cleaned:
    """A picture that shows what it showed and tells nothing more: no place, time, camera, name, comment, hidden small copy.

    Which way up it is shown stays, and so do its colours. Raises InputProblem for anything but a whole JPEG or PNG.
    """
    try:
        if raw.startswith(b"\xff\xd8"):
            return _jpeg(raw)
        if raw.startswith(_SIGNATURE):
            return _png(raw)
    except (struct.error, IndexError) as failure:
        raise InputProblem(_BROKEN) from failure
    raise InputProblem(_NO_PICTURE)


def _jpeg(raw: bytes) -> Cleaned:
    kept, removed, seen, turned, end = [], [], set(), 1, 2
    for marker, start, end in _segments(raw):
        seen.add(marker)
        segment = raw[start:end]
        if marker in _DRAWS or segment[4:].startswith(_COLOURS.get(marker, _NONE)):
            kept.append(segment)
        elif marker == 0xE1 and segment[4:10] == b"Exif\x00\x00":
            turned = _orientation(segment[10:]) or turned
            removed.append(_SAID[marker])
        elif marker not in (0xD9, 0xE0):
            removed.append(_SAID.get(marker, "data of a program"))
        if marker == 0xD9:
            break
    if 0xD9 not in seen or 0xDA not in seen or not seen & _FRAMES:
        raise InputProblem(_BROKEN)
    if len(raw) > end:
        removed.append("what stood behind the picture")
    head = b"\xff\xd8" + (_turned(turned) if turned != 1 else b"")
    return Cleaned(JPEG, head + b"".join(kept) + b"\xff\xd9", tuple(dict.fromkeys(removed)))


def _segments(raw: bytes) -> Iterator[tuple[int, int, int]]:
    """Marker, start and end of each segment; a scan's end is where the next marker stands. A JPEG that stops early just ends."""
    at = 2
    while at + 1 < len(raw):
        if raw[at] != 0xFF:
            raise InputProblem(_BROKEN)
        if raw[at + 1] == 0xFF:
            at += 1
            continue
        marker, start = raw[at + 1], at
        if marker == 0xD9:
            yield marker, start, at + 2
            return
        length = int.from_bytes(raw[at + 2 : at + 4], "big")
        end = at + 2 + length
        if length < 2 or end > len(raw):
            raise InputProblem(_BROKEN)
        at = _end_of_scan(raw, end) if marker == 0xDA else end
        yield marker, start, at


def _end_of_scan(raw: bytes, at: int) -> int:
    """Where the next marker stands; a stuffed byte and a restart belong to the scan."""
    while True:
        at = raw.find(b"\xff", at)
        if at < 0 or at + 1 >= len(raw):
            raise InputProblem(_BROKEN)
        if raw[at + 1] != 0x00 and not 0xD0 <= raw[at + 1] <= 0xD7:
            return at
        at += 2


def _orientation(tiff: bytes) -> int:
    """Which way up the camera was held, 1 to 8; 0 where it does not say, or what it says makes no sense."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None or len(tiff) < 8:
        return 0
    (first,) = struct.unpack(f"{order}I", tiff[4:8])
    entries = tiff[first : first + 2]
    if len(entries) < 2:
        return 0
    for number in range(struct.unpack(f"{order}H", entries)[0]):
        entry = tiff[first + 2 + 12 * number : first + 14 + 12 * number]
        if len(entry) < 12:
            return 0
        tag, kind, count, value = struct.unpack(f"{order}HHIH", entry[:10])
        if (tag, kind, count) == (_ORIENTATION, 3, 1):
            return int(value) if 1 <= value <= 8 else 0
    return 0


def _turned(orientation: int) -> bytes:
    """An Exif segment that says which way up, and nothing else."""
    tiff = b"MM\x00*" + struct.pack(">IHHHIHHI", 8, 1, _ORIENTATION, 3, 1, orientation, 0, 0)
    body = b"Exif\x00\x00" + tiff
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body


def _png(raw: bytes) -> Cleaned:
    kept, removed, seen, at = [_SIGNATURE], [], set(), len(_SIGNATURE)
    while b"IEND" not in seen:
        (length,) = struct.unpack(">I", raw[at : at + 4])
        name, end = raw[at + 4 : at + 8], at + 12 + length
        if end > len(raw) or struct.unpack(">I", raw[end - 4 : end])[0] != zlib.crc32(raw[at + 4 : end - 4]):
            raise InputProblem(_BROKEN)
        seen.add(name)
        if name in _KEPT_CHUNKS:
            kept.append(raw[at:end])
        else:
            removed.append("place, time and camera" if name == b"eXIf" else "captions and data of a program")
        at = end
    if not {b"IHDR", b"IDAT"} <= seen:
        raise InputProblem(_BROKEN)
    if len(raw) > at:
        removed.append("what stood behind the picture")
    return Cleaned(PNG, b"".join(kept), tuple(dict.fromkeys(removed)))
