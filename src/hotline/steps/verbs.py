"""Every verb of the table with the step that does it: the one list for screens, API and bulk."""

from __future__ import annotations

from collections.abc import Callable

from hotline.records.models import Case
from hotline.steps.accept import accept
from hotline.steps.answer import answer
from hotline.steps.approve import approve
from hotline.steps.archive import archive
from hotline.steps.call_back import call_back
from hotline.steps.classify import classify
from hotline.steps.close import close
from hotline.steps.contact import contact
from hotline.steps.decline import decline
from hotline.steps.direct import direct
from hotline.steps.dispatch import dispatch
from hotline.steps.duty.agree_return import agree_return
from hotline.steps.duty.dispute import dispute
from hotline.steps.duty.escalate import escalate
from hotline.steps.duty.refer import refer
from hotline.steps.duty.refuse_return import refuse_return
from hotline.steps.duty.request_return import request_return
from hotline.steps.duty.rule import rule
from hotline.steps.explain import explain
from hotline.steps.guarding.lift_confidential import lift_confidential
from hotline.steps.guarding.mark_confidential import mark_confidential
from hotline.steps.guarding.step_aside import step_aside
from hotline.steps.handle_again import handle_again
from hotline.steps.hold_back import hold_back
from hotline.steps.joining.join import join
from hotline.steps.joining.part import part
from hotline.steps.joining.share_answer import share_answer
from hotline.steps.joining.split import split
from hotline.steps.oversight.confer import confer
from hotline.steps.oversight.end_supervision import end_supervision
from hotline.steps.oversight.instruct import instruct
from hotline.steps.oversight.raise_supervision import raise_supervision
from hotline.steps.oversight.supervise import supervise
from hotline.steps.oversight.urge import urge
from hotline.steps.pass_down import pass_down
from hotline.steps.recall import recall
from hotline.steps.reopen import reopen
from hotline.steps.reply import reply
from hotline.steps.report_back import report_back
from hotline.steps.review import review
from hotline.steps.roads.amend import amend
from hotline.steps.roads.take_message import take_message
from hotline.steps.roads.write_back import write_back
from hotline.steps.send_back import send_back
from hotline.steps.sign import sign
from hotline.steps.tell_progress import tell_progress
from hotline.steps.transfer import transfer
from hotline.steps.waiting.ask_more import ask_more
from hotline.steps.waiting.grant_extension import grant_extension
from hotline.steps.waiting.refuse_extension import refuse_extension
from hotline.steps.waiting.request_extension import request_extension
from hotline.steps.waiting.resume import resume
from hotline.steps.waiting.shelve import shelve
from hotline.steps.waiting.take_up import take_up
from hotline.steps.withdraw import withdraw

Step = Callable[..., Case]

# `register` opens a case and so has no case to be given; `try_call_back` is `call_back` that
# reached nobody.
STEPS: dict[str, Step] = {
    step.__name__: step
    for step in (
        classify,
        answer,
        transfer,
        direct,
        tell_progress,
        decline,
        accept,
        dispatch,
        recall,
        sign,
        contact,
        ask_more,
        resume,
        pass_down,
        report_back,
        request_extension,
        grant_extension,
        refuse_extension,
        reply,
        approve,
        hold_back,
        request_return,
        agree_return,
        refuse_return,
        refer,
        dispute,
        escalate,
        rule,
        review,
        send_back,
        call_back,
        handle_again,
        explain,
        close,
        reopen,
        archive,
        amend,
        take_message,
        write_back,
        shelve,
        take_up,
        join,
        part,
        split,
        share_answer,
        withdraw,
        urge,
        supervise,
        raise_supervision,
        end_supervision,
        confer,
        instruct,
        mark_confidential,
        lift_confidential,
        step_aside,
    )
}
