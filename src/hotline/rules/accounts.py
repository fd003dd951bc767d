"""What can be done to an account, and what an entry tells of it."""

from __future__ import annotations

STAFF_VERBS: dict[str, str] = {
    "add": "添加账号",
    "change": "更改账号",
    "deactivate": "停用账号",
    "activate": "启用账号",
    "set_password": "重设密码",
    "change_password": "修改密码",
    "sign_in": "登录",
    "export": "导出审计记录",
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
}
