import { lookUpAccount } from "./components/account";
import { MONITOR_REGION } from "./components/externalMonitor";
import { createMaintenance } from "./components/maintenance";
import { lookUpNetwork } from "./components/network";
import { ServiceStack } from "./components/serviceStack";
import { SlackChannel } from "./components/slackChannel";
import { createTopics } from "./components/topics";
import { services } from "./services";
import { readSettings } from "./settings";

const settings = readSettings(services.map(({ name }) => name));
const account = lookUpAccount();
const network = lookUpNetwork(settings);
const monitorRegion = settings.host === undefined ? undefined : MONITOR_REGION;
const topics = createTopics({ account, team: settings.team, monitorRegion });
const maintenance = createMaintenance(settings.administrators);
if (settings.slack !== undefined) new SlackChannel("slack", { account, topics, ...settings.slack });

/** Where each service's load balancer answers. */
export const addresses = Object.fromEntries(
  services.map((service) => {
    const { dnsName } = new ServiceStack({
      service,
      size: settings.sizes[service.name],
      account,
      network,
      topics,
      maintenance,
      certificateArn: settings.certificateArn,
      host: settings.host,
    });
    return [service.name, dnsName];
  }),
);
