"""The life of an uploaded list."""

from corridor.kernel.lifecycle import Lifecycle, Step
from corridor.kernel.refusals import N_
from corridor.kernel.words import Word


class Upload(Word):
    RECEIVED = "received", N_("Received")
    MAPPED = "mapped", N_("Columns matched")
    CHECKED = "checked", N_("Checked")
    IMPORTING = "importing", N_("Being imported")
    DONE = "done", N_("Imported")
    REFUSED = "refused", N_("Not readable")
    ABANDONED = "abandoned", N_("Set aside")


U = Upload
UPLOAD = Lifecycle(
    name="exchange.list",
    statuses=Upload,
    initial=U.RECEIVED,
    final=frozenset({U.DONE, U.REFUSED, U.ABANDONED}),
    steps={
        "match": Step({U.RECEIVED, U.MAPPED, U.CHECKED}, U.MAPPED, label=N_("Match the columns")),
        "check": Step({U.MAPPED}, U.CHECKED, label=N_("Check the rows")),
        "import": Step({U.CHECKED, U.IMPORTING}, U.IMPORTING, label=N_("Import the good rows")),
        "finish": Step({U.IMPORTING}, U.DONE, label=N_("Finished")),
        "refuse": Step({U.RECEIVED, U.MAPPED}, U.REFUSED, label=N_("Not readable")),
        "abandon": Step({U.RECEIVED, U.MAPPED, U.CHECKED}, U.ABANDONED, label=N_("Set aside")),
    },
)
