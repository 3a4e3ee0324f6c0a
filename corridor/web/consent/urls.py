"""Addresses of consent. Withdrawing is a POST and nothing else; giving has a page for each purpose."""

from corridor.access.roles import Permission as P
from corridor.web.shell.routing import page

from . import views

urlpatterns = [
    page("people/<uuid:person_id>/consents/", views.person, "consent.person", needs=P.CONSENT_READ),
    page("people/<uuid:person_id>/consents/give/<slug:purpose>/", views.give, "consent.give", needs=P.CONSENT_RECORD),
    page(
        "people/<uuid:person_id>/consents/withdraw/", views.withdraw_travel, "consent.withdraw_travel", needs=P.CONSENT_WITHDRAW
    ),
    page("consents/<uuid:consent_id>/withdraw/", views.withdraw, "consent.withdraw", needs=P.CONSENT_WITHDRAW),
    page("consents/<uuid:consent_id>/again/", views.reconfirm, "consent.reconfirm", needs=P.CONSENT_RECONFIRM),
    page("consents/<uuid:consent_id>/text/", views.text, "consent.text", needs=P.CONSENT_READ),
]
