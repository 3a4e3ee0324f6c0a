"""Addresses of access."""

from corridor.web.shell.routing import ANYONE, PUBLIC, page

from . import views

urlpatterns = [
    page("sign-in/", views.sign_in, "access.login", needs=PUBLIC),
    page("sign-out/", views.sign_out, "access.logout", needs=PUBLIC),
    page("lock/", views.lock, "access.lock", needs=ANYONE),
    page("unlock/", views.unlock, "access.unlock", needs=ANYONE),
    page("language/", views.language, "access.language", needs=PUBLIC),
    page("profile/", views.profile, "access.profile", needs=ANYONE),
]
