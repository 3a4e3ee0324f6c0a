"""Addresses of access."""

from corridor.access.roles import Permission as P
from corridor.web.shell.routing import ANYONE, PUBLIC, page

from . import staff, views

urlpatterns = [
    page("sign-in/", views.sign_in, "access.login", needs=PUBLIC),
    page("sign-out/", views.sign_out, "access.logout", needs=PUBLIC),
    page("lock/", views.lock, "access.lock", needs=ANYONE),
    page("unlock/", views.unlock, "access.unlock", needs=ANYONE),
    page("language/", views.language, "access.language", needs=PUBLIC),
    page("staff/", staff.staff, "access.staff", needs=P.STAFF_MANAGE),
    page("staff/<uuid:staff_id>/", staff.change, "access.staff_change", needs=P.STAFF_MANAGE),
    page("profile/", views.profile, "access.profile", needs=ANYONE),
]
