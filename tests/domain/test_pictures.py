"""Pictures for the public: they show what they showed, and tell nothing else."""

from __future__ import annotations

import random

import pytest

from gateway.domain.errors import InputProblem
from gateway.domain.pictures import JPEG, PNG, cleaned
from tests.pictures import a_jpeg, a_png, exif, segment

SECRET = b"Mrs Ashdown's phone"
PROFILE = segment(0xE2, b"ICC_PROFILE\x00\x01\x01colours of this camera")
SEED = 20261125


@pytest.mark.clause("C20")
@pytest.mark.parametrize(
    "carried",
    [
        exif(),
        exif(little=True),
        segment(0xE1, b"http://ns.adobe.com/xap/1.0/\x00<x>" + SECRET + b"</x>"),
        segment(0xED, b"Photoshop 3.0\x00" + SECRET),
        segment(0xFE, SECRET),
        segment(0xE0, b"JFXX\x00\x10" + SECRET),
        segment(0xE2, b"MPF\x00" + SECRET),
        segment(0xEB, SECRET),
    ],
)
def test_what_a_camera_or_program_wrote_into_a_photograph_is_gone(carried: bytes) -> None:
    assert SECRET in a_jpeg(carried)
    clean = cleaned(a_jpeg(carried))
    assert SECRET not in clean.content
    assert (clean.type, clean.content) == (JPEG, cleaned(a_jpeg()).content)


def test_what_is_drawn_stays_byte_for_byte_and_so_do_its_colours() -> None:
    adobe = segment(0xEE, b"Adobe\x00\x64\x00\x00\x00\x00\x01")
    raw = a_jpeg(PROFILE, adobe)
    assert cleaned(raw).content == raw.replace(raw[2:20], b"", 1)
    assert cleaned(cleaned(raw).content).content == cleaned(raw).content


@pytest.mark.parametrize("little", [False, True])
@pytest.mark.parametrize("held", range(2, 9))
def test_a_photograph_that_was_taken_sideways_still_stands_upright(held: int, little: bool) -> None:
    clean = cleaned(a_jpeg(exif(orientation=held, little=little)))
    assert clean.content.count(b"Exif\x00\x00") == 1
    again = cleaned(clean.content)
    assert again.content == clean.content, "it says which way up, and nothing else"
    assert clean.removed == ("place, time and camera",)


@pytest.mark.parametrize("held", [0, 9, 4711])
def test_a_way_up_that_makes_no_sense_is_left_out(held: int) -> None:
    assert cleaned(a_jpeg(exif(orientation=held))).content == cleaned(a_jpeg()).content


def test_a_film_or_second_picture_that_hides_behind_the_end_is_gone() -> None:
    clean = cleaned(a_jpeg(tail=b"\x00\x00ftypmp4 " + SECRET))
    assert SECRET not in clean.content
    assert clean.removed == ("what stood behind the picture",)
    assert SECRET not in cleaned(a_png(tail=SECRET)).content


@pytest.mark.clause("C20")
@pytest.mark.parametrize("name", [b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME", b"prVt"])
def test_what_a_program_wrote_into_a_drawing_is_gone(name: bytes) -> None:
    clean = cleaned(a_png([(b"gAMA", b"\x00\x00\xb1\x8f"), (name, SECRET)]))
    assert SECRET not in clean.content
    assert (clean.type, clean.content) == (PNG, a_png([(b"gAMA", b"\x00\x00\xb1\x8f")]))
    assert clean.removed


@pytest.mark.parametrize(
    "raw", [b"", b"GIF89a", b"\x00\x00\x00\x18ftypheic", b"<svg/>", b"RIFF____WEBP", b"PK\x03\x04"]
)
def test_what_is_no_jpeg_and_no_png_is_refused_in_a_sentence(raw: bytes) -> None:
    with pytest.raises(InputProblem, match="JPEG"):
        cleaned(raw)


@pytest.mark.parametrize("whole", [a_jpeg(exif(orientation=6), PROFILE), a_png([(b"tEXt", SECRET)])])
def test_half_a_picture_is_refused_wherever_it_breaks_off(whole: bytes) -> None:
    for end in range(2, len(whole)):
        with pytest.raises(InputProblem):
            cleaned(whole[:end])


def test_rubbish_never_breaks_the_reading() -> None:
    chance, refused = random.Random(SEED), 0
    for _ in range(2000):
        whole = bytearray(chance.choice([a_jpeg(exif(orientation=3)), a_png([(b"tEXt", SECRET)])]))
        for _ in range(chance.randrange(1, 6)):
            whole[chance.randrange(2, len(whole))] = chance.randrange(256)
        try:
            assert SECRET not in cleaned(bytes(whole)).content
        except InputProblem:
            refused += 1
    assert refused > 200, "most of this is broken"
