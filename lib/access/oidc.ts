import { config } from "@/lib/config";

/** What the button of the identity provider says; null without one. */
export function providerName(): string | null {
  const { oidcIssuer, oidcName } = config();
  return oidcIssuer ? oidcName : null;
}
