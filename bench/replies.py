"""How often what a person newly wrote is found exactly, and how fast: reads HANDBELL_DATA."""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path

from gateway.mail.quoted import newly_written

_ROUNDS = 50


def main() -> None:
    """Prints the share of exact answers, every miss, and the time a body takes."""
    folder = os.environ.get("HANDBELL_DATA")
    if not folder:
        sys.exit("Set HANDBELL_DATA to the folder that holds replies/dev.jsonl, then run this again.")
    rows = [json.loads(line) for line in (Path(folder) / "replies" / "dev.jsonl").read_text("utf-8").splitlines()]
    exact = 0
    for row in rows:
        got, want = newly_written(row["input"]).text, _even(row["expected"])
        exact += got == want
        if got != want:
            print(f"miss {row['id']}\n  wanted {want[-120:]!r}\n  got    {got[-120:]!r}")
    began = time.perf_counter()
    for _ in range(_ROUNDS):
        for row in rows:
            newly_written(row["input"])
    each = (time.perf_counter() - began) / _ROUNDS / len(rows) * 1e6
    length = sum(len(row["input"]) for row in rows) / len(rows)
    print(f"{exact} of {len(rows)} exact ({exact / len(rows):.1%}); {each:.0f} µs a body of {length:.0f} characters")


def _even(text: str) -> str:
    lines = text.replace("\r\n", "\n").replace("\xa0", " ").split("\n")
    return "\n".join(line.rstrip() for line in lines).strip()


if __name__ == "__main__":
    main()
