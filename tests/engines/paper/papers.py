"""Fictional papers of the other kinds, marked 示例."""

import datetime as dt

from juli.engines.paper.blocks import Cell, Table
from juli.engines.paper.papers.letter import RecommendationLetter, Recommended, recommendation_letter
from juli.engines.paper.papers.notice import Notice, Passage, notice
from juli.engines.paper.papers.receipt import FileLine, Receipt, receipt
from juli.engines.paper.papers.registration import Administrator, RegistrationSheet, registration_sheet
from tests.engines.paper.sample import BEIJING, DATED, FURNITURE

_DIGEST = "3a7bd3e2360a3d29eea436fcfb7e44c735d117c42d1c1835420b6b9942dd4f1b"

RECEIPT = Receipt(
    call="示例学会公共服务项目（2026 年）",
    track="团体标准研制与应用专项",
    applicant="示例传感器学会",
    uscc="51100000500000000X",
    project="示例：智能传感团体标准研制与应用推广",
    received_at=DATED,
    closes=dt.datetime(2026, 5, 19, 23, 59, 59, tzinfo=BEIJING),
    submitted_by="李喆",
    digest=_DIGEST,
    journal_root=_DIGEST[::-1],
    issued_by="示例科学技术协会",
    files=(FileLine("示例-登记证书.pdf", _DIGEST), FileLine("示例-标准目录.pdf", _DIGEST[::-1])),
)
SHEET = RegistrationSheet(
    name="示例传感器学会",
    uscc="51100000500000000X",
    kind="社会团体",
    founded=dt.date(2011, 3, 9),
    registrar="示例市民政局",
    level="市级",
    address="示例市示例区示例路 1 号",
    legal_representative="王堃",
    administrator=Administrator("李喆", "13800000000", "li@sensors.example.org", "办公室主任"),
    printed_at=DATED,
)
LETTER = RecommendationLetter(
    call="示例学会公共服务项目（2026 年）",
    addressed_to="示例科学技术协会",
    recommender="示例区科学技术协会",
    items=(
        Recommended("SL-2026-0017", "示例传感器学会", "智能传感团体标准研制与应用推广", "基础扎实，同意推荐"),
        Recommended("SL-2026-0023", "示例新材料行业协会", "新材料测试方法标准体系建设", "同意推荐"),
        Recommended("SL-2026-0031", "示例软件产业联盟", "开源软件供应链评价", "同意推荐"),
    ),
    dated=DATED,
    contact="赵一",
    phone="010-00000009",
)
_ROWS = tuple(
    (Cell(str(n), align="center"), Cell(unit), Cell(project), Cell(money, align="right"))
    for n, (unit, project, money) in enumerate(
        (
            ("示例传感器学会", "智能传感团体标准研制与应用推广", "20"),
            ("示例新材料行业协会", "新材料测试方法标准体系建设", "20"),
        ),
        1,
    )
)
NOTICE = Notice(
    title="关于示例学会公共服务项目（2026 年）\n拟支持名单的公示",
    number="示科公示〔2026〕1 号",
    addressed_to="各有关单位",
    passages=(
        Passage(
            "按照示例项目的有关安排，经形式审查、专家评审和会议审议，拟对 2 个项目予以支持，现予公示。"
            "本页为演示版式的示例，所有单位、人员与金额均为虚构，不构成任何通知。"
        ),
        Passage("公示期为 2026 年 6 月 8 日至 6 月 12 日，共 5 个工作日。", "一、公示时间"),
        Passage(heading="二、异议的提出"),
        Passage(
            "公示期内对名单有异议的，可以实名书面提出，写明事实、依据和联系方式；单位提出的须加盖公章。",
            "（一）提出方式",
            2,
        ),
        Passage("匿名或逾期的异议不予受理。对提出异议者的信息严格保密。", "（二）受理范围", 2),
        Passage("经办处室与监督部门分别受理，电话见附件 2。", "1.受理部门", 3),
        Passage("拟支持项目如下，按申报编号排列。", "三、拟支持名单"),
        Table(
            (0.8, 3, 5, 1.6),
            (tuple(Cell(h, kind="head") for h in ("序号", "单位", "项目", "金额\n（万元）")), *_ROWS),
            head=1,
        ),
    ),
    attachments=("拟支持项目一览表", "受理异议的联系方式"),
    signed_by="示例科学技术协会",
    dated=DATED,
    copied_to="示例区科学技术协会。",
    printed_by="示例科学技术协会办公室",
    printed_on=dt.date(2026, 5, 18),
)


def papers():
    """Each of the other papers by name."""
    return {
        "receipt": receipt(RECEIPT, FURNITURE),
        "registration": registration_sheet(SHEET, FURNITURE),
        "letter": recommendation_letter(LETTER, FURNITURE),
        "notice": notice(NOTICE),
    }
