import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { bind } from "../../components/alarms/create";
import { defineMathRow, defineRow, series } from "../../components/alarms/row";
import { createDashboard } from "../../components/dashboard";
import { API, BROKER, deploy, LOGSTASH, NETWORK, only, SHIPPER, type Registered } from "./deploy";

interface Widget {
  readonly type: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly properties: {
    readonly title: string;
    readonly region: string;
    readonly period: number;
    readonly metrics: readonly (readonly unknown[])[];
    readonly annotations: {
      readonly horizontal: readonly {
        readonly label: string;
        readonly value: number;
        readonly fill: string;
      }[];
    };
  };
}

interface Body {
  readonly periodOverride: string;
  readonly widgets: readonly Widget[];
}

const HOST = { host: "api.example.com", certificateArn: "arn:certificate" };

const bodyOf = (all: readonly Registered[], service: string): Body =>
  JSON.parse(only(all, `${service}-dashboard`).inputs.dashboardBody as string) as Body;

const alarmsOf = (all: readonly Registered[]): Registered[] =>
  all.filter(({ type }) => type === "aws:cloudwatch/metricAlarm:MetricAlarm");

/** A series with its dimensions in one order, so that an alarm's and a graph's can be held to each other. */
const seriesOf = (
  namespace: unknown,
  metric: unknown,
  stat: unknown,
  dimensions: Record<string, string>,
): string =>
  [
    namespace,
    metric,
    stat,
    ...Object.entries(dimensions)
      .map((pair) => pair.join("="))
      .sort(),
  ].join(" ");

/** What an alarm compares with what, read from its own arguments. */
function shownBy({ inputs }: Registered): unknown {
  const queries = (inputs.metricQueries ?? []) as {
    id: string;
    expression?: string;
    metric?: { namespace: string; metricName: string; stat: string; period: number; dimensions: never };
  }[];
  const single = seriesOf(
    inputs.namespace,
    inputs.metricName,
    inputs.statistic ?? inputs.extendedStatistic,
    (inputs.dimensions ?? {}) as Record<string, string>,
  );
  return {
    region: inputs.region ?? "eu-west-1",
    threshold: inputs.threshold,
    breaches: (inputs.comparisonOperator as string).startsWith("Greater") ? "above" : "below",
    period: inputs.period ?? queries.find(({ metric }) => metric !== undefined)!.metric!.period,
    series:
      queries.length === 0
        ? [single]
        : queries.map(({ id, expression, metric }) =>
            metric === undefined
              ? `${id} = ${expression}`
              : `(${id} ${seriesOf(metric.namespace, metric.metricName, metric.stat, metric.dimensions)})`,
          ),
  };
}

/** The same, read from a graph; what it hides stands in brackets. */
function shownIn({ properties: { region, period, metrics, annotations } }: Widget): unknown {
  assert.equal(annotations.horizontal.length, 1);
  const { value, fill } = annotations.horizontal[0]!;
  return {
    region,
    threshold: value,
    breaches: fill,
    period,
    series: metrics.map((entry) => {
      const options = entry.at(-1) as { id?: string; expression?: string; stat?: string; visible?: boolean };
      const hidden = options.visible === false;
      if (options.expression !== undefined) {
        assert.ok(!hidden);
        return `${options.id} = ${options.expression}`;
      }
      const [namespace, metric, ...flat] = entry.slice(0, -1) as string[];
      const dimensions: Record<string, string> = {};
      for (let at = 0; at < flat.length; at += 2) dimensions[flat[at]!] = flat[at + 1]!;
      const text = seriesOf(namespace, metric, options.stat, dimensions);
      return hidden ? `(${options.id} ${text})` : text;
    }),
  };
}

