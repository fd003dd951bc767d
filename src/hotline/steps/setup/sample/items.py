"""What the editor of a sample month picked for the bulletin, with the case that it speaks of."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from hotline.records.models import Case
from hotline.steps.setup.sample.load import samples_folder
from hotline.steps.setup.sample.margins import read_month


@dataclass(frozen=True, slots=True)
class SampleItem:
    """One paragraph for a section of the bulletin; `key` is that of its case's contact."""

    section: str
    group: str
    text: str
    key: str

    def case(self) -> Case | None:
        """The sample case behind the paragraph, where the month is loaded."""
        return Case.objects.filter(contacts__key=self.key).first()


def items(month: str, folder: Path | None = None) -> tuple[SampleItem, ...]:
    """The picks for "2022-04" in the order of the bulletin; none for a month without samples."""
    path = (folder or samples_folder()) / f"{month}.toml"
    if not path.exists():
        return ()
    return tuple(
        SampleItem(story.section, story.group, story.text, story.key)
        for story in read_month(path).stories
    )
