"""What is told about accounts: by e-mail alone, because it is about getting in."""

from __future__ import annotations

from typing import Final

from juli.engines.policy.labels import Label
from juli.registry.messages.actions import Recipient
from juli.registry.messages.kinds import Kind, register
from juli.registry.messages.models import Channel
from juli.stages.accounts.models import User

_CONFIRM_BODY: Final = Label(
    "有人用这个邮箱在聚力注册了账户。是您本人的，请打开下面的链接确认：\n{link}\n不是您本人，不必理会这封信。",
    "Somebody gave this address to Juli. If it was you, open this link to confirm it:\n{link}\n"
    "If it was not, leave this letter alone.",
)
_RESET_BODY: Final = Label(
    "请打开下面的链接设置新密码，链接只能用一次：\n{link}\n没有申请过的，不必理会，原密码不变。",
    "Open this link to set a new password; it works once:\n{link}\n"
    "If you did not ask for it, leave this letter alone: the old password stays.",
)
_POST_BODY: Final = Label(
    "{by}为您开通了“{post}”（{unit}）。请先打开下面的链接设置密码，链接只能用一次：\n{link}",
    "{by} gave you a post: {post} ({unit}). Open this link to set your password; it works once:\n{link}",
)
_NOTE_BODY: Final = Label(
    "您的账户刚刚有变动：{what}。不是您本人操作的，请立即重设密码：\n{link}",
    "Your account has just changed: {what}. If it was not you, set a new password at once:\n{link}",
)
_KNOWN_BODY: Final = Label(
    "有人想用这个邮箱再注册一个账户，而账户已经有了。忘记密码的，请在这里重设：\n{link}",
    "Somebody tried to make another account with this address. There is one already; "
    "if you have forgotten its password, set a new one here:\n{link}",
)


def _letter(key: str, label: Label, body: Label) -> Kind:
    return Kind(key, label, label, body, channels=(Channel.EMAIL,), required=True)


CONFIRM: Final = _letter("accounts.confirm", Label("请确认您的邮箱", "Please confirm your address"), _CONFIRM_BODY)
RESET: Final = _letter("accounts.reset", Label("设置新密码", "Set a new password"), _RESET_BODY)
KNOWN: Final = _letter("accounts.known", Label("账户已经有了", "You have an account already"), _KNOWN_BODY)
CHANGED: Final = _letter("accounts.changed", Label("账户有变动", "Your account has changed"), _NOTE_BODY)
REMARK: Final = _letter(
    "accounts.remark",
    Label("账户有变动", "Your account has changed"),
    Label("您的账户有变动：{what}。", "Your account: {what}."),
)
TAKEN_OFF: Final = Label(
    "双因素验证已由运维人员停用，请重新设置", "the operator took your second factor off; set it up anew"
)
APPOINTED: Final = _letter("accounts.appointed", Label("为您开通了账户", "An account for your post"), _POST_BODY)
POSTED: Final = Kind(
    "accounts.posted",
    Label("岗位变动", "Your posts"),
    Label("岗位变动：{post}", "Your posts: {post}"),
    Label("{by}：{what}“{post}”（{unit}）。", "{by}: {what} {post} ({unit})."),
    required=True,
)

#: What allauth's notes say, by its template.
NOTES: Final = {
    "account/email/password_changed": Label("密码已修改", "the password was changed"),
    "account/email/password_reset": Label("密码已重设", "the password was set anew"),
    "account/email/password_set": Label("密码已设置", "a password was set"),
    "account/email/email_changed": Label("邮箱已更换", "the e-mail address was changed"),
    "account/email/email_confirm": Label("邮箱已确认", "the e-mail address was confirmed"),
    "account/email/email_deleted": Label("一个邮箱已移除", "an e-mail address was removed"),
    "mfa/email/totp_activated": Label("已启用双因素验证", "the second factor was set up"),
    "mfa/email/totp_deactivated": Label("已停用双因素验证", "the second factor was taken off"),
    "mfa/email/recovery_codes_generated": Label("已生成新的恢复码", "new recovery codes were made"),
}


def register_all() -> None:
    """Make the kinds known; once, where the stage starts."""
    for kind in (CONFIRM, RESET, KNOWN, CHANGED, REMARK, APPOINTED, POSTED):
        register(kind)


def recipient(user: User) -> Recipient:
    """How somebody is reached: in their language, at the addresses that their profile has."""
    return Recipient(user.actor_id, user.language, user.email, user.phone)
