"""What citizens do with their own request by their own hand, and what comes of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from hotline.desk.story import story_lines
from hotline.records.models import (
    Attachment,
    Callback,
    Case,
    CitizenWish,
    JournalEntry,
    Notice,
    Office,
)
from hotline.records.queries.journal_words import reads_words
from hotline.records.queries.reference import forget
from hotline.records.scope import everything
from hotline.rules.life import Status
from hotline.steps.call_back import call_back
from hotline.steps.following.settle_wish import settle_wish
from hotline.steps.joining.join import join
from hotline.steps.waiting.grant_extension import grant_extension
from hotline.steps.waiting.request_extension import request_extension
from tests.attached_files import picture
from tests.factories import City, case_at
from tests.portal.follow import (
    SECRETS,
    opened,
    own_case,
    own_page,
    send,
)
from tests.reading import press


def test_an_addition_is_kept_as_the_citizens_own_and_told_to_the_unit(city: City) -> None:
    case = own_case(city, Status.IN_HANDLING)
    client = opened(case)
    image = SimpleUploadedFile("照片.jpg", picture(), content_type="image/jpeg")
    answer = send(client, "add", text="灯杆编号是 17。", pictures=image)
    assert answer.status_code == 302
    entry = JournalEntry.objects.filter(case=case).latest("seq")
    assert (entry.verb, entry.by, entry.note, entry.details["by"]) == (
        "take_message",
        None,
        "灯杆编号是 17。",
        "citizen",
    )
    assert story_lines([entry], "ordinary", city.person("dispatcher"))[0].who == "诉求人（网上）"
    assert reads_words(entry, city.person("unit_clerk", "east"))
    assert Attachment.objects.get(case=case).belongs_to == "arrival"
    notice = Notice.objects.get(case=case, act="citizen_said")
    assert notice.department == city.units["east"]
    assert "灯杆编号是 17。" in own_page(client).one("main").text
    case.refresh_from_db()
    assert case.text == SECRETS["text"]


def test_the_answer_to_a_question_sets_the_clock_going_again(city: City) -> None:
    case = own_case(city, Status.AWAITING_CITIZEN)
    assert send(opened(case), "add", text="三号楼。").status_code == 302
    case.refresh_from_db()
    entry = JournalEntry.objects.filter(case=case).latest("seq")
    assert (case.status, entry.verb, entry.details["by"]) == ("in_handling", "resume", "citizen")
    assert case.due_at is not None


def test_additions_of_a_day_end(city: City) -> None:
    case = own_case(city, Status.IN_HANDLING)
    client = opened(case)
    for _ in range(20):
        assert send(client, "add", text="再说一次。").status_code == 302
    refused = send(client, "add", text="第二十一次。")
    assert (refused.status_code, "第二十一次。" in refused.content.decode()) == (422, True)


def test_a_joined_request_shows_the_main_ones_course_and_nothing_of_its_caller(city: City) -> None:
    main = case_at(
        city,
        Status.AWAITING_CITIZEN,
        name="贾示例",
        phone="15400000999",
        title="别人的标题",
        text="别人的内容。",
    )
    case = own_case(city, Status.AWAITING_DISPATCH)
    with everything():
        join(case, main=main, by=city.person("dispatcher"), at=datetime.now(UTC))
    client = opened(case)
    words = own_page(client).one("main").text
    assert "汀东区政府" in words
    assert [
        w for w in ("贾示例", "别人的", "请补充具体楼号", main.number, main.receipt) if w in words
    ] == []
    assert send(client, "add", text="我家门前也是。").status_code == 302
    told = JournalEntry.objects.filter(case=main).latest("seq")
    assert (told.verb, "by" in told.details, "我家门前也是。" in told.note) == (
        "take_message",
        False,
        True,
    )


def test_a_rating_is_a_callback_by_the_citizens_own_hand(city: City) -> None:
    case = own_case(city, Status.AWAITING_CALLBACK)
    client = opened(case)
    refused = send(client, "rate", solved="no", handling_rating="dissatisfied")
    assert (refused.status_code, "请写明哪里没有解决" in refused.content.decode()) == (422, True)
    assert (
        send(
            client, "rate", solved="no", handling_rating="dissatisfied", note="还是不亮。"
        ).status_code
        == 302
    )
    row = Callback.objects.get(case=case)
    case.refresh_from_db()
    assert (row.own_hand, row.by, row.solved, row.handling_rating) == (
        True,
        None,
        "no",
        "dissatisfied",
    )
    assert (row.service_rating, case.status) == ("no_rating", "called_back")
    entry = JournalEntry.objects.filter(case=case).latest("seq")
    assert not reads_words(entry, city.person("unit_clerk", "east"))
    assert "不满意" in own_page(client).one("main").text


def test_who_says_nothing_is_not_counted_as_content(city: City) -> None:
    case = own_case(city, Status.AWAITING_CALLBACK)
    assert send(opened(case), "rate", solved="yes").status_code == 422
    assert send(opened(case), "rate", solved="yes", handling_rating="no_rating").status_code == 422
    assert not Callback.objects.filter(case=case).exists()


def test_a_rating_after_the_office_called_is_refused_and_kept_on_the_page(city: City) -> None:
    case = own_case(city, Status.AWAITING_CALLBACK)
    client = opened(case)
    page = own_page(client)
    with everything():
        call_back(
            Case.objects.get(pk=case.pk),
            reached=True,
            solved="yes",
            handling_rating="satisfied",
            service_rating="satisfied",
            by=city.person("callback_agent"),
            at=datetime.now(UTC),
        )
    answer = press(
        client, page, "/rate", solved="no", handling_rating="dissatisfied", note="没有修好。"
    )
    assert answer.status_code == 422
    assert "现在不能评价" in answer.content.decode()
    assert "没有修好。" in answer.content.decode()
    assert Callback.objects.get(case=case).handling_rating == "satisfied"


def test_a_request_is_taken_back_by_the_citizens_own_hand(city: City) -> None:
    case = own_case(city, Status.IN_HANDLING)
    client = opened(case)
    assert send(client, "withdraw", reason="").status_code == 422
    assert send(client, "withdraw", reason="已经好了。").status_code == 302
    case.refresh_from_db()
    entry = JournalEntry.objects.filter(case=case).latest("seq")
    assert (case.status, entry.verb, entry.details["by"]) == ("withdrawn", "withdraw", "citizen")
    assert "您撤回了诉求" in own_page(client).one("main").text


def test_reopening_is_the_offices_to_decide_and_asked_once(city: City) -> None:
    case = own_case(city, Status.CLOSED)
    client = opened(case)
    assert send(client, "reopen", reason="又坏了。").status_code == 302
    assert send(client, "reopen", reason="又坏了！").status_code == 422
    wish = CitizenWish.objects.get(case=case)
    with everything():
        settle_wish(
            wish,
            agrees=False,
            answer="请另行登记。",
            by=city.person("supervisor"),
            at=datetime.now(UTC),
        )
    case.refresh_from_db()
    assert (case.status, wish.outcome) == ("closed", "declined")
    assert "请另行登记。" in own_page(client).one("main").text


def test_an_agreed_wish_reopens_the_case(city: City) -> None:
    case = own_case(city, Status.CLOSED)
    send(opened(case), "reopen", reason="又坏了。")
    wish = CitizenWish.objects.select_related("case").get(case=case)
    with everything():
        settle_wish(
            wish, agrees=True, answer="", by=city.person("supervisor"), at=datetime.now(UTC)
        )
    case.refresh_from_db()
    assert case.status == "awaiting_dispatch"


def test_reopening_at_once_and_too_late(city: City) -> None:
    Office.objects.update(rules={**city.office.rules, "reopens_online": "at_once"})
    forget()
    case = own_case(city, Status.CLOSED)
    assert send(opened(case), "reopen", reason="又坏了。").status_code == 302
    case.refresh_from_db()
    assert case.status == "awaiting_dispatch"
    old = own_case(city, Status.CLOSED, at=datetime.now(UTC) - timedelta(days=40))
    late = send(opened(old), "reopen", reason="又坏了。")
    assert (late.status_code, "期限" in late.content.decode()) == (422, True)


def test_an_extension_is_told_by_the_words_for_the_public_only(city: City) -> None:
    case = own_case(city, Status.IN_HANDLING)
    with everything():
        now = datetime.now(UTC)
        request_extension(
            case, amount=3, reason="经办人请假。", by=city.person("unit_clerk", "east"), at=now
        )
        grant_extension(
            case, told="需要等待灯具到货。", note="同意。", by=city.person("dispatcher"), at=now
        )
    words = own_page(opened(case)).one("main").text
    assert "需要等待灯具到货。" in words
    assert "经办人请假" not in words
