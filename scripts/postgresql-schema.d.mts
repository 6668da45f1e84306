export function toPostgresql(schema: string): string;
export function readPostgresqlSchema(): string;
export function writePostgresqlSchema(): string;
