import { isIP } from "node:net";
import ipaddr from "ipaddr.js";

type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** A CIDR: the network's first address and its prefix length. */
export type Network = readonly [Address, number];

/** Shorter prefixes are no administrators' network: an IPv4 /8 is the largest block ever given out, an IPv6 /16 more. */
const SHORTEST_PREFIX = { ipv4: 8, ipv6: 16 } as const;

/**
 * Reads a CIDR of administrators.
 * @throws Error saying what is wrong with `text` and what to write: no CIDR, address bits beyond the prefix, an IPv4
 *   network in IPv6 form (addresses are compared as IPv4), or one so wide that it lets strangers in
 */
export function networkOf(text: string): Network {
  const [address = "", prefix = "", ...rest] = text.split("/");
  const family = isIP(address);
  const bits = /^\d{1,3}$/.test(prefix) ? Number(prefix) : Infinity;
  if (family === 0 || address.includes("%") || rest.length > 0 || bits > (family === 4 ? 32 : 128)) {
    throw new Error(
      `"${text}" is not a CIDR; write one like 203.0.113.0/24, or 203.0.113.7/32 for one address`,
    );
  }
  const parsed = ipaddr.parse(address);
  if (parsed instanceof ipaddr.IPv6 && parsed.isIPv4MappedAddress()) {
    throw new Error(`"${text}" is an IPv4 network in IPv6 form; write it as IPv4`);
  }
  const shortest = SHORTEST_PREFIX[parsed.kind()];
  if (bits < shortest) {
    const whom = bits === 0 ? "everybody" : "strangers";
    throw new Error(`"${text}" lets ${whom} in; write the administrators' networks, /${shortest} or longer`);
  }
  const kind = parsed instanceof ipaddr.IPv4 ? ipaddr.IPv4 : ipaddr.IPv6;
  const first = kind.networkAddressFromCIDR(text).toString();
  if (first !== parsed.toString()) {
    const whole = parsed.kind() === "ipv4" ? 32 : 128;
    throw new Error(
      `"${text}" has address bits beyond /${bits}; write ${first}/${bits} or ${address}/${whole}`,
    );
  }
  return [parsed, bits];
}

/**
 * Whose request it is: the rightmost address of X-Forwarded-For, which the load balancer appends (its attribute
 * `routing.http.xff_header_processing.mode` is `append` by default), else the socket's. What stands further left is
 * the caller's own claim. Undefined when the header is there and its last entry is no address: a stranger.
 */
export function callerOf(forwardedFor: string | undefined, socket: string | undefined): Address | undefined {
  const last = forwardedFor === undefined ? socket : forwardedFor.split(",").at(-1);
  const text = withoutPort((last ?? "").trim());
  return isIP(text) === 0 ? undefined : ipaddr.process(text);
}

/** `routing.http.xff_client_port.enabled` appends the port: `203.0.113.7:51812`, `[2001:db8::7]:51812`. */
function withoutPort(text: string): string {
  return /^\[(.*)\](:\d+)?$/.exec(text)?.[1] ?? /^([\d.]+):\d+$/.exec(text)?.[1] ?? text;
}

/** Whether the address lies in one of the networks. */
export function isWithin(address: Address | undefined, networks: readonly Network[]): boolean {
  return networks.some(([first, bits]) => {
    if (address instanceof ipaddr.IPv4) return first instanceof ipaddr.IPv4 && address.match(first, bits);
    return address !== undefined && first instanceof ipaddr.IPv6 && address.match(first, bits);
  });
}
