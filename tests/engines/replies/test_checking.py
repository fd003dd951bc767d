"""A reply before it is sent: whether it says anything, what is missing, what is too much."""

from __future__ import annotations

import json
from datetime import date

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from hotline.engines.replies.checking import Reply, check
from hotline.engines.replies.cloning import fingerprints
from hotline.engines.replies.corpus import Given, check_all
from hotline.engines.replies.findings import Checked, Finding
from hotline.engines.replies.promising import promised
from hotline.engines.replies.wording import Filled
from hotline.site.commands.engines import command

DAY = date(2026, 11, 18)  # a Wednesday
TITLE = "翠柏苑小区路灯不亮"
TEXT = "翠柏苑小区路灯已有一周不亮。要求：1. 修复路灯；2. 什么时候加装监控。"
GOOD = (
    "经核实情况属实。11月17日已更换三盏路灯，当晚恢复照明；监控计划12月10日前安装到位。"
    "依据《城市照明管理规定》第二十条办理。联系电话0434-5000000。"
)


def checked(reply: str, filled: Filled | None = None, **facts: str) -> Checked:
    return check(Reply(TITLE, TEXT, reply, filled or Filled(), **facts), DAY)


def kinds(found: Checked) -> list[str]:
    return [each.kind for each in found.findings]


def only(found: Checked, kind: str) -> Finding:
    (each,) = [each for each in found.findings if each.kind == kind]
    return each


@pytest.mark.parametrize(
    "reply",
    [
        "已收悉",
        "网友：您好！留言已收悉，感谢您的关注与支持！",
        "您反映的问题已转市住建局调查处理。2026年3月1日",
        "收到，已转相关部门，请耐心等待，我们会尽快回复您。",
        "尊敬的市民，您好！您反映的问题正在办理中。",
        "请咨询市人社局。",
        "市热线办公室 2026年3月1日",
    ],
)
def test_a_reply_of_nothing_but_formulae_is_empty(reply: str) -> None:
    assert (checked(reply).verdict, kinds(checked(reply))[0]) == ("empty", "empty")


@pytest.mark.parametrize(
    "reply",
    [
        "已于3月2日修复",
        "路灯已修好。",
        "符合条件的可以申请。",
        "请拨打市照明中心电话咨询：0434-5000000。",
        "您好，已转执法局强制执行。",
    ],
)
def test_a_short_reply_that_answers_is_not_empty(reply: str) -> None:
    assert checked(reply).verdict == "ok"


def test_a_good_reply_has_only_its_promised_day_pointed_out() -> None:
    found = checked(GOOD)
    assert (found.verdict, found.score, kinds(found)) == ("ok", 100, ["promise"])
    assert [(each.due, each.words) for each in found.promises] == [
        (date(2026, 12, 10), "12月10日前安装到位")
    ]


def test_each_request_is_held_against_the_reply() -> None:
    found = checked("经核实情况属实，11月17日已更换三盏路灯，路灯当晚恢复照明。电话0434-5000000。")
    assert list(found.requests) == ["修复路灯", "什么时候加装监控"]
    missing = only(found, "unanswered")
    assert (missing.words, missing.start) == ("什么时候加装监控", -1)


def test_a_reply_that_goes_through_as_many_points_answers_them() -> None:
    found = checked("1. 已更换灯具，恢复照明。2. 设备在采购，下月底装好。电话0434-5000000。")
    assert "unanswered" not in kinds(found)


@pytest.mark.parametrize(
    ("reply", "kind", "words"),
    [
        ("经研究，这事我们研究研究再说，11月17日看过现场。", "bad_words", "研究研究"),
        ("路灯坏了我们也没办法，您自己想办法。", "bad_words", "也没办法"),
        ("我们将尽快处理路灯。", "vague_promise", "我们将尽快处理路灯"),
        ("路灯已换，经办人手机15400001111。", "personal_data", "15400001111"),
    ],
)
def test_what_should_not_be_said_is_shown_at_its_place(reply: str, kind: str, words: str) -> None:
    found = next(each for each in checked(reply).findings if each.kind == kind)
    assert (found.words, reply[found.start : found.end]) == (words, words)


def test_not_ours_without_a_return_weighs_more_than_with_a_way() -> None:
    bare = only(checked("您反映的问题不属于我单位职责范围。"), "not_ours")
    told = only(checked("不属于我局职责范围，路灯由市照明中心负责，电话0434-5000000。"), "not_ours")
    assert (bare.severity, told.severity) == ("serious", "warn")


