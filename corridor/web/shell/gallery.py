"""Examples for the gallery: one for every component, about nobody. Every person, number and flight here is invented."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.utils.translation import gettext_lazy as _

from corridor.kernel.readiness import Requirement, State
from corridor.kernel.refusals import N_, Reason
from corridor.web.shell import charts
from corridor.web.shell.forms import DatePartsField

# Name of the file in templates/c/ → when to use it.
COMPONENTS: dict[str, Any] = {
    "status": _("One state: always word, shape and tint together. Six kinds, no others; flags in a row."),
    "panel_head": _("Head of a panel: what it holds, one sentence, at most one way further."),
    "worklist": _("What must I do now: next steps, not records. The clock sorts; j and k move."),
    "tabs": _("Sections of a record, or saved views of a list. A lock: restricted to named officers."),
    "pages": _("Which rows these are. Links keep the filters, so that a view can be shared."),
    "line": _("Where the person is on the pathway. The line passes an open gate and stops at a shut one."),
    "readiness": _("Can this person travel on this date: state, why, on what norm, who can fix it. Unmet first."),
    "consent": _("One card for each purpose. Withdrawing is one press, always, with no reason asked."),
    "timeline": _("What happened, newest first. Corrections are new events."),
    "dl": _("Terms and values. An empty value is named, never left blank."),
    "figure": _("A headline number, with since, as of, source and status."),
    "chart": _("Many values over time, drawn on the server. Labelled at the last point."),
    "bars": _("Classes and their counts, from zero. Unknown is a class of its own."),
    "flight": _("A flight ahead: route, day, fill. A cancelled one is dashed and says so."),
    "empty": _("Nothing to show: what would be here, why it is not, what to do."),
    "refusal": _("Not allowed, or failed: what was not done, why, on what rule, what to do."),
    "confirm": _("Acts on others or acts that cannot be undone, with a reason. Never for withdrawal."),
    "errors": _("After a refused save: what to mend, each line leading to its field."),
    "field": _("One question of a form: label, hint, control, error."),
    "actions": _("Foot of a form: one primary button, a way out, and where the draft is."),
}


class Example(forms.Form):
    """Every kind of control the field component draws."""

    given_names = forms.CharField(label=_("Given names"))
    fathers_name = forms.CharField(label=_("Father’s name"), required=False)
    nationality = forms.ChoiceField(
        label=_("Nationality, as stated"), choices=[("", _("not known")), ("ER", _("Eritrea")), ("NG", _("Nigeria"))]
    )
    guards = forms.ChoiceField(
        label=_("Are guards present?"), widget=forms.RadioSelect, choices=[("yes", _("Yes")), ("no", _("No"))]
    )
    born = DatePartsField(label=_("Born"), required=False, help_text=_("The year is enough."))
    care = forms.MultipleChoiceField(
        label=_("Care needed today"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[("medical", _("Medical help today")), ("walk", _("Cannot walk unaided")), ("danger", _("In danger here"))],
    )
    estimated = forms.BooleanField(label=_("The year of birth is estimated"), required=False)
    note = forms.CharField(
        label=_("Note"), required=False, widget=forms.Textarea({"rows": 2}), help_text=_("Only what someone must act on now.")
    )


def context() -> dict[str, Any]:
    """Everything the gallery page includes."""
    return {**_words(), **_person(), **_figures(), **_forms()}


def _words() -> dict[str, Any]:
    kinds = [
        ("ok", _("Met")),
        ("wait", _("Under way")),
        ("stop", _("Unmet")),
        ("info", _("For your information")),
        ("hold", _("Protection hold")),
        ("idle", _("Not started")),
        ("na", _("Does not apply")),
        ("warn", _("Take care")),
    ]
    return {
        "kinds": kinds,
        "flags": [
            {"kind": "stop", "text": _("Child alone"), "icon": "child"},
            {"kind": "hold", "text": _("Protection")},
            {"kind": "info", "text": _("Travels with 1 child"), "icon": "family"},
        ],
        "reasons": [
            Reason(
                "returns.referral_open", N_("A referral is open for this person. Until it is answered, no return can be booked.")
            )
        ],
        "rule": _("Rule: a return waits for an open referral. Two named officers may lift it, in writing."),
    }


def _person() -> dict[str, Any]:
    at = datetime(2026, 11, 16, 14, 40, tzinfo=UTC)
    return {
        "rows": _rows(),
        "columns": [_("Pathway"), _("Where")],
        "views": [
            {"text": _("Needs a step from me"), "url": "?view=mine", "number": 14, "active": True},
            {"text": _("Waiting on others"), "url": "?view=others", "number": 31},
        ],
        "sections": [
            {"text": _("Overview"), "url": "?tab=overview", "active": True},
            {"text": _("Family"), "url": "?tab=family"},
            {"text": _("Protection"), "url": "?tab=protection", "icon": "lock", "icon_word": _("restricted")},
            {"text": _("Return"), "url": "?tab=return", "icon": "wait", "icon_word": _("something waits there")},
        ],
        "steps": _steps(),
        "requirements": _requirements(),
        "fixes": [{"code": "reconfirm", "url": "#c-readiness", "text": _("Book a private talk")}],
        "facts": [
            (_("Given"), _("21 Oct 2026, in writing, Edo")),
            (_("Setting"), _("Detention, guards present")),
            (_("Voluntariness"), _("Limited")),
            (_("Text"), ""),
        ],
        "links": [{"url": "#c-consent", "text": _("Read the text")}],
        "events": [
            {
                "at": at,
                "icon": "plane",
                "text": _("Seat held with her daughter"),
                "ref": "CR-0231",
                "url": "#c-flight",
                "note": _("Movement plan version 14"),
            },
            {"at": at - timedelta(days=4), "icon": "care", "text": _("Fit-to-travel check: fit, no condition")},
            {"when": _("before 2026"), "icon": "doc", "text": _("Registered by another office")},
        ],
    }


def _rows() -> list[dict[str, Any]]:
    return [
        {
            "url": "#c-worklist",
            "name": "Yonas Tekle Habtemariam",
            "facts": _("M, 16 stated, Eritrea"),
            "ref": "LBY-2611-00901",
            "step": _("Treat as a child; start best-interests assessment"),
            "step_note": _("Age was questioned on 14 Nov"),
            "due": _("Overdue 1 day"),
            "due_note": _("was Mon 16 Nov"),
            "due_state": "late",
            "cells": [_("Not chosen"), _("Tajoura")],
            "flags": [{"kind": "stop", "text": _("Child alone"), "icon": "child"}, {"kind": "hold", "text": _("Protection")}],
            "selected": True,
        },
        {
            "url": "#c-worklist",
            "name": "ሰላም ገብረመስቀል",
            "facts": _("W, 24, Eritrea"),
            "ref": "LBY-2610-04173",
            "step": _("Find a second officer for the private talk"),
            "due": _("09:30 today"),
            "due_state": "soon",
            "cells": [_("Return"), _("Women’s shelter")],
            "flags": [{"kind": "wait", "text": _("Reconfirm"), "icon": "pen"}],
        },
        {
            "url": "#c-worklist",
            "name": "عبد الرحمن عيسى آدم",
            "facts": _("M, 41, Sudan"),
            "ref": "LBY-2608-00455",
            "step": _("Tell him that the referral was accepted"),
            "due": _("Wed 18 Nov"),
            "cells": [_("Asylum"), _("Hay al-Andalus")],
            "flags": [],
        },
    ]


def _steps() -> list[dict[str, Any]]:
    return [
        {"name": _("Registered"), "state": "open", "note": _("21 Oct")},
        {"name": _("Counselled"), "state": "open", "note": _("21 Oct")},
        {"name": _("Screened"), "state": "open", "note": _("27 Oct")},
        {"name": _("Consent"), "state": "shut", "note": _("confirm again")},
        {"name": _("Consular check"), "state": "open", "note": _("2 Nov")},
        {"name": _("Exit permit"), "state": "here", "note": _("waiting 8 days")},
        {"name": _("Medical"), "state": "ahead", "note": _("24 Nov")},
        {"name": _("Boarding"), "state": "ahead", "note": _("26 Nov")},
        {"name": _("Arrival"), "state": "ahead", "note": "Lagos"},
    ]


def _requirements() -> list[Requirement]:
    why = N_("She first signed with guards in the room. A second officer must ask her again, alone, from %(day)s.")
    norm = N_("Free, prior and informed consent: AVRR Framework, principle 1")
    return [
        Requirement(
            "reconfirm", N_("Consent confirmed again in private"), State.UNMET, why, norm, N_("Any other return officer"),
            {"day": date(2026, 11, 23)},
        ),
        Requirement(
            "risk", N_("Risk assessment and reception plan"), State.UNMET,
            N_("A protection matter is open. Its content is restricted to the protection team."),
            N_("Individual assessment before return: Global Compact, objective 21"), N_("Protection officer"), restricted=True,
        ),
        Requirement(
            "exit", N_("Exit permit"), State.UNDER_WAY, N_("Asked on 9 November. Half of the answers come within 9 days."),
            N_("Needed by every traveller"), N_("Movement officer"),
        ),
        Requirement("nationality", N_("Nationality and travel document"), State.MET, N_("Valid until 2 February 2027."), "", ""),
        Requirement("bid", N_("Best-interests determination"), State.NOT_APPLICABLE, N_("She travels with her mother."), "", ""),
    ]  # fmt: skip


def _figures() -> dict[str, Any]:
    months = [
        _("Nov"),
        _("Dec"),
        _("Jan"),
        _("Feb"),
        _("Mar"),
        _("Apr"),
        _("May"),
        _("Jun"),
        _("Jul"),
        _("Aug"),
        _("Sep"),
        _("Oct"),
    ]
    returns = [868, 931, 702, 815, 953, 412, 760, 1020, 1104, 987, 1126, 1038]
    evacuations = [92, 0, 72, 59, 0, 0, 164, 76, 0, 89, 79, 122]
    start = date(2026, 10, 20)
    levels = [
        (start + timedelta(days=day), n)
        for day, n in ((0, 598), (7, 700), (12, 682), (20, 655), (28, 641), (43, 742), (52, 680), (80, 596))
    ]
    return {
        "since": date(2015, 1, 1),
        "as_of": date(2026, 10, 31),
        "columns_chart": charts.column_chart(returns, months, _("Returns per month, 412 to 1,126, October 1,038")),
        "lines_chart": charts.line_chart(
            [charts.Series(_("Returns"), returns), charts.Series(_("Evacuations"), evacuations, "evac")],
            months,
            _("Returns and evacuations per month; the two are never added"),
        ),
        "occupancy_chart": charts.occupancy(
            levels, date(2026, 11, 17), 700, _("People present: 641 today, 742 on 2 December, against a capacity of 700"),
            hatch="over-gallery",
        ),
        "bars": [
            {"label": _("Nigeria"), "part": 253},
            {"label": _("Guinea"), "part": 141},
            {"label": _("not known"), "part": 38, "unknown": True},
            {"label": _("Chad"), "withheld": _("under 5, not published")},
        ],
        "prints": {"held": 162, "seats": 174},
    }  # fmt: skip


def _forms() -> dict[str, Any]:
    bad = Example({"given_names": "", "guards": "yes", "born_year": "20", "nationality": "XX"}, auto_id="bad_%s")
    bad.is_valid()
    return {"form": Example(initial={"born": "2002-05", "guards": "yes", "care": ["walk"]}, auto_id="id_%s"), "bad_form": bad,
            "page": Paginator(range(62), 25).page(2)}  # fmt: skip
