import { createAccessLogs } from "./components/accessLogs";
import { lookUpAccount } from "./components/account";
import { buildServices } from "./components/build";
import { lookUpNetwork } from "./components/network";
import { createTopics } from "./components/topics";
import { softwareOf } from "./components/software";
import { services } from "./services";
import { readSettings } from "./settings";

const singles = services.filter(({ software }) => softwareOf(software).single);
const settings = readSettings(namesOf(services), namesOf(singles));
const account = lookUpAccount();

/** Where each service's load balancer answers. */
export const addresses = buildServices(services, {
  account,
  network: lookUpNetwork(settings),
  topics: createTopics({ account, team: settings.team }),
  accessLogs: createAccessLogs({ account, services: namesOf(services) }),
  sizes: settings.sizes,
  certificateArn: settings.certificateArn,
});

function namesOf<Name extends string>(some: readonly { readonly name: Name }[]): Name[] {
  return some.map(({ name }) => name);
}
