"""What the office's two bulletins printed, figure by figure, as data for the tests.

Source: the bulletins of 2020-02 and 2022-04. Names are those of the forms' figures. Each value is
as printed, except where `SLIPS` says otherwise.
"""

from __future__ import annotations

MONTHS = ("2020-02", "2022-04")

FIGURES: dict[str, dict[str, str]] = {
    "2020-02": {
        "superior.count": "17",
        "superior.closed": "17",
        "superior.open": "0",
        "china_gov.count": "1",
        "china_gov.closed": "1",
        "china_gov.open": "0",
        "mailboxes.count": "16",
        "mailboxes.closed": "14",
        "mailboxes.open": "2",
        "calls.count": "8570",
        "calls_epidemic.count": "2408",
        "calls_other.count": "6162",
        "total.count": "6610",
        "total.closed": "6572",
        "total.open": "38",
        "total.closing_rate": "99.4%",
        "epidemic.count": "2150",
        "epidemic_kinds.consultation.count": "1665",
        "epidemic_kinds.help.count": "298",
        "epidemic_kinds.complaint.count": "77",
        "epidemic_kinds.report.count": "61",
        "epidemic_kinds.suggestion.count": "49",
        "others.count": "4460",
        "topics.housing_construction.count": "765",
        "topics.housing_construction.share": "17.2%",
        "topics.housing_fund.count": "708",
        "topics.housing_fund.share": "15.9%",
        "topics.utilities.count": "407",
        "topics.utilities.share": "9.1%",
        "topics.traffic.count": "269",
        "topics.traffic.share": "6%",
        "topics.urban_enforcement.count": "217",
        "topics.urban_enforcement.share": "4.9%",
        "topics.public_security.count": "195",
        "topics.public_security.share": "4.4%",
        "topics.medical_insurance.count": "107",
        "topics.medical_insurance.share": "2.4%",
        "topics.social_insurance.count": "32",
        "topics.social_insurance.share": "0.7%",
        "topics.dogs.count": "21",
        "topics.dogs.share": "0.5%",
        "topics.pollution.count": "11",
        "topics.pollution.share": "0.2%",
        "topics.other.count": "1728",
        "topics.other.share": "38.7%",
        "units.count": "557",
        "units.closed": "519",
    },
    "2022-04": {
        "state_council.count": "64",
        "state_council.closed": "64",
        "state_council.open": "0",
        "china_gov.count": "25",
        "china_gov.closed": "25",
        "china_gov.open": "0",
        "jilin_platform.count": "2034",
        "jilin_platform.closed": "1990",
        "jilin_platform.open": "44",
        "governor_mailbox.count": "12",
        "governor_mailbox.closed": "12",
        "governor_mailbox.open": "0",
        "mayor_mailbox.count": "22",
        "mayor_mailbox.closed": "22",
        "mayor_mailbox.open": "0",
        "leaders_board.count": "77",
        "leaders_board.closed": "77",
        "leaders_board.open": "0",
        "board_secretary.count": "33",
        "board_secretary.closed": "33",
        "board_mayor.count": "44",
        "board_mayor.closed": "44",
        "total.count": "31681",
        "total.closed": "31620",
        "total.open": "61",
        "total.closing_rate": "99.8%",
        "topics.epidemic.count": "17883",
        "topics.epidemic.share": "56.4%",
        "topics.social_insurance.count": "1802",
        "topics.social_insurance.share": "5.7%",
        "topics.housing_construction.count": "621",
        "topics.housing_construction.share": "2.0%",
        "topics.medical_insurance.count": "505",
        "topics.medical_insurance.share": "1.6%",
        "topics.traffic.count": "453",
        "topics.traffic.share": "1.4%",
        "topics.housing_fund.count": "358",
        "topics.housing_fund.share": "1.1%",
        "topics.other.count": "10059",
        "topics.other.share": "31.8%",
        "units.count": "9615",
        "units.on_time": "9555",
    },
}

# Where the printed value does not follow from the printed numbers: 10059 of 31681 are 31.75 %.
SLIPS: dict[tuple[str, str], str] = {("2022-04", "topics.other.share"): "31.7%"}

