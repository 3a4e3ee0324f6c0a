"""Addresses of lists."""

from corridor.access.roles import Permission as P
from corridor.web.shell.routing import page

from . import views

urlpatterns = [
    page("lists/", views.lists, "exchange.lists", needs=P.LIST_IMPORT),
    page("lists/template-<str:language>.xlsx", views.template, "exchange.template", needs=P.LIST_IMPORT),
    page("lists/<uuid:list_id>/", views.people_list, "exchange.list", needs=P.LIST_IMPORT),
    page("lists/<uuid:list_id>/columns/", views.columns, "exchange.columns", needs=P.LIST_IMPORT),
    page("lists/<uuid:list_id>/progress/", views.progress, "exchange.progress", needs=P.LIST_IMPORT),
    page("lists/<uuid:list_id>/import/", views.bring_in, "exchange.import", needs=P.LIST_IMPORT),
    page("lists/<uuid:list_id>/set-aside/", views.set_aside, "exchange.abandon", needs=P.LIST_IMPORT),
    page("lists/<uuid:list_id>/rejected.<str:kind>", views.rejected, "exchange.rejected", needs=P.LIST_IMPORT),
]
