"""The front door of a web server: the built application."""

import sys

from gateway.app import app_from_environment
from gateway.domain.errors import InputProblem

try:
    app = app_from_environment()
except InputProblem as problem:
    print(problem, file=sys.stderr)  # noqa: T201 - there is no application yet that could log it
    sys.exit(2)
