"""The frame round every page, through the whole stack: strict policy, who acts, search that posts, language that posts."""

import re

import pytest

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(world, client):
    """A signed-in officer's browser."""
    staff = world.someone("caseworker")
    client.force_login(staff)
    return client


def test_the_gallery_is_open_and_its_policy_allows_nothing_inline(client):
    answer = client.get("/components")

    policy = answer.headers["Content-Security-Policy"]
    assert answer.status_code == 200
    assert "script-src 'self'" in policy
    assert "style-src 'self'" in policy
    assert "unsafe" not in policy


def test_nobody_signed_in_sees_no_role_line_and_no_search(client):
    page = client.get("/components").content.decode()

    assert '<div class="c-role">' not in page
    assert 'role="search"' not in page
    assert 'name="language" value="fr"' in page or "c-langs" not in page


def test_an_officer_sees_for_whom_she_acts(officer, world):
    staff = world.someone("caseworker")

    page = officer.get("/keyboard").content.decode()

    assert f"<b>{staff.organisation.name}</b>" in page
    assert staff.name in page
    assert f'stroke="var(--{staff.organisation.colour})"' in page
    assert "SYNTHETIC DATA" in page


def test_language_lock_and_sign_out_are_posted(officer):
    page = officer.get("/keyboard").content.decode()

    for address in ("/language/", "/lock/", "/sign-out/"):
        assert re.search(rf'<form[^>]*method="post" action="{address}"', page), address


@pytest.mark.parametrize("code", ["fr", "ar"])
def test_the_chosen_language_turns_the_page(officer, code):
    officer.post("/language/", {"language": code, "next": "/keyboard"})

    page = officer.get("/keyboard").content.decode()

    assert f'<html lang="{code}" dir="{"rtl" if code == "ar" else "ltr"}"' in page
    assert ("bootstrap.rtl.min" in page) is (code == "ar")


def test_a_page_that_is_not_there_is_refused_in_sentences(officer):
    answer = officer.get("/nothing-here")

    assert answer.status_code == 404
    assert b"not open to you" in answer.content
