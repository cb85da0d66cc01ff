"""Rules about what no file may say: where packages come from, and where on one machine a thing lay."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.source import Finding

REGISTRY = re.compile(
    r"py(pi)[.]org|python(hosted)|registry[.]npm|npmjs[.]|deb[.]debian|security[.]debian|proxy[.]golang", re.I
)
MACHINE_PATH = re.compile(r"(?<![a-z])/(work|farm|root)/", re.I)
_BOTH = (
    (REGISTRY, "names a package registry; the clients know theirs, so leave the address out."),
    (MACHINE_PATH, "names a path of one machine; work it out from the project's root or the environment."),
)


def tracked_files(root: Path) -> tuple[Path, ...]:
    """What a checkout holds: everything that git has or would take, nothing that it ignores."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=root,
        capture_output=True,
        check=False,
    )
    names = listed.stdout.decode().split("\0") if listed.returncode == 0 else []
    return tuple(root / name for name in names if name and (root / name).is_file())


def addresses_and_paths(root: Path, files: tuple[Path, ...]) -> Iterator[Finding]:
    """Lines of text files that name a package registry or a path of one machine."""
    for path in files:
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except UnicodeDecodeError:
            continue
        for number, line in enumerate(lines, 1):
            for pattern, instead in _BOTH:
                if pattern.search(line):
                    yield Finding(path.relative_to(root).as_posix(), number, instead)
