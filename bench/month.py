"""The month of 31,681 cases: all its figures, and its bulletin as a Word file."""

from __future__ import annotations

from bench.report import RUNS, print_machine, repeated, timed, told
from bench.scratch import scratch_site

MONTH = "2022-04"
CASES = 31_681


def main() -> None:
    """Prints figures now, figures as of a past moment, and figures with the Word file."""
    with scratch_site():
        from datetime import datetime  # noqa: PLC0415

        from django.utils import timezone  # noqa: PLC0415 - needs Django set up

        from hotline.documents.word import write_bulletin  # noqa: PLC0415
        from hotline.records.models import Bulletin  # noqa: PLC0415
        from hotline.records.queries.board import shown  # noqa: PLC0415
        from hotline.records.queries.bulletins import bulletin_of, draft  # noqa: PLC0415
        from hotline.records.queries.figures import (  # noqa: PLC0415
            form_for,
            month_days,
            month_figures,
        )
        from hotline.rules.periods import read_period  # noqa: PLC0415
        from hotline.rules.workdays import CHINA  # noqa: PLC0415
        from hotline.steps.setup.sample.load import load_samples  # noqa: PLC0415

        print_machine()
        loading = timed(lambda: load_samples(lambda *_: None))
        told("loading the sample months", [loading.wall], "s")
        counted = month_figures(MONTH, timezone.now()).measured.figures["total.count"]
        assert counted.numerator == CASES, counted.numerator
        first, last = month_days(MONTH)
        bulletin = bulletin_of(MONTH) or Bulletin(
            form=form_for(first), starts_on=first, ends_on=last
        )
        past = datetime(2022, 5, 6, 18, tzinfo=CHINA)
        work = {
            "figures": (lambda: month_figures(MONTH, timezone.now()), "300 ms"),
            "figures as of 2022-05-06 18:00": (
                lambda: month_figures(MONTH, timezone.now(), as_of=past),
                "300 ms",
            ),
            "figures and Word file": (
                lambda: write_bulletin(draft(bulletin, timezone.now()).page),
                "3000 ms",
            ),
        }
        work["board of the month"] = (lambda: shown(read_period(MONTH), timezone.now()), "300 ms")
        for name, (do, aim) in work.items():
            runs = repeated(do, RUNS)
            told(name, [run.wall * 1000 for run in runs], "ms", f"aim: {aim}")
            told("  of it CPU of this process", [run.cpu * 1000 for run in runs], "ms")


if __name__ == "__main__":
    main()
