"""Addresses of the figures."""

from corridor.access.roles import Permission as P
from corridor.web.shell.routing import page

from . import views

urlpatterns = [
    page("figures/", views.figures, "reporting.figures", needs=P.FIGURES_READ),
    page("figures/tables/", views.tables, "reporting.tables", needs=P.FIGURES_READ),
    page("figures/download/", views.download, "reporting.download", needs=P.FIGURES_READ),
]
