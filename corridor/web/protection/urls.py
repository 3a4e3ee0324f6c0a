"""Addresses of protection. Content needs its own right; that a matter is open, and whom to ask, is there for all who see the person."""

from corridor.access.roles import Permission as P
from corridor.web.shell.routing import page

from . import referral_views, views

ONE = "people/<uuid:person_id>/protection/"

urlpatterns = [
    page(ONE, views.person, "protection.person", needs=P.PERSON_READ),
    page(f"{ONE}fear/", views.fear, "protection.fear", needs=P.FEAR_ASK),
    page(f"{ONE}screening/", views.screening, "protection.screening", needs=P.SCREENING_RECORD),
    page(f"{ONE}trafficking/", views.trafficking, "protection.trafficking", needs=P.SCREENING_RECORD),
    page(f"{ONE}best-interests/", views.best_interests, "protection.best_interests", needs=P.BEST_INTERESTS_RECORD),
    page(f"{ONE}child-care/", views.child_care, "protection.child_care", needs=P.BEST_INTERESTS_RECORD),
    page(f"{ONE}sign-off/", views.sign_off, "protection.sign_off", needs=P.ADVISORY_SIGN_OFF),
    page(f"{ONE}override/", views.override, "protection.override", needs=P.OVERRIDE_REQUEST),
    page(f"{ONE}pathway/", views.pathway, "protection.pathway", needs=P.PATHWAY_DECIDE),
    page(f"{ONE}referral/", referral_views.propose, "protection.propose", needs=P.REFERRAL_SEND),
    page("overrides/<uuid:override_id>/approve/", views.approve, "protection.approve", needs=P.OVERRIDE_APPROVE),
    page("referrals/", referral_views.queue, "protection.referrals", needs=(P.REFERRAL_SEND, P.REFERRAL_ANSWER)),
    page(
        "referrals/<uuid:referral_id>/",
        referral_views.referral,
        "protection.referral",
        needs=(P.REFERRAL_SEND, P.REFERRAL_ANSWER),
    ),
    page("advisories/", views.advisories, "protection.advisories", needs=(P.PERSON_READ, P.ADVISORY_MANAGE)),
    page("advisories/new/", views.new_advisory, "protection.new_advisory", needs=P.ADVISORY_MANAGE),
    page("advisories/<uuid:advisory_id>/end/", views.end_advisory, "protection.end_advisory", needs=P.ADVISORY_MANAGE),
]
