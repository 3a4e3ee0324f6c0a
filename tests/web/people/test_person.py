"""One person's pages: facts corrected without losing anything, the photo held back, events in words, who may see what."""

import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from corridor.audit import queries as audit
from corridor.consent import queries as consent
from corridor.people import actions, queries
from corridor.people.actions import NewName, NewNeed, NewPerson
from corridor.web.people import verbs

PAGES = ("people.facts", "people.family", "people.events")


@pytest.fixture
def actor(world):
    return world.actor("registrar")


@pytest.fixture
def inside(client, world):
    client.force_login(world.someone("registrar"))
    return client


@pytest.fixture
def amina(actor, acts):
    new = NewPerson(
        names=(NewName("Amina Osman Ali"), NewName("أمينة عثمان علي")),
        sex="female",
        nationality="SO",
        needs=(NewNeed("SM", "medical"),),
    )
    with acts(actor):
        return actions.register(actor, new)


def sent(inside, amina, part, **form):
    return inside.post(reverse("people.change", args=[amina, part]), form)


def correction(**more):
    return {"name": "Amina Osman Ali", "sex": "female", "nationality": "SO", "version": "1", **more}


def test_each_opening_of_a_page_is_written_down(inside, amina, actor, acts):
    for name in PAGES:
        inside.get(reverse(name, args=[amina]))

    with acts(actor):
        lines = audit.about_person(actor, amina, readings=True)
    assert [line.detail for line in lines] == ['{"page":"events"}', '{"page":"family"}', '{"page":"facts"}']


def test_the_name_stands_first_in_the_script_of_the_page(inside, amina):
    assert "Amina Osman Ali</bdi>" in heading(inside, amina).split("alt")[0]

    inside.post(reverse("access.language"), {"language": "ar"})
    assert "أمينة" in heading(inside, amina).split("alt")[0]


def heading(inside, amina):
    page = inside.get(reverse("people.facts", args=[amina])).content.decode()
    return page[page.index("<h1>") : page.index("</h1>")]


def test_no_personal_facts_stand_in_the_title_of_the_window(inside, amina):
    page = inside.get(reverse("people.facts", args=[amina])).content.decode()

    title = page[page.index("<title>") : page.index("</title>")]
    assert "LBY-" in title
    assert "Amina" not in title


def test_a_correction_is_saved_and_shown(inside, amina, actor, acts):
    answer = sent(inside, amina, "correct", **correction(nationality="ER", born_year="1994", born_month="5"))

    assert answer.status_code == 302
    with acts(actor):
        row = queries.person(actor, amina)
    assert (row.nationality, row.birth_precision, row.version) == ("ER", "month", 2)


def test_when_two_correct_both_values_are_shown_and_one_chooses(inside, amina, actor, acts):
    with acts(actor):
        actions.correct(actor, amina, {"nationality": "ET", "sex": "unknown"}, 1)

    answer = sent(inside, amina, "correct", **correction(nationality="ER"))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Ethiopia" in page
    assert "Eritrea" in page

    chosen = correction(nationality="ER", version="2", keep_nationality="mine", keep_sex="theirs")
    assert sent(inside, amina, "correct", **chosen).status_code == 302
    with acts(actor):
        row = queries.person(actor, amina)
    assert (row.nationality, row.sex) == ("ER", "unknown")


@pytest.mark.parametrize(
    ("part", "form", "sentence"),
    [
        ("correct", {"name": "", "sex": "female", "version": "1"}, "This field is required"),
        ("correct", {"name": "A", "sex": "female", "version": "1", "born_year": "1850"}, "must lie between"),
        ("phone", {"phone": "12"}, "country code"),
        ("name", {"full": "Amina Osman Ali", "kind": "main"}, "already written down"),
        ("document", {"document_kind": "passport", "document_expires_year": "2030"}, "Give the day, the month and the year"),
        ("outcome", {"outcome": "deceased", "on_day": "1", "on_month": "1", "on_year": "2099", "source": "x"}, "in the future"),
        ("location", {"location": "urban", "site": "nowhere"}, "valid choice"),
    ],
)
def test_a_fault_is_a_sentence_and_keeps_what_was_typed(inside, amina, part, form, sentence):
    answer = sent(inside, amina, part, **form)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()


@pytest.mark.parametrize(
    ("part", "form"),
    [
        ("phone", {"phone": "0911234567", "note": "sister"}),
        ("name", {"full": "Um Ahmed", "kind": "alias"}),
        ("document", {"document_kind": "passport", "document_number": "X1", "issuing_state": "SO"}),
        ("location", {"location": "urban"}),
        ("need", {"needs": "WR", "service": "interpreter"}),
        ("outcome", {"outcome": "unreachable", "on_day": "1", "on_month": "1", "on_year": "2026", "source": "Field team"}),
    ],
)
def test_each_small_form_adds_what_it_says(inside, amina, part, form):
    assert sent(inside, amina, part, **form).status_code == 302
    shown = inside.get(reverse("people.facts", args=[amina])).content.decode()
    assert {
        "phone": "+218911234567",
        "name": "Um Ahmed",
        "document": "X1",
        "location": "In town",
        "need": "interpreter",
        "outcome": "Cannot be reached",
    }[part] in shown


