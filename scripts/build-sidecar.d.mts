/** Writes the executable and answers its size in bytes. */
export function buildSidecar(file: string): Promise<number>;
