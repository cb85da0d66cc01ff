"""The process that makes one PDF: a page on standard input, the file on standard output."""

from __future__ import annotations

import sys
from pathlib import Path

from integrations.pdf.maker import MISSING

try:
    from weasyprint import HTML
    from weasyprint.urls import URLFetcher, URLFetcherResponse
except OSError:  # Pango and what it needs are libraries of the system, looked for when WeasyPrint is loaded
    sys.exit(MISSING)

SITE = "https://handbell.invalid/static/"
"""Where the page's own files seem to be; no other address is answered, whatever a family wrote."""
KINDS = {".css": "text/css", ".woff2": "font/woff2"}


class OwnFiles(URLFetcher):  # type: ignore[misc]  # WeasyPrint comes without types
    """Answers for style sheets and fonts of one folder; refuses every other address."""

    def __init__(self, folder: Path) -> None:
        super().__init__(allowed_protocols=())
        self._folder = folder.resolve()

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        """The file behind an address. Raises ValueError, which leaves it out of the PDF."""
        path = (self._folder / url.removeprefix(SITE)).resolve()
        if not url.startswith(SITE) or not path.is_relative_to(self._folder) or path.suffix not in KINDS:
            raise ValueError("only Handbell's own style sheets and fonts are read")
        return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": KINDS[path.suffix]})


def main() -> None:
    """Read, draw, write."""
    page = sys.stdin.buffer.read().decode()
    made = HTML(string=page, base_url=SITE, url_fetcher=OwnFiles(Path(sys.argv[1]))).write_pdf(pdf_variant="pdf/ua-1")
    sys.stdout.buffer.write(made)


if __name__ == "__main__":
    main()
