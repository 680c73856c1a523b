import assert from "node:assert/strict";
import { ConfigurationError, readConfiguration } from "../../service/configuration";
import { ENVIRONMENT } from "./support/runningService";

/** The complete environment with some variables set, or left out. */
const lines = (differences: Record<string, string | undefined>): string[] => {
  try {
    readConfiguration({ ...ENVIRONMENT, ...differences });
    return [];
  } catch (error) {
    assert.ok(error instanceof ConfigurationError, String(error));
    return error.message.split("\n");
  }
};

describe("the service's configuration", () => {
  it("has defaults for all but the database, the client and the build", () => {
    const { DATABASE_URL, CLIENT_ID, CLIENT_SECRET, BUILD_VERSION, BUILD_TIMESTAMP, ...rest } =
      readConfiguration(ENVIRONMENT);
    assert.deepEqual({ DATABASE_URL, CLIENT_ID, CLIENT_SECRET, BUILD_VERSION, BUILD_TIMESTAMP }, ENVIRONMENT);
    assert.deepEqual(rest, {
      HOST: "0.0.0.0",
      PORT: 8080,
      DATABASE_TIMEOUT_MS: 2000,
      ADMINISTRATOR_CIDRS: [],
      MAINTENANCE_POLL_SECONDS: 10,
      LOG_LEVEL: "info",
    });
  });

  it("takes administrators in any spacing, and none", () => {
    const of = (text: string) =>
      readConfiguration({ ...ENVIRONMENT, ADMINISTRATOR_CIDRS: text }).ADMINISTRATOR_CIDRS.length;
    assert.deepEqual(["10.0.0.0/8", " 10.0.0.0/8 ,2001:db8::/32", "", " "].map(of), [1, 2, 0, 0]);
  });

  const wrong: [Record<string, string | undefined>, RegExp][] = [
    [{ DATABASE_URL: undefined }, /^DATABASE_URL: is missing; write postgres:\/\/USER/],
    [{ DATABASE_URL: "" }, /^DATABASE_URL: is empty; write postgres:\/\/USER/],
    [{ DATABASE_URL: "localhost:5432" }, /^DATABASE_URL: is not a Postgres URL; write/],
    [{ DATABASE_URL: "mysql://user:hunter2hunter2@db/x" }, /^DATABASE_URL: is not a Postgres URL/],
    [{ DATABASE_URL: "postgres://user:hunter2hunter2@db" }, /^DATABASE_URL: is not a Postgres URL/],
    [{ DATABASE_URL: "postgres://user:hunter2%@db/x" }, /^DATABASE_URL: is not a Postgres URL.* as %XX$/],
    [{ PORT: "0" }, /^PORT: "0" is not a port; write one from 1 to 65535$/],
    [{ PORT: "65536" }, /^PORT: "65536" is not a port/],
    [{ PORT: "http" }, /^PORT: "http" is not a port/],
    [{ PORT: "8080.5" }, /^PORT: "8080\.5" is not a port/],
    [{ PORT: "" }, /^PORT: "" is not a port/],
    [{ PORT: "0x1F90" }, /^PORT: "0x1F90" is not a port/],
    [{ HOST: "db.example.com" }, /^HOST: "db.example.com" does not include 127\.0\.0\.1; write/],
    [
      { DATABASE_TIMEOUT_MS: "2s" },
      /^DATABASE_TIMEOUT_MS: "2s" is not a time in ms; write one from 100 to 10000$/,
    ],
    [{ MAINTENANCE_POLL_SECONDS: "-1" }, /^MAINTENANCE_POLL_SECONDS: "-1" is not a time in seconds/],
    [{ ADMINISTRATOR_CIDRS: "office" }, /^ADMINISTRATOR_CIDRS: "office" is not a CIDR; write one like/],
    [
      { ADMINISTRATOR_CIDRS: "10.0.0.0/8,0.0.0.0/0" },
      /^ADMINISTRATOR_CIDRS: "0\.0\.0\.0\/0" lets everybody in/,
    ],
    [{ ADMINISTRATOR_CIDRS: "::/0" }, /^ADMINISTRATOR_CIDRS: "::\/0" lets everybody in/],
    [{ ADMINISTRATOR_CIDRS: "10.0.0.0/8," }, /^ADMINISTRATOR_CIDRS: "" is not a CIDR/],
    [
      { ADMINISTRATORS_CIDRS: "10.0.0.0/8" },
      /^ADMINISTRATORS_CIDRS: no such variable; there are ADMINISTRATOR_CIDRS/,
    ],
    [{ MAINTENANCE_PARAM: "/x" }, /^MAINTENANCE_PARAM: no such variable; there are .*MAINTENANCE_PARAMETER/],
    [{ MAINTENANCE_PARAMETER: "/api/maintenance" }, /^AWS_REGION: is missing beside MAINTENANCE_PARAMETER/],
    [
      { MAINTENANCE_PARAMETER: "not a name", AWS_REGION: "eu-west-1" },
      /^MAINTENANCE_PARAMETER: "not a name" is not the name of an SSM parameter/,
    ],
    [
      { MAINTENANCE_PARAMETER: "/a", MAINTENANCE_FILE: "b", AWS_REGION: "eu-west-1" },
      /^MAINTENANCE_FILE: is there beside MAINTENANCE_PARAMETER/,
    ],
    [{ CLIENT_SECRET: "hunter2hunter2" }, /^CLIENT_SECRET: is shorter than 16 characters/],
    [{ CLIENT_ID: "self-test" }, /^CLIENT_ID: "self-test" is the service's own; write another name$/],
    [{ BUILD_VERSION: undefined }, /^BUILD_VERSION: is missing; write the version that was built$/],
    [{ BUILD_TIMESTAMP: "yesterday" }, /^BUILD_TIMESTAMP: "yesterday" is not a time; write one like 2026-/],
    [{ BUILD_TIMESTAMP: undefined }, /^BUILD_TIMESTAMP: is missing; write when it was built/],
    [{ LOG_LEVEL: "loud" }, /^LOG_LEVEL: "loud" is not a log level; write one of fatal, error/],
  ];
  for (const [differences, message] of wrong) {
    it(`refuses ${JSON.stringify(differences)}`, () => {
      const problems = lines(differences);
      assert.equal(problems.length, 1, problems.join("\n"));
      assert.match(problems[0]!, message);
      assert.doesNotMatch(problems[0]!, /hunter2/);
    });
  }

  it("tells all that is wrong, a line each", () => {
    const problems = lines({ PORT: "x", DATABASE_URL: "", ADMINISTRATOR_CIDRS: "a,b" });
    assert.deepEqual(problems.map((line) => line.split(":")[0]).sort(), [
      "ADMINISTRATOR_CIDRS",
      "ADMINISTRATOR_CIDRS",
      "DATABASE_URL",
      "PORT",
    ]);
  });
});
