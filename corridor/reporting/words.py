"""Words of the joint figures."""

from corridor.kernel.refusals import N_
from corridor.kernel.words import Word


class FigureStatus(Word):
    OFFICIAL = "official", N_("Official")
    RECONCILED = "reconciled", N_("Reconciled on arrival")
    PRELIMINARY = "preliminary", N_("Preliminary")


class Dimension(Word):
    YEAR = "year", N_("Year")
    MONTH = "month", N_("Month of departure")
    NATIONALITY = "nationality", N_("Nationality")
    SEX = "sex", N_("Sex")
    AGE_GROUP = "age_group", N_("Age on departure")
    EMBARKATION = "embarkation", N_("Airport of departure")
    DESTINATION = "destination", N_("Country of destination")
    CARRIAGE = "carriage", N_("Charter or commercial")
    CONFIDENCE = "confidence", N_("How sure that the choice was free and informed")
