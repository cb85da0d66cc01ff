"""The environment: what production refuses, and what no Handbell can be started with."""

from __future__ import annotations

import pytest

from gateway.clock import clock_from
from gateway.domain.errors import InputProblem
from gateway.settings import DEMO_KEY, SettingRefused, Settings

SOUND = {
    "HANDBELL_ENV": "production",
    "SECRET_KEY": "correct-horse-battery-staple-4711",
    "HANDBELL_SITE": "https://handbell.school.example",
    "DATABASE_URL": "postgresql://handbell@localhost/handbell",
}


def test_a_sound_production_is_accepted() -> None:
    settings = Settings.from_env(SOUND)
    assert (settings.environment, settings.database_url) == (
        "production",
        "postgresql+psycopg://handbell@localhost/handbell",
    )


@pytest.mark.clause("C14")
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", ""),
        ("SECRET_KEY", "short"),
        ("SECRET_KEY", "a" * 64),
        ("SECRET_KEY", DEMO_KEY),
        ("HANDBELL_SITE", "http://handbell.school.example"),
        ("HANDBELL_SITE", ""),
        ("HANDBELL_CLOCK", "+1s"),
        ("DATABASE_URL", "sqlite:////var/handbell/demo.sqlite"),
    ],
)
def test_production_refuses_what_is_unsafe_and_names_the_variable(name: str, value: str) -> None:
    with pytest.raises(SettingRefused, match=name):
        Settings.from_env({**SOUND, name: value})


@pytest.mark.parametrize("url", ["rubbish", "mysql://u:secret@h/x", "postgresql+asyncpg://u:secret@h/x"])
def test_a_database_of_another_make_is_refused_without_its_password(url: str) -> None:
    with pytest.raises(SettingRefused, match="DATABASE_URL") as refused:
        Settings.from_env({"DATABASE_URL": url})
    assert "secret" not in str(refused.value)


def test_a_blank_address_of_the_database_is_none() -> None:
    assert Settings.from_env({"DATABASE_URL": ""}).database_url.startswith("sqlite:///")


@pytest.mark.parametrize(
    "setting",
    [
        "noon",
        "2026-11-23T08:00:00",
        "+3600",
        "+99999999999999s",
        "0001-01-01T00:00:00+10:00",
        "9999-12-31T23:00:00-10:00",
    ],
)
def test_a_clock_that_cannot_be_told_is_refused(setting: str) -> None:
    with pytest.raises(InputProblem, match="HANDBELL_CLOCK"):
        clock_from(setting)


def test_a_fixed_clock_stands_still_whatever_its_offset() -> None:
    assert clock_from("2026-11-23T09:00:00+01:00")().isoformat() == "2026-11-23T08:00:00+00:00"
