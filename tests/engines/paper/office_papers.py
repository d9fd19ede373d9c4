"""Fictional papers of an office, with long names, sixty rows and rare characters. Everything is marked 示例."""

import datetime as dt
from decimal import Decimal

from juli.engines.paper.papers.audit_report import AuditLine, AuditReport, Limit, audit_report
from juli.engines.paper.papers.inner_list import Entry, InnerList, inner_list
from juli.engines.paper.papers.listing import Column, Listing
from juli.engines.paper.papers.minutes import Minutes, minutes
from juli.engines.paper.papers.panel_sheets import (
    AttendanceSheet,
    Attendee,
    Fee,
    FeeList,
    Scorecard,
    ScoredItem,
    attendance_sheet,
    fee_list,
    scorecard,
)
from juli.engines.paper.papers.public_notice import (
    Contact,
    OfficialLetter,
    PublicNotice,
    official_letter,
    public_notice,
)
from juli.engines.paper.papers.ranking_sheet import GivenMark, Ranked, RankingSheet, ranking_sheet
from juli.engines.paper.papers.screening_opinion import Finding, ScreeningOpinion, Verified, screening_opinion
from tests.engines.paper.sample import DATED, FURNITURE

CALL = "示例社会组织服务能力提升项目（2026 年）"
OFFICE = "示例市科学技术委员会项目管理处"
PROJECT = "面向先进制造与新一代信息技术产业的公共技术服务平台建设及其团体标准研制、应用推广和国际化能力提升"
LONG = "示例市海淀园区新一代信息技术与先进制造业融合发展产业技术创新战略联盟促进会"
SHORT = ("示例传感器学会", "示例新材料行业协会", "示例软件产业联盟", LONG)
NAMES = ("李喆", "王堃", "陈珺", "赵镕", "欧阳修远", "阿卜杜拉·买买提江", "张三", "李四")
WORKS = (
    "会议场地租赁（1 200 ㎡）",
    "标准研制专家咨询费",
    "展览展示搭建",
    "差旅费",
    "国际期刊版面与翻译费（中英文对照，含校对、排版和印刷）",
)


def applicant(n):
    return SHORT[n % 4]


