"use client";
import { LogOut, UserRound } from "lucide-react";
import { Menu } from "@/components/ui/menu";
import { nothing, sendJson } from "@/components/ui/send-json";

const CHOICES = [
  { value: "account", label: "Account", icon: <UserRound aria-hidden className="size-3.5 text-mute" /> },
  { value: "out", label: "Log out", icon: <LogOut aria-hidden className="size-3.5 text-mute" /> },
];

/** Who is logged in, his account, and the way out. */
export function AccountMenu({ name, email }: { name: string; email: string }) {
  const choose = async (value: string) => {
    if (value === "account") return window.location.assign("/account");
    // Whether or not the server still knew the login: the page behind asks for a new one.
    await sendJson(nothing, "/api/v1/login", { method: "DELETE" }).catch(() => null);
    window.location.assign("/login");
  };
  return (
    <Menu
      choices={CHOICES}
      onChoose={(value) => void choose(value)}
      trigger={
        <button
          type="button"
          aria-label="Account menu"
          title={`${name} (${email})`}
          className="grid size-7.5 shrink-0 place-items-center rounded-full border border-line-strong bg-raise font-[600] text-2xs transition-colors hover:border-tick"
        >
          {initials(name)}
        </button>
      }
    />
  );
}

function initials(name: string): string {
  const words = name.split(/\s+/).filter(Boolean);
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map((word) => [...(word ?? "")][0] ?? "");
  return letters.join("").toUpperCase();
}
