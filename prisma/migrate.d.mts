export function migrate(databaseUrl: string): Promise<string[]>;
export function schemaDrift(databaseUrl: string): Promise<string>;
