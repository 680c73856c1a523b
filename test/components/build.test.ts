import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { buildServices, type BuildArgs } from "../../components/build";
import { services } from "../../services";

describe("the services", () => {
  it("are refused where one sends to another that does not stand before it", async () => {
    await pulumi.runtime.setMocks({
      newResource: ({ name, inputs }) => ({ id: name, state: inputs as object }),
      call: () => ({}),
    });
    const broker = services.filter((service) => service.name === "elk-broker");
    assert.throws(() => buildServices(broker, { sizes: {} } as unknown as BuildArgs<"elk-broker">), {
      message: "services.ts: elk-broker sends to elk-logstash, which does not stand before it; move it there",
    });
  });
});
