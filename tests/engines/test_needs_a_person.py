"""What calls for a person at once, and what only sounds like it. All sentences are invented."""

from __future__ import annotations

import pytest

from hotline.engines.classifying.needs_a_person import concerns, needs_a_person
from hotline.engines.classifying.urgency import urgency
from hotline.rules.guessing import Text

ALARMING = {
    "life": (
        "楼道里燃气泄漏，味道很大",
        "电梯困人半小时没人管",
        "老人走失两天了请帮忙找",
        "有人溺水了，在示例湖",
        "快来救人，车翻沟里了",
        "丈夫经常家暴，今天又打我",
    ),
    "self_harm": (
        "我不想活了",
        "再不发工资我们就去跳楼",
        "实在没办法了，我想从楼上跳下去",
        "有人在天桥上要跳桥轻生",
        "再这样我只能喝农药了",
        "培训班不退费我就跳楼",
    ),
    "violence": (
        "再不处理我就拿刀去砍人",
        "我要和他们同归于尽",
        "他威胁说要弄死你们全家",
        "邻居持刀威胁我",
    ),
    "group": (
        "三十多名工人准备明天去市政府门口讨薪",
        "出租车司机明天罢运",
        "村民们堵路不让施工",
        "业主在售楼部拉横幅",
        "职工要集体上访",
    ),
    "minors": (
        "孩子在学校被老师殴打",
        "学校里有校园欺凌，没人管",
        "有人猥亵儿童",
        "网吧让未成年人进入网吧上网",
    ),
    "media": (
        "再不解决我就发抖音曝光",
        "已经联系了电视台记者",
        "不行就找媒体曝光你们",
    ),
}
HARMLESS = (
    "跳楼价大甩卖，喇叭声太吵",
    "楼下炸鸡店油烟太大",
    "绿化带打药杀虫味道重",
    "自杀式停车，堵住单元门",
    "生不如死的装修噪音",
    "货车乱停堵路，居民出不去",
    "孩子上学学位怎么申请",
    "公司活不下去了，请减免房租",
    "垃圾聚集在小区门口",
    "气死人了，催了三遍没人管",
    "罢了，这次不投诉了",
    "没有人要跳楼，是误会",
    "我们不会去上访的",
    "请开展防止自杀的心理讲座",
    "打击非法集访的通告在哪里看",
    "望媒体公布疫苗接种点",
    "燃气公司什么时候上班，燃气费怎么交",
    "只许州官放火，不许百姓点灯",
    "咨询校园欺凌的处理规定",
    "老鼠药投放点在哪里",
)


@pytest.mark.parametrize(
    ("kind", "sentence"), [(kind, one) for kind, some in ALARMING.items() for one in some]
)
def test_a_person_is_called_for(kind: str, sentence: str) -> None:
    found = {concern.kind for concern in concerns(Text("", sentence)) if concern.sure >= 0.5}
    assert kind in found


@pytest.mark.parametrize("sentence", HARMLESS)
def test_what_only_sounds_alarming_is_left_alone(sentence: str) -> None:
    assert needs_a_person(Text("", sentence)) is False


def test_a_concern_names_its_words_and_their_place() -> None:
    text = Text("求助", "隔壁老人说不想活了，请去看看")
    concern = concerns(text)[0]
    end = concern.start + len(concern.words)
    assert text.whole[concern.start : end] == concern.words == "不想活了"
    assert concern.because == "扬言或有轻生举动：“不想活了”"


def test_a_fear_weighs_less_than_what_happens() -> None:
    feared, happens = "担心线路老化引发爆炸", "仓库刚刚爆炸了"
    sure = [concerns(Text("", sentence))[0].sure for sentence in (feared, happens)]
    assert sure == [0.42, 0.7]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("小区停水三天了", "urgent"),
        ("什么时候停水，有通知吗", "ordinary"),
        ("楼道燃气泄漏，快来人", "critical"),
        ("我不想活了", "critical"),
        ("路口路面塌陷了一个坑，车掉进去了", "critical"),
        ("全村停电一天", "urgent"),
        ("上百工人在公司门口聚集讨薪", "urgent"),
        ("广场舞声音太大", "ordinary"),
        ("咨询社保怎么转移", "ordinary"),
    ],
)
def test_urgency_follows_from_what_happens(sentence: str, expected: str) -> None:
    guesses = urgency(Text("", sentence))
    assert guesses[0].value == expected
    assert round(sum(guess.confidence for guess in guesses), 3) == 1.0
