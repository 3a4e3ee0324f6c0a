"""Who acts on the command line: the operator of this installation, for a named organisation, as a named job."""

from corridor.access import queries as access
from corridor.access.roles import Permission
from corridor.kernel.actor import Actor, system

UNMIGRATED = "The database has not the tables of this version: migrate it first, as docs/how-to/operate.md says."


def operator(command: str, organisation: str = "", *permissions: Permission) -> Actor:
    """A system actor for `bin/corridor COMMAND`; with an organisation it sees and writes what that organisation may."""
    nobody = system(f"command {command}")
    if not organisation:
        return nobody
    found = access.organisation(nobody, code=organisation)
    return system(f"command {command}", found.id, *[str(permission) for permission in permissions]).through("command")
