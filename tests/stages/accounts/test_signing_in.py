"""Signing in: confirmation, lock-out, the second factor of office posts, rest, letters in the outbox."""

import datetime as dt
import json
import re

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from juli.registry.journal.models import Entry
from juli.registry.messages.models import Message
from juli.stages.accounts.actions import appoint
from juli.stages.accounts.models import Post, User
from juli.stages.accounts.roles import Role
from juli.stages.accounts.visits import stranger
from tests.people import PASSPHRASE, SINCE, holds, people, person

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 1, 5, 9, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _forget():
    cache.clear()


def link(message):
    return re.search(r"https?://\S+?(/\S+)", message.body)[1]


def sign_in(client, email, password=PASSPHRASE):
    return client.post(reverse("account_login"), {"login": email, "password": password})


def test_a_person_signs_up_confirms_by_the_letter_and_signs_in():
    client = Client()
    answer = client.post(
        reverse("account_signup"),
        {"name": "李敏", "email": "Li@Example.org", "password1": PASSPHRASE, "password2": PASSPHRASE},
    )
    assert answer.headers["Location"] == reverse("account_email_verification_sent")
    user = User.objects.get()
    assert (user.name, user.email, user.language) == ("李敏", "li@example.org", "zh")
    letter = Message.objects.get(kind="accounts.confirm")
    assert (letter.channel, letter.address, letter.recipient) == ("email", "li@example.org", user.actor_id)
    # The password alone does not let them in before.
    sign_in(client, "li@example.org")
    assert "_auth_user_id" not in client.session
    assert client.get(link(letter)).status_code == 200
    client.post(link(letter))
    sign_in(client, "LI@example.org")
    assert int(client.session["_auth_user_id"]) == user.pk


def test_who_has_an_account_is_not_told_to_strangers():
    person("li@example.org")
    client = Client()
    fields = {"name": "某人", "email": "li@example.org", "password1": PASSPHRASE, "password2": PASSPHRASE}
    there = client.post(reverse("account_signup"), fields)
    new = Client().post(reverse("account_signup"), fields | {"email": "other@example.org"})
    assert (there.status_code, there.headers["Location"]) == (new.status_code, new.headers["Location"])
    assert Message.objects.filter(kind="accounts.known", address="li@example.org").exists()
    for email in ("li@example.org", "nobody@example.org"):
        answer = client.post(reverse("account_reset_password"), {"email": email})
        assert answer.headers["Location"] == reverse("account_reset_password_done")
    assert [m.address for m in Message.objects.filter(kind="accounts.reset")] == ["li@example.org"]


def test_five_failures_lock_the_account_also_for_the_right_password():
    user = person("li@example.org")
    user.emailaddress_set.create(email=user.email, verified=True, primary=True)
    client = Client()
    for _ in range(5):
        assert "不正确" in sign_in(client, user.email, "wrong").content.decode()
    assert "登录失败次数过多" in sign_in(client, user.email).content.decode()
    assert "_auth_user_id" not in client.session


# allauth writes its notes once the transaction has committed.
@pytest.mark.django_db(transaction=True)
def test_an_office_post_first_sets_up_its_second_factor_and_then_signs_in_with_it():
    user = person("lead@example.org", "负责人")
    user.emailaddress_set.create(email=user.email, verified=True, primary=True)
    Post.objects.create(user=user, role=Role.LEAD, since=SINCE)
    client = Client()
    sign_in(client, user.email)
    assert client.get("/").headers["Location"] == reverse("mfa_activate_totp")
    page = client.get(reverse("mfa_activate_totp"))
    assert "您的岗位须使用双因素验证" in page.content.decode()
    assert "<svg" in page.content.decode()
    secret = page.context["form"].secret

    def digits():
        return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))

    done = client.post(reverse("mfa_activate_totp"), {"code": digits()})
    assert done.headers["Location"] == reverse("mfa_view_recovery_codes")
    assert client.get("/").status_code == 200
    codes = client.get(reverse("mfa_view_recovery_codes")).context["unused_codes"]
    # From now on the password is half of it; a recovery code is the other half once.
    other = Client()
    assert sign_in(other, user.email).headers["Location"] == reverse("mfa_authenticate")
    assert "_auth_user_id" not in other.session
    other.post(reverse("mfa_authenticate"), {"code": codes[0]})
    assert int(other.session["_auth_user_id"]) == user.pk
    assert [m.body for m in Message.objects.filter(kind="accounts.changed") if "已启用双因素验证" in m.body]


