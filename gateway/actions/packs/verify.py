"""Checks an evidence pack with nothing but Python: lay it beside the pack's other files, or name the ZIP file.

    python verify.py              in the folder where the pack was unpacked
    python verify.py PACK.zip     or on the ZIP file as it is
    python verify.py --key FILE   also with the school's record key, 64 hexadecimal digits in a file
    python verify.py COPY.zip --against WHOLE.zip
                                  that a copy with covered names differs from a whole pack in nothing else

It ends with 0 when everything holds, 1 when something does not, 2 when there is nothing to check.
"""

from __future__ import annotations

import argparse
import hashlib
import hmac
import json
import re
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

Read = Callable[[str], bytes]
FIRST = "0" * 64
COVER = "[another child]"
NAME = re.compile(r"\[another child\]|[\w\s'’‘ʼ.\-\u0300-\u036f]+")
LONGEST_NAME = 80
OWN_WORDS = ("text", "folded", "author")


def main(arguments: list[str]) -> int:
    """Check one pack and say what was found."""
    parser = argparse.ArgumentParser(prog="verify.py", description="Check an evidence pack of Handbell.")
    parser.add_argument("pack", nargs="?", type=Path, help="the ZIP file; otherwise the folder of this program")
    parser.add_argument("--key", type=Path, help="a file with the school's record key, 64 hexadecimal digits")
    parser.add_argument("--against", type=Path, help="a whole pack of the same conversation, to compare a copy with")
    asked = parser.parse_args(arguments)
    try:
        read = _opened(asked.pack)
        key = bytes.fromhex(asked.key.read_text(encoding="ascii").strip()) if asked.key else None
        links = [json.loads(line) for line in read("links.jsonl").decode().splitlines()]
        thread = json.loads(read("thread.json"))
        contents = json.loads(read("contents.json"))
        chain = [line.split() for line in read("chain.txt").decode().splitlines()]
        marks = {int(number): mark for number, mark in chain}
        found = [
            *_files(read, contents),
            *_chain(links, marks),
            *_messages(read, thread["messages"], links),
            *(_keyed(links, key) if key is not None else ()),
            *(_against(_opened(asked.against), thread, links) if asked.against is not None else ()),
        ]
    except (OSError, KeyError, TypeError, ValueError, zipfile.BadZipFile) as failure:
        _say(f"This cannot be checked: {type(failure).__name__}: {failure}")
        return 2
    for one in found:
        _say(f"NOT WHOLE: {one}")
    if found:
        return 1
    _say(f"Whole: {len(contents)} files, {len(thread['messages'])} messages, {len(links)} links.")
    _say(f"The links hang together with the record's links {min(marks):,} to {max(marks):,}.")
    _say_covered(thread, links, compared=asked.against is not None)
    _say(WITH_THE_KEY if key is not None else WITHOUT_A_KEY)
    return 0


def _say_covered(thread: dict[str, Any], links: list[dict[str, Any]], *, compared: bool) -> None:
    """What is covered in a copy, and how far that was checked; nothing for a whole pack."""
    if "copy" not in thread:
        return
    messages = sum(bool(message["covered"]) for message in thread["messages"])
    parts = sum("covered" in link for link in links)
    _say(f"A copy: {thread['copy']['covered']} names covered, in {messages} messages; {parts} links are shown in part.")
    _say(
        "Compared with the whole pack: nothing else was changed or left out of the words."
        if compared
        else "Their words can be compared with a whole pack (--against FILE); a link shown in part only by its mark."
    )


WITH_THE_KEY = "Every mark of a link that is shown in full was made with the school's key."
WITHOUT_A_KEY = (
    "Checked without the key: the words and mails are those the links were made for, and the links stand in one row.\n"
    "That the marks themselves were made by the school's Handbell, only the key can show (--key FILE)."
)


def _opened(pack: Path | None) -> Read:
    if pack is None:
        folder = Path(__file__).resolve().parent
        return lambda name: (folder / name).read_bytes()
    archive = zipfile.ZipFile(pack)
    return archive.read


def _files(read: Read, contents: dict[str, str]) -> list[str]:
    """Files of the pack that are not what they were when it was made."""
    found = []
    for name, digest in contents.items():
        if (held := _digest(read, name)) != digest:
            found.append(f"the file {name} {'has been changed' if held else 'is missing'}")
    return found


def _digest(read: Read, name: str) -> str:
    """The SHA-256 of a file of the pack; blank where it is missing."""
    try:
        return hashlib.sha256(read(name)).hexdigest()
    except (KeyError, FileNotFoundError):
        return ""


