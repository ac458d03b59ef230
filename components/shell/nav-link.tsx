"use client";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { cx } from "@/components/ui/cx";

interface NavLinkProps {
  href: string;
  children: string;
}

/** A link of the top bar that knows whether its screen, or one below it, is open. */
export function NavLink({ href, children }: NavLinkProps) {
  const path = usePathname();
  const isHere = path === href;
  const isInside = isHere || path.startsWith(`${href}/`);
  return (
    <Link
      href={href}
      aria-current={isHere ? "page" : isInside ? "true" : undefined}
      className={cx("rounded-sm", isInside ? "font-[550] text-text" : "text-mute hover:text-text")}
    >
      {children}
    </Link>
  );
}
