import { config } from "@/lib/config";

/** The part of a request that says from where it came. */
export interface FromAddress {
  /** Of the other end of the connection; null when it is gone. */
  address: string | null;
  header(name: string): string | null;
}

/**
 * The address that a request really comes from: what the outermost of our own proxies (`EARSHOT_TRUSTED_PROXIES`) has seen; without
 * proxies the connection's. What clients themselves write into X-Forwarded-For is never taken.
 */
export function addressOf(call: FromAddress): string {
  const { trustedProxies } = config();
  const connected = call.address ?? "unknown";
  if (trustedProxies === 0) return plain(connected);
  const hops = [...(call.header("x-forwarded-for") ?? "").split(","), connected]
    .map((hop) => hop.trim())
    .filter(Boolean);
  return plain(hops.at(-1 - trustedProxies) ?? hops[0] ?? connected);
}

/** IPv4 in IPv6's clothes, as Node tells it on dual-stack sockets. */
function plain(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/, "").slice(0, 64);
}
