"""The gallery shows every component, in every language, and no component leaves a place unfilled."""

import re
from copy import deepcopy

import pytest
from django.conf import settings
from django.template import engines
from django.template.loader import render_to_string
from django.test import RequestFactory, override_settings

from corridor.kernel.refusals import Reason
from corridor.web.shell import gallery, views

from .conftest import WEB

FILES = {path.stem for path in (WEB / "shell" / "templates" / "c").glob("*.html")}


def strict() -> list:
    """The project's template settings, with a mark at every variable that a page was not given."""
    found = deepcopy(settings.TEMPLATES)
    found[0]["OPTIONS"]["string_if_invalid"] = "NOT-GIVEN(%s)"
    return found


def test_every_component_has_an_entry():
    assert set(gallery.COMPONENTS) == FILES
    assert len(FILES) <= 20


def test_every_component_says_how_to_use_it():
    heads = {name: (WEB / "shell/templates/c" / f"{name}.html").read_text() for name in FILES}

    assert [name for name, text in heads.items() if f'include "c/{name}.html"' not in text.split("{% endcomment %}")[0]] == []


def test_the_gallery_renders(request_of, language):
    page = views.gallery(request_of("/components")).content.decode()

    assert page.count('<section class="c-spec"') == len(FILES) + 1
    assert f'lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}"' in page


def test_no_component_leaves_a_place_unfilled(request_of):
    with override_settings(TEMPLATES=strict()):
        page = views.gallery(request_of("/components")).content.decode()

    assert re.findall(r"NOT-GIVEN\([^)]*\)", page) == []


def test_numbers_in_drawings_have_points_in_every_language(request_of, language):
    page = views.gallery(request_of("/components")).content.decode()

    assert re.findall(r'\s(?:x|y|width|height|viewBox)="[^"]*,[^"]*"', page) == []


def test_ids_stand_once_on_a_page(request_of):
    ids = re.findall(r'\sid="([^"]+)"', views.gallery(request_of("/components")).content.decode())

    assert sorted(ids) == sorted(set(ids))


def test_every_icon_a_page_points_at_is_drawn(request_of):
    page = views.gallery(request_of("/components")).content.decode()

    assert set(re.findall(r'href="#(i-[^"]+)"', page)) <= set(re.findall(r'<symbol id="([^"]+)"', page))


def test_posting_forms_inside_components_carry_the_token(request_of):
    page = views.gallery(request_of("/components")).content.decode()
    forms = re.findall(r'<form[^>]*method="post".*?</form>', page, re.S)

    assert forms
    assert [form[:80] for form in forms if "csrfmiddlewaretoken" not in form] == []


def test_the_list_of_keys_renders(request_of, language):
    assert b"<kbd>F9</kbd>" in views.keyboard(request_of("/keyboard")).content


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "409", "422", "500"])
def test_an_error_page_needs_no_context(name):
    page = render_to_string(f"{name}.html")

    assert 'class="c-msg is-stop"' in page
    assert page.count("<h1") == 1


def test_a_refusal_asked_for_by_htmx_comes_without_a_document():
    request = RequestFactory().get("/")
    request.htmx = True
    reasons = [Reason("flights.full", "No seat is free on this flight.")]

    page = render_to_string("422.html", {"reasons": reasons}, request)

    assert "No seat is free on this flight." in page
    assert "<html" not in page
    assert "<h2>" in page


def test_a_late_form_is_refused_in_sentences(request_of):
    answer = views.csrf_failure(request_of("/"))

    assert answer.status_code == 403
    assert b"Nothing was changed" in answer.content


def render(source: str, **context: object) -> str:
    return engines["django"].from_string("{% load corridor_ui %}" + source).render(context)


def test_an_unknown_kind_or_icon_is_loud():
    with pytest.raises(Exception, match="no status kind"):
        render('{% include "c/status.html" with kind="green" text="x" only %}')
    with pytest.raises(Exception, match="no icon"):
        render('{% icon "rocket" %}')


def test_an_icon_alone_is_said():
    assert 'role="img" aria-label="Locked"' in render('{% icon "lock" "Locked" %}')
    assert 'aria-hidden="true"' in render('{% icon "lock" %}')


def test_a_figure_without_a_source_says_so():
    page = render('{% include "c/figure.html" with label="Returns" value=5 only %}')

    assert "source not stated" in page
    assert "date not stated" in page


def test_withdrawing_is_one_press_without_a_reason():
    page = render(
        '{% include "c/consent.html" with kind="ok" state="Valid" title="To travel" facts=facts withdraw_url="/w" only %}',
        facts=[],
    )

    form = re.search(r"<form.*?</form>", page, re.S)
    assert form
    assert 'method="post" action="/w"' in form.group()
    assert "textarea" not in form.group()


def test_names_are_escaped():
    page = render("{{ who|name }}", who="<b>x</b>")

    assert "&lt;b&gt;" in page
    assert 'dir="auto"' in page
