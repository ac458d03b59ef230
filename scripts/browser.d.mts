export function findBrowser(): Promise<string | null>;
export function installedBrowser(): string | null;
