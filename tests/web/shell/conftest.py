"""Pages of the shell without a database: a request of nobody, and of an invented officer in each language."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import RequestFactory
from django.utils import translation

import corridor

WEB = Path(corridor.__file__).parent / "web"
TEMPLATES = sorted(WEB.glob("*/templates/**/*.html"))
STATIC = WEB / "shell" / "static" / "corridor"


@pytest.fixture
def request_of() -> Callable[..., object]:
    """A request for a path; nobody is signed in."""
    return RequestFactory().get


@pytest.fixture(params=["en", "fr", "ar"])
def language(request):
    with translation.override(request.param):
        yield request.param
