"""Words about lists: what a column may say, what became of a row, how a file writes its dates."""

from corridor.kernel.refusals import N_
from corridor.kernel.words import Word


class Field(Word):
    """What a column of a list may be taken as. Anything else in a list is left out, and said to be."""

    EXTERNAL_ID = "external_id", N_("Your number for the person")
    NAME = "name", N_("Name as given")
    GIVEN_NAME = "given_name", N_("Given name")
    FATHER_NAME = "father_name", N_("Father's name")
    FAMILY_NAME = "family_name", N_("Family name")
    OTHER_NAME = "other_name", N_("Name in another script")
    ALIAS = "alias", N_("Also known as")
    SEX = "sex", N_("Sex")
    BIRTH_DATE = "birth_date", N_("Date of birth")
    BIRTH_YEAR = "birth_year", N_("Year of birth")
    BIRTH_MONTH = "birth_month", N_("Month of birth")
    BIRTH_DAY = "birth_day", N_("Day of birth")
    AGE = "age", N_("Age")
    NATIONALITY = "nationality", N_("Nationality")
    PHONE = "phone", N_("Telephone")
    PHONE_2 = "phone_2", N_("Second telephone")
    DOCUMENT_KIND = "document_kind", N_("Kind of document")
    DOCUMENT_NUMBER = "document_number", N_("Document number")
    DOCUMENT_COUNTRY = "document_country", N_("Issued by (country)")
    DOCUMENT_EXPIRES = "document_expires", N_("Document valid until")
    PASSPORT = "passport", N_("Passport number")
    NATIONAL_ID = "national_id", N_("National identity number")
    LANGUAGES = "languages", N_("Languages")
    LOCATION = "location", N_("Kind of place where the person is")
    CHILD_ALONE = "child_alone", N_("Child alone")
    REGISTERED_ON = "registered_on", N_("Registered on")


NAMES = (Field.NAME, Field.GIVEN_NAME, Field.FATHER_NAME, Field.FAMILY_NAME)


class RowState(Word):
    READ = "read", N_("Read")
    GOOD = "good", N_("Ready to import")
    BAD = "bad", N_("To be corrected")
    KNOWN = "known", N_("Imported before")
    TWICE = "twice", N_("Twice in this list")
    IMPORTED = "imported", N_("Imported")


class DateOrder(Word):
    """How 03/04/1990 is meant. AUTO: as the other dates of the file show; refused when they do not."""

    AUTO = "auto", N_("As the dates of this file show")
    DMY = "dmy", N_("Day, month, year")
    MDY = "mdy", N_("Month, day, year")


class FirstOfJanuary(Word):
    """Some systems write 1 January when only the year is known."""

    DAY = "day", N_("The day of birth is 1 January")
    YEAR = "year", N_("Only the year is known")
