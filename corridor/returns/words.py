"""Words of returns: how a consulate speaks with a person."""

from corridor.kernel.refusals import N_
from corridor.kernel.words import Word


class InterviewMode(Word):
    NONE = "", N_("No interview arranged")
    REMOTE = "remote", N_("By video")
    TELEPHONE = "telephone", N_("By telephone")
    IN_PERSON = "in_person", N_("In person")
