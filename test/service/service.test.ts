import { databaseDown } from "./states/databaseDown";
import { failingTests } from "./states/failingTests";
import { maintenance } from "./states/maintenance";
import { normal } from "./states/normal";
import { statesOf } from "./states/states";
import { EmbeddedDatabase } from "./support/embeddedDatabase";

// One database for all states: it takes seconds to make one.
describe("the sample service, over HTTP and on a real Postgres", () => {
  let database: EmbeddedDatabase;
  before(async function () {
    this.timeout(60_000);
    database = await EmbeddedDatabase.create();
  });
  after(() => database.close());

  const states = statesOf(() => database);
  normal(states);
  databaseDown(states);
  failingTests(states);
  maintenance(states);
});
