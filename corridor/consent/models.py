"""Consents are never edited: a withdrawal and a reconfirmation are rows of their own."""

from django.db import models
from django.db.models import F, Q

from corridor.access.models import Organisation, Staff
from corridor.audit.models import Row, one_of
from corridor.people.models import Person
from corridor.places.models import Site

from . import words


class ConsentText(Row):
    """The words that were read out, by purpose, version and language."""

    purpose = models.CharField(max_length=20)
    version = models.CharField(max_length=10)
    language = models.CharField(max_length=12)
    body = models.TextField()

    class Meta:
        constraints = [
            one_of("purpose", words.Purpose, "consent_consenttext"),
            models.UniqueConstraint(fields=["purpose", "version", "language"], name="consent_consenttext_once"),
        ]


class Consent(Row):
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="consents")
    purpose = models.CharField(max_length=20)
    pathway = models.CharField(max_length=12, blank=True)
    recipient = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    text = models.ForeignKey(ConsentText, on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=12)  # in which it was explained
    interpreter = models.CharField(max_length=60)  # 'none needed' is said, not left out
    form = models.CharField(max_length=20)
    legal_basis = models.CharField(max_length=20, blank=True)
    representative = models.CharField(max_length=120, blank=True)
    setting = models.CharField(max_length=16)
    place = models.ForeignKey(Site, on_delete=models.PROTECT, null=True, related_name="+")
    in_detention = models.BooleanField()
    guards_present = models.BooleanField()
    others_present = models.CharField(max_length=200, blank=True)
    options_explained = models.BooleanField()  # asylum and UNHCR, staying, other pathways
    officer = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    valid_until = models.DateField()
    confidence = models.CharField(max_length=24)

    class Meta:
        constraints = [
            one_of("purpose", words.Purpose, "consent_consent"),
            one_of("pathway", words.Pathway, "consent_consent"),
            one_of("form", words.Form, "consent_consent"),
            one_of("legal_basis", words.LegalBasis, "consent_consent"),
            one_of("setting", words.Setting, "consent_consent"),
            one_of("confidence", words.Confidence, "consent_consent"),
            models.CheckConstraint(
                condition=Q(form="proxy") & ~Q(legal_basis="") & ~Q(representative="") | ~Q(form="proxy") & Q(legal_basis=""),
                name="consent_consent_proxy_has_legal_basis",
            ),
            models.CheckConstraint(condition=~Q(purpose="travel") | ~Q(pathway=""), name="consent_consent_travel_names_pathway"),
            models.CheckConstraint(
                condition=~Q(purpose__in=["share", "contact_consulate"]) | Q(recipient__isnull=False),
                name="consent_consent_names_recipient",
            ),
            models.CheckConstraint(
                condition=~Q(language="") & ~Q(interpreter=""), name="consent_consent_says_language_and_interpreter"
            ),
            models.CheckConstraint(
                condition=Q(in_detention=False, guards_present=False) | ~Q(confidence="high"),
                name="consent_consent_detention_never_high",
            ),
            models.CheckConstraint(
                condition=Q(valid_until__gte=F("given_at__date")), name="consent_consent_ends_after_it_starts"
            ),
            models.UniqueConstraint(fields=["id", "person", "valid_until"], name="consent_consent_copied_truly"),
        ]
        indexes = [models.Index(fields=["person", "purpose", "-given_at"], name="consent_consent_of_person")]


class Withdrawal(Row):
    """One action, at any time, no reason asked, no penalty (INV-02)."""

    consent = models.OneToOneField(Consent, on_delete=models.PROTECT, related_name="withdrawal")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    told_to = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")


class Reconfirmation(Row):
    """Asked again in private, by another officer, outside detention and without guards (INV-03)."""

    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, related_name="reconfirmations")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    officer = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    setting = models.CharField(max_length=16)
    private = models.BooleanField()
    language = models.CharField(max_length=12)
    interpreter = models.CharField(max_length=60)

    class Meta:
        constraints = [
            one_of("setting", words.Setting, "consent_reconfirmation"),
            models.CheckConstraint(condition=Q(private=True), name="consent_reconfirmation_is_private"),
            models.CheckConstraint(condition=~Q(setting="detention"), name="consent_reconfirmation_outside_detention"),
            models.CheckConstraint(
                condition=~Q(language="") & ~Q(interpreter=""), name="consent_reconfirmation_says_language_and_interpreter"
            ),
        ]
