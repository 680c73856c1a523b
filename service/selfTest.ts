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
  const problem = await problemOf(test, caller, { limitMs, limit: AbortSignal.timeout(limitMs), closing });
  return { Name, Description, Endpoint, Success: problem === null, Error: problem };
}

interface Limits {
  readonly limitMs: number;
  readonly limit: AbortSignal;
  readonly closing: AbortSignal;
}

async function problemOf(test: EndpointTest, caller: SelfTestCaller, limits: Limits): Promise<string | null> {
  const credentials = `Basic ${Buffer.from(`${caller.clientId}:${caller.key}`).toString("base64")}`;
  let authorization = test.authorization && credentials;
  if (test.authorization === "token") {
    const { body, problem } = await ask(TOKEN_TEST, caller, credentials, limits);
    if (problem !== null) return `no token to ask with: ${TOKEN_PATH}: ${problem}`;
    authorization = `Bearer ${String(body.access_token)}`;
  }
  return (await ask(test, caller, authorization, limits)).problem;
}

type Question = Pick<EndpointTest, "Endpoint" | "method" | "form" | "expected">;

const TOKEN_TEST: Question = {
  Endpoint: TOKEN_PATH,
  method: "POST",
  form: { grant_type: "client_credentials" },
  expected: { status: 200, keys: ["access_token"] },
};

interface Judged {
  /** Empty where there is a problem. */
  readonly body: Readonly<Record<string, unknown>>;
  /** Never with values of the answer: it may hold a token. */
  readonly problem: string | null;
}

async function ask(
  { Endpoint, method, form, expected }: Question,
  { url, key }: SelfTestCaller,
  authorization: string | undefined,
  { limitMs, limit, closing }: Limits,
): Promise<Judged> {
  try {
    const answer = await fetch(url + Endpoint, {
      method,
      signal: AbortSignal.any([limit, closing]),
      redirect: "manual",
      // A connection of its own each time: accepting one is part of what is tested.
      headers: { connection: "close", [SELF_TEST_HEADER]: key, ...(authorization && { authorization }) },
      body: form && new URLSearchParams(form),
    });
    return judged(answer, await textOf(answer), expected);
  } catch (error) {
    const late = `no complete answer within ${limitMs} ms`;
    return { body: {}, problem: limit.aborted ? late : `no complete answer: ${reasonOf(error)}` };
  }
}

function judged(answer: Response, text: string | undefined, expected: Question["expected"]): Judged {
  const failed = (problem: string): Judged => ({ body: {}, problem });
  const { status } = answer;
  if (status !== expected.status) return failed(`answered ${status}, not ${expected.status}`);
  if (text === undefined) return failed(`answered more than ${LONGEST_ANSWER / 1024} KiB`);
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    const type = answer.headers.get("content-type") ?? "no content type";
    return failed(`answered ${status} with what is not JSON (${type})`);
  }
  if (typeof body !== "object" || body === null || Array.isArray(body)) {
    return failed(`answered ${status} with JSON that is no object`);
  }
  const missing = expected.keys.filter((key) => !Object.hasOwn(body, key));
  if (missing.length > 0) return failed(`answered ${status} without ${missing.join(", ")}`);
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
