"""How the architecture tests read the tree: files, their syntax trees, and findings with what to do instead."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PRODUCT = ("gateway", "integrations")
EVERYTHING = (*PRODUCT, "tests", "bench", "wsgi.py")
"""Every place of Python that we write by hand; the numbered files of migrations are made by Alembic."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Where a rule is broken and what to do instead; ``line`` is 0 for the whole file."""

    path: str
    line: int
    instead: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line or ''} {self.instead}"


@dataclass(frozen=True, slots=True)
class Module:
    """One Python file: its path from the root with ``/``, its text and its syntax tree."""

    path: str
    text: str
    tree: ast.Module

    @property
    def name(self) -> str:
        """The dotted name, ``gateway.store.base``; a package goes by its folder."""
        return self.path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")

    def finding(self, node: ast.AST | None, instead: str) -> Finding:
        """A finding at a node of this module."""
        return Finding(self.path, getattr(node, "lineno", 0), instead)


Check = Callable[[Path], Iterator[Finding]]
"""A rule over a tree: yields what breaks it."""


@cache
def _read(path: Path, root: Path) -> Module:
    text = path.read_text(encoding="utf-8")
    return Module(path.relative_to(root).as_posix(), text, ast.parse(text, filename=str(path)))


def modules(root: Path, places: Iterable[str] = PRODUCT) -> Iterator[Module]:
    """Every Python file under the named places of a tree; a place that is not built yet has none."""
    for place in places:
        start = root / place
        files = [start] if start.is_file() else sorted(start.rglob("*.py"))
        for path in files:
            if "node_modules" not in path.parts:
                yield _read(path, root)


def functions(module: Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function and method of a module, inner ones too."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def imported_names(node: ast.AST) -> tuple[str, ...]:
    """The dotted names that one import statement brings in; nothing for any other node."""
    if isinstance(node, ast.Import):
        return tuple(alias.name for alias in node.names)
    if isinstance(node, ast.ImportFrom):
        start = "." * node.level + (node.module or "")
        return (start, *(f"{start}.{alias.name}" for alias in node.names))
    return ()


def dotted(node: ast.expr) -> str:
    """``a.b.c`` of nested attributes; what is no plain name gives an empty part."""
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


def report(findings: Iterable[Finding]) -> str:
    """One line a finding, for the assertion's message; empty when the rule holds."""
    return "\n".join(str(finding) for finding in findings)


def plant(root: Path, files: dict[str, str]) -> Path:
    """Write a tiny tree for a test of a check."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root
