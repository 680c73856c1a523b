import { lookUpAccount } from "./components/account";
import { lookUpNetwork } from "./components/network";
import { ServiceStack } from "./components/serviceStack";
import { createTopics } from "./components/topics";
import { services } from "./services";
import { readSettings } from "./settings";

const settings = readSettings(services.map(({ name }) => name));
const account = lookUpAccount();
const network = lookUpNetwork(settings);
const topics = createTopics({ account, team: settings.team });

/** Where each service's load balancer answers. */
export const addresses = Object.fromEntries(
  services.map((service) => {
    const { dnsName } = new ServiceStack({
      service,
      size: settings.sizes[service.name],
      account,
      network,
      topics,
      certificateArn: settings.certificateArn,
    });
    return [service.name, dnsName];
  }),
);