@pytest.mark.parametrize(
    ("reply", "filled", "severity"),
    [
        ("受资金所限，路灯暂时无法解决。", Filled(solved=True), "serious"),
        ("路灯问题已得到解决。", Filled(solved=False), "warn"),
        ("经查，反映情况属实。", Filled(is_true=False), "serious"),
        ("已与您电话联系说明路灯情况。", Filled(contacted=False), "warn"),
    ],
)
def test_a_text_that_contradicts_what_was_filled_in_is_found(
    reply: str, filled: Filled, severity: str
) -> None:
    assert only(checked(reply, filled), "contradiction").severity == severity


@pytest.mark.parametrize(
    ("words", "due"),
    [
        ("路面计划于2027年4月30日前修复。", date(2027, 4, 30)),
        ("预计本周五恢复供水。", date(2026, 11, 20)),
        ("力争下周三完工。", date(2026, 11, 25)),
        ("将在月底前清运完毕。", date(2026, 11, 30)),
        ("将于下月底完成整改。", date(2026, 12, 31)),
        ("承诺三个工作日内安装到位。", date(2026, 11, 23)),
        ("将在十天内发放。", date(2026, 11, 28)),
        ("计划1月15日开工。", date(2027, 1, 15)),
        ("确保年底前建成通车。", date(2026, 12, 31)),
        ("将于两个月内完成。", date(2027, 1, 18)),
        ("预计明年上半年竣工。", date(2027, 6, 30)),
    ],
)
def test_a_promised_day_is_read_from_the_day_of_the_reply(words: str, due: date) -> None:
    assert [each.due for each in promised(words, DAY, working)] == [due]


@pytest.mark.parametrize(
    "words",
    [
        "已于11月10日修复。",
        "收到申请后15个工作日内办结。",
        "参保人应在2027年1月1日前缴费。",
        "工作人员11月18日到现场查看。",
        "将于2月30日前完成。",
    ],
)
def test_what_is_past_or_how_things_go_in_general_is_no_promise(words: str) -> None:
    assert promised(words, DAY, working) == []


def working(day: date, amount: int) -> date:
    """A calendar in which the third working day after DAY is a Monday."""
    assert day == DAY
    return date(2026, 11, 23) if amount == 3 else date(2026, 12, 9)


HEAPED = (
    "办理 处理 转 交 已 将 您 反映 问题 的 和 、 县 二 三 十 9 个 工作日 月 日 年 内 前 底 。 ？"
)


@given(st.lists(st.sampled_from(HEAPED.split()), max_size=120))
@settings(max_examples=40)
def test_whatever_a_unit_writes_is_checked(words: list[str]) -> None:
    found = check(Reply("".join(words[:9]), "".join(words), "".join(words)), DAY)
    assert found.verdict in ("empty", "template", "ok")


CLONE = "经我局工作人员到现场查看，情况属实，已约谈负责人并下达整改通知，要求限期整改到位。"


def test_the_same_words_to_different_matters_are_a_template() -> None:
    other = Reply("某路口井盖破损", "解放路井盖破损多日，要求更换。", CLONE)
    again = Reply("饭店油烟扰民", "楼下饭店油烟直排，要求治理。", f"{CLONE} 感谢您的来电！")
    own = Reply(TITLE, TEXT, GOOD)
    given = [Given(str(place), row, DAY) for place, row in enumerate((other, again, own))]
    verdicts = {name: found.verdict for name, found in check_all(given)}
    assert verdicts == {"0": "template", "1": "template", "2": "ok"}
    assert set(fingerprints(other.reply)) & set(fingerprints(again.reply))


def test_one_answer_to_one_matter_told_twice_is_no_template() -> None:
    first = Reply(TITLE, TEXT, CLONE)
    again = Reply("翠柏苑小区路灯一直不亮", f"再次反映：{TEXT}", CLONE)
    given = [Given(str(place), row, DAY) for place, row in enumerate((first, again))]
    assert [found.verdict for _, found in check_all(given)] == ["ok", "ok"]


def test_nothing_but_resolve_is_a_template() -> None:
    found = checked("我们将高度重视，进一步加强管理，切实加大工作力度。")
    assert found.verdict == "template"


def test_the_command_reads_lines_and_says_verdicts() -> None:
    rows = [
        {"id": "7", "title": TITLE, "text": TEXT, "reply": "已收悉"},
        {"title": TITLE, "text": TEXT, "reply": GOOD, "reply_time": "2026-11-18 09:00:00"},
    ]
    given = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    said = CliRunner().invoke(command, ["check-reply"], input=given)
    told = [json.loads(line) for line in said.output.splitlines()]
    assert [(row["id"], row["verdict"]) for row in told] == [("7", "empty"), ("2", "ok")]
    assert told[1]["promises"] == [{"due": "2026-12-10", "words": "12月10日前安装到位"}]
    assert set(told[0]["findings"][0]) == {"kind", "severity", "start", "end", "words", "say"}
