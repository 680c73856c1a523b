import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import fc from "fast-check";
import ipaddr from "ipaddr.js";
import { networkOf } from "../../service/addresses";
import { readSettings, type Settings } from "../../settings";

const SERVICES = ["api", "elk-broker"] as const;
const SIZE = { min: 1, max: 2, instanceType: "t3.small" };
const VALID = {
  "alarm-parity:team": ["a@example.com"],
  "alarm-parity:sizes": { api: SIZE, "elk-broker": SIZE },
};
const CERTIFICATE = "arn:aws:acm:eu-west-1:111111111111:certificate/0c1f7a52";

async function read(
  config: Record<string, unknown>,
  stack: string,
  singles: readonly (typeof SERVICES)[number][] = [],
): Promise<Settings<(typeof SERVICES)[number]>> {
  await pulumi.runtime.setMocks(
    { newResource: () => ({ id: "", state: {} }), call: () => ({}) },
    "alarm-parity",
    stack,
  );
  const texts = Object.entries(config)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => [key, typeof value === "string" ? value : JSON.stringify(value)] as const);
  pulumi.runtime.setAllConfig(Object.fromEntries(texts));
  return readSettings(SERVICES, singles);
}

const sizes = (api: object) => ({ "alarm-parity:sizes": { api, "elk-broker": SIZE } });
const SIZES = "alarm-parity:sizes.api";

