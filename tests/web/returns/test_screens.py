"""Screens of returns: the whole way by pages and forms, refused steps with their reasons, filters in the address."""

import io
import re
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from PIL import Image

from corridor.kernel import clock
from corridor.kernel.actor import acting
from corridor.people import actions as people
from corridor.people import queries as registry
from corridor.protection import actions as protection
from corridor.returns import queries
from tests.returns.ground import Ground


@pytest.fixture
def ground(world):
    return Ground(world)


@pytest.fixture
def inside(client, world):
    client.force_login(world.someone("caseworker"))
    return client


def text(answer):
    return answer.content.decode()


def test_a_person_who_never_asked_may_ask_and_the_case_opens(inside, ground):
    person_id = ground.person()
    page = reverse("returns.person", args=[person_id])
    assert "has not asked for return" in text(inside.get(page))

    town = ground.world.sites["LOS"].id
    answer = inside.post(reverse("returns.open", args=[person_id]), {"destination": town, "final_town": "Auchi"})

    assert answer["Location"] == page
    assert "Asked for return" in text(inside.get(page))


def test_the_way_to_the_consulate_by_forms_alone(inside, ground):
    person_id = ground.person()
    case_id = ground.case(person_id)
    inside.post(reverse("returns.step", args=[person_id, "register"]))
    said = {"language": "en", "interpreter": "none needed", "private": "yes", "asylum_explained": "yes", "wishes_unhcr": "no"}
    assert inside.get(reverse("returns.counsel", args=[person_id])).status_code == 200
    assert inside.post(reverse("returns.counsel", args=[person_id]), said).status_code == 302
    ground.protect(person_id)
    inside.post(reverse("returns.step", args=[person_id, "screen"]))
    ground.consent(person_id)
    ground.consent(person_id, "contact_consulate")
    consulate = ground.world.organisations["CON-NGA"].id

    answer = inside.post(reverse("returns.ask_consulate", args=[person_id]), {"consulate": consulate, "origin": "Auchi"})

    assert answer.status_code == 302
    page = text(inside.get(reverse("returns.person", args=[person_id])))
    assert "Consular check" in page
    assert "Consular section of Nigeria" in page
    with acting(ground.caseworker) as actor:
        request_id = queries.requests_of(actor, person_id)[0].id
    inside.post(reverse("returns.end_request", args=[person_id, request_id]))
    assert ground.status(person_id) == "consented"
    assert case_id


def test_refused_steps_stay_in_sight_with_their_reasons(inside, ground):
    person_id = ground.person()
    ground.case(person_id)
    inside.post(reverse("returns.step", args=[person_id, "register"]))
    said = {"language": "en", "interpreter": "x", "private": "yes", "asylum_explained": "yes", "wishes_unhcr": "no"}
    inside.post(reverse("returns.counsel", args=[person_id]), said)

    page = text(inside.get(reverse("returns.person", args=[person_id])))

    assert "disabled>Record screening" in page
    assert "No protection screening is recorded." in page


def test_a_refused_press_is_a_page_of_sentences_and_changes_nothing(inside, ground):
    person_id, _case = ground.consented()

    answer = inside.post(reverse("returns.step", args=[person_id, "document"]))

    assert answer.status_code == 422
    assert "No travel document is valid today." in text(answer)
    assert ground.status(person_id) == "consented"


def test_counselling_that_was_not_private_is_refused_at_its_field(inside, ground):
    person_id = ground.person()
    ground.case(person_id)
    inside.post(reverse("returns.step", args=[person_id, "register"]))
    said = {"language": "en", "interpreter": "x", "private": "no", "asylum_explained": "yes", "wishes_unhcr": "no"}

    answer = inside.post(reverse("returns.counsel", args=[person_id]), said)

    assert answer.status_code == 422
    assert "alone with the person" in text(answer)
    assert ground.status(person_id) == "registered"


def test_asking_a_consulate_without_consent_is_refused_at_its_field(inside, ground):
    person_id, _case = ground.consented()

    answer = inside.post(
        reverse("returns.ask_consulate", args=[person_id]), {"consulate": ground.world.organisations["CON-NGA"].id, "origin": ""}
    )

    assert answer.status_code == 422
    assert "has not consented to contact with this consulate" in text(answer)


