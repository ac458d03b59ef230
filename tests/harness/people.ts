import { logIn } from "@/lib/access/logins";
import { hashPassword } from "@/lib/access/passwords";
import type { Role } from "@/lib/model/people";
import type { ProjectScope } from "@/lib/model/scope";
import { saveMembership, savePerson } from "@/lib/store/people";

let made = 0;

export interface TestPerson {
  id: string;
  email: string;
  /** The `Cookie` header of a browser that is logged in. */
  cookie: string;
}

export const TEST_PASSWORD = "correct horse battery";
let passwordHash: Promise<string> | undefined;

/** Somebody with an account, a membership of each given project, and a browser that is logged in. */
export async function makePerson(
  ...memberships: { scope: ProjectScope; role: Role; mayHear?: boolean }[]
): Promise<TestPerson> {
  made += 1;
  passwordHash ??= hashPassword(TEST_PASSWORD);
  const [id, email] = [`usr_test${made}`, `person${made}@example.com`];
  await savePerson({ id, email, name: `Person ${made}`, passwordHash: await passwordHash });
  for (const { scope, role, mayHear = true } of memberships)
    await saveMembership(scope, { personId: id, role, mayHear });
  const header = await logIn({ address: "127.0.0.1", header: () => null }, id);
  return { id, email, cookie: header.split(";")[0] ?? "" };
}

/** Headers of a request that one of our own pages makes. */
export function fromOurPage(url: string, cookie: string): Record<string, string> {
  return { cookie, origin: new URL(url).origin, "sec-fetch-site": "same-origin", "content-type": "application/json" };
}
