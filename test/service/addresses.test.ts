import assert from "node:assert/strict";
import fc from "fast-check";
import { callerOf, isWithin, networkOf } from "../../service/addresses";

describe("administrators' networks", () => {
  const refused: [string, RegExp][] = [
    ["", /"" is not a CIDR; write one like 203\.0\.113\.0\/24/],
    ["office", /not a CIDR/],
    ["10.0.0.1", /not a CIDR; .* 203\.0\.113\.7\/32 for one address/],
    ["10.0.0/24", /not a CIDR/],
    ["010.0.0.0/8", /not a CIDR/],
    ["10.0.0.0/33", /not a CIDR/],
    ["10.0.0.0/-1", /not a CIDR/],
    ["10.0.0.0/8/8", /not a CIDR/],
    ["10.0.0.0/ 8", /not a CIDR/],
    ["2001:db8::/129", /not a CIDR/],
    ["fe80::%eth0/64", /not a CIDR/],
    ["0.0.0.0/0", /"0\.0\.0\.0\/0" lets everybody in; write the administrators' networks, \/8 or longer/],
    ["10.0.0.0/0", /lets everybody in/],
    ["128.0.0.0/1", /lets strangers in/],
    ["::/0", /"::\/0" lets everybody in; .* \/16 or longer/],
    ["2000::/3", /lets strangers in/],
    ["::ffff:0:0/96", /is an IPv4 network in IPv6 form; write it as IPv4/],
    ["10.1.2.3/8", /has address bits beyond \/8; write 10\.0\.0\.0\/8 or 10\.1\.2\.3\/32/],
    ["2001:db8::1/32", /write 2001:db8::\/32 or 2001:db8::1\/128/],
  ];
  for (const [text, message] of refused) {
    it(`refuses "${text}"`, () => {
      assert.throws(() => networkOf(text), message);
    });
  }

  it("hold exactly the addresses that share the prefix, in either form of IPv4", () => {
    const address = fc.integer({ min: 0, max: 2 ** 32 - 1 });
    const dotted = (value: number) => [24, 16, 8, 0].map((shift) => (value >>> shift) & 255).join(".");
    fc.assert(
      fc.property(
        address,
        address,
        fc.integer({ min: 8, max: 32 }),
        fc.boolean(),
        (first, other, bits, near) => {
          const mask = bits === 32 ? 0xffffffff : ~(0xffffffff >>> bits) >>> 0;
          const network = (first & mask) >>> 0;
          const asked = near ? (network | (other & ~mask)) >>> 0 : other;
          const networks = [networkOf(`${dotted(network)}/${bits}`)];
          const inside = (asked & mask) >>> 0 === network;
          assert.equal(isWithin(callerOf(dotted(asked), undefined), networks), inside);
          assert.equal(isWithin(callerOf(`::ffff:${dotted(asked)}`, undefined), networks), inside);
        },
      ),
    );
  });

  it("of one family hold no address of the other", () => {
    const networks = [networkOf("2001:db8::/32"), networkOf("10.0.0.0/8")];
    const inside = ["2001:db8::1", "10.9.9.9", "11.0.0.1", "2001:db9::1"].map((text) =>
      isWithin(callerOf(text, undefined), networks),
    );
    assert.deepEqual(inside, [true, true, false, false]);
  });
});

describe("the caller's address", () => {
  const table: [string | undefined, string | undefined, string | undefined][] = [
    [undefined, "10.0.0.1", "10.0.0.1"],
    [undefined, "::ffff:10.0.0.1", "10.0.0.1"],
    [undefined, undefined, undefined],
    ["203.0.113.7", "10.0.0.1", "203.0.113.7"],
    ["10.0.0.1, 203.0.113.7", "10.0.0.1", "203.0.113.7"],
    ["10.0.0.1,203.0.113.7:443 ", "10.0.0.1", "203.0.113.7"],
    ["[2001:db8::7]:443", "10.0.0.1", "2001:db8::7"],
    ["[2001:db8::7]", "10.0.0.1", "2001:db8::7"],
    ["", "10.0.0.1", undefined],
    ["203.0.113.7,", "10.0.0.1", undefined],
    ["unknown", "10.0.0.1", undefined],
    ["0x0a.0.0.1", "10.0.0.1", undefined],
    ["203.0.113.7:x", "10.0.0.1", undefined],
  ];
  for (const [forwardedFor, socket, address] of table) {
    it(`of X-Forwarded-For ${JSON.stringify(forwardedFor)} over ${socket ?? "nothing"} is ${address ?? "nobody's"}`, () => {
      assert.equal(callerOf(forwardedFor, socket)?.toString(), address);
    });
  }

  it("is never what stands left of the last comma", () => {
    fc.assert(
      fc.property(fc.string(), fc.ipV4(), (claimed, appended) => {
        assert.equal(callerOf(`${claimed}, ${appended}`, "10.0.0.1")?.toString(), appended);
      }),
    );
  });
});
