/**
 * Every load balancer's health check. A fresh instance is healthy after 45 s (3 × 15), under the minute that replacing
 * instances without paging allows; the timeout of 10 s is twice the stock value, which cried wolf. Seconds and counts.
 */
export const HEALTH_CHECK: Readonly<
  Record<"interval" | "timeout" | "healthyThreshold" | "unhealthyThreshold", number>
> = {
  interval: 15,
  timeout: 10,
  healthyThreshold: 3,
  unhealthyThreshold: 3,
};

/**
 * How long an instance may take from launch until its own service answers; then it is given up. Seconds. Less than the
 * capacity alarm holds (20 minutes), so that a slow boot pages nobody.
 */
export const LAUNCH_TIMEOUT_SECONDS = 900;

/**
 * How long the group leaves a new instance alone after its launch is complete: the load balancer calls it unhealthy until
 * its first checks pass. Seconds; over twice the 45 s that they take.
 */
export const HEALTH_CHECK_GRACE_SECONDS = 120;

/** How long a leaving instance may finish what it has begun. Seconds. */
export const DRAINING_SECONDS = 60;

/** Name of the hook that holds a launching instance back until its service answers. */
export const LAUNCH_HOOK = "service-answers";
