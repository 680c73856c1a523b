import assert from "node:assert/strict";
import { readGoError } from "../../parity/render/errorText/goError";
import { readNodeError } from "../../parity/render/errorText/nodeError";
import { readPythonError } from "../../parity/render/errorText/pythonError";
import type { ErrorReader, ErrorText } from "../../parity/render/errorText/errorText";

const DIR = "/home/me/my shop (1)";

const table: { title: string; read: ErrorReader; installed: RegExp; text: string; expected: ErrorText }[] = [
  {
    title: "Node: the message, and the first frame of the program",
    read: readNodeError,
    installed: /(^|\/)node_modules\//,
    text: `Running program '${DIR}' failed with an unhandled exception:
Error: no such thing
    at Object.get (${DIR}/node_modules/a/index.js:3:9)
    at async make (${DIR}/lib/make.ts:12:5)
    at Object.<anonymous> (${DIR}/index.ts:4:1)`,
    expected: { message: ["Error: no such thing"], place: "lib/make.ts:12" },
  },
  {
    title: "Node: a frame without a name, and one of an ES module",
    read: readNodeError,
    installed: /(^|\/)node_modules\//,
    text: `Error: two\nlines\n    at node:internal/main:1:2\n    at ${DIR}/index.js:7:1\n    at file:///elsewhere/a.mjs:3:4`,
    expected: { message: ["Error: two", "lines"], place: "index.js:7" },
  },
  {
    title: "Node: output that is no error",
    read: readNodeError,
    installed: /(^|\/)node_modules\//,
    text: "waiting\n\n  for a lock\n",
    expected: { message: ["waiting", "for a lock"] },
  },
  {
    title: "Python: the innermost frame of the program, not of the SDK in its environment",
    read: readPythonError,
    installed: /(^|\/)((site|dist)-packages|lib\/python3(\.\d+)?)\//,
    text: `Program failed:
Traceback (most recent call last):
  File "/opt/alarm-parity/dist/start.py", line 60, in run
    loop.run_until_complete(coro)
  File "${DIR}/__main__.py", line 12, in <module>
    make("a")
    ^^^^^^^^^
  File "${DIR}/lib/make.py", line 3, in make
    return sns.Topic(name)
  File "${DIR}/venv/lib/python3.11/site-packages/pulumi/resource.py", line 900, in __init__
    raise TypeError("Missing resource name")
TypeError: Missing resource name
  argument (for URN creation)
`,
    expected: {
      message: ["TypeError: Missing resource name", "argument (for URN creation)"],
      place: "lib/make.py:3",
    },
  },
  {
    title: "Python: the last of two tracebacks",
    read: readPythonError,
    installed: /site-packages/,
    text: `Traceback (most recent call last):
  File "${DIR}/__main__.py", line 2, in <module>
ValueError: the cause

The above exception was the direct cause of the following exception:

Traceback (most recent call last):
  File "${DIR}/__main__.py", line 4, in <module>
RuntimeError: the effect`,
    expected: { message: ["RuntimeError: the effect"], place: "__main__.py:4" },
  },
  {
    title: "Python: a file that does not parse",
    read: readPythonError,
    installed: /site-packages/,
    text: `Traceback (most recent call last):
  File "${DIR}/__main__.py", line 1, in <module>
    import broken
  File "${DIR}/broken.py", line 7
    def broken(:
               ^
SyntaxError: invalid syntax`,
    expected: { message: ["SyntaxError: invalid syntax"], place: "broken.py:7" },
  },
  {
    title: "Go: what the program returned",
    read: readGoError,
    installed: /(^|\/)vendor\//,
    text: "an unhandled error occurred: program failed: \n2 errors occurred:\n\t* no such thing\n\t* nor that\n\n",
    expected: { message: ["no such thing", "nor that"] },
  },
  {
    title: "Go: a panic behind what was printed, with the first frame of the program",
    read: readGoError,
    installed: /(^|\/)vendor\//,
    text: `starting
panic: runtime error: index out of range [5] with length 3 [recovered]

goroutine 1 [running]:
github.com/pulumi/pulumi/sdk/v3/go/pulumi.Run(0x1)
\t${DIR}/vendor/github.com/pulumi/pulumi/sdk/v3/go/pulumi/run.go:54 +0x2e
main.main.func1(0xc0)
\t${DIR}/main.go:31 +0x1d
exit status 2`,
    expected: {
      message: ["panic: runtime error: index out of range [5] with length 3"],
      place: "main.go:31",
    },
  },
  {
    title: "Go: what it logged before it ended itself",
    read: readGoError,
    installed: /(^|\/)vendor\//,
    text: "told by the program\n",
    expected: { message: ["told by the program"] },
  },
];

describe("what a program said at its end", () => {
  for (const { title, read, installed, text, expected } of table) {
    it(title, () => {
      assert.deepEqual(read(text, DIR, installed), expected);
    });
  }
});