/** What differs from VALID in production, and the lines that it is refused with (after the file's name). */
const INVALID: readonly (readonly [string, Record<string, unknown>, readonly string[]])[] = [
  [
    "a mistyped region key, a region and an account that are none",
    { "aws:regoin": "eu-west-1", "aws:region": "eu-wst1", "aws:allowedAccountIds": ["11111"] },
    [
      "aws:regoin: no such key; write aws:region",
      'aws:region: "eu-wst1" is not a region; write one like eu-west-1',
      'aws:allowedAccountIds: "11111" is not an account; write its 12 digits in quotes',
    ],
  ],
  [
    "a mistyped account guard",
    { "aws:allowedAcountIds": ["111111111111"] },
    ["aws:allowedAcountIds: no such key; write aws:allowedAccountIds"],
  ],
  [
    "an address that is none",
    { "alarm-parity:team": ["a@example.com", "foo"] },
    ['alarm-parity:team[1]: "foo" is not an e-mail address; write name@example.com'],
  ],
  [
    "an address that is a number",
    { "alarm-parity:team": [7] },
    ["alarm-parity:team[0]: 7 is not an e-mail address; write name@example.com"],
  ],
  [
    "an address given twice",
    { "alarm-parity:team": ["a@example.com", "a@example.com"] },
    ['alarm-parity:team[1]: "a@example.com" is there twice; remove one'],
  ],
  [
    "a team that is not a list",
    { "alarm-parity:team": "a@example.com" },
    ['alarm-parity:team: "a@example.com" is not a list of e-mail addresses; write [name@example.com]'],
  ],
  [
    "no team where one must be",
    { "alarm-parity:team": undefined },
    [
      "alarm-parity:team: no address, so no alarm of production would reach anybody; write [name@example.com]",
    ],
  ],
  [
    "a misspelt key",
    { "alarm-parity:tema": [] },
    [
      "alarm-parity:tema: no such key; there are team, sizes, certificateArn, host, slack, administrators, vpcId, subnetIds: remove it or write alarm-parity:team",
    ],
  ],
  [
    "a key that is like none",
    { "alarm-parity:colour": "red" },
    [
      "alarm-parity:colour: no such key; there are team, sizes, certificateArn, host, slack, administrators, vpcId, subnetIds: remove it",
    ],
  ],
  [
    "a misspelt namespace",
    { "alarm-party:team": [] },
    ["alarm-party:team: no such namespace; write alarm-parity:team"],
  ],
  [
    "no sizes",
    { "alarm-parity:sizes": undefined },
    ["alarm-parity:sizes: is missing; write a size for each of api, elk-broker"],
  ],
  [
    "a service without a size",
    { "alarm-parity:sizes": { api: SIZE } },
    ["alarm-parity:sizes.elk-broker: is missing; write {min: 1, max: 2, instanceType: t3.small}"],
  ],
  [
    "a size for a service that does not exist",
    { "alarm-parity:sizes": { api: SIZE, "elk-broker": SIZE, apii: SIZE } },
    [
      "alarm-parity:sizes.apii: no such key; there are api, elk-broker: remove it or write alarm-parity:sizes.api",
    ],
  ],
  [
    "a misspelt field of a size",
    sizes({ ...SIZE, mim: 1 }),
    [`${SIZES}.mim: no such key; there are min, max, instanceType: remove it or write ${SIZES}.min`],
  ],
  [
    "a negative number",
    sizes({ ...SIZE, min: -1 }),
    [`${SIZES}.min: -1 is not 1 or more; write at least 1: with no instance the service is down`],
  ],
  [
    "text where a number belongs",
    sizes({ ...SIZE, min: "two" }),
    [`${SIZES}.min: "two" is not a whole number; write one of 1 or more`],
  ],
  [
    "half an instance",
    sizes({ ...SIZE, max: 2.5 }),
    [`${SIZES}.max: 2.5 is not a whole number; write one of 1 or more`],
  ],
  [
    "a maximum under the minimum",
    sizes({ ...SIZE, min: 3 }),
    [`${SIZES}.max: 2 is less than min; write 3 or more`],
  ],
  [
    "an instance type that is none",
    sizes({ ...SIZE, instanceType: "small" }),
    [`${SIZES}.instanceType: "small" is not an instance type; write one like t3.small`],
  ],
  [
    "an ARM instance type",
    sizes({ ...SIZE, instanceType: "m7gd.large" }),
    [`${SIZES}.instanceType: "m7gd.large" is not an x86_64 type; write one like t3.small`],
  ],
  [
    "a certificate that is no ARN",
    { "alarm-parity:certificateArn": "example.com" },
    [
      'alarm-parity:certificateArn: "example.com" is not the ARN of an ACM certificate; write arn:aws:acm:<region>:<account>:certificate/<id>',
    ],
  ],
  [
    "a host without a certificate",
    { "alarm-parity:host": "api.example.com" },
    [
      "alarm-parity:certificateArn: is missing beside host, and the monitor asks over HTTPS; write one for that name, or remove host",
    ],
  ],
  [
    "a host that is a URL",
    { "alarm-parity:host": "https://api.example.com", "alarm-parity:certificateArn": CERTIFICATE },
    ['alarm-parity:host: "https://api.example.com" is not a host name; write one like api.example.com'],
  ],
  [
    "a host that only this network knows",
    { "alarm-parity:host": "localhost", "alarm-parity:certificateArn": CERTIFICATE },
    ['alarm-parity:host: "localhost" is not a public host name; write one like api.example.com'],
  ],
  [
    "a channel by its name",
    { "alarm-parity:slack": { workspaceId: "T0EXAMPLE1", channelId: "#alarms" } },
    [
      'alarm-parity:slack.channelId: "#alarms" is not the id of a channel; write one like C0123ABCDEF, not its name',
    ],
  ],
  [
    "a channel without its workspace",
    { "alarm-parity:slack": { channelId: "C0EXAMPLE1" } },
    ["alarm-parity:slack.workspaceId: is missing; write one like T0123ABCDEF"],
  ],
  [
    "a misspelt key of the channel",
    { "alarm-parity:slack": { workspaceId: "T0EXAMPLE1", channelId: "C0EXAMPLE1", chanelId: "C0EXAMPLE1" } },
    [
      "alarm-parity:slack.chanelId: no such key; there are workspaceId, channelId: remove it or write alarm-parity:slack.channelId",
    ],
  ],
  [
    "administrators that are no network",
    { "alarm-parity:administrators": ["203.0.113.0/24", "head-office"] },
    ['alarm-parity:administrators[1]: "head-office" is not a CIDR; write one like 203.0.113.0/24'],
  ],
  ...["0.0.0.0/0", "128.0.0.0/1", "::/0"].map((all): [string, Record<string, unknown>, string[]] => [
    `${all} as administrators`,
    { "alarm-parity:administrators": [all] },
    [
      `alarm-parity:administrators[0]: "${all}" is not a network of administrators; write narrower ones: whoever is in it gets in during maintenance`,
    ],
  ]),
  [
    "administrators whose address is not their network's first, or is IPv4 in IPv6 form",
    { "alarm-parity:administrators": ["203.0.113.7/24", "2001:db8::1/32", "::ffff:203.0.113.0/120"] },
    [
      'alarm-parity:administrators[0]: "203.0.113.7/24" has address bits beyond its prefix; write 203.0.113.0/24, or the address alone with /32',
      'alarm-parity:administrators[1]: "2001:db8::1/32" has address bits beyond its prefix; write 2001:db8::/32, or the address alone with /128',
      'alarm-parity:administrators[2]: "::ffff:203.0.113.0/120" is an IPv4 network in IPv6 form; write it as IPv4',
    ],
  ],
  [
    "a VPC without subnets",
    { "alarm-parity:vpcId": "vpc-1" },
    ["alarm-parity:subnetIds: is missing beside vpcId; write both or neither"],
  ],
  [
    "one subnet",
    { "alarm-parity:vpcId": "vpc-1", "alarm-parity:subnetIds": ["subnet-1"] },
    [
      'alarm-parity:subnetIds: ["subnet-1"] is not two subnets; write at least two, in different zones: a load balancer needs them',
    ],
  ],
  [
    "several mistakes, a line for each",
    { "alarm-parity:team": ["foo"], "alarm-parity:vpcId": "main", "x:y": 1 },
    [
      "x:y: no such namespace; write alarm-parity:y",
      'alarm-parity:team[0]: "foo" is not an e-mail address; write name@example.com',
      'alarm-parity:vpcId: "main" is not the id of a VPC; write vpc-…',
      "alarm-parity:subnetIds: is missing beside vpcId; write both or neither",
    ],
  ],
];

