"""What an address or a small form says beside fields: an id, a whole number. Anything else is nothing there, never an error of ours."""

from uuid import UUID

from django.http import Http404, HttpRequest, QueryDict

FIGURES = 9  # more of them are no page, no place and no version


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form sent. A form sent empty is a form sent: its required fields are asked for."""
    return request.POST if request.method == "POST" else None


def an_id(text: str | None) -> UUID:
    try:
        return UUID(text or "")
    except ValueError as fault:
        raise Http404 from fault


def a_number(text: str | None) -> int | None:
    """In the figures of any script."""
    return int(text) if text and text.isdecimal() and len(text) <= FIGURES else None
