import assert from "node:assert/strict";
import fc from "fast-check";
import { UNKNOWN } from "../../cloudwatch/unknown";
import { decide, readPolicy, type Decision, type Request, type Statement } from "../../policies/rules/iam";
import { glob } from "../../policies/rules/iamConditions";

const TOPIC = "arn:aws:sns:eu-west-1:111111111111:alarms";
const REQUEST: Request = {
  action: "sns:Publish",
  resource: TOPIC,
  caller: {
    service: "cloudwatch.amazonaws.com",
    accounts: ["111111111111"],
    region: "eu-west-1",
    resource: "alarm:api-cpu",
  },
};
const ALLOW = {
  Effect: "Allow",
  Principal: { Service: "cloudwatch.amazonaws.com" },
  Action: "sns:Publish",
  Resource: TOPIC,
};
const ARN = "arn:aws:cloudwatch:eu-west-1:111111111111:alarm:";

/** `ALLOW` with `more` over it. */
const allow = (more: Statement): Statement => ({ ...ALLOW, ...more });
const when = (Condition: unknown): Statement => allow({ Condition });

const decisions: [string, Statement[], Decision["answer"]][] = [
  ["one that allows it", [ALLOW], "allowed"],
  [
    "lists",
    [
      allow({
        Principal: { Service: ["events.amazonaws.com", "cloudwatch.amazonaws.com"] },
        Action: ["sns:Publish"],
      }),
    ],
    "allowed",
  ],
  [
    "wildcards and other letter cases",
    [allow({ Action: "SNS:Pub*", Resource: "arn:aws:sns:*:alarms" })],
    "allowed",
  ],
  ["everybody", [allow({ Principal: "*" })], "allowed"],
  ["everybody of AWS", [allow({ Principal: { AWS: "*" } })], "allowed"],
  [
    "SNS's default policy",
    [allow({ Principal: { AWS: "*" }, Condition: { StringEquals: { "AWS:SourceOwner": "111111111111" } } })],
    "allowed",
  ],
  ["no statement", [], "not-allowed"],
  ["another service", [allow({ Principal: { Service: "events.amazonaws.com" } })], "not-allowed"],
  [
    "the account's root alone",
    [allow({ Principal: { AWS: "arn:aws:iam::111111111111:root" } })],
    "not-allowed",
  ],
  ["another action", [allow({ Action: "sns:Subscribe" })], "not-allowed"],
  ["another topic", [allow({ Resource: `${TOPIC}-2` })], "not-allowed"],
  ["no principal", [allow({ Principal: undefined })], "not-allowed"],
  ["all actions but another", [allow({ Action: undefined, NotAction: "sns:Subscribe" })], "allowed"],
  ["all actions but this one", [allow({ Action: undefined, NotAction: "sns:*" })], "not-allowed"],
  ["all resources but this one", [allow({ Resource: undefined, NotResource: TOPIC })], "not-allowed"],
  [
    "all principals but another",
    [allow({ Principal: undefined, NotPrincipal: { AWS: "arn:aws:iam::222222222222:root" } })],
    "allowed",
  ],
  [
    "all principals but CloudWatch",
    [allow({ Principal: undefined, NotPrincipal: { Service: "cloudwatch.amazonaws.com" } })],
    "not-allowed",
  ],
  ["a Deny beside it", [ALLOW, allow({ Effect: "Deny" })], "denied"],
  ["a Deny of another action", [ALLOW, allow({ Effect: "Deny", Action: "sns:Subscribe" })], "allowed"],
  [
    "a Deny of all but one principal",
    [
      ALLOW,
      allow({
        Effect: "Deny",
        Principal: undefined,
        NotPrincipal: { AWS: "arn:aws:iam::111111111111:root" },
      }),
    ],
    "denied",
  ],
  [
    "a Deny without TLS",
    [
      ALLOW,
      allow({ Effect: "Deny", Principal: "*", Condition: { Bool: { "aws:SecureTransport": "false" } } }),
    ],
    "allowed",
  ],
  [
    "a Deny of other organisations",
    [
      ALLOW,
      allow({
        Effect: "Deny",
        Principal: "*",
        Condition: { StringNotEquals: { "aws:PrincipalOrgID": "o-1" } },
      }),
    ],
    "denied",
  ],
  [
    "a Deny of other organisations but AWS services",
    [
      ALLOW,
      allow({
        Effect: "Deny",
        Principal: "*",
        Condition: {
          StringNotEquals: { "aws:PrincipalOrgID": "o-1" },
          Bool: { "aws:PrincipalIsAWSService": "false" },
        },
      }),
    ],
    "allowed",
  ],
  ["this account", [when({ StringEquals: { "aws:SourceAccount": "111111111111" } })], "allowed"],
  ["another account", [when({ StringEquals: { "aws:SourceAccount": "222222222222" } })], "not-allowed"],
  [
    "one of two accounts",
    [when({ StringEquals: { "aws:SourceAccount": ["222222222222", "111111111111"] } })],
    "allowed",
  ],
  ["alarms of this account", [when({ ArnLike: { "aws:SourceArn": `${ARN}*` } })], "allowed"],
  ["this alarm alone", [when({ ArnEquals: { "aws:SourceArn": `${ARN}api-cpu` } })], "allowed"],
  ["this alarm by text", [when({ StringEquals: { "aws:SourceArn": `${ARN}api-cpu` } })], "allowed"],
  [
    "a text with a wildcard that is none",
    [when({ StringEquals: { "aws:SourceArn": `${ARN}*` } })],
    "not-allowed",
  ],
  ["another alarm", [when({ ArnLike: { "aws:SourceArn": `${ARN}api-memory` } })], "not-allowed"],
  [
    "alarms of another region",
    [when({ ArnLike: { "aws:SourceArn": "arn:aws:cloudwatch:us-east-1:111111111111:alarm:*" } })],
    "not-allowed",
  ],
  ["buckets", [when({ ArnLike: { "aws:SourceArn": "arn:aws:s3:::*" } })], "not-allowed"],
  [
    "calls through SNS of the account",
    [
      allow({
        Principal: "*",
        Condition: {
          StringEquals: {
            "kms:CallerAccount": "111111111111",
            "kms:ViaService": "sns.eu-west-1.amazonaws.com",
          },
        },
      }),
    ],
    "not-allowed",
  ],
  [
    "a key that CloudWatch lacks, if it is there",
    [when({ StringEqualsIfExists: { "aws:PrincipalOrgID": "o-1" } })],
    "allowed",
  ],
  ["the absence of a key that it lacks", [when({ Null: { "aws:PrincipalOrgID": "true" } })], "allowed"],
  ["an organisation of the source", [when({ StringEquals: { "aws:SourceOrgID": "o-1" } })], "unclear"],
  ["an operator that is not known", [when({ NumericLessThan: { "aws:SourceAccount": "5" } })], "unclear"],
  ["a principal that is not known yet", [allow({ Principal: { Service: UNKNOWN } })], "unclear"],
  ["a resource that is not known yet", [allow({ Resource: UNKNOWN })], "unclear"],
  ["an account that is not known yet", [when({ StringEquals: { "aws:SourceAccount": UNKNOWN } })], "unclear"],
];

