"""A program that fails in the way that its stack is named after."""

import asyncio
import os
import signal
import sys
import time

import pulumi
from pulumi_aws import sns

how = pulumi.get_stack()
topic = sns.Topic("alarms")


def fail(text):
    raise ValueError(text)


async def fail_later():
    raise ValueError("lost in a task")


async def make_later():
    await asyncio.sleep(30)
    sns.Topic("later")


if how == "exception":
    fail("no such thing")
if how == "apply":
    topic.arn.apply(lambda arn: fail(f"in apply: {arn[:11]}"))
if how == "nested-apply":
    topic.arn.apply(lambda arn: topic.name.apply(lambda name: fail("deep in apply")))
if how == "lost-task":
    asyncio.ensure_future(fail_later())
if how == "unfinished-task":
    asyncio.ensure_future(make_later())
if how == "success-exit":
    sys.exit(0)
if how == "plain-exit":
    sys.exit()
if how == "exit-code":
    sys.exit(3)
if how == "hard-exit":
    os._exit(0)
if how == "hard-exit-in-apply":
    topic.arn.apply(lambda _: os._exit(0))
if how == "exit-in-apply":
    topic.arn.apply(lambda _: sys.exit(0))
if how == "killed":
    os.kill(os.getpid(), signal.SIGKILL)
if how == "missing-key":
    pulumi.Config().require("size")
if how == "wrong-number":
    pulumi.Config().require_int("limit")
if how == "missing-module":
    import nowhere  # noqa: F401
if how == "syntax":
    import broken  # noqa: F401
if how == "duplicate":
    sns.Topic("alarms")
if how == "caused":
    try:
        fail("the cause")
    except ValueError as error:
        raise RuntimeError("the effect") from error
if how == "run-error":
    raise pulumi.RunError("told by the program")
if how == "hangs":
    print("waiting for a lock", flush=True)
    time.sleep(600)
if how == "thread-hangs":
    import threading

    threading.Thread(target=lambda: time.sleep(600)).start()

if how == "whole":
    central = pulumi.StackReference(f"central/{how}")
    sns.Topic("later", tags={"a": central.get_output("topicArn"), "b": central.require_output('zone')})
