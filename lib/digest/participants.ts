import { digitsOfPhone } from "@/lib/model/phones";
import type { Participant } from "@/lib/model/sessions";
import { toName } from "./text";

/** Identities that LiveKit's SIP service gives to callers are their number behind this. Source: docs.livekit.io, SIP participant. */
const SIP_PREFIX = /^sip[_:-]/i;
const NUMBER = /^\+?\d{6,15}$/;

/** Who took part, by identity and by phone number, the agent aside: what an erasure looks for. Each once, in order of the letters. */
export function digestParticipants(participants: readonly Participant[]): { identities: string[]; phones: string[] } {
  const people = participants.filter(({ kind }) => kind !== "agent");
  const numbers = people.flatMap(({ identity, phone }) => [phone ?? "", identity.replace(SIP_PREFIX, "")]);
  const phones = numbers.filter((number) => NUMBER.test(number.replaceAll(/[\s().\-/]/g, ""))).map(digitsOfPhone);
  return { identities: sorted(people.map(({ identity }) => toName(identity))), phones: sorted(phones) };
}

function sorted(texts: string[]): string[] {
  return [...new Set(texts)].sort();
}
