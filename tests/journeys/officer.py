"""An officer at a browser: signs in, opens pages, answers questions by their labels, presses buttons.

Every page that is seen is looked at: no fault in the console, nothing fetched from elsewhere, no sideways scroll, and (once for
each kind of page, width and language) axe finds nothing. CORRIDOR_PICTURES=<folder> keeps a picture of each.
"""

import os
import re
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.test import Client
from django.urls import resolve, reverse

AXE = files("axe_playwright_python").joinpath("axe.min.js")
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"], "resultTypes": ["violations"]}
PASSWORD = "correct horse battery"  # of everybody in tests/world.py
PHONE, DESK = 390, 1366
ANSWERS = "the server responded with a status of 4"  # a refusal is an answer, not a fault of the page
_looked_at: set[tuple[str, int, str]] = set()


@cache
def axe() -> str:
    return AXE.read_text()


class Officer:
    """One login, one window. `name` is the login; pages are named as in urls.py."""

    def __init__(self, browser: Any, server: str, staff: Any, *, width: int = DESK, language: str = "en", scripts: bool = True):
        self.server, self.staff, self.width, self.language, self.scripts = server, staff, width, language, scripts
        size = {"width": width, "height": 844 if width < 500 else 768}
        self.context = browser.new_context(viewport=size, java_script_enabled=scripts, accept_downloads=True)
        self.context.set_default_timeout(8_000)
        self.faults: list[str] = []
        self.context.on("request", self._asked)
        self.context.on("response", self._answered)
        self.context.on("console", self._said)
        self.context.on("weberror", lambda error: self.faults.append(str(error.error)))
        self.page = self.context.new_page()

    # --- coming in

    def signs_in(self) -> "Officer":
        self.page.goto(self.server + reverse("access.login"))
        self.looks()
        self.page.get_by_label("Login").fill(self.staff.login)
        self.page.get_by_label("Password").fill(PASSWORD)
        self.page.get_by_role("button", name="Sign in").click()
        self.page.wait_for_url(lambda url: reverse("access.login") not in url)
        return self.looks()

    def comes_in(self) -> "Officer":
        """Signed in already, where signing in is not what is told."""
        client = Client()
        client.force_login(self.staff)
        cookies = [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": self.server}]
        cookies += [{"name": "corridor_language", "value": self.language, "url": self.server}]
        self.context.add_cookies(cookies)
        return self

    # --- pages

    def opens(self, name: str, *args: Any, query: str = "") -> "Officer":
        answer = self.page.goto(self.server + reverse(name, args=args) + query)
        assert answer.status == 200, f"{name}: {answer.status}"
        return self.looks()

    def is_answered(self, name: str, *args: Any) -> int:
        """The status of an address typed by hand."""
        return self.page.goto(self.server + reverse(name, args=args)).status

    def follows(self, link: str) -> "Officer":
        self.page.get_by_role("main").get_by_role("link", name=link).first.click()
        return self.looks()

    def presses(self, button: str, *, within: Any = None) -> "Officer":
        place = within or self.page.get_by_role("main")
        place.get_by_role("button", name=button).first.click()
        return self.looks()

    # --- questions

    def answers(self, said: dict[str, Any], *, within: Any = None) -> "Officer":
        """{label: answer}: text is written, a choice chosen, a group ticked; a date is (day, month, year)."""
        for label, answer in said.items():
            self._answer(within or self.page.get_by_role("main"), label, answer)
        return self

    def types(self, label: str, text: str) -> "Officer":
        """Key by key, as hands do; what waits for it wakes up."""
        self.page.get_by_role("main").get_by_label(label).first.press_sequentially(text)
        return self

    def not_boarding(self, name: str, because: str) -> "Officer":
        """At the gate, in the row of this person."""
        row = self.page.locator("tr", has_text=name)
        row.locator("summary").first.click()
        return self.presses(because, within=row)

    def unfolds(self, title: str) -> "Officer":
        self.page.locator("main summary", has_text=title).click()
        return self

    def _answer(self, main: Any, label: str, answer: Any) -> None:
        group = main.get_by_role("group", name=label)
        if isinstance(answer, tuple):
            for part, value in zip(("day", "month", "year"), answer, strict=True):
                field = group.locator(f"[name$=_{part}]")
                field.select_option(str(value)) if part == "month" else field.fill(str(value))
            return
        if group.count():
            for one in answer if isinstance(answer, list) else [answer]:
                group.first.get_by_label(one, exact=True).check()
            return
        field = main.get_by_label(label).and_(main.locator("input, select, textarea")).first
        kind = field.evaluate("field => field.type")
        if kind == "select-one":
            field.select_option(label=answer)
        elif kind == "checkbox":
            field.check()
        else:
            field.fill(answer)

    def uploads(self, name: str, text: str) -> "Officer":
        self.page.locator("main input[type=file]").set_input_files(
            {"name": name, "mimeType": "text/csv", "buffer": text.encode()}
        )
        return self

    def downloads(self, link: str) -> str:
        with self.page.expect_download() as coming:
            self.page.get_by_role("main").get_by_role("link", name=link, exact=True).click()
        return Path(coming.value.path()).read_text(encoding="utf-8-sig")

    # --- what is seen

    def sees(self, text: str) -> "Officer":
        self.page.get_by_text(text).first.wait_for(state="attached")
        return self

    def counts(self, what: str, number: int) -> "Officer":
        """One of the figures in a row, like "1 boarded"."""
        self.page.locator("#counts div").filter(has_text=re.compile(rf"^\s*{number}\s*{what}\s*$")).wait_for()
        return self

    def sees_not(self, text: str) -> "Officer":
        assert text not in self.text(), text
        return self

    def text(self) -> str:
        return self.page.locator("body").inner_text()

    def looks(self) -> "Officer":
        """At the page as a whole: what no page may do."""
        page = self.page
        page.wait_for_load_state("load")
        if self.scripts:
            page.locator(".htmx-request").first.wait_for(state="detached")
        here = f"{self._kind()} at {self.width} px in {self.language}"
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            self.faults.append(f"{here} scrolls sideways")
        key = (self._kind(), self.width, self.language)
        if key not in _looked_at and self.scripts:
            _looked_at.add(key)
            self._keeps_a_picture(key)
            self.faults += [f"{here}: {found}" for found in self.violations()]
        return self

    def looks_again(self) -> "Officer":
        """Anew, and closely: the page may have become another one."""
        self.page.reload()
        _looked_at.discard((self._kind(), self.width, self.language))
        return self.looks()

    def attribute(self, name: str) -> str:
        return self.page.locator("html").get_attribute(name)

    def violations(self) -> list[str]:
        page = self.page
        if not page.evaluate("Boolean(window.axe)"):
            page.evaluate(axe())
        found = page.evaluate("rules => axe.run(document, rules)", RULES)["violations"]
        return [f"{one['id']}: {one['help']}: {[node['html'][:160] for node in one['nodes'][:3]]}" for one in found]

    def leaves(self) -> None:
        self.context.close()

    def path(self) -> str:
        return urlsplit(self.page.url).path

    def _kind(self) -> str:
        return resolve(self.path()).view_name or "unnamed"

    def _asked(self, request: Any) -> None:
        if not request.url.startswith((self.server, "data:", "blob:")):
            self.faults.append(f"{self.path()} asked elsewhere: {request.url}")

    def _answered(self, response: Any) -> None:
        if response.status >= 500 or (
            response.status >= 400 and response.request.resource_type in ("stylesheet", "script", "font", "image")
        ):
            self.faults.append(f"{self.path()}: {response.status} for {urlsplit(response.url).path}")

    def _said(self, message: Any) -> None:
        if message.type == "error" and ANSWERS not in message.text:
            self.faults.append(f"{self.path()}: {message.text}")

    def _keeps_a_picture(self, key: tuple[str, int, str]) -> None:
        folder = os.environ.get("CORRIDOR_PICTURES")
        if folder:
            name = re.sub(r"\W+", "-", "-".join(str(part) for part in key))
            self.page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)
