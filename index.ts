import { createAccessLogs } from "./components/accessLogs";
import { lookUpAccount } from "./components/account";
import { buildServices } from "./components/build";
import { MONITOR_REGION } from "./components/externalMonitor";
import { createMaintenance } from "./components/maintenance";
import { lookUpNetwork } from "./components/network";
import { SlackChannel } from "./components/slackChannel";
import { softwareOf } from "./components/software";
import { createTopics } from "./components/topics";
import { services } from "./services";
import { readSettings } from "./settings";

const singles = services.filter(({ software }) => softwareOf(software).single);
// Those with a load balancer: all others write no access logs.
const writers = services.filter(({ kind }) => kind !== "log-shipper");
const settings = readSettings(namesOf(services), namesOf(singles));
const account = lookUpAccount();
const monitorRegion = settings.host === undefined ? undefined : MONITOR_REGION;
const topics = createTopics({ account, team: settings.team, monitorRegion });
if (settings.slack !== undefined) new SlackChannel("slack", { account, topics, ...settings.slack });

/** Where each service's load balancer answers. */
export const addresses = buildServices(services, {
  account,
  network: lookUpNetwork(settings),
  topics,
  accessLogs: createAccessLogs({ account, services: namesOf(writers) }),
  sizes: settings.sizes,
  certificateArn: settings.certificateArn,
  host: settings.host,
  maintenance: createMaintenance(settings.administrators),
});

function namesOf<Name extends string>(some: readonly { readonly name: Name }[]): Name[] {
  return some.map(({ name }) => name);
}
