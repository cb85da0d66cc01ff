"""Rules about the marks that tie tests to the clauses of the school's policy."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.source import Finding, Module, dotted, modules

CLAUSES = tuple(f"C{number}" for number in range(1, 24))


def unknown_clauses(root: Path) -> Iterator[Finding]:
    """Marks that name no clause of the policy, or name it by anything but plain words."""
    for module in modules(root, ("tests",)):
        for node in _marks(module):
            named = [argument.value for argument in node.args if isinstance(argument, ast.Constant)]
            if not named or len(named) != len(node.args) or not set(named) <= set(CLAUSES):
                yield module.finding(
                    node, 'marks no clause of the policy; write @pytest.mark.clause("C3") with one of C1 to C23.'
                )


def marked_clauses(root: Path) -> frozenset[str]:
    """The clauses that at least one test is marked with."""
    return frozenset(
        argument.value
        for module in modules(root, ("tests",))
        for node in _marks(module)
        for argument in node.args
        if isinstance(argument, ast.Constant) and argument.value in CLAUSES
    )


def _marks(module: Module) -> Iterator[ast.Call]:
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call) and dotted(node.func).endswith("mark.clause"):
            yield node