# The table of units in the printed order, left pair first: name, number, closed (2020) or
# finished in time (2022).
UNITS: dict[str, tuple[tuple[str, int, int], ...]] = {
    "2020-02": (
        ("铁西区政府", 133, 128),
        ("铁东区政府", 132, 130),
        ("梨树县政府", 112, 100),
        ("双辽市政府", 51, 50),
        ("伊通县政府", 36, 31),
        ("市住建局", 26, 23),
        ("市公安局", 15, 14),
        ("市场监督管理局", 9, 9),
        ("市水利局", 9, 8),
        ("四平热力公司", 7, 5),
        ("市交通局", 4, 2),
        ("市自然资源局", 3, 2),
        ("市富国公司", 3, 2),
        ("市卫健委", 2, 2),
        ("联通公司", 2, 1),
        ("市医疗保障局", 2, 2),
        ("市城投公司", 2, 2),
        ("移动公司", 2, 2),
        ("市教育局", 1, 1),
        ("市生态环境局", 1, 1),
        ("市住房公积金", 1, 1),
        ("市管廊建设公司", 1, 0),
        ("红嘴经开区", 1, 1),
        ("吉视传媒", 1, 1),
        ("电信公司", 1, 1),
    ),
    "2022-04": (
        ("铁西区政府", 2285, 2279),
        ("铁东区政府", 2063, 2050),
        ("梨树县政府", 1969, 1943),
        ("伊通县政府", 1695, 1693),
        ("双辽市政府", 601, 594),
        ("市卫健委", 481, 481),
        ("市市场监督管理局", 77, 77),
        ("市交通局", 60, 59),
        ("市医疗保障局", 53, 53),
        ("市社保局", 52, 52),
        ("市公安局", 48, 48),
        ("市住建局", 29, 29),
        ("市农业农村局", 28, 28),
        ("联通四平分公司", 24, 20),
        ("市人社局", 23, 23),
        ("市住房公积金", 23, 23),
        ("移动四平分公司", 21, 21),
        ("市银保监局", 17, 17),
        ("市教育局", 13, 13),
        ("市供电公司", 11, 10),
        ("市商务局", 7, 7),
        ("市机关事务管理局", 6, 6),
        ("市自然资源局", 5, 5),
        ("四平热力有限公司", 4, 4),
        ("市水利局", 4, 4),
        ("吉视传媒", 4, 4),
        ("电信四平分公司", 3, 3),
        ("市行政执法局", 2, 2),
        ("市粮食和物资储备局", 2, 2),
        ("市民政局", 1, 1),
        ("市生态环境局", 1, 1),
        ("市税务局", 1, 1),
        ("市文广旅体局", 1, 1),
        ("市工信局", 1, 1),
    ),
}

# The bulletin's statistical paragraph, word for word but for the slip.
PARAGRAPHS: dict[str, str] = {
    "2020-02": "2020年2月份，市长公开电话办公室收到省长公开电话办公室转来的《人民网领导留言板》、"
    "《省长信箱》、《国务院“互联网+督办”平台群众留言》承办单共17件，已全部办结。省政数局转来的"
    "《中国政府网网民留言》1件，已办结。《市长信箱》、《地方领导留言板》共16件，办结14件，"
    "还有2件正在办理中。2020年2月9日至2月29日共接到群众各种诉求电话8570个，受理6610件，办结6572件，"
    "还有38件正在办理中，办结率99.4%。其中关于疫情方面电话2408个，受理2150件，属于疫情咨询1665件、"
    "疫情求助298件、疫情投诉77件、疫情举报61件、疫情建议49件。其他问题电话6162个，受理4460件，"
    "属于住建问题765件，占17.2%；住房公积金问题708件，占15.9%；水、电、气问题407件，占9.1%；"
    "交通问题269件，占6%；行政执法问题217件，占4.9%；社会治安问题195件，占4.4%；"
    "医保问题107件，占2.4%；社保问题32件，占0.7%；犬类问题21件，占0.5%；环境污染问题11件，占0.2%；"
    "农村、土地和其它问题1728件，占38.7%。",
    "2022-04": "2022年4月份，12345市长公开电话收到省长公开电话办公室转来的《国务院“互联网+督查”平台"
    "群众留言》承办单64件，全部办结。省政数局转来的《中国政府网网民留言》25件，全部办结。办理"
    "《吉林省政务服务热线转办平台》2034件，办结1990件；《省长信箱》12件，全部办结；《市长信箱》22件，"
    "全部办结；《人民网领导留言板》77件，其中市委书记留言板块33件，市长留言板块44件，全部办结。"
    "2022年4月份共受理群众求助、投诉、举报、咨询和建议等问题31681件，办结31620件，正在办理61件，"
    "办结率99.8%。其中疫情问题17883件，占56.4%；社保问题1802件，占5.7%；住建问题621件，占2.0%；"
    "医保问题505件，占1.6%；交通问题453件，占1.4%；住房公积金问题358件，占1.1%；"
    "水、电、气和农业农村等其它问题10059件，占31.8%。",
}