def test_one_press_withdraws_and_a_held_case_waits_for_the_person(inside, ground):
    person_id, _case = ground.consented()
    inside.post(reverse("returns.withdraw", args=[person_id]))
    assert ground.status(person_id) == "withdrawn"

    other, _case = ground.consented()
    inside.post(reverse("returns.step", args=[other, "hold"]))
    assert inside.post(reverse("returns.resume", args=[other]), {}).status_code == 422
    assert inside.post(reverse("returns.resume", args=[other]), {"person_confirms": "on"}).status_code == 302
    assert ground.status(other) == "counselled"


def test_the_destination_can_change(inside, ground):
    person_id = ground.person()
    ground.case(person_id)
    page = reverse("returns.destination", args=[person_id])
    assert inside.get(page).status_code == 200

    inside.post(page, {"destination": ground.world.sites["BJL"].id, "final_town": ""})

    assert "Banjul" in text(inside.get(reverse("returns.person", args=[person_id])))


def test_the_list_keeps_view_and_filters_in_the_address(inside, ground):
    ground.consented()
    page = reverse("returns.cases")

    assert "Invented Person" in text(inside.get(page))
    assert "Invented Person" in text(
        inside.get(page, {"view": "mine", "status": "consented", "destination": ground.world.sites["LOS"].id})
    )
    assert "Invented Person" not in text(inside.get(page, {"view": "all", "status": "booked"}))
    assert inside.get(page, {"view": "all", "status": "nonsense", "page": "x"}).status_code == 200


def test_pages_are_closed_to_those_without_the_right(client, ground):
    person_id, _case, request_id = ground.asked()
    addresses = [
        reverse("returns.person", args=[person_id]),
        reverse("returns.cases"),
        reverse("returns.counsel", args=[person_id]),
    ]

    for role, code in (("consular_officer", "CON-NGA"), ("analyst", "IOM-LBY"), ("registrar", "IOM-LBY")):
        client.force_login(ground.world.someone(role, code))
        assert {client.get(address).status_code for address in addresses} == {404}, role
    client.force_login(ground.world.someone("caseworker", "UNHCR-LBY"))
    assert client.get(addresses[0]).status_code == 404
    client.force_login(ground.world.someone("caseworker"))
    assert client.get(reverse("returns.consular_request", args=[request_id])).status_code == 404
    assert client.post(reverse("returns.step", args=[person_id, "nonsense"])).status_code == 404


# The consulate's own pages.


@pytest.fixture
def consulate(client, world):
    client.force_login(world.someone("consular_officer", "CON-NGA"))
    return client


def test_the_consulate_answers_from_interview_to_travel_document(consulate, ground):
    person_id, _case, request_id = ground.asked(origin="Auchi, Edo")
    page = reverse("returns.consular_request", args=[request_id])
    ahead = clock.today() + timedelta(days=3)
    parts = {"day_day": ahead.day, "day_month": ahead.month, "day_year": ahead.year}
    assert "Auchi, Edo" in text(consulate.get(reverse("returns.consular_queue")))

    assert consulate.post(page, {"form": "interview", **parts, "at": "10:00", "mode": "remote"})["Location"] == page
    assert "By video" in text(consulate.get(page))
    assert consulate.post(page, {"form": "confirm"})["Location"] == page
    assert "not_confirm" not in text(consulate.get(page))
    year = clock.today().year + 1
    paper = {
        "kind": "emergency_certificate",
        "number": "NG-1",
        "expires_on_day": 1,
        "expires_on_month": 6,
        "expires_on_year": year,
    }
    assert consulate.post(page, {"form": "issue", **paper})["Location"] == reverse("returns.consular_queue")

    assert consulate.get(page).status_code == 404
    assert ground.status(person_id) == "documented"


def test_bad_answers_get_a_sentence_and_keep_what_was_typed(consulate, ground):
    _person, _case, request_id = ground.asked()
    page = reverse("returns.consular_request", args=[request_id])

    past = consulate.post(
        page, {"form": "interview", "day_day": 1, "day_month": 1, "day_year": 2020, "at": "10:00", "mode": "remote"}
    )
    consulate.post(page, {"form": "confirm"})
    paper = consulate.post(page, {"form": "issue", "kind": "passport", "number": "KEEP-1", "expires_on_year": 2020})
    stale = consulate.post(page, {"form": "confirm", "version": "1"})

    assert (past.status_code, "a time that lies ahead" in text(past)) == (422, True)
    assert (paper.status_code, "KEEP-1" in text(paper)) == (422, True)
    assert stale.status_code in (409, 422)