def _chain(links: list[dict[str, Any]], marks: dict[int, str]) -> list[str]:
    """Links of the conversation that do not stand in the row of the record's marks."""
    found = []
    numbers = sorted(marks)
    if numbers != list(range(numbers[0], numbers[-1] + 1)):
        found.append("a link is missing from chain.txt")
    for link in links:
        if marks.get(link["seq"]) != link["mark"]:
            found.append(f"link {link['seq']:,} is not the one in the record's row")
        if marks.get(link["seq"] - 1, FIRST) != link["before"]:
            found.append(f"link {link['seq']:,} does not hang on the link before it")
    return found


def _messages(read: Read, messages: list[dict[str, Any]], links: list[dict[str, Any]]) -> list[str]:
    """Messages whose words or mail are not those that the links were made for."""
    found = []
    words: dict[int, str] = {}
    mails: dict[int, str] = {}
    shown_in_part = set()
    for link in links:
        detail = json.loads(link["detail"])
        if "covered" in link and "message" in detail:
            shown_in_part.add(detail["message"])
        if "content" in detail:
            words[detail["message"]] = detail["content"]
        if "raw" in detail:
            mails[detail["message"]] = detail["raw"]
    for message in messages:
        number = message["message"]
        if number not in words:
            if not message.get("covered") or number not in shown_in_part:
                found.append(f"message {number} has no link")
            elif sum(message[part].count(COVER) for part in OWN_WORDS) < message["covered"]:
                found.append(f"message {number} has lost one of its covers")
        elif hashlib.sha256(message["text"].encode()).hexdigest() != words[number]:
            found.append(f"the words of message {number} are not those its link was made for")
        if message["mail"] and _digest(read, message["mail"]) != mails.get(number):
            found.append(f"the mail of message {number} is not the one its link was made for")
    missing = (set(words) | shown_in_part) - {message["message"] for message in messages}
    return found + [f"message {number} has a link and is not in the pack" for number in sorted(missing)]


def _against(read: Read, thread: dict[str, Any], links: list[dict[str, Any]]) -> list[str]:
    """Messages and links of a copy that differ from a whole pack in more than covered names."""
    whole = json.loads(read("thread.json"))
    whole_links = [json.loads(line) for line in read("links.jsonl").decode().splitlines()]
    held = {message["message"]: message for message in whole["messages"]}
    marks = {link["seq"]: link["mark"] for link in whole_links}
    found = [
        *(f"the whole pack itself: {one}" for one in _files(read, json.loads(read("contents.json")))),
        *(f"the whole pack itself: {one}" for one in _messages(read, whole["messages"], whole_links)),
    ]
    if whole["thread"] != thread["thread"] or "copy" in whole:
        return [*found, "the file to compare with is no whole pack of this conversation"]
    for message in thread["messages"]:
        number = message["message"]
        if number not in held:
            found.append(f"message {number} is not in the whole pack")
        elif not all(_is_copy(message[part], held[number][part]) for part in ("subject", *OWN_WORDS)):
            found.append(f"message {number} differs from the whole pack in more than covered names")
    common = [link for link in links if link["seq"] in marks]
    return found + [
        f"link {link['seq']:,} is another in the whole pack" for link in common if marks[link["seq"]] != link["mark"]
    ]


def _is_copy(copy: str, whole: str) -> bool:
    """Whether a text is another with names covered and nothing else changed."""
    first, *rest = copy.split(COVER)
    places = {len(first)} if whole.startswith(first) else set()
    for part in rest:
        places = {
            at + length + len(part)
            for at in places
            for length in range(1, LONGEST_NAME + 1)
            if NAME.fullmatch(whole, at, at + length) and whole.startswith(part, at + length)
        }
    return len(whole) in places


def _keyed(links: list[dict[str, Any]], key: bytes) -> list[str]:
    """Links whose mark the school's key does not make."""
    found = []
    for link in links:
        if "covered" in link:
            continue
        fields = [link[name] for name in ("school_id", "seq", "at", "actor", "event", "clause", "thread_id")]
        signed = json.dumps([*fields, link["detail"], link["before"]], ensure_ascii=False, separators=(",", ":"))
        mark = hmac.new(key, signed.encode(), hashlib.sha256).hexdigest()
        if not hmac.compare_digest(mark, link["mark"]):
            found.append(f"link {link['seq']:,} was not made with this key, or has been changed")
    return found


def _say(sentence: str) -> None:
    sys.stdout.write(f"{sentence}\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
