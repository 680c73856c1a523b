import type { Specs } from "./compliant";
import { ref } from "./later";

/** An application service `api` and a classic one `elk-broker`, each with a group and a launch template. */
export function services(stack: string): Specs {
  return {
    "api-lb": {
      type: "aws:lb/loadBalancer:LoadBalancer",
      inputs: { name: `api-${stack}`, loadBalancerType: "application", subnets: ["subnet-1", "subnet-2"] },
      outputs: {
        arn: "arn:aws:elasticloadbalancing:eu-west-1:111111111111:loadbalancer/app/api/50dc6c495c0c9188",
        arnSuffix: "${api-lb.arnSuffix}",
      },
    },
    "api-targets": {
      type: "aws:lb/targetGroup:TargetGroup",
      inputs: {
        name: `api-${stack}`,
        port: 8080,
        protocol: "HTTP",
        targetType: "instance",
        healthCheck: httpCheck(),
      },
      outputs: {
        arn: "arn:aws:elasticloadbalancing:eu-west-1:111111111111:targetgroup/api/6d0ecf831eec9f09",
        arnSuffix: "${api-targets.arnSuffix}",
      },
    },
    "api-http": {
      type: "aws:lb/listener:Listener",
      inputs: {
        loadBalancerArn: ref("api-lb", "arn"),
        port: 80,
        protocol: "HTTP",
        defaultActions: [{ type: "forward", targetGroupArn: ref("api-targets", "arn") }],
      },
      outputs: {},
    },
    "elk-broker-lb": {
      type: "aws:elb/loadBalancer:LoadBalancer",
      inputs: {
        name: `elk-broker-${stack}`,
        subnets: ["subnet-1", "subnet-2"],
        listeners: [{ instancePort: 5044, instanceProtocol: "tcp", lbPort: 5044, lbProtocol: "tcp" }],
        healthCheck: {
          target: "TCP:5044",
          interval: 20,
          timeout: 10,
          healthyThreshold: 3,
          unhealthyThreshold: 3,
        },
      },
      outputs: {},
    },
    ...group("api", stack, { targetGroupArns: [ref("api-targets", "arn")] }),
    ...group("elk-broker", stack, { loadBalancers: [ref("elk-broker-lb", "name")] }),
  };
}

function httpCheck(): Record<string, unknown> {
  return { path: "/health", interval: 20, timeout: 10, healthyThreshold: 3, unhealthyThreshold: 3 };
}

function group(service: string, stack: string, behind: Record<string, unknown>): Specs {
  return {
    [`${service}-template`]: {
      type: "aws:ec2/launchTemplate:LaunchTemplate",
      inputs: { name: `${service}-${stack}`, imageId: "ami-0123456789abcdef0", instanceType: "t3.small" },
      outputs: { id: `lt-${service}`, latestVersion: 1 },
    },
    [`${service}-group`]: {
      type: "aws:autoscaling/group:Group",
      inputs: {
        name: `${service}-${stack}`,
        minSize: 2,
        maxSize: 4,
        healthCheckType: "ELB",
        healthCheckGracePeriod: 300,
        launchTemplate: { id: ref(`${service}-template`, "id"), version: "$Latest" },
        ...behind,
      },
      outputs: {
        arn: `arn:aws:autoscaling:eu-west-1:111111111111:autoScalingGroup:1:autoScalingGroupName/${service}`,
      },
    },
  };
}
