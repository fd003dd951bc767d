"""Invented bulletins in the shapes of published ones; every number in them adds up."""

from __future__ import annotations

from hotline.rules.proofreading import DocumentText, Finding, proofread, text_of

SPRING = """ 3月份云亭热线办理情况
2021年3月份，热线办公室收到省热线办公室转来的《国务院“互联网+督查”平台群众留言》承办单共19件，\
已全部办结。《市长信箱》、《云亭留言板》共26件，办结24件，还有2件正在办理中。2021年3月1日至3月31日共接到群众\
各种诉求电话7400个，受理5230件，办结5190件，还有40件正在办理中，办结率99.2%。其中关于防汛方面电话2300个，\
受理1150件，属于防汛咨询900件、防汛求助150件、防汛建议100件。其他问题电话5100个，受理4080件，属于住建问题1020件，\
占25%；水、电、气问题870件，占21.3%，其中停水问题154件，占水电气问题17.7%；交通问题369件，占9%；\
农村、土地和其它问题1821件，占44.6%。
一、3月份反映比较突出的几个问题
（一）供水方面的问题
1.部分小区停水24小时，市民希望提前48小时通知。
二、3月份解决比较好的几个问题
（一）东亭区政府解决路灯不亮问题。3月12日，佟先生打电话反映，康安街路灯不亮，要求解决。热线办公室交办东亭区政府\
调查处理。经康安街道办事处了解，情况属实，并于今年4月份审核后更换路灯3盏，佟先生表示满意。
 各区县、市政府有关部门办理情况
\t部 门
\t件数
\t办结
\t部 门
\t件数
\t办结

\t东亭区政府
\t210
\t190
\t市水务局
\t26
\t26

\t西亭区政府
\t180
\t170
\t市城管局
\t9
\t9

\t云山县政府
\t95
\t85
\t市教育局
\t4
\t4

\t市住建局
\t61
\t61
\t\u3000
\t\u3000
\t\u3000
"""

PLATFORMS = """ 云亭市政务服务局     2021年5月6日
4月份云亭热线办理情况
2021年4月份，热线收到《国务院“互联网+督查”平台群众留言》承办单20件，全部办结。办理《省政务服务热线转办平台》1,034件，\
办结990件；《人民网领导留言板》77件，其中市委书记留言板块33件，市长留言板块44件，全部办结。2021年4月份共受理群众求助、\
投诉、举报、咨询和建议等问题２１６８１件，办结21620件，正在办理61件，办结率99.7%。其中物业问题12883件，占59.4%；\
社保问题1802件，占8.3%；供暖和其它问题6996件，占32.3%。受理量同比增长8.4%（上年同期20000件），\
环比减少319件（上月22000件）；满意率96.5%，较上月的95.3%提高1.2个百分点。
一、4月份反映突出问题
1.快递柜占道问题。
各单位办理情况
部门\t承办件数\t按期办结
东亭区政府\t2285\t2279
西亭区政府\t2063\t2020
云山县政府\t1969\t1965
市住建局\t401\t400
市水务局\t81\t81
合计\t6799\t6745
"""


def findings(text: str | DocumentText) -> list[Finding]:
    """What is found in a text without a register."""
    return proofread(text_of(text) if isinstance(text, str) else text)


def told(text: str | DocumentText) -> list[tuple[str, str, str]]:
    """Kind, printed and computed value of each finding."""
    return [(each.kind, each.printed, each.computed) for each in findings(text)]


def changed(text: str, old: str, new: str) -> str:
    """The text with one slip; the place must be there, and once."""
    assert text.count(old) == 1, old
    return text.replace(old, new)