def test_the_photo_is_held_back_until_asked_for(inside, amina):
    raw = io.BytesIO()
    Image.new("RGB", (50, 50)).save(raw, "PNG")
    raw.seek(0)
    raw.name = "x.png"
    assert sent(inside, amina, "photo", photo=raw).status_code == 302

    address = reverse("people.facts", args=[amina])
    photo = reverse("people.photo", args=[amina])
    assert photo not in inside.get(address).content.decode()
    assert photo in inside.get(address + "?photo=1").content.decode()
    assert inside.get(photo).headers["content-type"] == "image/jpeg"


def test_a_code_of_need_is_shown_to_protection_only(inside, client, amina, world):
    page = inside.get(reverse("people.facts", args=[amina])).content.decode()
    assert "Serious medical condition" not in page.split("Specific needs</h2>")[1]

    client.force_login(world.someone("protection_officer"))
    page = client.get(reverse("people.facts", args=[amina])).content.decode()
    assert "Serious medical condition" in page.split("Specific needs</h2>")[1]


def test_a_family_is_joined_and_left_on_its_page(inside, amina, actor, acts):
    with acts(actor):
        other = actions.register(actor, NewPerson(names=(NewName("Osman Ali"),)))
        reference = queries.person(actor, other).reference
    address = reverse("people.family", args=[amina])

    wrong = inside.post(address, {"form": "join", "travels_with": "LBY-0000-00000", "family_role": "child"})
    assert wrong.status_code == 422
    assert "No person of yours" in wrong.content.decode()
    assert inside.post(address, {"form": "join", "travels_with": reference, "family_role": "child"}).status_code == 302
    assert "Osman Ali" in inside.get(address).content.decode()
    assert inside.post(address, {"form": "leave"}).status_code == 302
    assert "No family is written down" in inside.get(address).content.decode()


def test_a_family_member_is_registered_from_the_family(inside, amina, actor, acts):
    form = inside.get(reverse("people.register") + f"?with={amina}")
    assert "Joins the family of" in form.content.decode()

    new = {"given": "Yusuf", "sex": "male", "with_person": str(amina), "family_role": "child"}
    assert inside.post(reverse("people.register"), new).status_code == 302
    with acts(actor):
        assert [member.name for member in queries.family_of(actor, amina).members] == ["Amina Osman Ali", "Yusuf"]


def test_told_apart_while_registering_is_remembered(inside, amina, actor, acts):
    new = {"given": "Amina", "father": "Osman Ali", "sex": "female", "not_same": str(amina)}

    assert "Could this be" in inside.post(reverse("people.likely"), new).content.decode()
    assert "Given name written the same" not in inside.post(reverse("people.likely"), new).content.decode()
    assert inside.post(reverse("people.register"), new).status_code == 302
    with acts(actor):
        newest = queries.newest(actor)[0]
        typed = queries.Candidate(names=("Amina Osman Ali",), besides=newest.id)
        assert queries.likely_same(actor, typed) == []


def test_events_are_told_in_words_with_who_did_it(inside, amina):
    page = inside.get(reverse("people.events", args=[amina])).content.decode()

    assert "Registered" in page
    assert "Registrar 1" in page
    assert "Opened this record" in page


def test_a_verb_without_words_is_still_shown():
    assert verbs.sentence("people.person.register")[1] == "Registered"
    assert verbs.sentence("new.thing.done_somehow") == ("info", "new › thing › done somehow")


@pytest.mark.parametrize(
    ("role", "code", "status"),
    [
        ("registrar", "IOM-LBY", 200),
        ("movement_officer", "IOM-LBY", 200),
        ("medical_officer", "IOM-LBY", 200),
        ("analyst", "IOM-LBY", 404),
        ("caseworker", "IOM-NGA", 404),
        ("caseworker", "UNHCR-LBY", 404),
        ("consular_officer", "CON-NGA", 404),
        ("analyst", "GOV-NGA", 404),
    ],
)
def test_who_opens_the_pages(client, world, amina, role, code, status):
    client.force_login(world.someone(role, code))

    assert {client.get(reverse(name, args=[amina])).status_code for name in PAGES} == {status}


@pytest.mark.parametrize("role", ["movement_officer", "medical_officer"])
def test_who_may_not_correct_has_no_forms_and_no_address(client, world, amina, role):
    client.force_login(world.someone(role))

    assert "Correct or add" not in client.get(reverse("people.facts", args=[amina])).content.decode()
    assert client.post(reverse("people.change", args=[amina, "phone"]), {"phone": "0911234567"}).status_code == 404
    assert client.post(reverse("people.family", args=[amina]), {"form": "leave"}).status_code == 404


def test_nobody_without_search_has_the_search(client, world):
    client.force_login(world.someone("consular_officer", "CON-NGA"))

    for name in ("people.search", "people.register", "people.likely"):
        assert client.post(reverse(name), {"q": "Amina"}).status_code == 404


def test_a_withdrawal_stands_in_the_header_only_while_there_is_something_to_withdraw(inside, amina, actor, acts):
    with acts(actor):
        assert not consent.travel_stands(actor, amina)

    assert "Withdraw consent to travel" not in inside.get(reverse("people.facts", args=[amina])).content.decode()


def test_lists_take_as_many_statements_for_one_as_for_many(inside, actor, acts):
    def statements():
        with CaptureQueriesContext(connection) as captured:
            assert inside.get(reverse("people.search")).status_code == 200
        return len(captured)

    counts = []
    for number in (1, 12):
        with acts(actor):
            for _ in range(number):
                actions.register(actor, NewPerson(names=(NewName("A B"),)))
        counts.append(statements())
    assert counts[0] == counts[1]
