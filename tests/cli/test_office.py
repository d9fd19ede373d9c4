"""``juli office add``: the first account of the office, with a link that sets its password."""

import pytest
from allauth.mfa.models import Authenticator
from click.testing import CliRunner

from juli.cli.program import main
from juli.registry.journal.models import Entry
from juli.registry.messages.models import Message
from juli.stages.accounts.models import Post
from juli.stages.accounts.roles import Role
from tests.people import holds, person

pytestmark = pytest.mark.django_db


def run(*args, what="add"):
    return CliRunner().invoke(main, ["office", what, *args], standalone_mode=False)


def test_the_first_account_is_made_and_its_link_opens(client):
    answer = run("Li@example.org", "--name", "李敏", "--site", "https://juli.example.org/")
    assert answer.exit_code == 0, answer.output
    post = Post.objects.get()
    assert (post.role, post.user.email, post.user.name) == ("lead", "li@example.org", "李敏")
    link = answer.output.splitlines()[-1]
    assert link.startswith("https://juli.example.org/accounts/")
    assert client.get(link.removeprefix("https://juli.example.org")).status_code == 302


@pytest.mark.parametrize("email", ["nonsense", ""])
def test_an_unfit_address_is_refused_and_nothing_is_made(email):
    answer = run(email, "--name", "李敏")
    assert answer.exit_code == 2
    assert not Post.objects.exists()


def test_the_link_leads_to_where_the_site_is_reached(settings):
    settings.JULI_ADDRESS = "https://juli.example.org"
    assert "https://juli.example.org/accounts/" in run("li@example.org", "--name", "李敏").output


def test_the_same_post_is_not_given_twice():
    run("li@example.org", "--name", "李敏")
    assert run("LI@example.org", "--name", "李敏").exit_code == 2
    assert Post.objects.count() == 1


def test_a_lost_second_factor_is_taken_off_with_a_reason():
    user = person("li@example.org", "李敏")
    holds(user, Role.LEAD)
    assert run("nobody@example.org", "--reason", "x", what="unlock").exit_code == 2
    assert run("li@example.org", "--reason", " ", what="unlock").exit_code == 2
    assert Authenticator.objects.filter(user=user).exists()
    assert run("LI@example.org", "--reason", "手机遗失", what="unlock").exit_code == 0
    assert not Authenticator.objects.filter(user=user).exists()
    assert "手机遗失" in Entry.objects.get(act="account.factor_taken_off").details
    assert Message.objects.get(kind="accounts.remark").address == "li@example.org"