def test_not_confirming_ends_the_request_on_screen(consulate, ground):
    person_id, _case, request_id = ground.asked()

    answer = consulate.post(reverse("returns.consular_request", args=[request_id]), {"form": "not_confirm"})

    assert answer["Location"] == reverse("returns.consular_queue")
    assert "No request waits for you" in text(consulate.get(answer["Location"]))
    assert ground.status(person_id) == "not_confirmed"


def test_inv_05_and_16_no_page_of_the_consulate_shows_a_protected_person_or_that_there_was_one(consulate, ground):
    person_id, _case, request_id = ground.asked(photo_agreed=True)
    queue, page = reverse("returns.consular_queue"), reverse("returns.consular_request", args=[request_id])
    never = text(consulate.get(reverse("returns.consular_request", args=[person_id])))
    with acting(ground.caseworker) as actor:
        reference, name = people_facts(actor, person_id)
        before = text(consulate.get(queue))
        assert name in before
        assert reference not in before + text(consulate.get(page))
        assert str(person_id) not in before + text(consulate.get(page))
        protection.ask_fear(actor, person_id, answer="unsure", private=True, language="en")

    empty, gone = text(consulate.get(queue)), consulate.get(page)

    assert name not in empty
    assert "No request waits for you" in empty
    assert (gone.status_code, plain(text(gone), request_id)) == (404, plain(never, person_id))
    for address in ("returns.consular_photo",):
        assert consulate.get(reverse(address, args=[request_id])).status_code == 404
    for form in ("interview", "confirm", "not_confirm", "issue"):
        assert consulate.post(page, {"form": form}).status_code == 404


def test_the_photo_is_held_back_until_asked_for(consulate, ground):
    person_id, _case, request_id = ground.asked(photo_agreed=True)
    with acting(ground.caseworker) as actor:
        people.set_photo(actor, person_id, picture())
    page = reverse("returns.consular_request", args=[request_id])

    assert "<img" not in text(consulate.get(page))
    assert "<img" in text(consulate.get(page, {"photo": "1"}))
    answer = consulate.get(reverse("returns.consular_photo", args=[request_id]))
    assert answer["Content-Type"] == "image/jpeg"


def people_facts(actor, person_id):
    row = registry.person(actor, person_id)
    return row.reference, row.name


def plain(page, asked_for):
    """Without the token that differs on every answer, and without the id that was asked for."""
    return re.sub(r'(value|data-csrf)="[A-Za-z0-9]{20,}"', "", page).replace(str(asked_for), "")


def picture():
    file = io.BytesIO()
    Image.new("RGB", (20, 20)).save(file, "JPEG")
    return file.getvalue()


def test_a_refused_press_leads_back_to_the_page_it_came_from(inside, ground):
    person_id = ground.person()
    ground.case(person_id)
    page = reverse("returns.person", args=[person_id])
    press = reverse("returns.step", args=[person_id, "screen"])

    ours = inside.post(press, headers={"referer": f"http://testserver{page}"})
    theirs = inside.post(press, headers={"referer": "https://elsewhere.example/people/"})

    assert ours.status_code == theirs.status_code == 422
    assert f'href="{page}"' in text(ours)
    assert "elsewhere.example" not in text(theirs)


def test_that_no_interpreter_was_needed_is_kept_in_one_language(inside, ground):
    person_id = ground.person()
    ground.case(person_id)
    inside.post(reverse("returns.step", args=[person_id, "register"]))
    said = {"language": "en", "interpreter": "None Needed", "private": "yes", "asylum_explained": "yes", "wishes_unhcr": "no"}

    assert inside.post(reverse("returns.counsel", args=[person_id]), said).status_code == 302

    with acting(ground.caseworker) as actor:
        assert queries.counsellings(actor, person_id)[0].interpreter == "none needed"


def test_the_field_shows_which_day_the_figures_count(inside, ground):
    day = clock.now().astimezone(ZoneInfo("Africa/Tripoli")).date()
    assert f'value="{day.isoformat()}"' in text(inside.get(reverse("reporting.figures")))
