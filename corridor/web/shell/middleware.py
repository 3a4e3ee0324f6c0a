"""Who acts: signed-in staff become an Actor, the request becomes one transaction, and refusals become pages with sentences."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.messages.storage import default_storage
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone, translation

from corridor.access import queries as access
from corridor.kernel.actor import acting
from corridor.kernel.refusals import Conflict, NotFound, Refused
from corridor.people import queries as people
from corridor.people.rules import JUST_JOINED

from . import errors

LOCKED_OPEN = ("access.unlock", "access.logout", "access.language")


class ActorMiddleware:
    """Replaces ATOMIC_REQUESTS: the transaction starts knowing who acts, and an answer of 500 leaves nothing behind."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        staff = request.user if request.user.is_authenticated else None
        request.roles = access.roles_of(staff) if staff else []
        source = "api" if request.path.startswith("/api/") else "screen"
        request.actor = access.actor_for(staff, source=source, roles=request.roles) if staff else None
        language = self._language(request, staff)
        with translation.override(language), timezone.override(self._zone(staff)), acting(request.actor):
            request.LANGUAGE_CODE = language
            if staff and request.session.get("locked") and not self._may_while_locked(request):
                return redirect("access.unlock")
            try:
                with transaction.atomic():
                    response = self.get_response(request)
                    if response.status_code >= 500 or getattr(response, "undone", False):
                        transaction.set_rollback(True)
            except IntegrityError as error:
                if not _about_a_joined_record(error):
                    raise
                response = _joined_meanwhile(request)
        response.headers.setdefault("Content-Language", language)
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """A refusal that a view did not put into its form: the same sentences, as a page. Nothing was saved."""
        if isinstance(exception, NotFound):
            answer = _where_it_went(request) or errors.not_found(request)
        elif isinstance(exception, Refused):
            answer = errors.refused(request, exception, status=409 if isinstance(exception, Conflict) else 422)
        else:
            return None
        transaction.set_rollback(True)
        return answer

    @staticmethod
    def _language(request: HttpRequest, staff: object) -> str:
        chosen = getattr(staff, "language", "") or request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        known = dict(settings.LANGUAGES)
        return chosen if chosen in known else translation.get_language_from_request(request)

    @staticmethod
    def _zone(staff: object) -> str:
        office = getattr(staff, "office", None)
        return office.time_zone if office else settings.DEFAULT_TIME_ZONE

    @staticmethod
    def _may_while_locked(request: HttpRequest) -> bool:
        allowed = {reverse(name) for name in LOCKED_OPEN}
        return request.path in allowed or request.path.startswith(settings.STATIC_URL)


def _about_a_joined_record(error: IntegrityError) -> bool:
    """Said by the table when the transaction ends: somebody joined the record while this was written about it."""
    diag = getattr(error.__cause__, "diag", None)
    return getattr(diag, "constraint_name", "") == "people_person_is_joined"


def _joined_meanwhile(request: HttpRequest) -> HttpResponse:
    """The sentence instead of what was about to be answered; a "saved" that was to be said is not said."""
    if request.path.startswith("/api/"):
        reason = {"code": JUST_JOINED.code, "text": errors.sentence(JUST_JOINED), "field": JUST_JOINED.field}
        return JsonResponse({"reasons": [reason]}, status=409)
    request._messages = default_storage(request)  # type: ignore[attr-defined]
    with transaction.atomic():
        return errors.refused(request, Conflict(JUST_JOINED), status=409)


def _where_it_went(request: HttpRequest) -> HttpResponse | None:
    """The same page of the record that this one was joined into, for those who may see it."""
    match = request.resolver_match
    if request.method != "GET" or not request.actor or not match or set(match.kwargs) != {"person_id"}:
        return None
    keeper = people.keeper_of(request.actor, match.kwargs["person_id"])
    return redirect(match.view_name, person_id=keeper) if keeper else None
