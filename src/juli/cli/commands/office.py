"""``juli office``: the people who run the programme. The first of them is made here, the others in the browser."""

from __future__ import annotations

import click

from juli.cli.desk import Desk
from juli.cli.language import told
from juli.cli.options import at_desk, command
from juli.cli.site import at_site

_ROLES = ("lead", "officer", "divisional_leader", "finance", "trustee", "supervisor")


@click.group(
    short_help=told("开通主管单位的账户", "Make accounts for the office"),
    help=told("开通主管单位的账户。", "Make accounts for the people who run the programme."),
)
def office() -> None:
    """The group."""


@command(
    short=("开通一个账户", "Make an account"),
    more=(
        "第一个账户在这里开通，其余的由处室负责人在网页上开通。打印设置密码的链接，只能用一次。",
        "The first is made here, the others in the browser. A link to set the password is printed, and works once.",
    ),
    example="juli office add li@example.org --name 李敏",
)
@click.argument("email")
@click.option("--name", required=True, help=told("姓名", "their name"))
@click.option("--role", type=click.Choice(_ROLES), default="lead", show_default=True, help=told("岗位", "the post"))
@click.option("--unit", default="", help=told("所在部门", "the department"))
@click.option(
    "--site",
    default="",
    show_default="JULI_ADDRESS",
    help=told("链接开头的网址", "the address that the link begins with"),
)
@at_desk
@at_site
def add(desk: Desk, email: str, name: str, role: str, unit: str, site: str) -> None:
    """Make the account and print the link. Raises BadParameter where the address or the post is unfit."""
    from django.conf import settings
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email
    from django.utils.translation import override

    from juli.registry import clock
    from juli.stages.accounts.actions import appoint
    from juli.stages.accounts.roles import Role

    with override("zh-hans" if desk.say("zh", "en") == "zh" else "en"):
        try:
            validate_email(email)
            _post, path = appoint(email=email, name=name, role=Role(role), unit=unit, by=None, at=clock.now())
        except ValidationError as error:
            raise click.BadParameter(" ".join(error.messages)) from error
        label = str(Role(role).label)
    click.echo(f"{name} <{email.lower()}> {label}")
    address = (site or settings.JULI_ADDRESS).rstrip("/")
    click.echo(f"{address}{path}" if path else desk.say("已有密码，直接登录", "they have a password: sign in"))


@command(
    short=("停用丢失的双因素验证", "Take off a lost second factor"),
    more=(
        "手机和恢复码都遗失时使用；本人下次登录须重新设置。",
        "For somebody whose telephone and recovery codes are lost; they set it up anew at the next visit.",
    ),
    example="juli office unlock li@example.org --reason 手机遗失",
)
@click.argument("email")
@click.option("--reason", required=True, help=told("理由，记入操作日志", "the reason, for the journal"))
@at_desk
@at_site
def unlock(desk: Desk, email: str, reason: str) -> None:
    """Take it off. Raises BadParameter where there is no such account, or no reason."""
    from django.core.exceptions import ValidationError

    from juli.registry import clock
    from juli.stages.accounts.actions import take_off_second_factor
    from juli.stages.accounts.models import User

    user = User.objects.filter(email__iexact=email).first()
    if user is None:
        raise click.BadParameter(desk.say(f"没有账户 {email}；请核对邮箱", f"no account {email}; check the address"))
    try:
        taken = take_off_second_factor(user=user, reason=reason, at=clock.now())
    except ValidationError as error:
        raise click.BadParameter(" ".join(error.messages)) from error
    done = desk.say(f"已停用：{user}", f"taken off: {user}")
    click.echo(done if taken else desk.say(f"{user} 没有设置双因素验证", f"{user} has no second factor"))


office.add_command(add, "add")
office.add_command(unlock, "unlock")
