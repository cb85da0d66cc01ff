"""Rules about the shape of files: docstrings, sizes, names, and imports that hide."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.source import EVERYTHING, PRODUCT, Finding, functions, imported_names, modules

LONGEST_MODULE = 400
LONGEST_FUNCTION = 50
COME_LATE = frozenset(
    {
        "charset_normalizer",
        "cryptography.fernet",
        "gateway.mail.calendar_writing",
        "icalendar.parser",
        "icalendar.prop",
        "integrations.calendars.ics",
        "integrations.schoolcomms.channel",
        "requests",
        "requests.exceptions",
        "urllib3.exceptions",
    }
)
"""What is loaded with its first use, for the megabytes that it takes or brings (DECISIONS 36); everything else at the top."""
NAMES_OF_NOTHING = frozenset({"util", "utils", "helper", "helpers", "common", "misc"})


def without_opening_sentence(root: Path) -> Iterator[Finding]:
    """Modules that do not open with a docstring whose first paragraph is a sentence."""
    for module in modules(root, EVERYTHING):
        opening = (ast.get_docstring(module.tree) or "").split("\n\n")[0].strip()
        if not opening.endswith("."):
            yield Finding(module.path, 1, "open the module with a docstring of one sentence: what it owns.")


def too_long(root: Path) -> Iterator[Finding]:
    """Modules over 400 lines and functions over 50."""
    for module in modules(root, EVERYTHING):
        lines = len(module.text.splitlines())
        if lines > LONGEST_MODULE:
            yield Finding(
                module.path,
                0,
                f"has {lines} lines of at most {LONGEST_MODULE}; make it a package of the same name on the same floor.",
            )
        for function in functions(module):
            length = (function.end_lineno or 0) - function.lineno + 1
            if length > LONGEST_FUNCTION:
                yield module.finding(
                    function,
                    f"{function.name} has {length} lines of at most {LONGEST_FUNCTION}; name its steps.",
                )


def named_after_nothing(root: Path) -> Iterator[Finding]:
    """Modules and packages whose name says nothing of what they own."""
    for module in modules(root, EVERYTHING):
        if hollow := NAMES_OF_NOTHING & set(module.name.split(".")):
            yield Finding(module.path, 0, f"is called {min(hollow)}; name it after the one thing it owns.")


def hidden_imports(root: Path) -> Iterator[Finding]:
    """Imports inside functions of what does not come late, and imports by name at run time."""
    for module in modules(root, (*PRODUCT, "wsgi.py")):
        for function in functions(module):
            for node in ast.walk(function):
                if isinstance(node, ast.Import | ast.ImportFrom) and imported_names(node)[0] not in COME_LATE:
                    yield module.finding(
                        node,
                        "imports inside a function; import at the top, and if that makes a circle, "
                        "move what both need to the floor below.",
                    )
        for node in ast.walk(module.tree):
            by_name = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "__import__"
            if by_name or any(name.split(".")[0] == "importlib" for name in imported_names(node)):
                yield module.finding(node, "imports by name at run time; write an explicit table instead.")
