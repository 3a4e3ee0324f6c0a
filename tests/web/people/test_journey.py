"""A registrar on a phone and at a desk: the panel of likely same persons lives while one types, and no page scrolls sideways."""

import shutil
from datetime import date

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from corridor.kernel.actor import acting
from corridor.people import actions
from corridor.people.actions import Birth, NewName, NewPerson
from tests.world import World

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = [pytest.mark.journey, pytest.mark.slow, pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine")]
sync_api = pytest.importorskip("playwright.sync_api")


@pytest.fixture
def registrar(transactional_db):
    """Signed in, with one person of one's own and one of another organisation that sound like the next."""
    world = World.build()
    mine, theirs = world.actor("registrar"), world.actor("registrar", "UNHCR-LBY")
    born = Birth(date(2007, 1, 1), "year")
    for actor, name in ((mine, "Selam Ghebremeskel"), (theirs, "Salam Ghebre Meskel")):
        with acting(actor), transaction.atomic():
            actions.register(actor, NewPerson(names=(NewName(name),), birth=born))
    with acting(mine), transaction.atomic():
        person_id = actions.register(mine, NewPerson(names=(NewName("Robel Tesfay"), NewName("ሮቤል ተስፋይ"))))
    client = Client()
    client.force_login(world.someone("registrar"))
    return client.cookies["sessionid"].value, person_id


@pytest.mark.parametrize("width", [390, 1366])
def test_registering_with_the_panel_of_likely_same_persons(registrar, live_server, width):
    session, person_id = registrar
    with sync_api.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM)
        context = browser.new_context(viewport={"width": width, "height": 860})
        context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        page = context.new_page()
        faults: list[str] = []
        page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
        for name in ("people.facts", "people.family", "people.events"):
            page.goto(live_server.url + reverse(name, args=[person_id]))
            assert not page.evaluate("document.documentElement.scrollWidth > innerWidth"), name

        page.goto(live_server.url + reverse("people.register"))
        page.locator("#find").fill("Salam")
        page.locator("main form[role=search] button").click()
        page.locator("button[name=start]").click()
        page.locator("[name=born_year]").fill("2007")
        page.locator("[name=father]").press_sequentially("Ghebremeskel")
        pairs = page.locator("#likely .c-pair")
        pairs.nth(1).wait_for(timeout=15_000)
        assert page.locator("#likely").inner_text().count("held by another organisation") == 1
        assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")

        page.locator("#likely button").first.click()
        page.locator("#likely input[name=not_same]").wait_for(state="attached")
        assert page.locator("[name=father]").input_value() == "Ghebremeskel"
        page.locator("[data-save]").click()
        page.wait_for_url("**/people/*-*-*-*-*/**")
        assert "Salam Ghebremeskel" in page.locator("h1").inner_text()
        assert faults == []
        browser.close()
