"use client";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { cx } from "@/components/ui/cx";

interface NavLinkProps {
  href: string;
  children: string;
}

/** A link of the top bar that knows whether its screen, or one below it, is open; as wide as in bold, so that none moves. */
export function NavLink({ href, children }: NavLinkProps) {
  const path = usePathname();
  const isHere = path === href;
  const isInside = isHere || path.startsWith(`${href}/`);
  return (
    <Link
      href={href}
      aria-current={isHere ? "page" : isInside ? "true" : undefined}
      data-text={children}
      className={cx(
        "inline-flex flex-col rounded-sm after:invisible after:h-0 after:font-[550] after:content-[attr(data-text)]",
        isInside ? "font-[550] text-text" : "text-mute hover:text-text",
      )}
    >
      {children}
    </Link>
  );
}
