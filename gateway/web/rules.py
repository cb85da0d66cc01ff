"""The rules of addresses, each of which learns to write addresses when the first is asked for."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial

from werkzeug.routing import Rule

Writes = Callable[..., tuple[str, str]]


class LateRule(Rule):
    """A rule that reads addresses from the start and compiles late what writes them.

    Werkzeug compiles two functions a rule at once: of hundreds of rules that is nine tenths of what building the application
    takes, and a process writes the addresses of few. With a Werkzeug that has no such step nothing is late and nothing breaks.
    """

    def _compile_builder(self, append_unknown: bool = True) -> Writes:
        compiled = cache(partial(super()._compile_builder, append_unknown))

        def write(rule: LateRule, **values: object) -> tuple[str, str]:
            return compiled()(rule, **values)

        return write
