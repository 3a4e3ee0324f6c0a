"""Registering on a phone and at a desk: the panel of likely same persons lives while one types."""

from datetime import date

import pytest
from django.db import transaction

from corridor.kernel.actor import acting
from corridor.people import actions
from corridor.people.actions import Birth, NewName, NewPerson
from tests.journeys import clicks
from tests.journeys.officer import DESK, PHONE


@pytest.fixture
def sounding_alike(world):
    """One person of one's own and one of another organisation that sound like the next."""
    for code, name in (("IOM-LBY", "Selam Ghebremeskel"), ("UNHCR-LBY", "Salam Ghebre Meskel")):
        actor = world.actor("registrar", code)
        with acting(actor), transaction.atomic():
            actions.register(actor, NewPerson(names=(NewName(name),), birth=Birth(date(2007, 3, 12), "day")))


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_registering_with_the_panel_of_likely_same_persons(officer, sounding_alike, width):
    registrar = officer("registrar", width=width).opens("people.register")
    registrar.answers({"Name, reference or number": "Salam"}).presses("Search").presses("None of these")
    registrar.answers({"Born": (12, 3, 2007)}).types("Father’s name", "Ghebremeskel")
    likely = registrar.page.locator("#likely")

    likely.locator(".c-pair").nth(1).wait_for()
    assert likely.inner_text().count("held by another organisation") == 1
    registrar.presses("Not the same person", within=likely)
    likely.locator("input[name=not_same]").wait_for(state="attached")
    registrar.presses("Register")

    assert clicks.person_of(registrar)
    registrar.sees("Salam Ghebremeskel")
