"""The screens of consent, as somebody signed in sees them."""

import pytest
from django.urls import reverse

from corridor.consent import actions, queries
from corridor.kernel import clock
from corridor.people import actions as people
from corridor.people.actions import NewName, NewPerson, birth
from corridor.protection import actions as protection
from tests.consent.giving import said


@pytest.fixture
def caseworker(world, client):
    client.force_login(world.someone("caseworker"))
    return client


@pytest.fixture
def ada(world, acts):
    actor = world.actor("caseworker")
    with acts(actor):
        return people.register(actor, NewPerson(names=(NewName("Ada Obi"),), nationality="NG", languages=("en",)))


def answered(**more):
    return {
        "pathway": "vhr",
        "form": "explicit_oral",
        "language": "en",
        "interpreted": "no",
        "setting": "office",
        "in_detention": "no",
        "guards_present": "no",
        "options_explained": "yes",
        **more,
    }


def test_a_consent_is_given_shown_and_withdrawn_with_one_press(caseworker, ada, world, acts):
    answer = caseworker.post(reverse("consent.give", args=[ada, "travel"]), answered(), follow=True)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "In force" in page

    with acts(world.actor("caseworker")):
        row = queries.current(world.actor("caseworker"), ada, "travel")
    withdraw = reverse("consent.withdraw", args=[row.id])
    assert f'action="{withdraw}"' in page

    page = caseworker.post(withdraw, follow=True).content.decode()
    assert "changes nothing in the help" in page
    assert "No consent is in force" in page


def test_withdrawing_is_never_a_link(caseworker, ada):
    assert caseworker.get(reverse("consent.withdraw_travel", args=[ada])).status_code == 405
    assert caseworker.post(reverse("consent.withdraw_travel", args=[ada]), follow=True).status_code == 200


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
@pytest.mark.parametrize("purpose", ["process_data", "share", "contact_consulate", "travel"])
def test_the_words_to_read_out_are_there_in_three_languages(caseworker, ada, purpose, language):
    page = caseworker.get(reverse("consent.give", args=[ada, purpose]) + f"?read={language}").content.decode()

    assert f'lang="{language}"' in page
    assert "Version 1.0" in page


def test_what_is_not_said_is_asked_for_at_its_field(caseworker, ada):
    answer = caseworker.post(reverse("consent.give", args=[ada, "travel"]), answered(interpreted="yes", interpreter=""))

    assert answer.status_code == 422
    assert "Say who interpreted, or that no interpreter was needed." in answer.content.decode()


def test_an_unknown_purpose_has_no_page(caseworker, ada):
    assert caseworker.get(reverse("consent.give", args=[ada, "everything"])).status_code == 404


def test_contact_with_a_consulate_is_shown_with_its_reason_until_fear_was_asked(caseworker, ada, world, acts):
    page = caseworker.get(reverse("consent.person", args=[ada])).content.decode()
    assert "Ask first, in private, whether the person fears to return." in page

    actor = world.actor("caseworker")
    with acts(actor):
        protection.ask_fear(actor, ada, answer="no_fear", private=True, language="en")
    consulate = str(world.organisations["CON-NGA"].id)
    answer = caseworker.post(reverse("consent.give", args=[ada, "contact_consulate"]), answered(recipient=consulate), follow=True)

    assert "Contact with one consulate" in answer.content.decode()


def test_a_consent_from_detention_is_asked_again_by_somebody_else(world, client, ada, acts):
    with acts(world.actor("caseworker")):
        consent = actions.give(world.actor("caseworker"), ada, said(setting="detention", guards_present=True))
    again = reverse("consent.reconfirm", args=[consent])
    alone = {"setting": "office", "private": "yes", "guards_present": "no", "language": "en", "interpreted": "no"}

    client.force_login(world.someone("caseworker"))
    assert "Confirm again" in client.get(reverse("consent.person", args=[ada])).content.decode()
    refused = client.post(again, alone)
    assert refused.status_code == 422
    assert "Ask another officer" in refused.content.decode()

    client.force_login(world.someone("caseworker", number=2))
    assert client.get(again).status_code == 200
    assert "Confirmed again" in client.post(again, alone, follow=True).content.decode()
    assert client.get(reverse("consent.text", args=[consent])).status_code == 200


def test_a_childs_form_says_who_may_consent(world, client, acts):
    actor = world.actor("caseworker")
    with acts(actor):
        child = people.register(actor, NewPerson(names=(NewName("Ife Obi"),), birth=birth(year=2015, on=clock.today())))
    client.force_login(world.someone("caseworker"))

    answer = client.post(reverse("consent.give", args=[child, "travel"]), answered())

    assert answer.status_code == 422
    assert "A child does not consent alone." in answer.content.decode()


def test_somebody_elses_consents_are_not_there(world, client, ada):
    client.force_login(world.someone("caseworker", "UNHCR-LBY"))

    assert client.get(reverse("consent.person", args=[ada])).status_code == 404
    assert client.post(reverse("consent.withdraw_travel", args=[ada])).status_code == 404


def test_a_movement_officer_may_withdraw_and_not_give(world, client, ada):
    client.force_login(world.someone("movement_officer"))

    assert client.post(reverse("consent.withdraw_travel", args=[ada])).status_code == 302
    assert client.get(reverse("consent.give", args=[ada, "travel"])).status_code == 404