describe("a stack's settings", () => {
  let before: Record<string, string>;
  beforeEach(() => {
    before = pulumi.runtime.allConfig();
  });
  afterEach(() => {
    pulumi.runtime.setAllConfig(before);
  });

  for (const [title, change, lines] of INVALID) {
    it(`refuse ${title}`, async () => {
      await assert.rejects(read({ ...VALID, ...change }, "production"), (error) => {
        assert.ok(error instanceof pulumi.RunError);
        assert.deepEqual(
          error.message.split("\n"),
          lines.map((line) => `Pulumi.production.yaml: ${line}`),
        );
        return true;
      });
    });
  }

  it("take a whole configuration as it is", async () => {
    const settings = await read(
      {
        ...VALID,
        "alarm-parity:certificateArn": CERTIFICATE,
        "alarm-parity:host": "api.example.com",
        "alarm-parity:slack": { workspaceId: "T0EXAMPLE1", channelId: "C0EXAMPLE1" },
        "alarm-parity:administrators": ["203.0.113.0/24", "2001:db8::/32"],
        "alarm-parity:vpcId": "vpc-0a",
        "alarm-parity:subnetIds": ["subnet-0a", "subnet-0b"],
        "aws:region": "eu-west-1",
      },
      "production",
    );
    assert.deepEqual(settings, {
      team: ["a@example.com"],
      sizes: { api: SIZE, "elk-broker": SIZE },
      certificateArn: CERTIFICATE,
      host: "api.example.com",
      slack: { workspaceId: "T0EXAMPLE1", channelId: "C0EXAMPLE1" },
      administrators: ["203.0.113.0/24", "2001:db8::/32"],
      vpcId: "vpc-0a",
      subnetIds: ["subnet-0a", "subnet-0b"],
    });
  });

  it("let no administrators through that the service would not start with", async () => {
    const cidr = fc.oneof(
      fc.tuple(fc.ipV4(), fc.integer({ min: 0, max: 33 })),
      fc.tuple(fc.ipV6(), fc.integer({ min: 0, max: 129 })),
    );
    // As first address of its network, which most drawn addresses are not.
    const first = ([address, bits]: [string, number]): string => {
      try {
        const kind = address.includes(":") ? ipaddr.IPv6 : ipaddr.IPv4;
        return `${kind.networkAddressFromCIDR(`${address}/${bits}`).toString()}/${bits}`;
      } catch {
        return `${address}/${bits}`;
      }
    };
    const texts = fc.oneof(
      cidr.map(([address, bits]) => `${address}/${bits}`),
      cidr.map(first),
    );
    let taken = 0;
    await fc.assert(
      fc.asyncProperty(texts, async (text) => {
        const config = { ...VALID, "alarm-parity:administrators": [text] };
        const { administrators = [] } = await read(config, "ci").catch(() => ({ administrators: undefined }));
        for (const each of administrators) networkOf(each);
        taken += administrators.length;
      }),
      { numRuns: 300 },
    );
    assert.ok(taken > 30, `${taken} were taken`);
  });

  for (const stack of ["ci", "scratch-me"]) {
    it(`need no address in ${stack}`, async () => {
      assert.deepEqual((await read({ ...VALID, "alarm-parity:team": undefined }, stack)).team, []);
    });
  }

  it("have a default for everything in a stack of one's own, and there a size is checked as well", async () => {
    const small = { min: 1, max: 2, instanceType: "t3.medium" };
    assert.deepEqual(await read({}, "scratch-me"), {
      team: [],
      sizes: { api: small, "elk-broker": small },
      administrators: [],
    });
    const { sizes: own } = await read({ "alarm-parity:sizes": { api: SIZE } }, "scratch-me");
    assert.deepEqual(own, { api: SIZE, "elk-broker": small });
    await assert.rejects(
      read({ "alarm-parity:sizes": { apii: SIZE } }, "scratch-me"),
      /Pulumi\.scratch-me\.yaml: alarm-parity:sizes\.apii: no such key/,
    );
  });

  it("need an address in staging", async () => {
    await assert.rejects(
      read({ ...VALID, "alarm-parity:team": [] }, "staging"),
      /Pulumi\.staging\.yaml: alarm-parity:team/,
    );
  });

  for (const type of ["t3.micro", "m6i.large", "g4dn.xlarge", "u-6tb1.metal", "c7i-flex.large"]) {
    it(`take the x86_64 type ${type}`, async () => {
      const settings = await read({ ...VALID, ...sizes({ ...SIZE, instanceType: type }) }, "ci");
      assert.equal(settings.sizes.api.instanceType, type);
    });
  }
});

describe("a service that runs on one instance", () => {
  const config = (api: object) => ({ ...VALID, "alarm-parity:sizes": { api, "elk-broker": SIZE } });

  it("has an instance type alone as its size, and a second instance only while it is replaced", async () => {
    const { sizes } = await read(config({ instanceType: "t3.small" }), "production", ["api"]);
    assert.deepEqual(sizes, { api: { min: 1, max: 2, instanceType: "t3.small" }, "elk-broker": SIZE });
  });

  it("refuses a count of them", async () => {
    await assert.rejects(read(config(SIZE), "production", ["api"]), {
      message: [
        "Pulumi.production.yaml: alarm-parity:sizes.api.min: no such key; there is instanceType alone: remove it",
        "Pulumi.production.yaml: alarm-parity:sizes.api.max: no such key; there is instanceType alone: remove it",
      ].join("\n"),
    });
  });
});
