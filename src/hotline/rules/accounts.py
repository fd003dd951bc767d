"""What can be done to an account, and what an entry tells of it."""

from __future__ import annotations

# Wrong passwords from one address, and from all of them, until a name is locked, and for how long.
PAIR_LIMIT = 5
NAME_LIMIT = 20
LOCKED_MINUTES = 15

STAFF_VERBS: dict[str, str] = {
    "add": "添加账号",
    "change": "更改账号",
    "deactivate": "停用账号",
    "activate": "启用账号",
    "set_password": "重设密码",
    "change_password": "修改密码",
    "sign_in": "登录",
    "end_sessions": "结束登录",
    "unlock": "解除锁定",
    "set_softphone": "设置软电话账号",
    "drop_softphone": "取消软电话账号",
    "take_softphone": "取用软电话账号",
    "add_factor": "添加二次验证",
    "remove_factor": "移除二次验证",
    "take_factors": "清除二次验证",
    "make_recovery_codes": "生成恢复码",
    "use_recovery_code": "使用恢复码",
    "lend": "安排代班",
    "end_lending": "结束代班",
    "hand_over": "移交未办事项",
    "export": "导出审计记录",
    "order_export": "申请导出",
    "write_export": "生成导出文件",
    "fetch_export": "下载导出文件",
    "cancel_export": "取消导出",
    "recount": "复核统计台账",
    "change_role": "更改岗位权限",
    "print_sheets": "打印办理单",
}
# What an entry tells of an account, in the order of telling.
FACTS: dict[str, str] = {
    "name": "姓名",
    "unit": "单位",
    "roles": "岗位",
    "active": "在用",
    "role": "岗位名称",
    "permits": "权限",
    "how": "方式",
    "factor": "二次验证",
    "sessions": "结束的登录",
    "lender": "被代班人",
    "deputy": "代班人",
    "days": "日期",
    "successor": "接手人",
    "handed": "移交",
    "postings": "记账差（行）",
    "cells": "日计差（行）",
    "mended": "已补记",
}
