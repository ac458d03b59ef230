"use client";
import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { ThemeProvider } from "next-themes";
import { Tooltip } from "radix-ui";
import { type ReactNode, useState } from "react";

const RETRIES_MAX = 2;

/** What every page stands in: answers kept in memory, the theme, tooltips. */
export function Providers({ children, nonce }: { children: ReactNode; nonce: string | undefined }) {
  const [client] = useState(makeClient);
  return (
    <QueryClientProvider client={client}>
      <ThemeProvider attribute="data-theme" defaultTheme="system" enableSystem nonce={nonce}>
        <Tooltip.Provider delayDuration={300} skipDelayDuration={200}>
          {children}
        </Tooltip.Provider>
      </ThemeProvider>
    </QueryClientProvider>
  );
}

function makeClient(): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({ onError: logInAgain }),
    mutationCache: new MutationCache({ onError: logInAgain }),
    defaultOptions: { queries: { retry: isWorthRetrying, retryDelay: (failures) => 300 * 2 ** failures } },
  });
}

/** The login has ended: a new one leads back to this very address. */
function logInAgain(error: Error): void {
  const { pathname, search, hash } = window.location;
  const isElsewhere = ["/login", "/setup", "/join"].includes(pathname);
  if (!("status" in error) || error.status !== 401 || isElsewhere) return;
  window.location.assign(`/login?${new URLSearchParams({ next: `${pathname}${search}${hash}` })}`);
}

/** What the server refused (4xx) it will refuse again; what did not answer may answer next time. */
function isWorthRetrying(failures: number, error: Error): boolean {
  const status = "status" in error && typeof error.status === "number" ? error.status : 0;
  return failures < RETRIES_MAX && (status === 0 || status >= 500);
}