describe("the dashboard of a service", () => {
  for (const [title, service, extra] of [
    ["an application service with a monitor outside", API, HOST],
    ["an application service inside the network", LOGSTASH, {}],
    ["a classic service", BROKER, {}],
    ["a network service", NETWORK, {}],
    ["a log shipper", SHIPPER, {}],
  ] as const) {
    it(`shows each alarm of ${title}, with its threshold, and nothing else`, async () => {
      const all = await deploy(service, "production", extra);
      const prefix = `${service.name}-`;
      const alarms = alarmsOf(all).map((alarm) => [alarm.name.slice(prefix.length), shownBy(alarm)] as const);
      const graphs = bodyOf(all, service.name).widgets.map(
        (widget) => [widget.properties.title.split(" ")[0]!, shownIn(widget)] as const,
      );
      assert.ok(alarms.length >= 7);
      assert.equal(graphs.length, alarms.length);
      assert.deepEqual(Object.fromEntries(graphs), Object.fromEntries(alarms));
    });
  }

  it("shows the alarm of the monitor outside from where its metric is", async () => {
    const { widgets } = bodyOf(await deploy(API, "staging", HOST), "api");
    const elsewhere = widgets.filter(({ properties }) => properties.region !== "eu-west-1");
    assert.deepEqual(
      elsewhere.map(({ properties: { title, region, metrics } }) => [title, region, metrics]),
      [
        [
          "external",
          "us-east-1",
          [["AWS/Route53", "HealthCheckStatus", "HealthCheckId", "api-check-id", { stat: "Minimum" }]],
        ],
      ],
    );
  });

  it("is the same in every stack but for the stack's own name, and says which of them is told", async () => {
    const staging = await deploy(API, "staging", HOST);
    const production = await deploy(API, "production", HOST);
    assert.deepEqual(bodyOf(staging, "api"), bodyOf(production, "api"));
    assert.equal(only(staging, "api-dashboard").inputs.dashboardName, "api-staging");
    assert.equal(only(production, "api-dashboard").inputs.dashboardName, "api-production");
    const titles = bodyOf(staging, "api").widgets.map(({ properties }) => properties.title);
    assert.ok(titles.includes("low-traffic (alarm in production only)"), titles.join("; "));
    assert.ok(!alarmsOf(staging).some(({ name }) => name === "api-low-traffic"));
  });

  it("keeps each graph's own period, and none covers another", async () => {
    const { periodOverride, widgets } = bodyOf(await deploy(API, "ci", HOST), "api");
    assert.equal(periodOverride, "inherit");
    const cells = widgets.flatMap(({ x, y, width, height }) => {
      assert.ok(x + width <= 24);
      return Array.from(
        { length: width * height },
        (_, at) => `${x + (at % width)},${y + Math.floor(at / width)}`,
      );
    });
    assert.equal(new Set(cells).size, cells.length);
  });

  it("shows a row that is added", async () => {
    const registered: Registered[] = [];
    await pulumi.runtime.setMocks(
      {
        newResource: ({ type, name, inputs }) => {
          registered.push({ type, name, inputs: inputs as Record<string, unknown> });
          return { id: name, state: inputs as Record<string, unknown> };
        },
        call: () => ({}),
      },
      "alarm-parity",
      "ci",
    );
    const common = {
      threshold: 7,
      evaluationPeriods: 5,
      datapointsToAlarm: 4,
      treatMissingData: "notBreaching",
      why: "A test.",
    } as const;
    const rows = [
      defineRow({
        ...common,
        name: "requests",
        namespace: "AWS/ELB",
        metric: "RequestCount",
        statistic: "Sum",
        dimensions: ["LoadBalancerName"],
        comparisonOperator: "LessThanOrEqualToThreshold",
        period: 60,
      }),
      defineMathRow({
        ...common,
        name: "slow",
        expression: "latency * 1000",
        metrics: {
          latency: series({
            namespace: "AWS/ELB",
            metric: "Latency",
            statistic: "p99",
            dimensions: ["LoadBalancerName"],
          }),
        },
        comparisonOperator: "GreaterThanOrEqualToThreshold",
        period: 300,
      }),
    ];
    const known = (text: string) => pulumi.output(text);
    const account = {
      partition: known("aws"),
      region: known("eu-north-1"),
      accountId: known("111111111111"),
    };
    createDashboard("web", bind(rows, { LoadBalancerName: known("web-lb") }), account, {});
    await pulumi.runtime.disconnect();
    const { widgets } = bodyOf(registered, "web");
    assert.deepEqual(
      widgets.map(({ properties }) => properties),
      [
        {
          title: "requests",
          region: "eu-north-1",
          view: "timeSeries",
          period: 60,
          metrics: [["AWS/ELB", "RequestCount", "LoadBalancerName", "web-lb", { stat: "Sum" }]],
          annotations: {
            horizontal: [{ label: "<= 7, in 4 of 5 periods of 60 s", value: 7, fill: "below" }],
          },
        },
        {
          title: "slow",
          region: "eu-north-1",
          view: "timeSeries",
          period: 300,
          metrics: [
            [
              "AWS/ELB",
              "Latency",
              "LoadBalancerName",
              "web-lb",
              { id: "latency", stat: "p99", visible: false },
            ],
            [{ id: "result", expression: "latency * 1000", label: "slow", visible: true }],
          ],
          annotations: {
            horizontal: [{ label: ">= 7, in 4 of 5 periods of 300 s", value: 7, fill: "above" }],
          },
        },
      ],
    );
  });
});
