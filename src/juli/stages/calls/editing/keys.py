"""What the keys of a programme file are called on the screen; the file itself keeps the English word."""

from __future__ import annotations

from typing import Final

from juli.engines.policy.labels import Label
from juli.engines.policy.wording import STAGES

_SAID: Final = """
about|大约|About
address|地址|Address
addressed_to|主送|Addressed to
administrators|管理员人数|Administrators
after|在此之后|After
after_closing|截止后可补正|Repair after closing
aggregate|合成方式|How scores become one
all_of|全部满足|All of
always_open|随时|Always open
amount|支持金额|Amount
any_of|任一满足|Any of
apart|间隔|Apart
applicants|申报主体|Applicants
applied|申请金额所在字段|Applied for in
approved_by|审议|Approved by
at|时点|At
at_least|至少|At least
at_most|至多|At most
attachment|附件序号|Attachment number
attachments|附件|Attachments
bands|分档|Grades
base|基础分|Base points
basis|依据|Basis
basis_required|须写测算依据|Basis required
before|早于|Before
blind|匿名|Blind
body|机构|Body
bound|装订|Bound
budget|经费|Budget
by|由谁|By
categories|类别|Categories
choose|须选定|To choose
cite|出处|Citation
claims|归类|Claims
clause|条款|Clause
clauses|条款|Clauses
closes|申报截止|Closes
columns|列|Columns
combine_with|可兼报|Combine with
commitments|承诺|Commitments
conditions|条件|Conditions
contacts|联系方式|Contacts
content|可填内容|Content
copied_to|抄送|Copied to
correction|补正|Correction
copies|份数|Copies
costs|费用（用于建议）|Effort, for advice
count|计数|Count
counts_as|计作|Counts as
cover|封面|Cover
dated|按日期字段|Dated by
dates|日期|Dates
decimals|小数位|Decimals
distinct|不同值个数|Distinct
duties|发布要求|Duties to publish
each|每项|Each
each_of|每项工作一份|One for each
each_year_of|每年度一份|One for each year of
email|邮箱|E-mail
every|间隔周期|Every
evidence|证明材料|Evidence
evidence_optional|可选证明材料|Optional evidence
exclusions|排除情形|Exclusions
exclusive|互斥|Exclusive
executor|承办单位|Executor
experts|专家人数|Experts
extra_pages|可附页|Extra pages
fields|字段|Fields
file|文件|File
filing|提前报备|Advance filing
first_day|首日|First day
fixes|写入合同|Fixes
for|适用主体|For
form|申报书|Form
from|起自|From
from_founding|自成立起|From founding
group|类别组|Group
groups|类别组|Groups
hint|填写提示|Hint
holds|本单位满足|Holds
how|方式|How
id|编号|Id
if_any|如有|If any
indicators|指标|Indicators
issuer|发文机关|Issuer
items|内容|Items
joint|联合申报|Joint application
judge|人工认定|Judge
judged_by|计算依据|Judged by
key|键|Key
kind|种类|Kind
known|已知即可认定|Known
label|名称|Label
least|最少份数|Least
leave_out|不计支出|Left out
length|时长|Length
letter|推荐函|Letter
limits|限项|Limits
links|相关链接|Links
lists|名单|Lists
longest_run|最长连续|Longest run
maker|制表|Maker
mark|标注|Mark
max|最大值|Maximum
measures|度量|Measures
meetings|会议|Meetings
meta|元数据|Metadata
more_than_baseline|高于基数|More than baseline
must_start_in|须始于|Must start in
needs|需要|Needs
note|说明|Note
notes|说明|Notes
notice|通知|Notice
number|文号|Number
of|其中|Of
opens|开始申报|Opens
one_per|每报限一|One per
one_reading_of|多种读法|One reading of
or_judged|或经认定|Or judged
over|超出|Over
paper|纸质材料|Paper
parts|组成|Parts
personal|含个人信息|Personal
phone|电话|Telephone
place|位置|Place
plan_worth|计划折算|Worth of planned work
platform|平台|Platform
pledges|承诺书|Pledges
points|量化分值|Points
prefer|同分优先|Preference
previous|上一批次|Previous edition
printed|印发日期|Printed on
printed_by|印发单位|Printed by
programme|支持项目|Programme
proof|凭据|Proof
publication|公布|Publication
published|公布日期|Published on
purpose|目的|Purpose
qualification|门槛|Qualification
question|认定问题|Question
quota|名额|Quota
rank|排序|Rank
ranking|排序|Ranking
ranks|排序推荐|Ranks
recommendation|推荐截止|Closing for recommenders
record|认定记录字段|Record
refuse_on|不予受理|Refuse on
req|需求编号|Requirements
required|必填|Required
reuses|沿用|Reuses
rights|权限|Rights
role|角色|Role
rounds|轮次|Rounds
rows|计算范围|Rows
rubric|评分表|Rubric
rule|规则|Rule
rules|规则说明|Rules
scan_due|扫描件时限|Scan due
score|分值|Score
scores|评分权重|Weight of scores
sealed|盖章|Sealed
seals|用印|Seals
sections|栏目|Sections
settings|设定|Settings
sha256|文件摘要|Digest
signatures|签字|Signatures
site|网站|Site
size|纸张|Size
source|来源|Source
split_by|分列|Split by
spread|分差上限|Spread
stages|环节|Stages
step|步长|Step
sum|求和|Sum
sums|合计关系|Sums
support|支持方式|Support
systems|系统|Systems
targets|任务目标|Targets
through|至|Through
ties|同分次序|Ties
title|标题|Title
to|止于|To
tolerance|容差|Tolerance
total|总额|Total
tracked_by|跟踪单位|Tracked by
tracking|跟踪|Tracking
tracks|子项目|Tracks
trim|去掉最高最低各几份|Dropped at each end
trim_from|满几份才去掉|Dropped from
type|类型|Type
types|主体类型|Types
unit|单位|Unit
up_to|上限|Up to
url|网址|Address on the web
valid_on|有效于|Valid on
values|取值|Values
weight|权重|Weight
what|性质|What it is
where|筛选条件|Where
whose|谁的|Whose
window|时段|Window
windows|时段|Windows
with|联合对象|With
within|时段内|Within
workflow|流程|Workflow
written|成文日期|Written on
year|年度|Year
years|年|Years
"""
KEYS: Final = {key: Label(zh, en) for key, zh, en in (line.split("|") for line in _SAID.strip().splitlines())}


def key_label(key: str) -> Label:
    """What a key is called; a name that somebody gave (of a window, of a field) is itself."""
    return KEYS.get(key) or STAGES.get(key) or Label.both(key)
