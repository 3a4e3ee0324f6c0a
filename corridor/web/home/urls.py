"""Addresses of the first page and of a person's overview."""

from corridor.access.roles import Permission as P
from corridor.web.shell.routing import ANYONE, page

from . import person, views

urlpatterns = [
    page("", views.home, "home", needs=ANYONE),
    page("people/<uuid:person_id>/", person.overview, "people.overview", needs=P.PERSON_READ),
]
