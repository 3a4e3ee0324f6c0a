"""Words of the field as enums: the code is stored, the English label is the message id of its translations."""

from enum import StrEnum


class Word(StrEnum):
    """`DOCUMENT = "document", "Travel document"`: a string with a label."""

    label: str

    def __new__(cls, value: str, label: str = "") -> "Word":
        word = str.__new__(cls, value)
        word._value_ = value
        word.label = label or value.replace("_", " ").capitalize()
        return word