def test_the_demonstration_alone_lets_them_in_without(settings):
    user = person("lead@example.org")
    Post.objects.create(user=user, role=Role.LEAD, since=SINCE)
    client = Client()
    client.force_login(user)
    assert client.get(reverse("accounts:posts")).status_code == 302
    settings.DEMO = True
    assert client.get(reverse("accounts:posts")).status_code == 200


def test_a_session_that_rests_ends_and_one_that_works_lasts():
    client = Client()
    client.force_login(person("li@example.org"))
    client.get("/")
    first = client.session.get_expiry_date()
    seen = client.session["accounts_here"]
    session = client.session
    session["accounts_here"] = seen - 61
    session.save()
    client.get("/")
    assert client.session["accounts_here"] >= seen
    assert (first - dt.datetime.now(dt.UTC)).total_seconds() == pytest.approx(2 * 60 * 60, abs=60)


def test_a_profile_is_changed_with_its_trace():
    user = person("li@example.org", "旧名")
    client = Client()
    client.force_login(user)
    client.post(reverse("accounts:profile"), {"name": "新名", "phone": "010-12345678", "language": "en"})
    user.refresh_from_db()
    assert (user.name, user.phone, user.language) == ("新名", "010-12345678", "en")
    assert Entry.objects.get(subject_type="user").act == "account.described"
    refused = client.post(reverse("accounts:profile"), {"name": "新名", "phone": "<script>", "language": "en"})
    assert refused.status_code == 422
    assert "&lt;script&gt;" in refused.content.decode()
    user.refresh_from_db()
    assert user.phone == "010-12345678"


def test_the_first_post_is_given_by_the_operator_and_its_link_sets_the_password(database):
    _post, path = appoint(email="Lead@example.org", name="负责人", role=Role.LEAD, by=None, at=NOW)
    client = Client()
    form = client.get(path, follow=True)
    client.post(form.redirect_chain[-1][0], {"password1": PASSPHRASE, "password2": PASSPHRASE})
    answer = sign_in(client, "lead@example.org")
    assert answer.headers["Location"] == "/welcome/"
    assert User.objects.get().emailaddress_set.get().verified
    assert "已用过" in Client().get(path, follow=True).content.decode()


def test_a_lead_gives_a_post_that_ends_and_the_last_lead_stays(database):
    head = person("lead@example.org", "负责人")
    holds(head, Role.LEAD)
    client = Client()
    client.force_login(head)
    given = {"email": "New@example.org", "name": "专家甲", "role": "expert", "unit": "某研究院", "until": "2099-01-01"}
    client.post(reverse("accounts:posts"), given)
    post = Post.objects.get(role="expert")
    assert (post.user.email, post.unit) == ("new@example.org", "某研究院")
    # It is held to the end of that day in Beijing.
    assert post.until == dt.datetime(2099, 1, 1, 16, tzinfo=dt.UTC)
    letter = Message.objects.get(kind="accounts.appointed")
    assert Client().get(link(letter)).status_code == 302
    client.post(reverse("accounts:posts"), given | {"until": "", "unit": "另一家"})
    again = client.post(reverse("accounts:posts"), given | {"until": "", "unit": "另一家"})
    assert "已在这个岗位上" in again.content.decode()
    assert Post.objects.filter(role="expert").count() == 2
    page = client.post(reverse("accounts:end_post", args=[Post.objects.get(role="lead").pk]), follow=True)
    assert "唯一的处室负责人" in page.content.decode()
    client.post(reverse("accounts:end_post", args=[post.pk]))
    post.refresh_from_db()
    assert post.until.year < 2099
    assert [e.act for e in Entry.objects.filter(subject_id=str(post.user_id)).order_by("number")][:1] == ["post.given"]


