"""问题分类的版本: copied, edited as a draft, compared with the one in use, used from a day on."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from hotline.desk.doors import StaffRequest, for_staff
from hotline.desk.errors import INVALID, REFUSALS, put_on
from hotline.desk.forms.fields import Amount, Words
from hotline.desk.forms.reference import ChangeForm
from hotline.records.models import Topic, TopicTree
from hotline.records.queries.topic_trees import (
    left_hanging,
    nodes_of,
    tree_difference,
    tree_in_use,
)
from hotline.rules.reference.shapes import PARTED
from hotline.rules.reference.tables import TOPICS
from hotline.steps.reference.keeping import PERMIT
from hotline.steps.reference.topic_trees import (
    copy_tree,
    publish_tree,
    remove_topic,
    write_topic,
)

PAGE_SIZE = 100
SHOWN = 100


class CopyForm(forms.Form):
    """The name of a new version."""

    code = Words("版本代码", limit=40, needed=True, help_text="例如 2027；写入后不能更改。")
    note = Words("说明", limit=500, help_text="依据和与上一版的不同。")


class TopicForm(forms.Form):
    """One topic of a draft."""

    code = Words("编码", limit=40, needed=True)
    name = Words("名称", limit=100, needed=True)
    parent = Words("上级编码", limit=40, help_text="最上级的不填。")
    words = Words("提示词", limit=2_000, help_text="用顿号分开；诉求里有这些词时提示这个分类。")
    order = Amount("序号", help_text="小的排在前面。")

    def clean_words(self) -> list[str]:
        """The words one by one."""
        return [word.strip() for word in PARTED.split(self.cleaned_data["words"]) if word.strip()]


@for_staff(PERMIT)
def trees(request: StaffRequest) -> HttpResponse:
    """GET the versions, the newest first; POST a copy of the one in use."""
    today = timezone.localdate()
    present = tree_in_use(today)
    form = CopyForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST" and present is not None:
        status = INVALID
        if form.is_valid():
            try:
                tree = copy_tree(present, **form.cleaned_data, by=request.user, at=timezone.now())
            except REFUSALS as error:
                status = put_on(form, error)
            else:
                messages.success(request, f"已复制为草稿“{tree.code}”，修改后再启用。")
                return redirect("desk:topic_tree", tree.code)
    found = TopicTree.objects.order_by("-is_draft", "-valid_from")
    context = {"trees": found, "present": present, "form": form, "shape": TOPICS}
    return render(request, "desk/reference/trees.html", context, status=status)


@for_staff(PERMIT)
@require_safe
def tree(request: StaffRequest, code: str) -> HttpResponse:
    """One version: its topics, what it changes, and from when it may be used."""
    return _tree_page(request, _tree_or_404(code), 200)


@for_staff(PERMIT)
@require_POST
def publish(request: StaffRequest, code: str) -> HttpResponse:
    """POST the day from which a draft is used."""
    row, form = _tree_or_404(code), ChangeForm(request.POST, today=timezone.localdate())
    if not form.is_valid():
        return _tree_page(request, row, INVALID, form)
    try:
        publish_tree(row, **form.cleaned_data, by=request.user, at=timezone.now())
    except REFUSALS as error:
        return _tree_page(request, row, put_on(form, error), form)
    messages.success(request, f"版本“{row.code}”自 {form.cleaned_data['begins']} 起启用。")
    return redirect("desk:topic_tree", row.code)


@for_staff(PERMIT)
def topic(request: StaffRequest, code: str) -> HttpResponse:
    """GET a topic of a draft (`topic`, or a new one), POST what it shall be."""
    row = _tree_or_404(code)
    held = Topic.objects.filter(tree=row, code=_asked(request.GET)).first()
    if request.method != "POST":
        return _topic_page(request, row, held, TopicForm(initial=_initial(held)), 200)
    form = TopicForm(request.POST)
    if not form.is_valid():
        return _topic_page(request, row, held, form, INVALID)
    given = {**form.cleaned_data, "order": form.cleaned_data["order"] or 0}
    if held is not None:
        given["code"] = held.code
    try:
        written = write_topic(row, **given, by=request.user)
    except REFUSALS as error:
        return _topic_page(request, row, held, form, put_on(form, error))
    messages.success(request, f"已写入草稿：{written.code} {written.name}。")
    return redirect("desk:topic_tree", row.code)


@for_staff(PERMIT)
@require_POST
def remove(request: StaffRequest, code: str) -> HttpResponse:
    """POST the topic that a draft shall not have."""
    row = _tree_or_404(code)
    try:
        remove_topic(row, code=_asked(request.POST), by=request.user)
    except REFUSALS as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "已从草稿中去掉。")
    return redirect("desk:topic_tree", row.code)


def _asked(given: QueryDict) -> str:
    """The code of the topic that is asked for; no code has an unseen sign."""
    return given.get("topic", "").replace("\0", "")[:40]


def _tree_or_404(code: str) -> TopicTree:
    row = TopicTree.objects.filter(code=code).first()
    if row is None:
        raise Http404
    return row


def _initial(held: Topic | None) -> dict[str, Any]:
    if held is None:
        return {"order": 0}
    return {
        "code": held.code,
        "name": held.name,
        "parent": held.path[-2] if len(held.path) > 1 else "",
        "words": "、".join(held.words),
        "order": held.order,
    }


def _tree_page(
    request: StaffRequest, row: TopicTree, status: int, form: ChangeForm | None = None
) -> HttpResponse:
    today, words = timezone.localdate(), request.GET.get("q", "").strip()[:50]
    found = [
        (node, len(node.path) - 1)
        for node in nodes_of(row)
        if words in node.name or words in node.code or any(words in each for each in node.words)
    ]
    against = _against(row, today)
    context = {
        "tree": row,
        "page": Paginator(found, PAGE_SIZE).get_page(request.GET.get("page")),
        "q": words,
        "against": against,
        "changes": tree_difference(against, row) if against else None,
        "hanging": left_hanging(row, today)[:SHOWN] if row.is_draft else [],
        "form": form or ChangeForm(today=today),
    }
    return render(request, "desk/reference/tree.html", context, status=status)


def _against(row: TopicTree, today: date) -> TopicTree | None:
    """What a version is compared with: a draft with the one in use, another with the one before."""
    if row.is_draft:
        return tree_in_use(today)
    earlier = TopicTree.objects.filter(is_draft=False, valid_from__lt=row.valid_from)
    return earlier.order_by("valid_from").last()


def _topic_page(
    request: StaffRequest, row: TopicTree, held: Topic | None, form: TopicForm, status: int
) -> HttpResponse:
    if held is not None:
        form.fields["code"].disabled = True
        form.initial["code"] = held.code
    context = {"tree": row, "topic": held, "form": form}
    return render(request, "desk/reference/topic.html", context, status=status)