OPINION = ScreeningOpinion(
    call=CALL,
    number="SL-2026-0017",
    project=PROJECT,
    applicant=LONG,
    track="服务产业发展能力",
    findings=(
        Finding("依法登记并正常运行两年以上", "第二条第（一）项", "登记于 2015 年 3 月 1 日，年检两年合格", "met"),
        Finding("专职工作人员不少于 2 人", "第二条第（三）项", "申报 2 人，社保缴纳记录显示 1 人", "unmet", "李喆"),
        Finding("附件 3 加盖公章", "附件要求第 4 点", "☑ 已盖章，骑缝章不清，需当面核对", "open", "王堃"),
        Finding("近三年无行政处罚", "第三条", "核验日期内没有记录", "met"),
    )
    * 3,
    decision="returned",
    office=OFFICE,
    officer="李喆",
    dated=DATED,
    due=dt.date(2026, 6, 1),
    verification=(
        Verified("《智能传感器接口规范》团体标准", "1 项", "1 项", category="标准研制"),
        Verified("参与制定国家标准 3 项", "3 项", "2 项", "其中 1 项发布日期早于统计期，剔除", "标准研制"),
        Verified("主办国际论坛", "600 ㎡，60 人", "600 ㎡，45 人", "签到表为 45 人，按签到表核定", "国际合作"),
        Verified("合计得分", "86.5", "79.0", total=True),
    ),
    reasons=(
        "专职工作人员社保记录不足 2 人，请补充 2025 年 1 月至 12 月的缴纳证明，或说明不在系统内缴纳的原因。",
        "附件 3 骑缝章不清，请重新盖章后上传，并将原件寄送至受理窗口。",
        "经费预算表分项之和与合计相差 0.50 万元，请更正。",
    ),
    remark="本次补正只开放上列事项对应的栏目。逾期不补正或补正后仍不符合要求的，不予受理。",
)
ROWS = tuple(
    (str(n), f"SL-2026-{n:04}", applicant(n), PROJECT if n % 7 == 0 else f"示例项目之{n}：公共技术服务平台", "20.00")
    for n in range(1, 61)
)
LIST = Listing(
    (
        Column("序号", "center"),
        Column("申报编号", "center"),
        Column("申报单位"),
        Column("项目名称"),
        Column("拟支持金额\n（万元）", "right"),
    ),
    ROWS,
    "拟支持项目名单",
)
SHORT_LIST = Listing((LIST.columns[0], *LIST.columns[2:]), tuple((r[0], *r[2:]) for r in ROWS[:3]), "")
NOTICE = PublicNotice(
    title="关于示例社会组织服务能力提升项目（2026 年）拟支持名单的公示",
    issuer="示例市科学技术委员会",
    number="示科公示〔2026〕3 号",
    dated=DATED,
    paragraphs=(
        "根据《示例资金管理办法》，经形式审查、专家评审、经费审核和会议审议，拟对 60 个项目予以支持，现予公示。本页为演示版式的示例，所有单位、人员与金额均为虚构。",
    ),
    listings=(LIST,),
    first=dt.date(2026, 5, 19),
    last=dt.date(2026, 5, 25),
    length="5 个工作日",
    objections=(
        "公示期内对名单有异议的，请以书面形式实名提出，写明事实、依据和联系方式；以单位名义提出的须加盖公章。",
        "匿名或者逾期提出的，不予受理。对提出异议者的信息严格保密。",
    ),
    contacts=(Contact(OFFICE, "李喆、王堃", "010-00000001", "office@science.example.org", "示例市示例路 1 号 302 室"),),
    supervision=(Contact("示例市科学技术委员会机关纪委", phone="010-00000002"),),
    attachments=("异议书式样",),
)
APPROVAL = OfficialLetter(
    title="示例社会组织服务能力提升项目\n立项通知",
    number="示科函〔2026〕12 号",
    addressed_to=LONG,
    paragraphs=(
        f"你单位申报的“{PROJECT}”（申报编号 SL-2026-0017）已经批准立项，立项编号 ZL-2026-008，支持金额 20.00 万元。",
        "请于 2026 年 6 月 30 日前登录系统填报任务合同书，打印盖章后一式三份报送我处。",
    ),
    issuer="示例市科学技术委员会",
    dated=DATED,
    contacts=(Contact(person="陈珺", phone="010-00000001"),),
    attachments=("任务合同书式样",),
    copied_to="示例区科学技术委员会，示例市财政局。",
    printed_by="示例市科学技术委员会办公室",
    printed_on=dt.date(2026, 5, 18),
)
EXTENSION = OfficialLetter(
    title="关于延长“国际合作”子项目\n申报时间的通知",
    addressed_to="各有关单位",
    paragraphs=(
        "截至 2026 年 5 月 15 日，“国际合作”子项目合格申报不足 3 项，现将申报时间延长至 2026 年 5 月 29 日 17 时。",
    ),
    listings=(SHORT_LIST,),
    after=("已经提交的申报继续有效，无须重新提交。", "特此通知。"),
    issuer="示例市科学技术委员会",
    dated=DATED,
)
REFUSAL = OfficialLetter(
    title="关于申报结果的通知",
    addressed_to=LONG,
    paragraphs=(f"你单位申报的“{PROJECT}”（申报编号 SL-2026-0017）未列入本年度支持范围。主要理由如下：",),
    reasons=(
        "综合得分 71.33 分，列第 34 位，支持线为第 20 位；",
        "“预期绩效”一项得分偏低，专家认为量化指标不足；",
        "申报经费中有 3.20 万元已获市级财政资金支持。",
    ),
    after=("对上述理由有疑问的，可以在收到本通知之日起 10 个工作日内书面提出。感谢你单位的参与。",),
    issuer="示例市科学技术委员会",
    dated=DATED,
)
DECISIONS = ("in_scope", "in_scope", "out_of_scope", "in_scope", "national_money", "city_money", "commercial")
LINES = tuple(
    AuditLine(
        WORKS[n % 5] + f"（第 {n + 1} 笔）",
        f"2025-{n % 12 + 1:02} 记 {n + 103} 号" + ("、记 218 号、记 219 号" if n % 9 == 0 else ""),
        Decimal("12345.67") + n,
        DECISIONS[n % 7],
        Decimal("12345.67") + n - (1000 if n % 7 == 1 else 0) if DECISIONS[n % 7] == "in_scope" else Decimal(0),
        {
            1: "超出标准部分 1,000.00 元不予列支",
            4: "已由国家级财政资金列支",
            6: "向参会企业收取费用，不列入审核范围",
        }.get(n % 7, ""),
    )
    for n in range(60)
)
AUDIT = AuditReport(
    call=CALL,
    number="SL-2026-0017",
    project=PROJECT,
    applicant=LONG,
    auditor="示例会计师事务所（特殊普通合伙）",
    period="2025 年 1 月至 12 月",
    lines=LINES,
    limits=(
        Limit("按核定支出的 50% 支持", Decimal("162562.54"), "通知第五条第（二）项：不超过实际支出的 50%"),
        Limit("单个项目上限 15 万元", Decimal("150000.05"), "通知第五条第（三）项"),
    ),
    accepted=Decimal("150000.05"),
    conclusion="经审核，该单位 2025 年度在支持范围内的实际支出真实、凭证齐全，除上表列明的事项外，予以核定。",
    signed_by="赵镕",
    dated=DATED,
)
ATTENDANCE = AttendanceSheet(
    call=CALL,
    meeting="第一组（新一代信息技术）专家评审会",
    held="2026 年 5 月 18 日 9:00—17:00",
    place="示例市示例路 1 号科技大厦 3 层第二会议室",
    attendees=tuple(
        Attendee(NAMES[n % 8], ("示例大学", "示例科学院先进制造与自动化联合研究所（筹）")[n % 2], "教授级高级工程师")
        for n in range(28)
    ),
    issuer=OFFICE,
    dated=DATED,
    blank=2,
)
FEES = FeeList(
    call=CALL,
    meeting="第一组（新一代信息技术）专家评审会",
    held="2026 年 5 月 18 日",
    fees=tuple(
        Fee(NAMES[n % 8], "110***********123X", "6222 **** **** 0123", Decimal("1600.50"), "示例银行海淀支行营业部")
        for n in range(9)
    ),
    issuer=OFFICE,
    dated=DATED,
)
CARD = Scorecard(
    call=CALL,
    number="SL-2026-0017",
    project=PROJECT,
    applicant=LONG,
    expert="专家 07",
    panel="第一组（新一代信息技术）",
    items=(
        ScoredItem("组织机构与专职队伍", "0—10", Decimal("8.5"), "队伍稳定。", "一、服务能力"),
        ScoredItem("制度与财务管理", "0—10", Decimal(9), "", "一、服务能力"),
        ScoredItem(
            "标准研制与应用推广",
            "0—30",
            Decimal(24),
            "团体标准有 2 项被企业采用，证据充分；国家标准的贡献不清楚。",
            "二、工作绩效",
        ),
        ScoredItem("国际合作", "0—20", None, "材料不足，不评。", "二、工作绩效"),
        ScoredItem("产业服务", "0—30", Decimal("21.5"), "", "二、工作绩效"),
    ),
    limit="0—100",
    total=Decimal(63),
    opinion="总体可行。建议补充服务企业的量化数据，并说明平台（1 200 ㎡）的使用情况。",
    dated=DATED,
)
RANKING = RankingSheet(
    call=CALL,
    track="服务产业发展能力",
    stamp="运行摘要 3a7bd3e2360a3d29",
    rule="去掉一个最高分和一个最低分后取算术平均，四舍五入保留两位小数；至少 3 份有效评分；同分时依次比较工作绩效分、提交时间。",
    rows=tuple(
        Ranked(
            n,
            f"SL-2026-{n:04}",
            applicant(n),
            PROJECT if n % 7 == 0 else f"示例项目之{n}：公共技术服务平台",
            Decimal("98.50") - n + (n == 20),
            (
                GivenMark(Decimal("99.5") - n, dropped=True),
                *(GivenMark(Decimal("98.5") - n),) * 3,
                GivenMark(None) if n % 5 == 0 else GivenMark(Decimal("90.0") - n, dropped=True),
            ),
            tied=n in {19, 20},
            note="补正后受理" if n % 11 == 0 else "",
        )
        for n in range(1, 61)
    ),
    cut=20,
    line="支持线：以上 20 项（限额 20 项，预算 400.00 万元）",
    issuer=OFFICE,
    dated=DATED,
    remark="第 19、20 名得分相同，均在线内，未作调整。",
)
MINUTES = Minutes(
    title="示例市科学技术委员会\n主任办公会会议纪要",
    number="〔2026〕第 8 期",
    held="2026 年 5 月 18 日 14:00",
    place="机关 2 层第一会议室",
    chair="赵镕",
    present=NAMES,
    absent=("张三（出差）",),
    observers=("财政处 王堃", "机关纪委 陈珺"),
    recorder="李喆",
    discussed=("会议听取了项目管理处关于形式审查、专家评审和经费审核情况的汇报，审议了拟支持名单和支持金额。",),
    decisions=(
        "原则同意项目管理处提出的拟支持名单，共 60 项，支持金额合计 1 200.00 万元。",
        "同意按规定在网站公示 5 个工作日，公示无异议后下达立项通知。",
        "“国际合作”子项目合格申报不足 3 项，延长申报时间至 5 月 29 日。",
    ),
    listings=(LIST,),
    annexed=True,
    issuer="示例市科学技术委员会办公室",
    dated=DATED,
    copied_to="委领导，各处室。",
    printed_by="示例市科学技术委员会办公室",
    printed_on=dt.date(2026, 5, 19),
)
INNER = InnerList(
    title=f"{CALL}：{LONG}申报材料",
    number="SL-2026-0017-永久-001",
    entries=tuple(
        Entry(
            ("形式审查意见书", "专家评分表", f"关于“{PROJECT}”的立项通知", "经费审核报告")[n % 4],
            dt.date(2026, 5, 1) + dt.timedelta(n),
            (OFFICE, "李喆", "示例市科学技术委员会", "示例会计师事务所（特殊普通合伙）")[n % 4],
            "示科函〔2026〕12 号" if n % 4 == 2 else "",
            None if n == 59 else n % 13 + 1,
            "电子件" if n == 59 else "",
        )
        for n in range(60)
    ),
    dated=DATED,
    compiled_by=OFFICE,
)


def office_papers():
    """Each paper by name."""
    return {
        "screening opinion": screening_opinion(OPINION, FURNITURE),
        "publication": public_notice(NOTICE),
        "approval": official_letter(APPROVAL),
        "extension": official_letter(EXTENSION),
        "refusal": official_letter(REFUSAL),
        "audit report": audit_report(AUDIT, FURNITURE),
        "attendance": attendance_sheet(ATTENDANCE),
        "fees": fee_list(FEES),
        "scorecard": scorecard(CARD, FURNITURE),
        "ranking": ranking_sheet(RANKING, FURNITURE),
        "minutes": minutes(MINUTES),
        "inner list": inner_list(INNER),
    }
