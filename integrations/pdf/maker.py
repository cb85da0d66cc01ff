"""Hands a page to the process that makes PDFs, and takes the file or a reason back."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from gateway.ports.printing import CannotPrint

ENDS_WITHIN = 60.0
"""Seconds that a page of some sheets never takes."""
MISSING = 3
"""The exit code that says: the libraries of the system that WeasyPrint draws with are not installed."""
KEPT = ("PATH", "HOME", "LANG", "FONTCONFIG_FILE", "FONTCONFIG_PATH", "XDG_CACHE_HOME")
"""What of the environment the process is given: where programs and fonts are, and no secret."""
INSTEAD = "Here is the page to print instead"


def make_pdf(page: str, *, root: Path, static: Path) -> bytes:
    """The PDF/UA of a page; it may name files of the folder ``static`` and nothing else. Raises CannotPrint.

    WeasyPrint and the libraries below it hold some 40 MB once they are loaded, and read what families wrote: so they live in
    a process of ``root`` that ends with its page, knows no secret and can take nothing with it when it fails.
    """
    try:
        done = subprocess.run(  # noqa: S603 # nosec B603
            [sys.executable, "-m", "integrations.pdf", str(static)],
            cwd=root,
            env={name: os.environ[name] for name in KEPT if name in os.environ},
            input=page.encode(),
            capture_output=True,
            timeout=ENDS_WITHIN,
            check=False,
        )
    except subprocess.TimeoutExpired as failure:
        raise CannotPrint(f"Making the PDF took too long. {INSTEAD}.") from failure
    if done.returncode == MISSING:
        raise CannotPrint(f"This server cannot make PDFs: Pango is not installed on it. {INSTEAD}.")
    if done.returncode or not done.stdout.startswith(b"%PDF-"):
        raise CannotPrint(f"The PDF could not be made. {INSTEAD}.")
    return done.stdout
