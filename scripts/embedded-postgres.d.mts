export interface EmbeddedPostgres {
  url: string;
  pid: number;
  reused: boolean;
  stop: () => Promise<void>;
}
export function startPostgres(options: { dataDir: string; database?: string }): Promise<EmbeddedPostgres>;
export function freePort(preferred?: number): Promise<number>;
export function isPortFree(port: number, host: string): Promise<boolean>;
export function findPostgres(options: { dataDir: string; database?: string }): string | null;
export function keepPostgres(options: {
  dataDir: string;
  log: (line: string) => void;
  onLost: (error: Error) => void;
}): Promise<{ url: string; stop: () => Promise<void> }>;
