"""Runs a Pulumi program of the environment that this is started in, as Pulumi's own Python host does.

The one argument is JSON: what `pulumi.runtime.Settings` takes, `pwd`, and `program` (a folder or a file).
"""

import asyncio
import gc
import inspect
import json
import os
import runpy
import sys
import sysconfig
import traceback
from concurrent.futures import ThreadPoolExecutor

# The program's imports are not to find what lies beside this file.
del sys.path[0]

import pulumi  # noqa: E402
import pulumi.runtime  # noqa: E402


def configure(asked):
    # An older SDK knows fewer settings.
    known = inspect.signature(pulumi.runtime.Settings.__init__).parameters
    settings = {key: value for key, value in asked.items() if key in known}
    pulumi.runtime.set_all_config(
        pulumi.runtime.get_config_env(), pulumi.runtime.get_config_secret_keys_env()
    )
    pulumi.runtime.configure(pulumi.runtime.Settings(**settings))


def code_of(task):
    return getattr(task.get_coro(), "cr_code", None)


def is_of_program(task):
    """Whether the task runs a function of the program, and not of the SDK or of Python itself."""
    code = code_of(task)
    own = sysconfig.get_paths()
    return code is not None and not code.co_filename.startswith((own["stdlib"], own["purelib"], own["platlib"]))


def told(task):
    """As a traceback, so that the reader of errors finds the place."""
    code = code_of(task)
    return (
        "Traceback (most recent call last):\n"
        f'  File "{code.co_filename}", line {code.co_firstlineno}, in {code.co_name}\n'
        f"the program ended while {code.co_name}() was still under way: await it"
    )


def run(program, parallel):
    """Runs the program to its end; whatever stops it, in an apply too, is logged as an error."""
    lost = []
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    # A task that nobody awaits takes its exception with it.
    loop.set_exception_handler(lambda _, context: lost.append(context.get("exception")))
    executor = ThreadPoolExecutor(max_workers=parallel * 4)
    loop.set_default_executor(executor)

    def body():
        runpy.run_path(program, run_name="__main__")

    try:
        loop.run_until_complete(pulumi.runtime.run_in_stack(body))
        gc.collect()
        exceptions = [one for one in lost if one is not None]
        if exceptions:
            raise exceptions[0]
        unfinished = [task for task in asyncio.all_tasks(loop) if is_of_program(task)]
        if unfinished:
            pulumi.log.error(told(unfinished[0]))
        return not unfinished
    except SystemExit as end:
        # Only what stops a program with success could be taken for its end.
        if end.code not in (None, 0):
            raise
        pulumi.log.error(traceback.format_exc())
    except BaseException:
        pulumi.log.error(traceback.format_exc())
    finally:
        executor.shutdown(wait=True)
        loop.close()
        sys.stdout.flush()
        sys.stderr.flush()
    return False


if __name__ == "__main__":
    asked = json.loads(sys.argv[1])
    configure(asked)
    sys.argv = [asked["program"]]
    os.chdir(asked["pwd"])
    ended = run(asked["program"], asked["parallel"])
    if ended:
        # What an `os._exit` in an apply cannot say.
        pulumi.log.debug("the program has come to its end")
    sys.exit(0 if ended else 1)
