"""Forms of lists: the file, and what each of its columns is."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from corridor.exchange.queries import ListDetail
from corridor.exchange.rules import letter
from corridor.exchange.words import DateOrder, Field, FirstOfJanuary

MOST_BYTES = 25 * 1024 * 1024


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("Excel (.xlsx) or CSV file"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt,.tsv"}),
        help_text=_("At most 25 MB. Nobody is registered before you have seen the rows."),
        error_messages={"required": _("Choose a file."), "empty": _("The file is empty. Choose the list itself.")},
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("The file is larger than 25 MB. Split the list, or remove pictures and other sheets."))
        return file


class ColumnsForm(forms.Form):
    """One choice for each column of the file, and what its dates mean."""

    order = forms.ChoiceField(
        label=_("A date like 03/04/1990 is written"), choices=[(str(one), _(one.label)) for one in DateOrder]
    )
    first_of_january = forms.ChoiceField(
        label=_("A birth date of 1 January means"),
        choices=[(str(one), _(one.label)) for one in FirstOfJanuary],
        help_text=_("Some systems write 1 January when only the year is known."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, one: ListDetail, *args: Any, **kwargs: Any) -> None:
        chosen = {f"column_{index}": field for field, index in one.mapping.items()}
        settings = {"order": one.order or DateOrder.AUTO, "first_of_january": one.first_of_january or FirstOfJanuary.DAY}
        super().__init__(*args, initial={**chosen, **settings, "version": one.version}, **kwargs)
        self.one = one
        choices = [("", _("Left out")), *((str(field), _(field.label)) for field in Field)]
        for index, label in enumerate(one.columns):
            name = label or gettext("Column %(letter)s") % {"letter": letter(index)}
            self.fields[f"column_{index}"] = forms.ChoiceField(label=name, choices=choices, required=False)

    def columns(self) -> list[dict[str, Any]]:
        """For the table: the column, its first values, the choice."""
        shown = []
        for index, label in enumerate(self.one.columns):
            values = [row[index] for row in self.one.sample if index < len(row) and row[index]]
            shown.append({"letter": letter(index), "label": label, "values": values[:3], "field": self[f"column_{index}"]})
        return shown

    def clean(self) -> dict[str, Any]:
        seen: dict[str, str] = {}
        for index in range(len(self.one.columns)):
            name = f"column_{index}"
            field = self.cleaned_data.get(name, "")
            if field and field in seen:
                text = _("Column %(first)s is this already. Choose another meaning, or leave one of the two out.")
                self.add_error(name, forms.ValidationError(text, params={"first": letter(int(seen[field]))}))
            elif field:
                seen[field] = str(index)
        self.mapping = seen
        return self.cleaned_data
