"""A real browser against a live server on the real database. Without a browser the journeys are skipped; CI demands one."""

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import connections

from tests.journeys.officer import Officer
from tests.world import World

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-background-networking",
    "--force-color-profile=srgb",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/journeys/" in item.path.as_posix():
            item.add_marker("journey")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        told = "There is no chromium on this machine: the journeys need one (Debian: apt-get install chromium)."
        pytest.fail(told) if os.environ.get("CI") == "true" else pytest.skip(told)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=found, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def pooled(django_db_setup: None) -> Iterator[None]:
    """Connections are kept from one page to the next, as bin/run keeps them."""
    connection, options = connections["default"], settings.DATABASES["default"]["OPTIONS"]
    connection.close()
    options["pool"] = {"min_size": 1, "max_size": 8, "timeout": 10}
    yield
    connection.close()
    connection.close_pool()
    del options["pool"]


@pytest.fixture
def world(pooled: None, transactional_db: None) -> World:
    return World.build()


@pytest.fixture
def officer(chromium, live_server, world) -> Iterator[Callable[..., Officer]]:
    """`officer("caseworker")`: at a desk and signed in. `officer("medical_officer", width=390, language="ar", scripts=False)`."""
    windows: list[Officer] = []

    def sits_down(role: str, code: str = "IOM-LBY", number: int = 1, *, signs_in: bool = False, **window: Any) -> Officer:
        staff = world.someone(role, code, number)
        if staff.language != (language := window.get("language", "en")):
            staff.language = language
            staff.save()
        windows.append(Officer(chromium, live_server.url, staff, **window))
        return windows[-1].signs_in() if signs_in else windows[-1].comes_in()

    yield sits_down
    for window in windows:
        print(f"--- {window.staff.login} at {window.page.url}\n{window.text()}")  # pytest shows it when the journey failed
        window.leaves()
    found = [fault for window in windows for fault in window.faults]
    assert not found, "\n".join(found)
