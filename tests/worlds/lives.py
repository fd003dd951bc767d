"""The lives of a world: ordinary ones told in full, and between them those told in confidence."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

from hotline.records.models import Bulletin
from hotline.steps import draft
from hotline.steps.attach import Given, attach
from hotline.steps.knowledge.use import use_article
from hotline.steps.reveal import reveal
from tests.articles import published
from tests.attached_files import PDF, picture
from tests.bulletin_form import MONTH
from tests.steps.cases import BEGIN
from tests.worlds.city import ABOVE, ACCUSED, BELOW, FORMER, HANDLER
from tests.worlds.life import Built, Life, number_of, pass_number
from tests.worlds.sameness import Clockwork
from tests.worlds.secrets_kept import (
    FIRST_WORDS,
    NAMELESS_PHONE,
    NEIGHBOUR,
    NEIGHBOURS_PHONE,
    Caller,
)

REACHED = {
    "reached": True,
    "solved": "yes",
    "handling_rating": "satisfied",
    "service_rating": "satisfied",
}
STRANGER = Caller("周五", "15400008888", form_of_address="先生")


class Lives:
    """Everything that happens in a world, in its order; each life has a place of its own."""

    def __init__(self, built: Built, clockwork: Clockwork) -> None:
        self.built, self.city, self.world = built, built.city, built.world
        self.clockwork = clockwork
        self.article = published(self.city, unit=ABOVE, at=BEGIN)
        editor = self.city.person("bulletin_editor")
        self.bulletin: Bulletin = draft.begin(MONTH, by=editor, at=BEGIN)
        built.article = self.article.number

    def ordinary(self, place: int, name: str, caller: Caller = STRANGER, text: str = "") -> Life:
        """A case that anybody who handles such cases may see."""
        life = Life(self.city, place, self.clockwork)
        life.arrive(caller, key=f"ordinary-{place}", **({"text": text} if text else {}))
        self.built.ordinary[name] = life.case.number
        return life

    def secret(self, place: int, secret: int, tell: Callable[[Life, int], None]) -> Life | None:
        """A case that was told in confidence, where this world has it; else only its number."""
        self.built.secret.append(number_of(place))
        self.built.keys.append(f"secret-{secret}")
        if not self.world.are_there:
            pass_number()
            return None
        life, words = Life(self.city, place, self.clockwork), self.world.words[secret]
        life.arrive(
            self.world.callers[secret],
            key=f"secret-{secret}",
            kind="report",
            title=words.title,
            text=words.text,
            place=words.place,
        )
        tell(life, secret)
        self.built.receipts.append(life.case.receipt)
        return life

    def hide(self, life: Life, secret: int, accused: str) -> Life:
        """Mark it confidential; the reason names the caller, as people will."""
        who = self.world.callers[secret].name
        reason = f"{who}要求保密，{self.world.words[secret].note}。"
        return life.act("mark_confidential", reason=reason, accused=[self.city.units[accused]])

    def attach(self, life: Life, name: str) -> None:
        """A letter and a picture, as the office keeps them with the case."""
        files = [Given(f"{name}.pdf", BytesIO(PDF)), Given(f"{name}.jpg", BytesIO(picture()))]
        attach(life.case, files, by=self.city.person("call_taker"), at=life.later())


def live(built: Built, clockwork: Clockwork) -> None:
    """Let everything happen."""
    lives = Lives(built, clockwork)
    neighbour = Caller(NEIGHBOUR, NEIGHBOURS_PHONE, form_of_address="先生")
    lives.ordinary(1, "neighbour", neighbour).given_to(ABOVE).act("contact", ABOVE, reached=True)
    lives.secret(2, 0, lambda life, secret: _watched(lives, life, secret))
    lives.secret(3, 1, lambda life, secret: _waiting(lives, life, secret))
    lives.ordinary(4, "nameless", Caller(phone=NAMELESS_PHONE)).given_to(ABOVE)
    lives.secret(5, 2, lambda life, secret: _closed(lives, life, secret))
    lives.secret(6, 3, lambda life, secret: _given_back(lives, life, secret))
    main = lives.ordinary(7, "main").given_to(ACCUSED)
    lives.secret(8, 4, lambda life, secret: _joined(lives, life, secret, main))
    lives.secret(9, 5, lambda life, secret: _answered(lives, life, secret))
    lives.ordinary(10, "twin", text=FIRST_WORDS[5].text)
    lives.ordinary(11, "waiting").act("accept")
    _well_handled(lives)
    _spoken_of(lives)
    watched = lives.ordinary(17, "watched").given_to(HANDLER).act("urge", note="请今天反馈。")
    watched.act("supervise", demand="三日内办结。")


def _watched(lives: Lives, life: Life, secret: int) -> None:
    """In handling, with all that can hang on a case in handling."""
    lives.hide(life, secret, ACCUSED).given_to(HANDLER)
    lives.attach(life, "来信")
    own = lives.world.callers[secret].phone
    life.act("contact", HANDLER, reached=True, dialled=own, note="已听取情况。")
    life.act("request_extension", HANDLER, amount=5, reason="需调取录像。")
    life.act("refuse_extension", reason="请抓紧。").act("supervise", demand="三日内办结。")
    life.act("urge", note="请今天反馈。").act("instruct", text="认真核查。")


def _waiting(lives: Lives, life: Life, secret: int) -> None:
    """Waiting for its dispatch."""
    lives.hide(life, secret, ABOVE).act("accept")


def _closed(lives: Lives, life: Life, secret: int) -> None:
    """Called back and closed; the agent wrote down who was reached, and looked at the number."""
    lives.hide(life, secret, BELOW).given_to(HANDLER).answered_by(HANDLER)
    who = lives.world.callers[secret]
    life.act("call_back", reached=False, dialled="15400005555", note=f"{who.name}未接听")
    agent = lives.city.person("callback_agent")
    moment = life.later()
    if life.case.citizen is not None:
        reveal(life.case, "phone", reason=f"回访{who.name}", by=agent, at=moment)
    life.act("call_back", **REACHED, note=f"{who.name}表示满意").act(
        "close", note=f"{who.name}同意"
    )


def _given_back(lives: Lives, life: Life, secret: int) -> None:
    """Given to one unit that gave it back, then to another; its reply waits for review."""
    life.given_to(FORMER)
    life.act("request_return", FORMER, reason="not_our_duty", evidence="见分工。").act(
        "agree_return"
    )
    lives.hide(life, secret, ACCUSED)
    life.act("dispatch", to=lives.city.units[HANDLER]).act("sign", HANDLER)
    life.act("reply", HANDLER, handling="已核查。", answer="已处理。", solved=True)


def _joined(lives: Lives, life: Life, secret: int, main: Life) -> None:
    """Joined to an ordinary case of the unit that it turns out to accuse."""
    life.act("accept").act("join", main=main.case)
    lives.hide(life, secret, ACCUSED)


def _answered(lives: Lives, life: Life, secret: int) -> None:
    """Answered at once from an article."""
    lives.hide(life, secret, ABOVE)
    by = lives.city.person("call_taker")
    use_article(lives.article, case=life.case, by=by, at=life.later())
    life.act("answer", text=f"已告知{lives.world.words[secret].title}的办法。")


def _well_handled(lives: Lives) -> None:
    """An ordinary case that ended well, and is in the bulletin."""
    closed = lives.ordinary(12, "closed").given_to(ACCUSED).answered_by(ACCUSED)
    closed.act("call_back", **REACHED).act("close", note="")
    _picked(lives, closed, "市民反映垃圾清运问题；")


def _picked(lives: Lives, life: Life, text: str) -> None:
    """Speak of a case in the bulletin."""
    facts = {"section": "prominent", "text": text, "cases": [life.case]}
    editor = lives.city.person("bulletin_editor")
    draft.pick(lives.bulletin, by=editor, at=life.later(), **facts)


def _spoken_of(lives: Lives) -> None:
    """Cases that others speak of, and that became confidential only then."""
    if not lives.world.spoken_of:
        for place, secret in ((13, 6), (14, None), (15, 7), (16, None)):
            pass_number()
            if secret is not None:
                lives.built.secret.append(number_of(place))
                lives.built.keys.append(f"secret-{secret}")
        return
    main = lives.secret(13, 6, lambda life, _: (life.given_to(HANDLER), None)[1])
    assert main is not None
    joining = lives.ordinary(14, "joined").act("accept").act("join", main=main.case)
    joining.act("part", reason="不是同一件事。").act("join", main=main.case)
    main.moment = joining.moment
    lives.hide(main, 6, ABOVE)
    earlier = lives.secret(15, 7, lambda life, _: (life.given_to(HANDLER), None)[1])
    assert earlier is not None
    _picked(lives, earlier, "有市民咨询窗口办理问题；")
    told = lives.ordinary(16, "told").act("tell_progress", earlier=earlier.case)
    earlier.moment = told.moment
    lives.hide(earlier, 7, ACCUSED)
