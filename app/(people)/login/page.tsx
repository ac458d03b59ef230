import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { LoginForm } from "@/components/people/login-form";
import { providerName } from "@/lib/access/oidc";
import { safeNext } from "@/lib/access/safe-next";
import { loadSetup } from "@/lib/access/setup";

export const metadata: Metadata = { title: "Log in" };

interface LoginPageProps {
  searchParams: Promise<{ next?: string | string[]; problem?: string | string[] }>;
}

export default async function LoginPage({ searchParams }: LoginPageProps) {
  if ((await loadSetup()).isOpen) redirect("/setup");
  const { next, problem } = await searchParams;
  const said = typeof problem === "string" ? problem.slice(0, 300) : null;
  return <LoginForm next={safeNext(next)} provider={providerName()} problem={said} />;
}
