"""Addresses of evacuation. Ids only; the filters of the list stand in its address so that a view can be shared."""

from corridor.access.roles import Permission as P
from corridor.web.shell.routing import page

from . import site_views, views

SITES = (P.EVACUATION_READ, P.TRANSIT_MANAGE)
urlpatterns = [
    page("people/<uuid:person_id>/evacuation/", views.person, "evacuation.person", needs=P.EVACUATION_READ),
    page("people/<uuid:person_id>/evacuation/identify/", views.identify, "evacuation.identify", needs=P.EVACUATION_MANAGE),
    page("people/<uuid:person_id>/evacuation/site/", views.transit_site, "evacuation.transit_site", needs=P.EVACUATION_MANAGE),
    page("people/<uuid:person_id>/evacuation/gather/", views.gather, "evacuation.gather", needs=P.EVACUATION_MANAGE),
    page("people/<uuid:person_id>/evacuation/decline/", views.decline, "evacuation.decline", needs=P.CONSENT_WITHDRAW),
    page("people/<uuid:person_id>/evacuation/move-in/", views.move_in, "evacuation.move_in", needs=P.TRANSIT_MANAGE),
    page(
        "people/<uuid:person_id>/evacuation/move-out/",
        views.move_out,
        "evacuation.move_out",
        needs=(P.TRANSIT_MANAGE, P.EVACUATION_MANAGE),
    ),
    page("people/<uuid:person_id>/evacuation/step/<slug:verb>/", views.step, "evacuation.step", needs=P.EVACUATION_MANAGE),
    page("evacuations/", views.cases, "evacuation.cases", needs=P.EVACUATION_READ),
    page("sites/", site_views.sites, "evacuation.sites", needs=SITES),
    page("sites/<uuid:site_id>/", site_views.site, "evacuation.site", needs=SITES),
]
