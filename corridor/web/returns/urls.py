"""Addresses of returns. Ids only; the filters of the list stand in its address so that a view can be shared."""

from corridor.access.roles import Permission as P
from corridor.web.shell.routing import page

from . import consular_views, views

urlpatterns = [
    page("people/<uuid:person_id>/return/", views.person, "returns.person", needs=P.RETURN_READ),
    page("people/<uuid:person_id>/return/open/", views.open_case, "returns.open", needs=P.RETURN_MANAGE),
    page("people/<uuid:person_id>/return/destination/", views.destination, "returns.destination", needs=P.RETURN_MANAGE),
    page("people/<uuid:person_id>/return/counselling/", views.counsel, "returns.counsel", needs=P.RETURN_MANAGE),
    page("people/<uuid:person_id>/return/consulate/", views.ask_consulate, "returns.ask_consulate", needs=P.CONSULAR_REQUEST),
    page("people/<uuid:person_id>/return/resume/", views.resume, "returns.resume", needs=P.RETURN_MANAGE),
    page("people/<uuid:person_id>/return/withdraw/", views.withdraw, "returns.withdraw", needs=P.CONSENT_WITHDRAW),
    page("people/<uuid:person_id>/return/step/<slug:verb>/", views.step, "returns.step", needs=P.RETURN_MANAGE),
    page(
        "people/<uuid:person_id>/return/requests/<uuid:request_id>/end/",
        views.end_request,
        "returns.end_request",
        needs=P.CONSULAR_REQUEST,
    ),
    page("returns/", views.cases, "returns.cases", needs=P.RETURN_READ),
    page("requests/", consular_views.queue, "returns.consular_queue", needs=P.CONSULAR_ANSWER),
    page("requests/<uuid:request_id>/", consular_views.request_page, "returns.consular_request", needs=P.CONSULAR_ANSWER),
    page("requests/<uuid:request_id>/photo/", consular_views.photo, "returns.consular_photo", needs=P.CONSULAR_ANSWER),
]