describe("a resource policy", () => {
  for (const [title, statements, answer] of decisions) {
    it(`says "${answer}" to CloudWatch with ${title}`, () => {
      assert.equal(decide(statements, REQUEST).answer, answer);
    });
  }

  it("takes any account for the caller's where that is not known", () => {
    const caller = { ...REQUEST.caller, accounts: undefined, region: undefined };
    const statement = when({
      ArnLike: { "aws:SourceArn": "arn:aws:cloudwatch:us-east-1:222222222222:alarm:*" },
    });
    assert.equal(decide([statement], { ...REQUEST, caller }).answer, "allowed");
  });

  it("names the statement and the condition that stand against it", () => {
    assert.deepEqual(
      decide([{ ...when({ StringEquals: { "kms:ViaService": "x" } }), Sid: "publish" }], REQUEST),
      {
        answer: "not-allowed",
        because:
          'statement 1 ("publish") asks for StringEquals kms:ViaService, which CloudWatch does not meet',
      },
    );
    assert.equal(decide([ALLOW, allow({ Effect: "Deny" })], REQUEST).because, "statement 2 denies it");
  });

  it("is read from text, from an object, and with a single statement", () => {
    for (const given of [
      { Statement: ALLOW },
      { Statement: [ALLOW] },
      JSON.stringify({ Statement: [ALLOW] }),
    ]) {
      assert.deepEqual(readPolicy(given), { ok: true, statements: [ALLOW] });
    }
  });

  const unreadable: [unknown, "unknown" | "invalid"][] = [
    [UNKNOWN, "unknown"],
    [{ Statement: UNKNOWN }, "unknown"],
    ["{", "invalid"],
    ["[]", "invalid"],
    ["{}", "invalid"],
    [5, "invalid"],
  ];
  for (const [given, reason] of unreadable) {
    it(`that is ${JSON.stringify(given)} is ${reason}`, () => {
      assert.deepEqual(readPolicy(given), { ok: false, reason });
    });
  }

  it("is never more open for a Deny that is added", () => {
    const table = decisions.flatMap(([, statements]) => statements);
    const some = fc.subarray(table);
    fc.assert(
      fc.property(some, some, (statements, more) => {
        const denies = more.map((statement) => ({ ...statement, Effect: "Deny" }));
        const before = decide(statements, REQUEST).answer;
        const after = decide([...statements, ...denies], REQUEST).answer;
        return after !== "allowed" || before === "allowed";
      }),
    );
  });

  it("matches a text by its own pattern, whatever is in it, and by a star for any part of it", () => {
    const text = fc.string().filter((one) => !/[*?]/.test(one));
    fc.assert(
      fc.property(text, text, text, (a, b, c) => glob(a + b + c, a + b + c) && glob(`${a}*${c}`, a + b + c)),
    );
    assert.equal(glob("a.c", "abc"), false);
    assert.equal(glob("a?c", "abc"), true);
  });
});
