"""The screens of people, as somebody signed in sees them."""

import pytest
from django.urls import reverse

from corridor.people import actions, queries
from corridor.people.actions import NewName, NewPerson


@pytest.fixture
def registrar(world, client):
    client.force_login(world.someone("registrar"))
    return client


@pytest.fixture
def amina(world, acts):
    actor = world.actor("registrar")
    with acts(actor):
        return actions.register(
            actor, NewPerson(names=(NewName("Amina Osman Ali"), NewName("أمينة عثمان علي")), nationality="SO")
        )


def typed(**more):
    return {"given": "Amina", "father": "Osman", "sex": "female", **more}


def test_every_page_about_a_person_opens(registrar, amina):
    for name in ("people.facts", "people.family", "people.events"):
        answer = registrar.get(reverse(name, args=[amina]))

        assert answer.status_code == 200, name
        assert "Amina Osman Ali" in answer.content.decode()


def test_a_search_posts_and_finds_in_another_script(registrar, amina):
    answer = registrar.post(reverse("people.search"), {"q": "أمينة عثمان"})

    assert "Amina Osman Ali" in answer.content.decode()


def test_registering_starts_with_a_search(registrar):
    assert "Search first" in registrar.get(reverse("people.register")).content.decode()
    assert 'value="Selam"' in registrar.post(reverse("people.register"), {"start": "1", "q": "Selam"}).content.decode()


def test_a_registered_person_opens(registrar, world, acts):
    answer = registrar.post(reverse("people.register"), typed(born_year="1994", phone="0911234567"))

    assert answer.status_code == 302
    actor = world.actor("registrar")
    with acts(actor):
        assert queries.newest(actor)[0].name == "Amina Osman"


def test_a_fault_keeps_what_was_typed(registrar):
    answer = registrar.post(reverse("people.register"), typed(phone="12"))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="Osman"' in page
    assert "country code" in page


def test_the_check_saves_nothing_and_shows_who_comes_close(registrar, amina):
    answer = registrar.post(reverse("people.register"), typed(check="1", father="Osman Ali"))

    page = answer.content.decode()
    assert answer.status_code == 200
    assert "1 record comes close" in page
    assert "Given name written the same" in page


def test_the_panel_alone_answers_while_typing(registrar, amina):
    answer = registrar.post(reverse("people.likely"), typed(father="Osman Ali"), headers={"hx-request": "true"})

    assert "Amina Osman Ali" in answer.content.decode()