def test_whoever_is_nothing_yet_comes_to_the_organisations_a_post_to_the_desk_the_others_to_the_calls():
    world = people()
    where = {
        who: world.client(who).get("/welcome/").headers["Location"]
        for who in ("stranger", "staff", "officer", "nobody")
    }
    assert where == {
        "stranger": "/organisations/",
        "staff": "/",
        "officer": "/office/",
        "nobody": "/accounts/login/?next=/welcome/",
    }


def visits(user):
    rows = Entry.objects.filter(subject_type="user", subject_id=str(user.pk)).order_by("number")
    return [(row.act, row.said, row.actor, row.role) for row in rows]


def test_visits_failures_and_lock_outs_are_in_the_journal_of_the_account():
    user = person("li@example.org")
    user.emailaddress_set.create(email=user.email, verified=True, primary=True)
    client = Client()
    sign_in(client, "nobody@example.org")
    sign_in(client, "LI@example.org")
    client.post(reverse("account_logout"))
    for _ in range(5):
        sign_in(client, user.email, "wrong")
    for _ in range(3):
        sign_in(client, user.email)
    unknown = ("unknown", "visitor")
    assert visits(user) == [
        ("account.signed_in", {"by": ["password"]}, user.actor_id, "self"),
        ("account.signed_out", {}, user.actor_id, "self"),
        *[("account.sign_in_failed", {"step": "password"}, *unknown)] * 5,
        ("account.locked_out", {"step": "password"}, *unknown),
    ]
    # At an address that no account has: that it happened, and nothing else.
    stranger = Entry.objects.exclude(subject_id=str(user.pk)).get()
    assert (stranger.act, stranger.details, stranger.personal) == ("account.unknown_address", '{"failures":1}', "{}")
    # Where they came from can be proved by whoever has the address, and read by nobody.
    mine = Entry.objects.filter(subject_id=str(user.pk))
    assert [set(json.loads(row.personal)) for row in mine] == [{"address"}] * 8
    assert [row for row in Entry.objects.all() if "127.0.0.1" in f"{row.personal}{row.details}"] == []


@pytest.mark.django_db(transaction=True)
def test_failures_at_unknown_addresses_are_counted_and_noted_now_and_then():
    cache.clear()
    at = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
    for minutes in (0, 1, 2, 14, 16, 17, 40):
        stranger(at + dt.timedelta(minutes=minutes))
    said = [json.loads(row.details)["failures"] for row in Entry.objects.order_by("number")]
    assert said == [1, 4, 2], "each is counted once, in one note for as long as a lock-out lasts"


@pytest.mark.django_db(transaction=True)
def test_the_second_factor_is_in_the_journal_too():
    user = person("lead@example.org", "负责人")
    user.emailaddress_set.create(email=user.email, verified=True, primary=True)
    client = Client()
    sign_in(client, user.email)
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    code = format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))
    client.post(reverse("mfa_activate_totp"), {"code": code})
    codes = client.get(reverse("mfa_view_recovery_codes")).context["unused_codes"]
    other = Client()
    sign_in(other, user.email)
    other.post(reverse("mfa_authenticate"), {"code": "000000"})
    other.post(reverse("mfa_authenticate"), {"code": codes[0]})
    third = Client()
    sign_in(third, user.email)
    for _ in range(7):
        third.post(reverse("mfa_authenticate"), {"code": "000000"})
    wrong = ("account.sign_in_failed", {"step": "mfa", "factor": "totp"})
    assert [(act, said) for act, said, _who, _role in visits(user)] == [
        ("account.signed_in", {"by": ["password"]}),
        ("account.factor_added", {"factor": "totp"}),
        ("account.factor_added", {"factor": "recovery_codes"}),
        wrong,
        ("account.signed_in", {"by": ["password", "mfa"]}),
        *[wrong] * 5,
        ("account.locked_out", {"step": "mfa"}),
    ]
