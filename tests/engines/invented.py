"""Invented messages of an invented city, for the engines that compare many."""

from __future__ import annotations

from datetime import datetime, timedelta

from hotline.engines.messages import Message

FIRST_DAY = datetime(2026, 3, 2, 9, 0)  # noqa: DTZ001 - files know no zone

# Three concerns, each told by several people in words of their own.
HEATING = (
    ("铁西区槐荫嘉园暖气不热", "我家住槐荫嘉园3号楼，入冬以来暖气片一直是凉的，室内只有十四度。"),
    ("槐荫嘉园供暖温度不达标", "槐荫嘉园小区供热公司供暖温度太低，老人孩子冻得感冒。"),
    ("反映槐荫嘉园供热问题", "槐荫嘉园多栋楼暖气不热，给供热公司打电话一直没有人来测温。"),
    ("投诉供热公司", "铁西区槐荫嘉园今年供暖不热，屋里温度只有十五度，收了费却不管。"),
)
MIXER = (
    ("铁东区柳溪新城旁搅拌站扰民", "柳溪新城小区旁边的搅拌站昼夜生产，噪音和粉尘严重影响休息。"),
    ("柳溪新城附近搅拌站灰尘大", "柳溪新城附近搅拌站灰尘漫天，窗户不敢开，噪音彻夜不停。"),
    ("请取缔柳溪新城边上的搅拌站", "搅拌站离柳溪新城不到百米，粉尘噪音让业主无法生活。"),
)
SCHOOL = (
    ("青禾培训学校拖延退费", "青禾培训学校关门后答应退学费，拖了三个月还没有退。"),
    ("青禾培训学校不退学费", "在青禾培训学校交了一年学费，只上了两节课就停课，退费一直拖延。"),
    ("青禾培训退费难", "青禾培训学校负责人失联，几十个家长的学费退不回来。"),
)
ALONE = (
    ("建设街路灯不亮", "建设街与北三纬路交叉口的路灯坏了半个月，夜里看不清路。"),
    ("咨询异地就医备案", "想问一下退休人员异地就医备案在哪里办理，需要带什么材料。"),
    ("17路公交车等候时间长", "17路公交车早高峰半小时才来一趟，上班经常迟到。"),
    ("铁东区白桦小区油烟扰民", "白桦小区楼下烧烤店没有烟道，油烟直接排到居民窗户。"),
)


def messages() -> list[Message]:
    """All of them, one a day, each by another caller."""
    told = [*HEATING, *MIXER, *SCHOOL, *ALONE]
    return [
        Message(
            id=f"m{place:02}",
            title=title,
            text=text,
            at=FIRST_DAY + timedelta(days=place),
            caller=f"caller{place}",
        )
        for place, (title, text) in enumerate(told)
    ]


def ids(start: int, count: int) -> tuple[str, ...]:
    """The ids of so many messages from a place on."""
    return tuple(f"m{place:02}" for place in range(start, start + count))


HEATING_IDS, MIXER_IDS, SCHOOL_IDS = ids(0, 4), ids(4, 3), ids(7, 3)
