"""The kinds of agreed words: what is said on the telephone, and what is written to a citizen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

PHRASE_KINDS: dict[str, str] = {
    "call_script": "接听话术",
    "callback_script": "回访话术",
    "reply_template": "答复模板",
    "text_message": "短信",
}
LONGEST_TEXT = 4_000


@dataclass(frozen=True, slots=True)
class PhraseRow:
    """A text of `phrases.toml`; without a topic it fits every one."""

    code: str
    kind: str
    title: str
    text: str
    valid_from: date
    valid_to: date | None = None
    topic: str = ""
    order: int = 0
