import { SELF_TEST_HEADER } from "./maintenance/gate";
import { reasonOf } from "./reason";
import { TOKEN_PATH } from "./routes/token";

/** A test of one endpoint of this service: what is asked, and what must come back. */
export interface EndpointTest {
  readonly Name: string;
  readonly Description: string;
  /** Path, from the slash. */
  readonly Endpoint: string;
  readonly method: "GET" | "POST";
  /** Form fields of the body. */
  readonly form?: Readonly<Record<string, string>>;
  /** The self-test client's credentials (Basic), or a token that it gets with them first (Bearer). Default: none. */
  readonly authorization?: "credentials" | "token";
  readonly expected: {
    readonly status: number;
    /** Keys that the JSON object in the answer must have. */
    readonly keys: readonly string[];
  };
  /** Limit for the whole test, in ms. Default: 3000. */
  readonly limitMs?: number;
}

/** What `/test` shows of a test. */
export interface TestResult {
  readonly Name: string;
  readonly Description: string;
  readonly Endpoint: string;
  readonly Success: boolean;
  /** Why it failed; null when it did not. */
  readonly Error: string | null;
}

/** Who tests: the service itself, under a key that it made when it started. */
export interface SelfTestCaller {
  /** `http://127.0.0.1:8080`. */
  readonly url: string;
  readonly clientId: string;
  readonly key: string;
}

const DEFAULT_LIMIT = 3000;

/** An answer longer than this, in bytes, is none of ours. */
const LONGEST_ANSWER = 64 * 1024;

/**
 * Calls the endpoint and judges what comes back. Never rejects, never takes longer than the test's limit.
 * @param closing ends the test early, as failed
 */
export async function runTest(
  test: EndpointTest,
  caller: SelfTestCaller,
  closing: AbortSignal,
): Promise<TestResult> {
  const { Name, Description, Endpoint, limitMs = DEFAULT_LIMIT } = test;
  const limit = AbortSignal.timeout(limitMs);
  const signal = AbortSignal.any([limit, closing]);
  let problem: string | null;
  try {
    problem = await problemOf(test, caller, signal);
  } catch (error) {
    problem = limit.aborted ? `no complete answer within ${limitMs} ms` : `no answer: ${reasonOf(error)}`;
  }
  return { Name, Description, Endpoint, Success: problem === null, Error: problem };
}

async function problemOf(
  test: EndpointTest,
  caller: SelfTestCaller,
  signal: AbortSignal,
): Promise<string | null> {
  const credentials = `Basic ${Buffer.from(`${caller.clientId}:${caller.key}`).toString("base64")}`;
  const ask = (
    path: string,
    method: string,
    authorization?: string,
    form?: Readonly<Record<string, string>>,
  ) =>
    fetch(caller.url + path, {
      method,
      signal,
      redirect: "manual",
      // A connection of its own each time: accepting one is part of what is tested.
      headers: {
        connection: "close",
        [SELF_TEST_HEADER]: caller.key,
        ...(authorization && { authorization }),
      },
      body: form && new URLSearchParams(form),
    });
  let authorization = test.authorization && credentials;
  if (test.authorization === "token") {
    const answer = await ask(TOKEN_PATH, "POST", credentials, { grant_type: "client_credentials" });
    const { body, problem } = await judged(answer, { status: 200, keys: ["access_token"] });
    if (problem !== null) return `no token to ask with: ${TOKEN_PATH} ${problem}`;
    authorization = `Bearer ${String(body.access_token)}`;
  }
  const answer = await ask(test.Endpoint, test.method, authorization, test.form);
  return (await judged(answer, test.expected)).problem;
}

type Judged = { readonly body: Readonly<Record<string, unknown>>; readonly problem: string | null };

/** Values of the answer are never told: it may hold a token. */
async function judged(answer: Response, expected: EndpointTest["expected"]): Promise<Judged> {
  const failed = (problem: string): Judged => ({ body: {}, problem });
  const text = await textOf(answer);
  if (answer.status !== expected.status) return failed(`answered ${answer.status}, not ${expected.status}`);
  if (text === undefined) return failed(`answered more than ${LONGEST_ANSWER / 1024} KiB`);
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    const type = answer.headers.get("content-type") ?? "no content type";
    return failed(`answered ${answer.status} with what is not JSON (${type})`);
  }
  if (typeof body !== "object" || body === null || Array.isArray(body)) {
    return failed(`answered ${answer.status} with JSON that is no object`);
  }
  const missing = expected.keys.filter((key) => !Object.hasOwn(body, key));
  if (missing.length > 0) return failed(`answered ${answer.status} without ${missing.join(", ")}`);
  return { body: body as Record<string, unknown>, problem: null };
}

/** The whole body; undefined where it is too long. */
async function textOf(answer: Response): Promise<string | undefined> {
  const decoder = new TextDecoder();
  let text = "";
  let bytes = 0;
  for await (const chunk of (answer.body ?? []) as AsyncIterable<Uint8Array>) {
    bytes += chunk.byteLength;
    if (bytes > LONGEST_ANSWER) return undefined;
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}
