import type { BasicStatistic } from "../statistic";
import type { SampleModel } from "./sampleModel";

/**
 * Our word over AWS's: it wins over `metric-statistics.json`, both ways. Statistics that a row does not name stay
 * as the table says.
 */
export interface Override {
  namespace: string;
  metrics: readonly string[];
  /** Right, whatever the table says. */
  allow?: readonly BasicStatistic[];
  /** An advice (`alarm-statistic-recommended`), never an error. */
  discourage?: readonly BasicStatistic[];
  /** An error (`alarm-statistic-allowed`). A forbidden Average takes the trimmed and winsorized means with it. */
  forbid?: readonly BasicStatistic[];
  /** What one sample can be, whatever the table says; it rests on `source`. */
  sampleModel?: Pick<SampleModel, "range"> & { basis: "override" | "observed" };
  /** A clause, for messages. */
  reason: string;
  /** Where the reason comes from: a page under docs.aws.amazon.com, or the incident. */
  source: string;
}

const CLASSIC_PAGE = "elasticloadbalancing/latest/classic/elb-cloudwatch-metrics";
const APPLICATION_PAGE = "elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics";
const NETWORK_PAGE = "elasticloadbalancing/latest/network/load-balancer-cloudwatch-metrics";
const GATEWAY_PAGE = "elasticloadbalancing/latest/gateway/cloudwatch-metrics";

const NOT_SUM = ["Average", "Minimum", "Maximum"] as const;
const PER_NODE =
  "it counts events, and each load balancer node sends samples of its own, so only Sum is the number of events";
const FLAPPING = "Average hides hosts that flap; it was quiet while hosts went in and out";
const FLAPPING_SOURCE = "the incident of the flapping hosts (unhealthy hosts averaged away)";
const ONE_NODE =
  "Minimum is the view of the emptiest zone or node, so one empty zone reads as no healthy host at all";

const LOAD_BALANCERS = [
  ["AWS/ELB", CLASSIC_PAGE],
  ["AWS/ApplicationELB", APPLICATION_PAGE],
  ["AWS/NetworkELB", NETWORK_PAGE],
  ["AWS/GatewayELB", GATEWAY_PAGE],
] as const;

/** A load balancer's counters of events, for which the table only infers that Average, Minimum and Maximum mislead. */
const COUNTERS: readonly Override[] = [
  {
    namespace: "AWS/ELB",
    metrics: ["DesyncMitigationMode_NonCompliant_Request_Count"],
    forbid: NOT_SUM,
    reason: PER_NODE,
    source: CLASSIC_PAGE,
  },
  {
    namespace: "AWS/ApplicationELB",
    metrics: [
      "DesyncMitigationMode_NonCompliant_Request_Count",
      "NewConnectionCount",
      "RejectedConnectionCount",
      "RequestCount",
      "TargetConnectionErrorCount",
      "TargetTLSNegotiationErrorCount",
      "UnhealthyRoutingRequestCount",
    ],
    forbid: NOT_SUM,
    reason: PER_NODE,
    source: APPLICATION_PAGE,
  },
  {
    namespace: "AWS/NetworkELB",
    metrics: [
      "ClientTLSNegotiationErrorCount",
      "NewFlowCount",
      "NewFlowCount_QUIC",
      "NewFlowCount_TCP",
      "NewFlowCount_TLS",
      "NewFlowCount_UDP",
      "PortAllocationErrorCount",
      "QUIC_Unknown_Server_ID_Packet_Drop_Count",
      "RejectedFlowCount_TCP",
      "SecurityGroupBlockedFlowCount_Inbound_ICMP",
      "SecurityGroupBlockedFlowCount_Inbound_TCP",
      "SecurityGroupBlockedFlowCount_Inbound_UDP",
      "SecurityGroupBlockedFlowCount_Outbound_ICMP",
      "SecurityGroupBlockedFlowCount_Outbound_TCP",
      "SecurityGroupBlockedFlowCount_Outbound_UDP",
      "TCP_Client_Reset_Count",
      "TCP_ELB_Reset_Count",
      "TCP_Target_Reset_Count",
      "TargetTLSNegotiationErrorCount",
      "UnhealthyRoutingFlowCount",
    ],
    forbid: NOT_SUM,
    reason: PER_NODE,
    source: NETWORK_PAGE,
  },
  {
    namespace: "AWS/GatewayELB",
    metrics: [
      "NewFlowCount",
      "PacketsDroppedCount_InvalidGeneveTunnel",
      "PacketsDroppedCount_InvalidGwlbEndpointId",
      "PacketsDroppedCount_InvalidGwlbFlowCookie",
      "PacketsDroppedCount_MissingFlowEntry",
      "RejectedFlowCount_TCP",
      "TCP_GWLB_Reset_Count",
    ],
    forbid: NOT_SUM,
    reason: PER_NODE,
    source: GATEWAY_PAGE,
  },
];

/** Every override; one statistic of one metric is named by one row at most. */
export const OVERRIDES: readonly Override[] = [
  ...LOAD_BALANCERS.map(([namespace]): Override => ({
    namespace,
    metrics: ["UnHealthyHostCount"],
    allow: ["Maximum"],
    forbid: ["Average"],
    reason: FLAPPING,
    source: FLAPPING_SOURCE,
  })),
  ...LOAD_BALANCERS.map(([namespace, source]): Override => ({
    namespace,
    metrics: ["HealthyHostCount"],
    // Not forbidden: AWS lists it as useful, and with an AvailabilityZone it can be what is meant.
    discourage: ["Minimum"],
    reason: ONE_NODE,
    source,
  })),
  {
    namespace: "AWS/ELB",
    metrics: ["BackendConnectionErrors"],
    sampleModel: { range: [1, 1], basis: "observed" },
    reason: "its Maximum stayed at 1 while Sum went into the hundreds",
    source: "the incident of the broker's backend errors, as measured by the team",
  },
  {
    namespace: "AWS/RDS",
    metrics: ["ReplicaLag", "ReplicationChannelLag"],
    sampleModel: { range: [-1, null], basis: "override" },
    reason: "-1 means that replication is not active",
    source: "AmazonRDS/latest/UserGuide/USER_MySQL.Replication.ReadReplicas.Monitor",
  },
  ...COUNTERS,
];
