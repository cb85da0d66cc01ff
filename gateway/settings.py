"""What the environment says: read once, frozen, and refused when it would be unsafe in production."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from gateway.domain.errors import InputProblem

ENVIRONMENTS = ("demo", "production", "test")
DEMO_KEY = "a demo has no secrets worth keeping"
SHORTEST_SECRET = 32
"""Characters of SECRET_KEY that production insists on."""


class SettingRefused(InputProblem):
    """A setting is missing or unsafe."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything the environment decides. The rest is in the database."""

    database_url: str
    secret_key: str
    environment: str
    clock: str = ""
    instance: Path = Path("instance")
    site: str = "http://127.0.0.1:5000"

    @classmethod
    def from_env(cls, env: Mapping[str, str], *, instance: Path = Path("instance")) -> Settings:
        """Read the environment. Raises SettingRefused with the variable's name and what to do."""
        environment = env.get("HANDBELL_ENV", "demo")
        if environment not in ENVIRONMENTS:
            raise SettingRefused(f"HANDBELL_ENV is {environment!r}; use demo or production.")
        name = "demo.sqlite" if environment == "demo" else "handbell.sqlite"
        default = f"sqlite:///{(instance / name).resolve()}"
        settings = cls(
            database_url=_with_driver(env.get("DATABASE_URL") or default),
            secret_key=env.get("SECRET_KEY", "" if environment == "production" else DEMO_KEY),
            environment=environment,
            clock=env.get("HANDBELL_CLOCK", ""),
            instance=instance,
            site=env.get("HANDBELL_SITE", "http://127.0.0.1:5000").rstrip("/"),
        )
        if environment == "production":
            settings._refuse_unsafe()
        return settings

    def _refuse_unsafe(self) -> None:
        is_known = self.secret_key == DEMO_KEY
        if is_known or len(self.secret_key) < SHORTEST_SECRET or len(set(self.secret_key)) < 10:
            raise SettingRefused(
                f"SECRET_KEY is missing or weak; set it to at least {SHORTEST_SECRET} random characters."
            )
        if self.clock:
            raise SettingRefused("HANDBELL_CLOCK is set; production runs on the real time, so unset it.")
        if not self.site.startswith("https://"):
            raise SettingRefused(
                "HANDBELL_SITE is missing or plain HTTP; set it to the https address that people open."
            )
        if "demo" in self.database_url.rsplit("/", 1)[-1]:
            raise SettingRefused("DATABASE_URL names a demo database; give production a database of its own.")

    def key_for(self, purpose: str) -> bytes:
        """A 32-byte key for one purpose (``audit``, ``links``, ``settings``), derived from SECRET_KEY."""
        return blake2b(purpose.encode(), key=self.secret_key.encode()[:64], digest_size=32).digest()

    def fernet_key(self) -> bytes:
        """The key that secrets in the database are encrypted with, in the form that Fernet takes."""
        return base64.urlsafe_b64encode(self.key_for("settings"))


def _with_driver(url: str) -> str:
    """Name the psycopg 3 driver, because SQLAlchemy's default for ``postgresql:`` is another one."""
    for prefix in ("postgres://", "postgresql://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    if not url.startswith(("sqlite:///", "postgresql+psycopg://")):
        raise SettingRefused(
            "DATABASE_URL is the address of neither SQLite nor PostgreSQL; write postgresql://user:password@host/name "
            "or sqlite:////folder/file.sqlite."
        )
    return url
