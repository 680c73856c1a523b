import type { SoftwareName, TcpSoftwareName } from "./software";

/** What all that we run is described by, with or without a load balancer. The same in every stack. */
export interface Definition {
  /** In kebab case; prefixes the names of all its resources and alarms. Letters, digits and dashes, at most 20. */
  readonly name: string;
  /** What the instances install and run. */
  readonly software: SoftwareName;
  /** Size of the one volume of an instance, GiB. */
  readonly volumeGiB: number;
  /** TCP port that the software listens on. @default it listens on none */
  readonly port?: number;
  /** Name of the service that it sends to, which stands before it in `services.ts`. @default none */
  readonly sendsTo?: string;
}

interface BalancedDefinition extends Definition {
  readonly port: number;
}

/** A service behind an application load balancer. */
export interface ApplicationDefinition extends BalancedDefinition {
  readonly kind: "application";
  /** Path that answers 200 while the instance is well. */
  readonly healthPath: string;
  /** Port that answers there. @default `port` */
  readonly healthPort?: number;
  /** What the instances speak; the load balancer believes any certificate of theirs. @default "HTTP" */
  readonly instanceProtocol?: "HTTP" | "HTTPS";
  /** Inside the network, on `port`, for the services alone that send to it. @default open to the internet */
  readonly internal?: true;
  /**
   * Requests in 300 s under which production is told that traffic has dropped. Above what the outside monitor itself
   * makes (about 150, Route 53's health checkers) and below the quietest hour. Default: no such alarm.
   */
  readonly lowTrafficFloor?: number;
  /** Path that the monitor outside asks in stacks with a public host. Default: it has no monitor. */
  readonly testPath?: string;
  /** Whether it polls the stack's maintenance switch. */
  readonly maintenance?: true;
}

/** A service behind a classic load balancer, open to the network that it is in. */
export type ClassicDefinition = BalancedDefinition & { readonly kind: "classic" } &
  // No maintenance on TCP: it has no answer that says so.
  (
    | { readonly protocol: "tcp"; readonly software: TcpSoftwareName }
    | { readonly protocol: "http"; readonly healthPath: string; readonly maintenance?: true }
  );

/** A TCP service behind a network load balancer, open to the network that it is in: what classic on TCP is today. */
export interface NetworkDefinition extends BalancedDefinition {
  readonly kind: "network";
  readonly software: TcpSoftwareName;
}

/** A service with a load balancer. */
export type ServiceDefinition = ApplicationDefinition | ClassicDefinition | NetworkDefinition;

/** Reads the load balancers' access logs and sends them on; nothing listens, so nothing stands before it. */
export interface LogShipperDefinition extends Definition {
  readonly kind: "log-shipper";
  readonly sendsTo: string;
}
