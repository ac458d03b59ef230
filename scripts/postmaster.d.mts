export function isAlive(pid: number): boolean;
export function findPostmaster(dataDir: string): { pid: number; port: number } | null;
