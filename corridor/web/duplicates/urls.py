"""Addresses of likely duplicates. Ids only."""

from corridor.access.roles import Permission as P
from corridor.web.shell.routing import page

from . import comparisons, joining, views

ONE = "duplicates/<uuid:pair_id>/"

urlpatterns = [
    page("duplicates/", views.queue, "duplicates.queue", needs=P.PAIR_REVIEW),
    page("duplicates/next/", views.next_one, "duplicates.next", needs=P.PAIR_REVIEW),
    page(ONE, views.pair, "duplicates.pair", needs=P.PAIR_REVIEW),
    page(f"{ONE}join/", joining.join, "duplicates.join", needs=P.PAIR_REVIEW),
    page("duplicates/joined/", joining.joined, "duplicates.joined", needs=P.PAIR_REVIEW),
    page("duplicates/joined/<uuid:merge_id>/agree/", joining.agree, "duplicates.agree", needs=P.PAIR_REVIEW),
    page("duplicates/joined/<uuid:merge_id>/take-apart/", joining.take_apart, "duplicates.take_apart", needs=P.PAIR_REVIEW),
    page("duplicates/elsewhere/", views.elsewhere, "duplicates.elsewhere", needs=P.PAIR_REVIEW),
    page("people/<uuid:person_id>/ask-to-compare/<uuid:organisation_id>/", views.ask, "duplicates.ask", needs=P.PAIR_REVIEW),
    page("duplicates/asked/<uuid:ask_id>/", views.answer, "duplicates.answer", needs=P.PAIR_SUPERVISE),
    page("people/<uuid:person_id>/look-for-duplicates/", views.look, "duplicates.look", needs=P.PAIR_REVIEW),
    page("duplicates/comparisons/", comparisons.comparisons, "duplicates.comparisons", needs=P.LINKING_START),
    page("duplicates/comparisons/<uuid:linking_id>/", comparisons.progress, "duplicates.progress", needs=P.LINKING_START),
    page("duplicates/reliability/", comparisons.reliability, "duplicates.reliability", needs=P.PAIR_SUPERVISE),
]
