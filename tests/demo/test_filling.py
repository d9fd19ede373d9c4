"""The demonstration is made by acts: everybody is there, every chain of the journal holds, and samples fare as told."""

import datetime as dt

import pytest

from juli.demo.cast import CALLS, OFFICE, PLAYERS
from juli.demo.earlier import EARLIER
from juli.demo.filling import Interrupted, fill
from juli.demo.switching import DOMAIN, faces
from juli.registry.journal.models import Entry
from juli.registry.journal.verification import verify_all
from juli.registry.messages.models import Message
from juli.stages.accounts.models import User
from juli.stages.applications.models import Application, Claim, Recommendation, Submission
from juli.stages.applications.queries.checking import check, known
from juli.stages.applications.transitions import HANDED_IN, WITH_OFFICE, State
from juli.stages.calls.models import Amendment, Anchor, Call, Question
from juli.stages.calls.rulebook import current
from juli.stages.ledger.models import Achievement, Filing, IntakeRow, Party
from juli.stages.ledger.queries.dossiers import dossier
from juli.stages.organisations.models import Change, Invitation, Organisation

AT = dt.datetime(2026, 5, 20, 4, tzinfo=dt.UTC)

HANDED = {"样例自动化学会", "样例软件园运营有限公司", "样例创新大厦管理有限公司", "样例生命园发展有限公司", "样例知识产权服务联盟"}  # fmt: skip

#: What the office has: a call at its ranking, one in review, one in audit, one published, one objected to.
OFFICE_STATES = {
    ("closed-points", "accepted"),
    ("closed-capabilities", "review"),
    ("closed-audited", "audit"),
    ("closed-parks", "publication"),
    ("closed-societies", "objection"),
    ("closed-societies", "publication"),
}


def draft(edition):
    return Application.objects.get(call__edition=edition, state="draft")


#: What somebody has to do: a question, a change, rows to mend, an event to confirm, a licence to bring, clauses to lead
#: to their passages, an invitation, an application to recommend, letters that were written by themselves.
DESKS = [
    lambda: Question.objects.filter(answered_at=None),
    lambda: Question.objects.exclude(answered_at=None),
    lambda: Amendment.objects.filter(call__edition="sample-capabilities"),
    lambda: Change.objects.filter(state="waiting"),
    lambda: IntakeRow.objects.filter(sound=False),
    lambda: Party.objects.filter(state="invited"),
    lambda: Filing.objects.filter(licence=None),
    lambda: Anchor.objects.filter(notice__call__edition="sample-parks"),
    lambda: Invitation.objects.filter(accepted_at=None, expires_at__gt=AT),
    lambda: Recommendation.objects.filter(word="open"),
    lambda: Message.objects.filter(kind="calls.amended"),
]


@pytest.fixture
def places(settings, tmp_path):
    settings.DEMO = True
    settings.JULI_ROOTS_DIR = tmp_path / "roots"
    settings.JULI_FILES_DIR = tmp_path / "files"
    settings.JULI_OUTBOX_DIR = tmp_path / "outbox"


@pytest.mark.django_db
def test_the_demonstration_is_made_once_and_whole(places):
    assert fill(at=AT)
    assert not fill(at=AT)
    assert {face.role for face in faces(None)} == {someone.role for someone in OFFICE} | {"administrator", "staff"}
    assert Organisation.objects.filter(state=Organisation.State.ACCEPTED).count() == len(PLAYERS)
    assert [found.name for found in Organisation.objects.exclude(state="accepted")] == ["样例光子产业联盟"]
    assert Call.objects.filter(state=Call.State.PUBLISHED).count() == len(CALLS) + len(EARLIER)
    assert Achievement.objects.count() > 80
    assert verify_all().sound
    # Everybody's application stands where it can be looked at: each state that there is, on calls of all four kinds.
    open_ = Application.objects.filter(call__edition__in=[edition for _, edition, _ in CALLS])
    assert set(open_.values_list("state", flat=True)) == set(State) - WITH_OFFICE
    assert set(open_.values_list("call__edition", flat=True)) == {edition for _, edition, _ in CALLS}
    closed = Application.objects.filter(call__edition__in=[one.edition for one in EARLIER])
    assert {current(call).programme.notice.issuer.zh for call in Call.objects.all()} == {"示例主管单位"}
    assert {(row.call.edition, row.state) for row in closed.select_related("call")} == OFFICE_STATES
    handed_in = Submission.objects.filter(application__in=open_, application__state__in=HANDED_IN)
    assert {made.application.organisation.name for made in handed_in if made.seal and made.check_code} == HANDED
    for row in open_.exclude(state="draft"):
        assert check(known(row, current(row.call), AT)).blocking == [], row
    assert check(known(draft("sample-points"), current(draft("sample-points").call), AT)).share >= 80
    assert Claim.objects.filter(application=draft("sample-points")).count() > 10
    assert [number for number, waits in enumerate(DESKS) if not waits().exists()] == []
    assert Entry.objects.filter(act="organisation.accepted").count() == len(PLAYERS)
    call = Call.objects.get(edition="sample-capabilities")
    rules = current(call)
    whose = Organisation.objects.get(name="样例知识产权服务联盟")
    verdict = rules.judge.verdict(dossier(whose, "factor"), AT.date())
    assert sum(node.status == "met" for node in verdict.categories) >= 3


@pytest.mark.django_db
def test_half_of_it_is_said_to_be_half(places):
    User.objects.create_user(email=f"officer@{DOMAIN}", date_joined=AT)
    with pytest.raises(Interrupted, match="make clean"):
        fill(at=AT)


@pytest.mark.django_db
def test_nothing_is_made_where_nobody_asked(settings):
    settings.DEMO = False
    with pytest.raises(RuntimeError, match="JULI_DEMO"):
        fill(at=AT)
    assert not User.objects.exists()
