"""Addresses of people. Ids only: never a name, a number or a word of a search."""

from corridor.access.roles import Permission as P
from corridor.web.shell.routing import page

from . import person_views, views

urlpatterns = [
    page("people/", views.search, "people.search", needs=P.PERSON_SEARCH),
    page("people/new/", views.register, "people.register", needs=P.PERSON_REGISTER),
    page("people/new/likely/", views.likely, "people.likely", needs=P.PERSON_REGISTER),
    page("people/<uuid:person_id>/facts/", person_views.facts, "people.facts", needs=P.PERSON_READ),
    page("people/<uuid:person_id>/facts/<slug:part>/", person_views.change, "people.change", needs=P.PERSON_CORRECT),
    page("people/<uuid:person_id>/needs/<uuid:need_id>/end/", person_views.end_need, "people.end_need", needs=P.PERSON_CORRECT),
    page("people/<uuid:person_id>/photo/", views.photo, "people.photo", needs=P.PHOTO_READ),
    page("people/<uuid:person_id>/family/", person_views.family, "people.family", needs=P.PERSON_READ),
    page("people/<uuid:person_id>/events/", person_views.events, "people.events", needs=P.PERSON_READ),
]
