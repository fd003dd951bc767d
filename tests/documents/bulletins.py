"""A whole invented bulletin of the usual form, for the tests of Word, HTML and PDF."""

from __future__ import annotations

from datetime import date

from hotline.rules.pages import Heading, Masthead, Number, Page, Paragraph, Pieces, Table, Words

UNITS = (
    (("铁西区政府", 2285, 2279), ("市银保监局", 17, 17)),
    (("铁东区政府", 2063, 2050), ("市教育局", 13, 13)),
    (("梨树县政府", 1969, 1943), ("市供电公司", 11, 10)),
    (("伊通县政府", 1695, 1693), ("市商务局", 7, 7)),
    (("双辽市政府", 601, 594), ("市机关事务管理局", 6, 6)),
    (("市卫健委", 481, 481), ("市自然资源局", 5, 5)),
    (("市市场监督管理局", 77, 77), ("四平热力有限公司", 4, 4)),
    (("市交通局", 60, 59), ("市水利局", 4, 4)),
    (("市医疗保障局", 53, 53), ("吉视传媒", 4, 4)),
    (("市社保局", 52, 52), ("电信四平分公司", 3, 3)),
    (("市公安局", 48, 48), ("市行政执法局", 2, 2)),
    (("市住建局", 29, 29), ("市粮食和物资储备局", 2, 2)),
    (("市农业农村局", 28, 28), ("市民政局", 1, 1)),
    (("联通四平分公司", 24, 20), ("市生态环境局", 1, 1)),
    (("市人社局", 23, 23), ("市税务局", 1, 1)),
    (("市住房公积金", 23, 23), ("市文广旅体局", 1, 1)),
    (("移动四平分公司", 21, 21), ("市工信局", 1, 1)),
)

TITLE = "4月份12345市长公开电话办理情况"
ISSUER = "四平市政务服务和数字化建设管理局"
HEADER = ("部门", "承办件数", "按期办结", "部门", "承办件数", "按期办结")
MASTHEAD = Masthead("12345市长公开电话专报", "第4期（总第52期）")


def words(text: str) -> Pieces:
    return (Words(text),)


def count(number: int, figure: str) -> Number:
    return Number(str(number), figure)


def opening() -> Paragraph:
    return Paragraph(
        (
            Words("2022年4月份，12345市长公开电话收到省长公开电话办公室转来的承办单"),
            count(64, "channel.inspection.accepted"),
            Words("件，全部办结。办理《吉林省政务服务热线转办平台》"),
            count(2034, "channel.province.accepted"),
            Words("件，办结"),
            count(1990, "channel.province.closed"),
            Words("件；《人民网领导留言板》"),
            count(77, "channel.people.accepted"),
            Words("件，全部办结。2022年4月份共受理群众求助、投诉、举报、咨询和建议等问题"),
            count(31681, "accepted"),
            Words("件，办结"),
            count(31620, "closed"),
            Words("件，正在办理"),
            count(61, "open"),
            Words("件，办结率"),
            Number("99.8%", "closing_rate"),
            Words("。其中社保问题1802件，占5.7%；住建问题621件，占2.0%；医保问题505件，占1.6%；"),
            Words("交通问题453件，占1.4%；水、电、气和农业农村等其它问题10059件，占31.8%。"),
        )
    )


def unit_table() -> Table:
    return Table(
        caption="县（市）区、市政府有关部门办理情况",
        header=HEADER,
        rows=tuple(
            (
                *(words(left[0]), words(str(left[1])), words(str(left[2]))),
                *(words(right[0]), words(str(right[1])), words(str(right[2]))),
            )
            for left, right in UNITS
        ),
        widths=(8, 4, 4, 8, 4, 4),
        numeric=frozenset({1, 2, 4, 5}),
    )


def blocks() -> tuple[Heading | Paragraph | Table, ...]:
    return (
        opening(),
        Heading(1, words("一、4月份反映比较突出的几个问题")),
        Heading(2, words("（一）公园管理方面的问题")),
        Paragraph(words("1.北湖公园东门的路灯有九盏不亮，傍晚散步的市民看不清台阶问题；")),
        Paragraph(words("2.滨河步道的健身器材螺丝松动，孩子使用时摇晃，管理单位不明确问题。")),
        Heading(3, words("3.关于停车收费公示牌的问题")),
        Paragraph(
            words(
                "车站南广场的收费公示牌被广告遮挡，司机看不到“前30分钟免费”的规定，多次因收费与管理员"
                "争执，建议把公示牌移到入口（高度不低于2米），并在手机导航（APP）中同步标注。"
            )
        ),
        Heading(1, words("二、4月份解决比较好的几个问题")),
        Heading(2, words("（一）市住建局解决公交站台积水问题")),
        Paragraph(
            words(
                "市民周女士打电话反映，雨后青松路公交站台积水没过脚面，老人上下车不便。4月12日交办市住"
                "建局。经现场查看，雨水口被落叶堵塞，当日清掏三处、更换篦子一块，并列入每周巡查。回访时"
                "周女士表示满意。"
            )
        ),
        unit_table(),
    )


def bulletin(masthead: Masthead | None = None) -> Page:
    return Page(TITLE, ISSUER, date(2022, 5, 6), blocks(), masthead)
