"""Addresses of the shell."""

from corridor.web.shell import views
from corridor.web.shell.routing import ANYONE, PUBLIC, page

urlpatterns = [
    page("components", views.gallery, "shell.gallery", needs=PUBLIC),
    page("keyboard", views.keyboard, "shell.keyboard", needs=ANYONE),
]
