"""Mails are read from files, folders, mbox files and maildirs, in order, none lost and none cut in two."""

from __future__ import annotations

from pathlib import Path

import pytest

from gateway.domain.errors import InputProblem
from gateway.mail.parsing import parse
from gateway.mail.sources import count_in, mail_at, mails_in
from tests.mail.letters import a_letter


def an_mbox(*mails: bytes) -> bytes:
    """Mails as an mbox keeps them, lines of a body that begin with From marked."""
    marked = [mail.replace(b"\r\n", b"\n").replace(b"\nFrom ", b"\n>From ") for mail in mails]
    return b"".join(b"From priya@home.example Mon Mar  2 21:40:00 2026\n" + one + b"\n" for one in marked)


def subjects(path: Path) -> list[str]:
    """The subjects in a source, in its order."""
    return [parse(one.raw).subject for one in mails_in(path)]


def test_a_single_file(tmp_path: Path) -> None:
    file = tmp_path / "one.eml"
    file.write_bytes(a_letter())
    (mail,) = mails_in(file)
    assert (mail.label, mail.raw) == ("one.eml", a_letter())
    assert mail.file_time.utcoffset() is not None
    assert mail_at(mail.place) == mail.raw


def test_a_folder_is_read_by_file_name_and_only_its_mails(tmp_path: Path) -> None:
    for name, subject in (("b.eml", "two"), ("a.EML", "one"), ("note.txt", "no"), (".c.eml", "no")):
        (tmp_path / name).write_bytes(a_letter(subject=subject))
    assert subjects(tmp_path) == ["one", "two"]
    assert count_in(tmp_path) == 2


def test_a_maildir_is_read_from_cur_and_new(tmp_path: Path) -> None:
    for folder, name in (("cur", "2.x:2,S"), ("new", "1.x"), ("tmp", "3.x")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / name).write_bytes(a_letter(subject=name))
    assert subjects(tmp_path) == ["1.x", "2.x:2,S"]


def test_an_mbox_is_cut_only_where_a_mail_begins(tmp_path: Path) -> None:
    bodies = (
        "From the bottom of my heart, thank you.\n",
        "Dear Miss,\n\nFrom Monday he is away.\nFrom 9:00 to 10:00 too.\n",
        "She said:\n\nFrom\n\nand From you.\n",
    )
    mails = [a_letter(body, subject=str(n)) for n, body in enumerate(bodies)]
    file = tmp_path / "inbox.mbox"
    file.write_bytes(an_mbox(*mails))
    found = list(mails_in(file))
    assert [one.label for one in found] == ["inbox.mbox#1", "inbox.mbox#2", "inbox.mbox#3"]
    assert [parse(one.raw).text for one in found] == [body.rstrip("\n") for body in bodies]
    assert [mail_at(one.place) for one in found] == [one.raw for one in found]
    assert count_in(file) == 3


def test_an_unmarked_line_that_only_begins_like_a_mail_stays_in_its_body(tmp_path: Path) -> None:
    file = tmp_path / "inbox"
    file.write_bytes(b"From p Mon Mar  2 21:40:00 2026\nSubject: a\n\nHello.\nFrom nine he is away.\nBye.\n")
    assert [parse(one.raw).text for one in mails_in(file)] == ["Hello.\nFrom nine he is away.\nBye."]


def test_windows_line_ends_in_an_mbox(tmp_path: Path) -> None:
    file = tmp_path / "inbox.mbox"
    file.write_bytes(an_mbox(a_letter(subject="1"), a_letter(subject="2")).replace(b"\n", b"\r\n"))
    assert subjects(file) == ["1", "2"]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("missing.eml", None, "does not exist"),
        ("empty.mbox", b"\n\n", "is empty"),
        ("sheet.csv", b"a,b,c\n1,2,3\n", "is not a mail"),
        ("picture.mbox", b"\x89PNG\r\n", "is not a mail"),
    ],
)
def test_what_is_no_source_is_told_in_one_sentence(tmp_path: Path, name: str, content: bytes | None, said: str) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(InputProblem, match=said) as told:
        mails_in(tmp_path / name)
    assert "\n" not in str(told.value)
    assert "Give an .eml file" in str(told.value)


def test_a_folder_without_mails_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputProblem, match="There are no mails in"):
        mails_in(tmp_path)
