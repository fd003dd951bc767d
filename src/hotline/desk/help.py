"""帮助: the manual inside the site, and which section belongs to which screen (F1)."""

from __future__ import annotations

from functools import cache

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from hotline.desk.doors import StaffRequest, for_staff
from hotline.documents.manual import FIRST, Chapter, read_manual, search_manual
from hotline.records.models import Staff

LONGEST_SEARCH = 60
# By screen, the section of the contents chapter that is for everybody …
FOR_ALL: dict[str, str] = {
    "desk:home": "页面",
    "desk:cases": "页面",
    "desk:bulk": "批量办理",
    "desk:same_matters": "疑似重复",
    "desk:same_events": "疑似重复",
    "desk:same_event": "疑似重复",
    "desk:same_settings": "疑似重复",
    "desk:notices": "邮件和短信提醒",
    "desk:notice_settings": "邮件和短信提醒",
    "desk:board": "看板",
    "desk:board_of": "看板",
    "desk:board_figure": "看板",
    "desk:board_mail": "看板",
    "desk:walls": "看板",
    "desk:appearance": "显示方式",
    "desk:password": "登录和退出",
    "desk:help": "帮助",
    "desk:exports": "导出",
    "desk:new_export": "导出",
}
HOT_ISSUES = {
    "supervisor": "热点",
    "dispatcher": "热点",
    "bulletin-editor": "热点",
    "office-leader": "热点和苗头",
}
# … and the sections of the chapters of the roles; where a person's chapters name none, the chapter.
FOR_ROLES: dict[str, dict[str, str]] = {
    "desk:new_case": {"call-taker": "登记", "dispatcher": "派单"},
    "desk:case": {
        "call-taker": "登记以后的办理",
        "dispatcher": "派单",
        "reviewer": "怎样审",
        "callback-agent": "回访",
        "supervisor": "催办和督办",
        "unit-clerk": "办理中",
        "unit-leader": "单位审批",
        "office-leader": "工单",
    },
    "desk:articles": {
        "call-taker": "知识库",
        "reviewer": "知识库",
        "bulletin-editor": "知识库",
        "unit-clerk": "知识库",
        "unit-leader": "知识库",
        "office-leader": "知识库",
    },
    "desk:promises": {
        "supervisor": "承诺跟踪",
        "unit-clerk": "办理中",
        "unit-leader": "单位审批",
    },
    "desk:reply_setting": {"system-admin": "答复检查"},
    "desk:queue": {"supervisor": "话务"},
    "desk:calls": {"supervisor": "话务"},
    "desk:call": {"supervisor": "话务"},
    "desk:missed": {"call-taker": "坐席工作台", "supervisor": "话务"},
    "desk:engines": {"system-admin": "文本引擎", "supervisor": "文本引擎"},
    "desk:engine_classify": {"system-admin": "文本引擎", "supervisor": "文本引擎"},
    "desk:engine_field": {"system-admin": "文本引擎", "supervisor": "文本引擎"},
    "desk:webhooks": {"system-admin": "短信、微信、事件通知和开放数据"},
    "desk:webhook": {"system-admin": "短信、微信、事件通知和开放数据"},
    "desk:language_model": {"system-admin": "语言模型"},
    "desk:texts": {"system-admin": "短信、微信、事件通知和开放数据"},
    "desk:imports": {"dispatcher": "批量导入和隔离件", "system-admin": "批量导入"},
    "desk:originals": {"dispatcher": "批量导入和隔离件", "system-admin": "隔离件"},
    "desk:original": {"dispatcher": "批量导入和隔离件", "system-admin": "隔离件"},
    "desk:roads": {"system-admin": "对接线路"},
    "desk:road": {"system-admin": "对接线路"},
    "desk:returns": {"dispatcher": "平台来件和回传"},
    "desk:return": {"dispatcher": "平台来件和回传"},
    "desk:road_files": {"dispatcher": "平台来件和回传", "system-admin": "对接线路"},
    "desk:platform_case": {"dispatcher": "平台来件和回传", "call-taker": "登记以后的办理"},
    "desk:quarantine": {"dispatcher": "批量导入和隔离件", "system-admin": "隔离件"},
    "desk:dispatch_rules": {"dispatcher": "派单目录"},
    "desk:needs_person": {"dispatcher": "需人工派单"},
    "desk:places": {"dispatcher": "新地名"},
    "desk:campaigns": {"dispatcher": "专题"},
    "desk:figures": {"bulletin-editor": "统计", "office-leader": "统计", "reviewer": "统计"},
    "desk:bulletins": {
        "bulletin-editor": "编写通报",
        "office-leader": "审定通报",
        "reviewer": "审核通报",
    },
    "desk:bulletin": {
        "bulletin-editor": "编写通报",
        "office-leader": "审定通报",
        "reviewer": "审核通报",
    },
    "desk:proofread": {"bulletin-editor": "核对一份通报", "office-leader": "审定通报"},
    "desk:wishes": {"callback-agent": "网上申请", "supervisor": "网上申请"},
    "desk:public_answers": {"bulletin-editor": "答复选登", "reviewer": "答复选登"},
    "desk:bulletin_forms": {"bulletin-editor": "通报格式"},
    "desk:bulletin_form": {"bulletin-editor": "通报格式"},
    "desk:bulletin_form_new": {"bulletin-editor": "通报格式"},
    "desk:hot_issues": HOT_ISSUES,
    "desk:hot_issue": HOT_ISSUES,
    "desk:hot_issue_settings": {"system-admin": "热点设置"},
    "desk:staff": {"security-admin": "人员"},
    "desk:new_person": {"security-admin": "添加账号"},
    "desk:person": {"security-admin": "更改、停用、启用"},
    "desk:audit": {"audit-admin": "审计页"},
}


@cache
def manual() -> dict[str, Chapter]:
    """The chapters, read once."""
    return read_manual(settings.HOTLINE_MANUAL, reverse("desk:help"))


def help_address(url_name: str, staff: Staff) -> str:
    """Where the help for a screen begins: the section for this person's roles, else for all."""
    own = [role.code.replace("_", "-") for role in staff.roles.all()]
    for chapter, section in FOR_ROLES.get(url_name, {}).items():
        if chapter in own:
            return f"{reverse('desk:help_chapter', args=[chapter])}#{section}"
    if url_name in FOR_ALL:
        return f"{reverse('desk:help')}#{FOR_ALL[url_name]}"
    chapters = [name for name in own if name in manual()]
    return reverse("desk:help_chapter", args=[chapters[0]]) if chapters else reverse("desk:help")


@for_staff()
@require_safe
def help_page(request: StaffRequest, chapter: str = FIRST) -> HttpResponse:
    """GET a chapter, or with ?q= the sections that hold these words."""
    if chapter not in manual():
        raise Http404
    words = request.GET.get("q", "").strip()[:LONGEST_SEARCH]
    context = {
        "chapters": manual().values(),
        "chapter": manual()[chapter],
        "first": FIRST,
        "words": words,
        "found": search_manual([*manual().values()], words) if words else [],
    }
    return render(request, "desk/help.html", context)
