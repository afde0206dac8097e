"""What schemathesis is told of our repository: names of things that are there, and what no answer may give away."""

import json
import os
import random
import re

import schemathesis

# Ids of a case, an act and so on that the repository knows: an address of nothing is refused at the door, and tries only the door.
KNOWN = json.loads(os.environ["FOJAS_KNOWN"])
FOLDER = os.environ["FOJAS_FOLDER"]

# A place in a program, a question to a database, a place on the disk, a word of the runtime.
GIVEN_AWAY = re.compile(
    r"\n\s+at |node:internal|node_modules|\.ts:\d|\.js:\d|\b(?:SELECT|INSERT|UPDATE|DELETE) .*\b(?:FROM|INTO|SET|WHERE)\b"
    r"|SQLITE_|SqliteError|syntax error at|TypeError|ReferenceError|ZodError|is not a function|Cannot read prop"
    r"|ENOENT|EACCES|/tmp/|/home/|/usr/|/root/"
)
# It describes the protocol, and names both.
DESCRIBES = {"/v1/openapi.json"}


# Three times in four a thing that is there stands in its place.
OFTEN = 0.75
# Who knows another wording, or requires what nobody has heard of, is refused before anything else: so seldom that the rest is tried.
SELDOM = 0.1


@schemathesis.hook
def before_call(context, case, kwargs):
    """Leads most requests past the door. The same request is always led the same way."""
    chance = random.Random(f"{case.path_parameters} {case.query} {case.headers} {case.body!r}")
    for name in case.path_parameters or {}:
        if name in KNOWN and chance.random() < OFTEN:
            case.path_parameters[name] = KNOWN[name]
    if "office" in (case.query or {}) and chance.random() < OFTEN:
        case.query["office"] = KNOWN["office"]
    for name in ("Fojas-Version", "Fojas-Requires"):
        if name in (case.headers or {}) and chance.random() >= SELDOM:
            del case.headers[name]
    if isinstance(case.body, dict):
        for name, value in KNOWN.items():
            if name in case.body and chance.random() < OFTEN:
                case.body[name] = value
        if "officeId" in case.body and chance.random() < OFTEN:
            case.body["officeId"] = KNOWN["office"]


@schemathesis.serializer("application/vnd.fojas.bundle", "application/vnd.fojas.parcel", "application/partial-upload")
def as_bytes(context, value):
    """Bodies that are bytes of our own kinds."""
    return value if isinstance(value, bytes) else str(value).encode()


@schemathesis.check
def gives_nothing_away(context, response, case):
    """No answer tells how the repository is made or where it lies."""
    if case.operation.path in DESCRIBES:
        return
    text = response.content.decode("utf-8", "replace")
    headers = "\n".join(f"{name}: {value}" for name, value in response.headers.items())
    found = GIVEN_AWAY.search(text) or GIVEN_AWAY.search(headers)
    place = FOLDER if FOLDER in text else None
    if found or place:
        raise AssertionError(f"the answer gives away {place or found.group(0)!r}: {text[:300]}")
