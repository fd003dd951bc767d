"""Searching ten thousand articles: long words, words of one and two characters, and a page."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import TYPE_CHECKING

from bench.report import print_machine, repeated, told
from bench.scratch import scratch_site

if TYPE_CHECKING:
    from hotline.records.models import Article, ArticleVersion

ARTICLES = 10_000
AT_ONCE = 500
SEARCHES = {
    "no words, most used first": "",
    "one character that all texts hold": "市",
    "one character": "热",
    "one rare character": "葺",
    "two characters that all texts hold": "材料",
    "two characters": "停水",
    "two rare characters": "修葺",
    "three characters": "公积金",
    "a whole title": "供热投诉途径0040",
    "two words": "停水 查询",
    "nothing found, two characters": "魑魅",
    "nothing found, long": "没有这样的知识",
    "markup and wildcards": "%_\\<b>",
}
# Each subject is in one article of twenty, as in a base of many units.
SUBJECTS = (
    "供热投诉途径", "停水查询", "公积金提取", "医保预约电话", "居住证办理", "路灯报修",
    "公交线路调整", "物业收费标准", "入学报名材料", "养老金认证", "低保申请条件", "营业执照注销",
    "燃气开栓", "垃圾清运时间", "犬只登记", "房产证补办", "驾驶证换证", "婚姻登记预约",
    "失业金申领", "残疾证办理",
)  # fmt: skip
SENTENCES = (
    "办理前请准备身份证原件和复印件，到所在区政务服务大厅窗口提交。",
    "材料齐全的当场受理，不齐全的一次性告知需要补正的内容，市级窗口也可办理。",
    "收费标准见市发展改革部门公布的目录，任何单位不得另行收费。",
    "可以先在网上提交申请，审核一般需要三个工作日，结果以短信通知。",
    "对答复不认可的，可以补充情况再次来电，由原承办单位复核。",
    "窗口工作时间为工作日上午八点半至下午五点，法定节假日另行通知。",
    "委托他人办理的，还应提供委托书和受托人的身份证件。",
    "具体情况以主管部门的解释为准，话务员不作个案承诺。",
)


def main() -> None:
    """Prints one line per way of searching."""
    with scratch_site():
        print_machine()
        fill()
        for name, words in SEARCHES.items():
            measure(name, words)


def fill() -> None:
    """Published articles of some 600 characters each, written row by row as they would stand."""
    from django.db import connection  # noqa: PLC0415 - needs Django set up

    rng = Random(7)  # the same articles every time
    for start in range(0, ARTICLES, AT_ONCE):
        _store([_article(number, rng) for number in range(start, start + AT_ONCE)])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _store(made: list[tuple[Article, ArticleVersion]]) -> None:
    from hotline.records.models import Article, ArticleVersion  # noqa: PLC0415

    Article.objects.bulk_create([article for article, _ in made])
    ArticleVersion.objects.bulk_create([text for _, text in made])
    for article, text in made:
        article.current = text
    Article.objects.bulk_update([article for article, _ in made], ["current"])


def _article(number: int, rng: Random) -> tuple[Article, ArticleVersion]:
    from hotline.records.models import Article, ArticleVersion, Department  # noqa: PLC0415
    from hotline.steps.knowledge.publish import searched  # noqa: PLC0415

    shown = {
        "title": f"{SUBJECTS[number % len(SUBJECTS)]}{number:04}",
        "department": Department.objects.order_by("pk")[number % 20],
        "topics": ["010216"],
        "valid_from": date(2020, 1, 1),
        "expires_on": date(2099, 1, 1) + timedelta(days=number),
    }
    now = datetime.now(UTC)
    article = Article(
        number=f"ZS{number:06}",
        stage="settled",
        standing="published",
        used_count=rng.randrange(500),
        published_at=now,
        **shown,
    )
    subject = SUBJECTS[number % len(SUBJECTS)]
    parts = [*rng.choices(SENTENCES, k=18), f"本条说明{subject}的有关规定。"]
    texts = {
        "question": f"怎样办理{subject}？",
        "answer": "".join(parts[:4]),
        "text": "".join(parts[4:]) + ("屋顶修葺。" if number == 77 else ""),
    }
    version = ArticleVersion(article=article, number=1, at=now, **shown, **texts)
    article.words = searched(version)
    return article, version


def measure(name: str, words: str) -> None:
    """One search as the screens and the API make it: the count and the first page."""
    from bench.queries import counted  # noqa: PLC0415 - needs Django set up
    from hotline.records.queries.articles import Sought, find_articles  # noqa: PLC0415

    today = datetime.now(UTC).date()

    def search() -> int:
        return find_articles(Sought(query=words), today).total

    with counted() as queries:
        total = search()
    runs = repeated(search, 21)
    found = f"queries: {queries.number}; found {total}; aim: 50 ms"
    told(name, [run.wall * 1000 for run in runs], "ms", found)


if __name__ == "__main__":
    main()
