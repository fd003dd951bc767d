"""A labelled corpus of sentences as petitions and bulletins have them, drawn from a seed.

A template's `{phone}` is filled by `values.py` and labelled; `{n}` and other small blanks are not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from tests.rules.redaction.values import AREAS, MAKERS, SURNAMES, digits

SEED = 20220506
ROUNDS = 45


@dataclass(frozen=True, slots=True)
class Labelled:
    """A sentence with the places that must be found."""

    text: str
    labels: tuple[tuple[str, int, int], ...]


POSITIVE = (
    "市民来电，联系电话{phone}，反映路灯不亮。",
    "请回电{phone}，谢谢！",
    "我的手机是{phone}",
    "投诉人留下电话：{phone}；希望尽快处理。",
    "拨打物业电话{phone}一直无人接听",
    "物业经理的号码{phone}，打了三次都占线",
    "有事联系{phone}（晚上8点后）。",
    "他让我加微信{phone}转账500元",
    "诉求人{name}，电话{phone}，住{address}。",
    "身份证号{identity}，养老金从3月起停发",
    "公民身份号码：{identity}。",
    "我叫{name}，身份证{identity}，申请公租房未通过。",
    "证件号码为{identity}，社保卡一直没有制出",
    "{name}（身份证号：{identity}）反映医保无法报销。",
    "车牌号{plate}的货车夜间鸣笛",
    "一辆{plate}长期占用消防通道",
    "停在门口的{plate}已经三个月没有动过。",
    "渣土车{plate}、{plate}沿途抛洒",
    "请把{plate}拖走",
    "银行卡号{bank_card}一直没有收到退款",
    "退款账户：{bank_card}，开户行在云亭支行",
    "工资卡{bank_card}被冻结",
    "家住{address}，漏水半年无人维修。",
    "{address}暖气不热，室温只有15度",
    "我住在{address}，楼上半夜装修",
    "居民反映，{address}北侧有一私搭彩钢房，要求拆除。",
    "投诉{address}饲养大型犬",
    "地址：{address}",
    "{address}业主肖先生打电话反映，物业不开发票。",
    "经核实，{address}下水管道堵塞，已于4月2日疏通。",
    "市民{name}反映公交车不停站。",
    "村民{name}打电话举报有人聚众赌博",
    "业主{name}，于5月3日来电",
    "{name}先生打电话反映小区停水。",
    "{name}女士对处理结果表示满意。",
    "姓名：{name}",
    "联系人：{name}，电话：{phone}",
    "患者{name}在市医院住院",
    "当事人{name}与{name}因停车发生争执",
    "经调查，协力村{name}（男，45岁）在自家聚众打麻将。",
    "物业公司负责人{name}称，已安排维修。",
    "其父亲{name}今年78岁，行动不便",
    "我叫{name}，是一名退休工人",
    "社区书记{name}答复已上报街道。",
    "感谢12345工作人员{name}的耐心解答",
    "反映人{name}要求公开道歉",
    "承包人为{name}，合同2019年到期",
    "{name}老师多次在课堂上推销教辅",
    "{name}局长承诺年底前通车",
    "由村主任{name}负责答复",
    "{name}、{name}等人联名要求加装电梯",
    "户主{name}，低保证号不详",
    "欠薪的包工头{name}已失联",
)
HEALTHY = (
    "{address}居民打电话反映，其是[卵巢癌]患者，需要取药。",
    "{area}一位老人患有[心脏病]，生活无人照料",
    "{name}今年60岁，[尿毒症]晚期，每周三次去医院。",
    "家住{address}，孩子是[智力二级残疾]，申请救助",
    "{area}居民反映其母亲[糖尿病]多年，无法外出买药。",
    "市民刘先生反映，其父亲患[肺癌]，急需转院",
)
HARD = (
    "工单编号{date}{n4}{n4}，请在5个工作日内办结",
    "案号（2021）云0102民初{n4}号",
    "国办发〔2020〕53号文件要求归并热线",
    "按照5号文件精神，由3号线施工单位负责",
    "金额共计15,{n3},{n3}元，分{n2}期支付",
    "{year}年{m}月{d}日至{m}月{d}日共接到电话{n4}个",
    "12345热线24小时受理，紧急情况请拨打110或119",
    "需要提供48小时内核酸检测证明",
    "语文第2单元测试成绩至今没有公布",
    "英语3单元的练习册重复收费",
    "第三方检测机构出具了报告",
    "3号线地铁站出口没有扶梯",
    "共有5栋楼房存在外墙脱落",
    "小区新建了{n1}栋楼，绿化没有跟上",
    "三室一厅的房子被算成四室",
    "张先生打电话反映停水，李女士表示满意",
    "村民李某在自家打麻将，王某某被处罚",
    "欧阳先生与司马女士均对结果满意",
    "李主任和王书记到场协调，张局长表示重视",
    "业主方便的时候再上门，市民高度关注",
    "居民常年饮用井水，群众安全没有保障",
    "高新区管理局长期不作为，黄河路马路不平",
    "方案已报市政府，金额不大，和平里小区停电",
    "经理常务会研究，任何单位不得拖延",
    "白天黄色渣土车较多，夜间关闭",
    "市民向12345反映，平安小区石材脱落",
    "向阳小区、康乐苑、方正家园都没有通气",
    "型号为KFR-35GW/{n4}的空调维修收费不合理",
    "快递单号{n4}{n4}{n4}{n2}，至今没有派送",
    "订单编号{n4}{n4}{n4}{n4}，商家拒绝退货",
    "A股账户与粤港澳大湾区的政策咨询",
    "新A级景区的门票价格上涨",
    "比分是5-4，第3-4-5路公交并线",
    "302路公交在2路口东侧临时停靠",
    "每户补贴1500元，四组12户村民受益",
    "门牌没有安装，三楼以上水压不足",
    "{n4}件办结，占{n2}.{n1}%，办结率9{n1}.{n1}%",
    "会议室在三楼，302会议室下午使用",
    "有的小区消毒不及时，医院针对发热病人不应一刀切",
    "预防糖尿病知识讲座受到好评",
    "居民小区应设置心脏病急救设备",
    "办理《吉林省政务服务热线转办平台》2034件",
    "通过微信公众号预约，验证码{n4}{n2}",
    "电话8570个，受理6610件，还有38件正在办理",
    "{surname}先生的父亲{surname}大爷对{surname}师傅很感谢",
    "面积{n3}.{n2}平方米，单价{n4}元",
    "充电桩编号{n4}-{n4}-{n2}，扫码无反应",
    "云亭市市场监督管理局、水务局答复属实",
    "东方明珠方向的周边道路，江边灯光太亮",
    "2019年8月停止发放，2021年3月恢复",
    "统一社会信用代码91{n4}{n4}MA{n4}{n2}",
    "乘坐G{n4}次列车，K{n3}次晚点",
    "尊敬的市长：您好！任职以来深受好评",
    "单位没有按时缴纳，连续三个月",
    "温度只有16度，万一停水怎么办",
    "毕业生就业，成绩在{n3}名以内",
)
_BLANK = re.compile(r"\{(\w+)\}|\[(.+?)\]")


def corpus(seed: int = SEED) -> Iterator[Labelled]:
    """Every template many times, each time with other values."""
    chance = Random(seed)
    for _ in range(ROUNDS):
        for template in (*POSITIVE, *HEALTHY, *HARD):
            yield filled(template, chance)


def filled(template: str, chance: Random) -> Labelled:
    """A template with its blanks filled, and the places of those that matter."""
    text, at = "", 0
    labels: list[tuple[str, int, int]] = []
    for match in _BLANK.finditer(template):
        text += template[at : match.start()]
        name = match.group(1)
        kind = "health" if name is None else name
        value = match.group(2) if name is None else _value(name, chance)
        if kind in MAKERS or kind == "health":
            labels.append((kind, len(text), len(text) + len(value)))
        text += value
        at = match.end()
    return Labelled(text + template[at:], tuple(labels))


def _value(name: str, chance: Random) -> str:
    if name in MAKERS:
        return MAKERS[name](chance)
    small = {
        "date": f"20{chance.randint(19, 24)}{chance.randint(1, 12):02}{chance.randint(1, 28):02}",
        "year": str(chance.randint(2018, 2024)),
        "m": str(chance.randint(1, 12)),
        "d": str(chance.randint(1, 28)),
        "area": chance.choice(AREAS[:3]),
        "surname": chance.choice(SURNAMES),
    }
    if name in small:
        return small[name]
    return str(chance.randint(1, 9)) + digits(chance, int(name[1:]) - 1)
