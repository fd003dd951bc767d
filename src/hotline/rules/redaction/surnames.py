"""Chinese surnames, and signs that no given name has: lists of the search for full names.

Surnames: the commonest of the Ministry of Public Security's yearly report and the compound ones.
"""

from __future__ import annotations

COMPOUND = frozenset(
    {
        "欧阳",
        "上官",
        "司马",
        "诸葛",
        "东方",
        "皇甫",
        "尉迟",
        "公孙",
        "慕容",
        "司徒",
        "令狐",
        "宇文",
        "长孙",
        "轩辕",
        "夏侯",
        "端木",
        "百里",
        "呼延",
        "南宫",
        "西门",
        "独孤",
        "完颜",
        "赫连",
        "澹台",
        "公冶",
        "申屠",
        "太史",
        "闻人",
        "钟离",
        "濮阳",
        "淳于",
        "单于",
        "公羊",
        "东郭",
    }
)

# Surnames that are seldom anything else.
PLAIN = frozenset(
    "萧王李张刘陈杨赵黄吴徐孙朱胡郭罗郑梁谢宋韩邓冯曹彭曾肖董袁潘蒋蔡余杜叶魏苏吕丁"
    "卢姚沈姜崔谭陆范汪廖贾韦邹邱阎薛侯龙郝孔邵史毛顾赖武贺尹钱施洪龚汤"
    "陶黎莫易樊乔颜鲁倪邢翟聂葛岳俞骆伍焦毕欧耿柴柯霍甄佟窦"
    "屈裴卞鄢臧褚辛靳仇屠蔺晏蒲靖卓隋牟闫闵冉迟甘邬冀狄尚"
    "覃詹阮苗涂缪滕慕戚娄栾荆匡佘芦翁褚蒙喻郁"
)
# Surnames that are words as well, and need a stricter neighbourhood.
WORDS = frozenset(
    "任祝关项车党房管章庄申郎路游纪厉温严齐康雷盛符兰鲍宫宁舒凌殷"
    "汪周林何高马唐于程傅方金石戴夏钟田姜白秦江熊孟万段常安时文向成米单平包华"
    "解古景花左强池牛边童商冷曲涂阳衡燕水元沙储巴巩季柳梅沐伊计"
    "代付卜仲苟乐易简丛许尤费谷皮尧初鹿麻丰桂"
)
SURNAMES = PLAIN | WORDS

# Signs that stand in no given name, or so seldom that a word is likelier.
NEVER_GIVEN = frozenset(
    "村屯社姓场城厂"
    "的了在不有这那与及或等被把将对以因由所该此各每个们也都就又还没很最更已过着吗呢吧啊什么怎样"
    "说打来去要请叫问称反映投诉某您你他她它我自己谁几多少次件元岁年月日号时分点左右上下里外前后内"
    "区市县镇乡街路局委办部门组队会社厂店院校站室所司处科股厅府楼栋层户家小"
    "先女男者员工人民师长主任副正总经理书记先生士们同代表法定电话手机号码"
    "为于从向到是和至再但而且却若如则即并其之乎矣能可应该会能够使用做作让给跟比按照据"
    "收费钱款价格水气暖热供停漏修坏车房物业管理部问题情况反应答复处理解决投资租买卖拖欠资"
    "您好谢请求希望尊敬领导感谢没无非未别否已经曾刚才正常"
    "一二三四五六七八九十两百千第0123456789XxＸ×*"
) - frozenset("一三正小长民先明可如生正常师资非四")

# Signs that are given seldom: only where the words around leave no doubt that a name stands there.
SELDOM_GIVEN = frozenset("刚才月家有来年为信能会同向代和里西东南北水经理元日人南路")
