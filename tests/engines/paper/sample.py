"""A fictional form with ten blocks, like a national society's, and its answers. Everything is marked 示例."""

import datetime as dt
from decimal import Decimal

from juli.engines.paper.blocks import Attachment
from juli.engines.paper.document import Furniture
from juli.engines.paper.forms.building import build_form
from juli.engines.paper.forms.spec import (
    ColumnSpec,
    CoverFieldSpec,
    CoverSpec,
    FieldSpec,
    FormSpec,
    PledgeSpec,
    SectionSpec,
    SignSpec,
    SumSpec,
)

BEIJING = dt.timezone(dt.timedelta(hours=8))
DATED = dt.datetime(2026, 5, 18, 15, 20, 7, tzinfo=BEIJING)
FURNITURE = Furniture("SL-2026-0017", 3, "7K3M-9QXD-W", "https://juli.example.org/v/7K3M9QXDW")
DRAFT = Furniture("SL-2026-0017", draft=True)

SPEC = FormSpec(
    title="示例学会公共服务项目申报书",
    cover=CoverSpec(
        "示例学会公共服务项目申报书",
        tuple(
            CoverFieldSpec(i)
            for i in ("project_name", "applicant", "contact", "phone", "mobile", "email", "address", "applied_on")
        ),
        maker="示例科学技术协会制",
    ),
    notes=(
        "本示例只用于演示版式，所有单位、人员与金额均为虚构。",
        "各栏请如实填写，没有内容的栏目写“无”。",
        "栏目内写不下时自动续页，也可以另附材料。",
        "打印后由负责人签名，加盖单位公章和骑缝章。",
    ),
    sections=(
        SectionSpec("name", "一、项目名称", "line"),
        SectionSpec(
            "people",
            "二、项目联系人",
            "fields",
            fields=(
                FieldSpec("head", "单位负责人", "person", parts=("name", "mobile", "email", "post")),
                FieldSpec("leader", "项目负责人", "person", parts=("name", "mobile", "email", "post", "fax", "phone")),
                FieldSpec(
                    "participants",
                    "参与单位",
                    "table",
                    columns=(
                        ColumnSpec("name", "名称"),
                        ColumnSpec("head", "单位负责人"),
                        ColumnSpec("phone", "联系电话", "phone"),
                    ),
                ),
            ),
        ),
        SectionSpec(
            "unit",
            "三、申报单位情况",
            "fields",
            fields=(
                FieldSpec("name", "单位名称", wide=True),
                FieldSpec("superior", "上级主管单位", wide=True),
                FieldSpec("head", "负责人姓名"),
                FieldSpec("nature", "单位性质", "choice", of=("社会团体", "民办非企业单位", "基金会"), wide=True),
                FieldSpec("about", "单位简介", "long"),
            ),
        ),
        SectionSpec("basis", "四、立项依据及工作基础", "long", hint="目的意义、经验、成果、机制与团队"),
        SectionSpec("content", "五、项目主要内容和方案", "long", hint="内容、举措与进度"),
        SectionSpec("results", "六、项目预期成果和效益", "long", hint="创新点、经验模式与成果"),
        SectionSpec(
            "schedule",
            "七、项目实施进度计划",
            "fields",
            fields=(
                FieldSpec("starts", "项目起", "date"),
                FieldSpec("ends", "项目止", "date"),
                FieldSpec(
                    "rows",
                    "进度安排",
                    "table",
                    columns=(
                        ColumnSpec("span", "起止时间", "months", width=9),
                        ColumnSpec("goal", "目标内容", "long", width=24),
                    ),
                ),
            ),
        ),
        SectionSpec(
            "team",
            "八、项目负责人及主要参加人员",
            "table",
            columns=(
                ColumnSpec("name", "姓名"),
                ColumnSpec("age", "年龄", "number"),
                ColumnSpec("post", "职务职称"),
                ColumnSpec("employer", "工作单位"),
                ColumnSpec("task", "在本项目中承担的主要工作"),
                ColumnSpec("remark", "备注"),
            ),
            least=8,
        ),
        SectionSpec(
            "money",
            "九、项目经费预算",
            "fields",
            fields=(
                FieldSpec("total", "经费总预算", "money"),
                FieldSpec("applied", "申请专项经费", "money"),
                FieldSpec("other", "其他经费", "money"),
                FieldSpec("own", "其中：单位自筹", "money"),
                FieldSpec(
                    "lines",
                    "经费支出预算表",
                    "table",
                    columns=(
                        ColumnSpec("item", "支出内容"),
                        ColumnSpec("amount", "金额", "money"),
                        ColumnSpec("remark", "备注"),
                    ),
                ),
                FieldSpec("reasons", "测算依据", "numbered"),
            ),
            sums=(SumSpec("total", ("applied", "other")), SumSpec("total", ("lines.amount",))),
        ),
        SectionSpec(
            "opinion",
            "十、申报单位意见",
            "opinion",
            parts=("是否同意申报", "申报所填写内容是否准确"),
            signs=(
                SignSpec("申报单位负责人（签名）", "signature"),
                SignSpec("单位公章", "seal"),
                SignSpec("年　　月　　日", "date"),
            ),
        ),
    ),
    pledges=(PledgeSpec("truth", "所填内容和所附材料真实、完整。"),),
)

