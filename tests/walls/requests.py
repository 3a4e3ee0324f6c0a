"""Every address and every route of the API, with the ids of somebody's record in place of the ids of nobody's."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from corridor.api.door import door

# Addresses that end or change the session itself, or hold nothing of anybody.
LEFT_OUT = ("access.logout", "access.lock", "access.unlock", "access.language", "access.login", "shell.gallery", "access.profile")
WORDS = {
    "purpose": "travel", "language": "en", "kind": "xlsx", "recipient": "airport", "form": "xlsx", "batch": "A/1", "number": "1", "step": "send",
    "part": "exit", "verb": "close", "what": "delayed", "change": "cancel",
}  # fmt: skip
VERBS = {"movements.step": "open_gate", "movements.record": "exit", "people.change": "names"}
IDS = (
    "person",
    "case",
    "request",
    "consent",
    "referral",
    "flight",
    "seat",
    "list",
    "plan",
    "need",
    "party",
)  # as named in addresses and bodies


@dataclass(frozen=True)
class Ask:
    """One request, once with ids of a record and once with ids of nobody."""

    name: str
    method: str
    path: str
    names: tuple[str, ...]
    body: dict[str, Any] = field(default_factory=dict)
    is_json: bool = False

    def send(self, client: Client, ids: dict[str, UUID]) -> Any:
        path = self.path.format(**{name: ids.get(name, NOBODY) for name in self.names})
        if self.method == "GET":
            return client.get(path)
        body = {key: str(ids.get(value[1:], NOBODY)) if str(value).startswith("@") else value for key, value in self.body.items()}
        if self.is_json:
            return client.post(path, json.dumps(body), content_type="application/json")
        return client.post(path, body)


NOBODY = UUID(int=0x7)
FORM: dict[str, Any] = {f"{name}{end}": f"@{name}" for name in IDS for end in ("", "_id")}
FORM |= {f"{name}s": f"@{name}" for name in IDS}
FORM |= {"with_person_id": "@person", "relative": "@person", "caregiver_id": "@person", "other": "@person", "besides": "@person"}
FORM |= {
    "version": "1",
    "reason": "because",
    "because": "other",
    "answer": "no_fear",
    "private": "on",
    "to": "",
    "state": "granted",
}
FORM |= {
    "form": "confirm",
    "q": "CR-0000",
    "code": "SM",
    "number": "X1",
    "full": "Somebody",
    "sex": "male",
    "name": "Somebody Invented",
}


def asks() -> Iterator[Ask]:
    yield from _screens()
    yield from _routes()


def _screens() -> Iterator[Ask]:
    for route, name in sorted(set(_addresses(get_resolver()))):
        if name in LEFT_OUT or route.startswith("api/"):
            continue
        names = tuple(one.removesuffix("_id") for one in re.findall(r"<uuid:(\w+)>", route))
        path = "/" + re.sub(r"<uuid:(\w+?)(_id)?>", r"{\1}", route)
        path = re.sub(r"<\w+:(\w+)>", lambda found, name=name: VERBS.get(name, WORDS[found[1]]), path)
        yield Ask(name, "GET", path, names)
        yield Ask(name, "POST", path, names, FORM)


def _addresses(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, str]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from _addresses(entry, before + str(entry.pattern))
        elif isinstance(entry, URLPattern):
            yield before + str(entry.pattern), entry.name or ""


def _routes() -> Iterator[Ask]:
    schema = json.loads(json.dumps(door.get_openapi_schema(), default=str))
    for path, methods in sorted(schema["paths"].items()):
        names = tuple(one.removesuffix("_id") for one in re.findall(r"{(\w+_id)}", path))
        plain = re.sub(r"{(\w+?)_id}", r"{\1}", path)
        plain = re.sub(r"{(verb|step)}", lambda found: WORDS[found[1]], plain)
        for method, about in methods.items():
            content = about.get("requestBody", {}).get("content", {}).get("application/json")
            body = _example(content["schema"], schema) if content else {}
            yield Ask(path, method.upper(), plain, names, body, is_json=True)


def _example(about: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    """A body that fits its schema, with the ids of the record where ids are asked for."""
    if "$ref" in about:
        about = schema["components"]["schemas"][about["$ref"].rsplit("/", 1)[1]]
    return {name: _value(name, one, schema) for name, one in about.get("properties", {}).items()}


def _value(name: str, about: dict[str, Any], schema: dict[str, Any]) -> Any:
    about = next((one for one in about.get("anyOf", []) if one.get("type") != "null"), about)
    if about.get("format") == "uuid":
        return f"@{name.removesuffix('_id')}"
    if about.get("format") == "date":
        return "2027-01-01"
    if about.get("format") == "date-time":
        return "2027-01-01T08:00:00Z"
    kinds: dict[str, Any] = {"boolean": True, "integer": 1, "number": 1, "array": [], "object": {}}
    return kinds.get(about.get("type", ""), about.get("default") or "other")


def plain(answer: Any, ids: dict[str, UUID]) -> str:
    """The answer without what differs in every answer: tokens, nonces, the ids themselves."""
    text = answer.content.decode("utf-8", "replace") if not answer.streaming else b"".join(answer).decode("utf-8", "replace")
    if text.startswith("%PDF"):
        return text[:5]  # the moment of making stands in it; the words are looked for in its screen
    text = re.sub(
        r'<div class="c-msg is-ok" role="status">.*?</div></div>\s*', "", text, flags=re.S
    )  # said once, by the request before
    text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"|nonce="[^"]*"|data-csrf="[^"]*"|"X-CSRFToken": *"[^"]*"', "", text)
    if answer.status_code in (201, 202):  # names what was just made for whoever asked
        text = re.sub(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "NEW", text)
    for one in [*ids.values(), NOBODY]:
        text = text.replace(str(one), "ID")
    return text + "|" + answer.headers.get("Location", "").replace(str(NOBODY), "ID")


def of_nobody(ids: dict[str, UUID]) -> dict[str, UUID]:
    return {name: uuid4() for name in ids}
