"""Who plays in the demonstration: the office's people, and the organisations with their samples. All fictional."""

from __future__ import annotations

from typing import Final, NamedTuple

from juli.stages.accounts.roles import Role


class OfficePerson(NamedTuple):
    """Somebody with a post."""

    key: str
    name: str
    role: Role
    unit: str = ""


class Player(NamedTuple):
    """An organisation: its key, its people, and the samples (edition/name) that its ledger is filled from."""

    key: str
    administrator: str
    staff: str
    representative: str
    address: str
    samples: tuple[str, ...]


OFFICE: Final = (
    OfficePerson("lead", "周处", Role.LEAD, "示例处"),
    OfficePerson("officer", "王经办", Role.OFFICER, "示例处"),
    OfficePerson("business", "钱业务", Role.BUSINESS_OFFICE, "示例业务处"),
    OfficePerson("receipt", "孙收件", Role.RECEIPT_AGENCY, "示例材料接收点"),
    OfficePerson("recommender", "李推荐", Role.RECOMMENDER, "示例区科协"),
    OfficePerson("expert", "陈专家", Role.EXPERT, "示例大学"),
    OfficePerson("auditor", "吴审计", Role.AUDITOR, "示例会计师事务所"),
    OfficePerson("tracker", "郑跟踪", Role.TRACKER, "示例监测中心"),
    OfficePerson("supervisor", "冯监督", Role.SUPERVISOR, "示例监督处"),
    OfficePerson("divisional", "褚分管", Role.DIVISIONAL_LEADER, "示例单位"),
    OfficePerson("finance", "卫财务", Role.FINANCE, "示例财务处"),
    OfficePerson("trustee", "蒋受托", Role.TRUSTEE, "示例受托机构"),
    OfficePerson("viewer", "沈观察", Role.VIEWER, "示例分园"),
)

PLAYERS: Final = (
    Player(
        "intelligence", "韩主任", "杨填报", "朱会长", "示例市示例区科技路1号",
        ("zgc-2022/intelligence-association", "zgc-2025/intelligence-association"),
    ),
    Player(
        "property", "秦主任", "尤填报", "许理事长", "示例市示例区知产街2号", ("zgc-2022/property-alliance",)
    ),
    Player(
        "federation", "何主任", "吕填报", "施会长", "示例市示例区联合路3号",
        ("zgc-2022/hub-federation", "zgc-2025/hub-federation"),
    ),
    Player("automation", "张秘书长", "孔填报", "曹理事长", "示例市示例区学会路4号", ("cast-2023/automation-society",)),
    Player("materials", "严秘书长", "华填报", "金理事长", "示例市示例区材料街5号", ("cast-2023/materials-society",)),
    Player("software-park", "魏经理", "陶填报", "姜总经理", "示例市示例区软件园6号", ("bast-2024/software-park",)),
    Player("incubator", "戚经理", "谢填报", "邹总经理", "示例市示例区青苗路7号", ("bast-2024/incubator",)),
    Player("building", "喻经理", "柏填报", "水总经理", "示例市示例区创新路8号", ("bast-2024/building",)),
    Player("makerspace", "窦经理", "苗填报", "章总经理", "示例市示例区微光里9号", ("bast-2024/makerspace",)),
    Player("life-park", "云经理", "葛填报", "奚总经理", "示例市示例区生命路10号", ("bast-2024/life-park",)),
)  # fmt: skip

#: Has handed in its registration; the office has not looked at it yet.
NEWCOMER: Final = Player(
    "photonics", "范秘书长", "彭填报", "郎理事长", "示例市示例区光谷路11号", ("zgc-2025/photonics-alliance",)
)


class Recommended(NamedTuple):
    """Whom the recommender's unit recommends: all that apply in one family of programmes."""

    unit: str
    family: str


RECOMMENDED: Final = Recommended("示例区科协", "bast")

#: The editions that are open in the demonstration: from which file, under which id and title.
CALLS: Final = (
    (
        "zgc-2022",
        "sample-capabilities",
        {"zh": "中关村社会组织支持项目·七类能力（示例）", "en": "Zhongguancun programme, seven capabilities (sample)"},
    ),
    (
        "zgc-2025",
        "sample-points",
        {"zh": "中关村社会组织支持项目·量化积分（示例）", "en": "Zhongguancun programme, by points (sample)"},
    ),
    (
        "cast-2023",
        "sample-societies",
        {"zh": "学会公共服务能力提升项目（示例）", "en": "Public services of societies (sample)"},
    ),
    (
        "bast-2024",
        "sample-parks",
        {"zh": "服务中关村园区高质量发展项目（示例）", "en": "Services to parks (sample)"},
    ),
)
