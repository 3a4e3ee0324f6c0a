"""The code on a boarding pass: the seat's opaque token, which means nothing to anybody else."""

from io import BytesIO

import segno


def svg(token: str, label: str = "") -> str:
    """A picture for a page or a file; no script, no style, no link in it."""
    out = BytesIO()
    code = segno.make(token, error="m", micro=False)
    code.save(
        out,
        kind="svg",
        scale=4,
        border=2,
        xmldecl=False,
        svgns=True,
        omitsize=True,
        title=label or None,
        svgclass=None,
        lineclass=None,
    )
    return out.getvalue().decode()
