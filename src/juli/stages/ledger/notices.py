"""What the ledger tells people of: what another organisation did with an event that both hold."""

from __future__ import annotations

from juli.engines.policy.labels import Label
from juli.registry.messages.kinds import Kind, register

_KINDS = (
    Kind(
        "ledger.invited",
        Label("联合活动邀请确认", "Invited to a shared event"),
        Label("{who}请贵单位确认联合活动“{event}”", "{who} asks you to confirm the shared event “{event}”"),
        Label(
            "{who}在工作台账中登记了联合活动“{event}”，请贵单位确认。请在“工作台账—联合活动”中查看并确认，或说明理由不予确认。",
            "{who} has entered the event “{event}” and says that you held it together. "
            "Confirm it under Ledger, Shared events, or decline with your reason.",
        ),
    ),
    Kind(
        "ledger.asked",
        Label("联合活动申请加入", "Somebody asks to join a shared event"),
        Label("{who}申请加入联合活动“{event}”", "{who} asks to join the shared event “{event}”"),
        Label(
            "{who}凭邀请码申请加入联合活动“{event}”。请在“工作台账—联合活动”中核对后同意或不同意。",
            "{who} asks with the event's code to be a party to “{event}”. Agree or not under Ledger, Shared events.",
        ),
    ),
    Kind(
        "ledger.confirmed",
        Label("联合活动已确认", "A shared event was confirmed"),
        Label("{who}已确认联合活动“{event}”", "{who} confirmed the shared event “{event}”"),
        Label(
            "{who}已确认联合活动“{event}”。此后改动名称、日期、人数等共同内容，需双方同意。",
            "{who} confirmed “{event}”. From now on its title, date, attendance and the like change by agreement.",
        ),
    ),
    Kind(
        "ledger.declined",
        Label("联合活动未获确认", "A shared event was declined"),
        Label("{who}未确认联合活动“{event}”", "{who} declined the shared event “{event}”"),
        Label(
            "{who}未确认联合活动“{event}”，理由见“工作台账—联合活动”。",
            "{who} declined “{event}”; the reason stands under Ledger, Shared events.",
        ),
    ),
    Kind(
        "ledger.proposed",
        Label("联合活动修改待同意", "A change to a shared event waits for you"),
        Label("{who}提议修改联合活动“{event}”", "{who} proposes a change to the shared event “{event}”"),
        Label(
            "{who}提议修改联合活动“{event}”的共同内容。请在“工作台账—联合活动”中同意或不同意；同意前双方台账均不变。",
            "{who} proposes to change what all parties to “{event}” have in common. "
            "Agree or not under Ledger, Shared events; until then nothing changes.",
        ),
    ),
    Kind(
        "ledger.answered",
        Label("联合活动修改已答复", "A change to a shared event was answered"),
        Label("{who}答复了联合活动“{event}”的修改", "{who} answered the change to the shared event “{event}”"),
        Label(
            "{who}答复了联合活动“{event}”的修改提议，结果见“工作台账—联合活动”。",
            "{who} answered the change proposed to “{event}”; see Ledger, Shared events.",
        ),
    ),
    Kind(
        "ledger.left",
        Label("联合活动一方退出", "A party left a shared event"),
        Label("{who}已将联合活动“{event}”移出台账", "{who} took the shared event “{event}” out of its ledger"),
        Label(
            "{who}已将联合活动“{event}”移出其工作台账，贵单位的记录不受影响。",
            "{who} took “{event}” out of its ledger; your own entry stays as it is.",
        ),
    ),
)


def register_all() -> None:
    """Make the kinds known, once the stage starts."""
    for kind in _KINDS:
        register(kind)
