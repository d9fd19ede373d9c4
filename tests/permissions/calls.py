"""The calls: what is published is for everybody; making it is the office's; asking, for whoever has signed in."""

from tests.permissions.rows import EVERYBODY, OFFICE, SIGNED_IN, Row
from tests.stages.calls.conftest import DOSSIERS

EDITION = "zgc-2022"
#: A programme file with its sample, so that the pages about an organisation have one to show.
SAMPLE = "intelligence-association"


def programme(_people):
    return {"programme": EDITION}


def plan(_people):
    return {"programme": "juli-2022"}


def two(_people):
    return {"programme": "zgc-2025", "old": EDITION}


def sampled(_people):
    from django.conf import settings

    settings.SAMPLES = DOSSIERS
    return {"programme": EDITION, "who": SAMPLE}


def whose(people):
    sampled(people)
    return {"who": SAMPLE}


# -- calls in the database ---------------------------------------------------------------------------------------------

NEW = {"edition": "small-2091", "year": 2091, "title_zh": "小项目", "title_en": "Small"}


def text(_people=None):
    from tests.stages.calls.making import FILE

    return FILE.replace("2031", "2091")


def _draft(people):
    from tests.stages.calls.making import draft

    return draft(people, text())


def _published(people):
    from tests.stages.calls.making import published

    return published(people, text())


def draft(people):
    return {"call": _draft(people).pk}


def published(people):
    return {"call": _published(people).pk}


def edition(people):
    return {"edition": _published(people).edition}


def hidden(people):
    return {"edition": _draft(people).edition}


def _proposed(people):
    from tests.stages.calls.making import proposed

    call = _published(people)
    proposed(people, call, text().replace("03-20T16:00", "04-20T16:00"))
    return call


def proposed(people):
    return {"call": _proposed(people).pk}


def amended(people):
    from juli.stages.calls.actions import publishing
    from tests.stages.calls.making import NOW, REASON

    call = _proposed(people)
    publishing.amend(call=call, reason=REASON, version=2, knowing=True, by=people.users["officer"], at=NOW)
    return {"edition": call.edition, "number": 1}


def asked(people):
    from juli.stages.calls.actions import asking
    from tests.stages.calls.making import NOW

    return {"question": asking.ask(call=_published(people), text="?", by=people.users["stranger"], at=NOW).pk}


def known(**fields):
    return lambda _people: {"version": 1, **fields}


REASONS = {"reason_zh": "延期", "reason_en": "extended"}
FIRST = "categories/0/any_of/0"
NOBODY = ("nobody", *SIGNED_IN)

