import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { findLogin, type Login } from "@/lib/access/logins";
import { loadSetup } from "@/lib/access/setup";

/** Whoever is logged in; others are led to the login and come back to this page, or to the set-up when there is no account yet. */
export async function requirePerson(): Promise<Login> {
  const sent = await headers();
  const login = await findLogin(sent.get("cookie"));
  if (login) return login;
  if ((await loadSetup()).isOpen) redirect("/setup");
  redirect(`/login?${new URLSearchParams({ next: sent.get("x-earshot-path") ?? "/" })}`);
}
