"""Coming in, resting and leaving: sign-in, the lock after five wrong tries, the idle lock, language and settings."""

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client
from django.urls import reverse

from corridor.access.models import Staff
from corridor.audit import queries as audit

PASSWORD = "correct horse battery"


@pytest.fixture
def staff(world):
    return world.someone("registrar")


@pytest.fixture
def inside(client, staff):
    client.force_login(staff)
    return client


def sign_in(client, staff, password=PASSWORD, **more):
    return client.post(reverse("access.login"), {"username": staff.login, "password": password, **more})


def test_signing_in_opens_the_first_page_and_is_written_down(client, staff, world, acts):
    answer = sign_in(client, staff)

    assert answer.status_code == 302
    actor = world.actor("registrar")
    with acts(actor):
        assert [line.staff_id for line in audit.by_organisation(actor, ["access.staff.sign_in"])] == [staff.id]


def test_a_wrong_password_and_a_wrong_login_read_the_same(client, staff):
    wrong = sign_in(client, staff, "wrong")
    nobody = client.post(reverse("access.login"), {"username": "nobody", "password": "wrong"})

    sentence = "Login and password do not match"
    assert (wrong.status_code, nobody.status_code) == (422, 422)
    assert sentence in wrong.content.decode()
    assert sentence in nobody.content.decode()


def test_after_five_wrong_tries_the_login_rests_even_for_the_right_password(client, staff):
    for _ in range(4):
        assert sign_in(client, staff, "wrong").status_code == 422
    assert sign_in(client, staff, "wrong").status_code == 429

    answer = sign_in(client, staff)
    assert answer.status_code == 429
    assert "rests for 15 minutes" in answer.content.decode()


def test_another_login_from_the_same_place_is_not_locked_out(client, staff, world):
    for _ in range(5):
        sign_in(client, staff, "wrong")

    assert sign_in(Client(), world.someone("caseworker")).status_code == 302


def test_somebody_inactive_does_not_get_in(client, staff):
    Staff.objects.filter(id=staff.id).update(is_active=False)

    assert sign_in(client, staff).status_code == 422


def test_a_page_asked_for_before_signing_in_opens_after_it(client, staff):
    before = client.get(reverse("access.profile"))
    assert before.status_code == 302

    assert sign_in(client, staff, next=reverse("access.profile")).url == reverse("access.profile")


@pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org", "javascript:alert(1)"])
def test_signing_in_never_leads_elsewhere(client, staff, elsewhere):
    assert "example" not in sign_in(client, staff, next=elsewhere).url


def test_signing_out_ends_the_session(inside):
    inside.post(reverse("access.logout"))

    assert inside.get(reverse("access.profile")).status_code == 302


def test_a_locked_screen_opens_nothing_but_the_lock(inside):
    inside.post(reverse("access.lock"), {"next": reverse("people.search")})

    for name in ("people.search", "people.register", "access.profile"):
        assert inside.get(reverse(name)).url == reverse("access.unlock")


def test_the_unlock_number_brings_back_where_one_was(inside, staff):
    Staff.objects.filter(id=staff.id).update(unlock_hash=make_password("246810"))
    inside.post(reverse("access.lock"), {"next": reverse("people.search")})

    answer = inside.post(reverse("access.unlock"), {"pin": "246810"})

    assert answer.url == reverse("people.search")
    assert inside.get(reverse("people.search")).status_code == 200


def test_the_password_unlocks_too(inside):
    inside.post(reverse("access.lock"), {"next": reverse("people.search")})

    assert inside.post(reverse("access.unlock"), {"pin": PASSWORD}).url == reverse("people.search")


def test_three_wrong_numbers_end_the_session(inside):
    inside.post(reverse("access.lock"))
    for _ in range(2):
        assert inside.post(reverse("access.unlock"), {"pin": "000000"}).status_code == 422
    assert inside.post(reverse("access.unlock"), {"pin": "000000"}).url == reverse("access.login")
    assert inside.post(reverse("access.unlock"), {"pin": PASSWORD}).status_code == 302


@pytest.mark.parametrize(("code", "direction"), [("en", "ltr"), ("fr", "ltr"), ("ar", "rtl")])
def test_the_language_is_chosen_before_signing_in_and_kept_after(client, staff, code, direction):
    client.post(reverse("access.language"), {"language": code})
    page = client.get(reverse("access.login")).content.decode()
    assert f'<html lang="{code}" dir="{direction}"' in page

    client.force_login(staff)
    client.post(reverse("access.language"), {"language": code})
    staff.refresh_from_db()
    assert staff.language == code


def test_an_unknown_language_changes_nothing(inside, staff):
    inside.post(reverse("access.language"), {"language": "xx"})

    staff.refresh_from_db()
    assert staff.language == "en"


def test_settings_are_kept_and_the_unlock_number_is_never_shown(inside, staff):
    form = {"language": "fr", "theme": "dark", "single_keys": "", "pin": "135790"}

    assert inside.post(reverse("access.profile"), form).status_code == 302

    staff.refresh_from_db()
    assert (staff.language, staff.theme, staff.single_keys) == ("fr", "dark", False)
    assert "135790" not in staff.unlock_hash
    assert "135790" not in inside.get(reverse("access.profile")).content.decode()


@pytest.mark.parametrize("pin", ["12345", "1234567890123", "abcdef"])
def test_a_weak_unlock_number_is_refused(inside, pin):
    answer = inside.post(reverse("access.profile"), {"language": "en", "theme": "light", "pin": pin})

    assert answer.status_code == 422
    assert "6 to 12 digits" in answer.content.decode()


@pytest.mark.parametrize("name", ["access.logout", "access.lock", "access.language"])
def test_steps_are_posted_never_followed_as_links(inside, name):
    assert inside.get(reverse(name)).status_code == 405


def test_a_form_from_elsewhere_is_refused(staff):
    careful = Client(enforce_csrf_checks=True)
    careful.force_login(staff)

    assert careful.post(reverse("access.profile"), {"language": "fr", "theme": "dark"}).status_code == 403
