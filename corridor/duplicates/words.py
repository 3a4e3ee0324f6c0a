"""Words about pairs of records, what reviewers say of them, and joining."""

from corridor.kernel.refusals import N_
from corridor.kernel.words import Word


class PairStatus(Word):
    OPEN = "open", N_("Waiting for a decision")
    BLIND = "blind", N_("Waiting for a second decision")
    UNSURE = "unsure", N_("A supervisor decides")
    SAME = "same", N_("The same person")
    DIFFERENT = "different", N_("Two different people")


class Answer(Word):
    """What a reviewer says. Not sure is an answer: a supervisor decides then."""

    SAME = "same", N_("The same person")
    DIFFERENT = "different", N_("Two different people")
    UNSURE = "unsure", N_("Not sure")


class Source(Word):
    """Where a pair was noticed."""

    REGISTRATION = "registration", N_("While registering")
    IMPORT = "import", N_("On a partner's list")
    JOB = "job", N_("By comparing all records")
    SEARCH = "search", N_("Somebody searched")


class MergeStatus(Word):
    PROPOSED = "proposed", N_("Waiting for the second person")
    JOINED = "joined", N_("Joined")
    DECLINED = "declined", N_("Not joined")
    TAKEN_APART = "taken_apart", N_("Taken apart")


class Side(Word):
    """Which of the two records a field is taken from."""

    KEEPER = "keeper", N_("This record")
    OTHER = "other", N_("The other record")


class Agreement(Word):
    """Whose second word a join needs."""

    NOBODY = "", N_("Nobody else")
    SECOND = "second", N_("A second supervisor")
    PARTNER = "partner", N_("A supervisor of the other organisation")


class LinkingStatus(Word):
    RUNNING = "running", N_("Comparing")
    DONE = "done", N_("Done")
    STOPPED = "stopped", N_("Stopped")


class AskStatus(Word):
    """What became of asking another organisation to open a record for comparing."""

    WAITING = "waiting", N_("Waiting for an answer")
    OPENED = "opened", N_("Opened for comparing")
    DECLINED = "declined", N_("Not opened")