ROWS = [
    Row("home", EVERYBODY),
    Row("calls:start", EVERYBODY),
    Row("calls:forget", EVERYBODY, "POST"),
    Row("calls:overview", EVERYBODY, arrange=whose),
    Row("calls:rules", EVERYBODY, arrange=programme),
    Row("calls:source", EVERYBODY, arrange=programme),
    Row("calls:data", EVERYBODY, arrange=programme),
    Row("calls:template", EVERYBODY, arrange=programme),
    Row("calls:choose", EVERYBODY, arrange=programme),
    Row("calls:check", EVERYBODY, arrange=sampled),
    Row("calls:advice", EVERYBODY, arrange=sampled),
    Row("calls:difference", EVERYBODY, arrange=two),
    Row("calls:what_if", EVERYBODY, arrange=programme),
    Row("calls:what_if_result", EVERYBODY, arrange=programme),
    Row("calls:plan", EVERYBODY, arrange=plan),
    # Published calls; a draft is not there for anybody, by its public address.
    Row("calls:calls", EVERYBODY),
    Row("calls:call", EVERYBODY, state="published", arrange=edition),
    Row("calls:call", (), state="draft", arrange=hidden, hides=NOBODY),
    Row("calls:amendment", EVERYBODY, arrange=amended),
    Row("calls:call_source", EVERYBODY, state="published", arrange=edition),
    Row("calls:call_source", (), state="draft", arrange=hidden, hides=NOBODY),
    Row("calls:calendar", EVERYBODY, state="published", arrange=edition),
    Row("calls:calendar", (), state="draft", arrange=hidden, hides=NOBODY),
    Row("calls:ask", SIGNED_IN, "POST", arrange=edition, body=lambda _p: {"text": "?"}, action="calls.ask"),
    Row("calls:ask", (), "POST", state="draft", arrange=hidden, hides=SIGNED_IN, body=lambda _p: {"text": "?"}),
    # The office.
    Row("calls:office_calls", OFFICE),
    Row("calls:office_new", OFFICE),
    Row(
        "calls:office_new", OFFICE, "POST", state="from the shelf",
        body=lambda _p: {"way": "shelf", "source": f"shelf/{EDITION}"}, action="calls.make",
    ),
    Row(
        "calls:office_new", OFFICE, "POST", state="as a copy",
        body=lambda _p: {"way": "copy", "source": f"shelf/{EDITION}", **NEW}, action="calls.copy",
    ),
    Row("calls:office_call", OFFICE, state="draft", arrange=draft),
    Row("calls:office_call", OFFICE, state="published", arrange=published),
    Row("calls:office_preview", OFFICE, state="draft", arrange=draft),
    Row("calls:office_preview", (), state="published", arrange=published),
    Row("calls:office_difference", OFFICE, state="draft", arrange=draft),
    Row("calls:desk", OFFICE, state="draft", arrange=draft),
    Row("calls:desk", (), state="published", arrange=published),
    Row("calls:desk", OFFICE, state="amendment in the making", arrange=proposed),
    Row(
        "calls:desk", OFFICE, "POST", state="draft", arrange=draft,
        body=known(at=FIRST, **{"value.at_least": 3}), action="calls.save_part",
    ),
    Row("calls:desk", (), "POST", state="published", arrange=published, body=known(at=FIRST)),
    Row(
        "calls:part", OFFICE, "POST", state="add", arrange=draft,
        body=known(at="categories/0/any_of", act="add"), action="calls.add_part",
    ),
    Row(
        "calls:part", OFFICE, "POST", state="remove", arrange=draft,
        body=known(at=FIRST, act="remove"), action="calls.change_part",
    ),
    Row("calls:part", (), "POST", state="published", arrange=published, body=known(at=FIRST, act="remove")),
    Row("calls:check_draft", OFFICE, "POST", arrange=draft, body=known(at=FIRST)),
    Row("calls:step", OFFICE, "POST", state="undo", arrange=draft, body=known(act="undo"), action="calls.undo"),
    Row("calls:step", OFFICE, "POST", state="redo", arrange=draft, body=known(act="redo"), action="calls.redo"),
    Row("calls:text", OFFICE, state="draft", arrange=draft),
    Row("calls:text", (), state="published", arrange=published),
    Row("calls:text", OFFICE, "POST", arrange=draft, body=known(text="id: [\n"), action="calls.save_text"),
    Row("calls:publish", OFFICE, "POST", state="draft", arrange=draft, body=known(), action="calls.publish"),
    Row("calls:publish", (), "POST", state="published", arrange=published, body=known(**REASONS)),
    Row(
        "calls:publish", OFFICE, "POST", state="amendment in the making", arrange=proposed,
        body=lambda _p: {"version": 2, **REASONS}, action="calls.amend",
    ),
    Row("calls:propose", OFFICE, "POST", state="published", arrange=published, action="calls.propose"),
    Row("calls:propose", (), "POST", state="draft", arrange=draft),
    Row(
        "calls:reasons", OFFICE, "POST", state="amendment in the making", arrange=proposed,
        body=lambda _p: {"version": 2, **REASONS}, action="calls.word_amendment",
    ),
    Row("calls:reasons", (), "POST", state="published", arrange=published, body=known(**REASONS)),
    Row(
        "calls:withdraw", OFFICE, "POST", state="published", arrange=published,
        body=lambda _p: {"withdrawn_zh": "政策调整", "withdrawn_en": "the policy changed"}, action="calls.withdraw",
    ),
    Row("calls:withdraw", (), "POST", state="draft", arrange=draft, body=lambda _p: {"withdrawn_zh": "a", "withdrawn_en": "b"}),
    Row("calls:discard", OFFICE, "POST", state="draft", arrange=draft, body=known(), action="calls.discard"),
    Row("calls:discard", (), "POST", state="published", arrange=published, body=known()),
    Row(
        "calls:discard", OFFICE, "POST", state="amendment in the making", arrange=proposed,
        body=lambda _p: {"version": 2}, action="calls.drop_amendment",
    ),
    Row("calls:office_questions", OFFICE, arrange=published),
    Row("calls:answer", OFFICE, "POST", arrange=asked, body=known(text="是。"), action="calls.answer"),
]  # fmt: skip