_PARAGRAPH = (
    "示例传感器学会近三年围绕智能传感领域开展团体标准研制，累计发布标准 12 项，其中 3 项被行业标准采纳；"
    "建有由 46 名专家组成的标准化技术委员会，形成“需求征集—立项评估—起草—验证—发布—跟踪”的闭环机制。"
)
BASIS = "\n".join(
    [
        "（一）目的和意义",
        _PARAGRAPH + "本项目面向精度 ≤0.1 ℃、单台占地不足 2 ㎡ 的现场设备，补齐测试方法标准的空白。",
        "（二）工作基础",
        _PARAGRAPH * 3,
        "（三）工作团队",
        _PARAGRAPH * 2,
    ]
)

ANSWERS = {
    "cover": {
        "project_name": "示例：智能传感团体标准研制与应用推广",
        "applicant": "示例传感器学会",
        "contact": "李喆",
        "phone": "010-00000000",
        "mobile": "13800000000",
        "email": "standards@sensors.example.org",
        "address": "北京市海淀区示例路 1 号",
        "applied_on": dt.date(2026, 5, 18),
    },
    "name": "示例：智能传感团体标准研制与应用推广",
    "people": {
        "head": {
            "name": "王堃",
            "mobile": "13800000001",
            "email": "wang@sensors.example.org",
            "post": "理事长 / 研究员",
        },
        "leader": {
            "name": "李喆",
            "mobile": "13800000000",
            "email": "li@sensors.example.org",
            "post": "副秘书长 / 高级工程师",
            "fax": "无",
            "phone": "010-00000000",
        },
        "participants": [
            {"name": "示例检测技术有限公司", "head": "陈珺", "phone": "010-00000002"},
            {"name": "示例大学仪器科学学院", "head": "朱镕", "phone": "010-00000003"},
        ],
    },
    "unit": {
        "name": "示例传感器学会",
        "superior": "示例科学技术协会",
        "head": "王堃",
        "nature": "社会团体",
        "about": _PARAGRAPH * 2,
    },
    "basis": BASIS,
    "content": BASIS.replace("目的和意义", "主要内容").replace("工作基础", "具体举措").replace("工作团队", "进度计划"),
    "results": _PARAGRAPH * 4,
    "schedule": {
        "starts": dt.date(2026, 6, 1),
        "ends": dt.date(2026, 11, 30),
        "rows": [
            {"span": (dt.date(2026, 6, 1), dt.date(2026, 7, 1)), "goal": "完成需求征集与立项评估，确定标准清单。"},
            {"span": (dt.date(2026, 8, 1), dt.date(2026, 9, 1)), "goal": "完成标准草案、试验验证和公开征求意见。"},
            {
                "span": (dt.date(2026, 10, 1), dt.date(2026, 11, 1)),
                "goal": "发布标准，开展宣贯，形成跟踪报告和典型案例。",
            },
        ],
    },
    "team": [
        {
            "name": name,
            "age": age,
            "post": post,
            "employer": employer,
            "task": task,
            "remark": "",
        }
        for name, age, post, employer, task in (
            ("李喆", 44, "副秘书长", "示例传感器学会", "项目总负责，组织实施与质量把关"),
            ("陈珺", 39, "高级工程师", "示例检测技术有限公司", "试验验证"),
            ("朱镕", 51, "教授", "示例大学仪器科学学院", "标准起草、国际对接"),
            ("赵一", 33, "工程师", "示例传感器学会", "征求意见、宣贯培训"),
            ("钱二", 29, "助理研究员", "示例传感器学会", "跟踪报告与典型案例撰写"),
        )
    ],
    "money": {
        "total": Decimal(325000),
        "applied": Decimal(200000),
        "other": Decimal(125000),
        "own": Decimal(125000),
        "lines": [
            {"item": "专家咨询费", "amount": Decimal(86000), "remark": "评审、论证共 43 人次"},
            {"item": "试验验证费", "amount": Decimal(150500), "remark": ""},
            {"item": "会议与宣贯费", "amount": Decimal(58500), "remark": "3 次"},
            {"item": "资料与印刷费", "amount": Decimal(30000), "remark": ""},
        ],
        "reasons": [
            "专家咨询费：43 人次 × 2000 元/人次 = 8.6 万元。",
            "试验验证费：按 3 项标准、每项 5 个样本的检测报价合计 15.05 万元。",
            "会议与宣贯费：3 次 × 1.95 万元/次 = 5.85 万元；资料与印刷费：3 万元。",
        ],
    },
    "opinion": None,
    "pledges": {"truth": True},
}

ATTACHMENTS = (
    Attachment("社会团体法人登记证书复印件（加盖公章）", "示例-登记证书.pdf", 1),
    Attachment("近三年团体标准目录", "示例-标准目录.pdf", 4),
    Attachment("与参与单位的合作协议", "示例-合作协议.pdf", 6, "两份"),
)


def filled(furniture=FURNITURE, **changes):
    """The sample form with its answers; ``changes`` replace answers by section id."""
    return build_form(SPEC, {**ANSWERS, **changes}, furniture, dated=DATED, attachments=ATTACHMENTS)
