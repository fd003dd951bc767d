"""核对: a published text beside what does not add up in it; nothing is kept."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.debug import sensitive_post_parameters

from hotline.desk.doors import StaffRequest, for_staff
from hotline.desk.errors import INVALID
from hotline.desk.forms.proofread import ProofreadForm
from hotline.desk.proof_marks import Shown, shown
from hotline.documents.published import read_pasted, read_published
from hotline.documents.raw_records import UnreadableFile
from hotline.records.queries.name_register import name_register
from hotline.rules.proofreading import GROUPS, DocumentText, Finding, proofread_together

OK = 200
PASTED = "粘贴的文字"
ICONS = {
    "numbers": "chart-bar",
    "names": "tag",
    "leftovers": "paperclip",
    "privacy": "shield-lock",
}


@for_staff("draft_bulletin", "publish_bulletin", "see_figures")
@sensitive_post_parameters("text")
def proofread(request: StaffRequest) -> HttpResponse:
    """GET the form, POST a text: it comes back with its findings, and is not stored."""
    if request.method != "POST":
        return _page(request, ProofreadForm(), OK)
    form = ProofreadForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form, INVALID)
    texts = _texts(form)
    if form.errors:
        return _page(request, form, INVALID)
    return _page(request, form, OK, texts, proofread_together(texts, name_register()))


def _texts(form: ProofreadForm) -> list[DocumentText]:
    """What was given, read; what cannot be read is an error of its field."""
    texts: list[DocumentText] = []
    for field in ("text", "file"):
        given = form.cleaned_data.get(field)
        if given is None or (field == "text" and not given.strip()):
            continue
        try:
            if field == "text":
                text = read_pasted(given)
                texts.append(DocumentText(text.blocks, text.leftovers, PASTED))
            else:
                texts.append(read_published(given, given.name))
        except UnreadableFile as refused:
            form.add_error(field, str(refused))
    return texts


def _page(
    request: StaffRequest,
    form: ProofreadForm,
    status: int,
    texts: Sequence[DocumentText] = (),
    found: Sequence[Finding] = (),
) -> HttpResponse:
    numbered = list(enumerate(found, start=1))
    groups = [
        {
            "code": code,
            "name": name,
            "icon": ICONS[code],
            "findings": [(number, each) for number, each in numbered if each.group == code],
        }
        for code, name in GROUPS.items()
    ]
    read: list[Shown] = [shown(text, numbered) for text in texts]
    context = {
        "form": form,
        "texts": read,
        "groups": groups,
        "found": len(found),
        "several": len(read) > 1,
    }
    return render(request, "desk/proofread/page.html", context, status=status)
