import type { SoftwareName } from "./software";

/** What every service is described by, whatever stands before it. The same in every stack. */
interface CommonDefinition {
  /** In kebab case; prefixes the names of all its resources and alarms. Letters, digits and dashes, at most 20. */
  readonly name: string;
  /** What the instances install and run. */
  readonly software: SoftwareName;
  /** TCP port that the software listens on. */
  readonly port: number;
  /** Size of the one volume of an instance, GiB. */
  readonly volumeGiB: number;
}

/** A service behind an application load balancer, open to the internet. */
export interface ApplicationDefinition extends CommonDefinition {
  readonly kind: "application";
  /** Path that answers 200 while the instance is well. */
  readonly healthPath: string;
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
export type ClassicDefinition = CommonDefinition & { readonly kind: "classic" } &
  // No maintenance on TCP: it has no answer that says so.
  (
    | { readonly protocol: "tcp" }
    | { readonly protocol: "http"; readonly healthPath: string; readonly maintenance?: true }
  );

/** One service of `services.ts`. */
export type ServiceDefinition = ApplicationDefinition | ClassicDefinition;

/** How the instance itself asks whether its service is well: an HTTP path, or a TCP connection where there is none. */
export function healthPathOf(service: ServiceDefinition): string | undefined {
  return "healthPath" in service ? service.healthPath : undefined;
}
