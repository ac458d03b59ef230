import type { Metadata } from "next";
import { AccountScreen } from "@/components/people/account-screen";
import { requirePerson } from "../../require-person";

export const metadata: Metadata = { title: "Account" };

export default async function AccountPage() {
  await requirePerson();
  return <AccountScreen />;
}
