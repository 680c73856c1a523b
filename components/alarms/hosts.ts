/** What the two host alarms say; they mean the same behind every kind of load balancer. */
export const UNHEALTHY_HOSTS_WHY =
  "The load balancer calls at least one instance unhealthy, or an instance goes in and out (flaps). " +
  "Likely causes: the service crashed, is too slow to answer its health check, or a release is broken. " +
  "First see which instance it is and read its log through Session Manager; the group replaces it by itself, " +
  "so if new ones fail too, roll the last release back.";

export const NO_HEALTHY_HOSTS_WHY =
  "No instance is healthy or even registered: the service is down for everyone. " +
  "Likely causes: a broken release or launch template, or something that all instances need is gone. " +
  "First look at the group's activity history for failed launches, then roll the last change back.";
