/** Failures of a PostgreSQL server, as the faults that the rest of the site knows. */
import type { DriverAdapterError } from '@prisma/driver-adapter-utils';
import { DatabaseFault, type FaultKind } from '../faults';

/** By SQLSTATE, https://www.postgresql.org/docs/current/errcodes-appendix.html. */
const KINDS: Readonly<Record<string, FaultKind>> = {
  '22021': 'text', // character_not_in_repertoire: NUL
  '25006': 'read-only', // read_only_sql_transaction: a standby
  '25P03': 'busy', // idle_in_transaction_session_timeout
  '25P04': 'busy', // transaction_timeout
  '3D000': 'unreachable', // the database does not exist
  '40001': 'conflict', // serialization_failure
  '40P01': 'conflict', // deadlock_detected
  '42P01': 'not-migrated', // undefined_table
  '42703': 'not-migrated', // undefined_column
  '53100': 'full', // disk_full
  '53200': 'unreachable', // out_of_memory
  '53300': 'busy', // too_many_connections
  '55P03': 'busy', // lock_not_available
  '57014': 'busy', // query_canceled: statement_timeout
};
/** By class of SQLSTATE. */
const KINDS_OF_CLASS: Readonly<Record<string, FaultKind>> = {
  '08': 'unreachable', // connection exceptions
  '28': 'unreachable', // invalid authorization
  '57': 'unreachable', // operator intervention: shutdown, crash, start
  '58': 'unreachable', // system error
  XX: 'corrupt', // internal error, damaged data
};
/** What Prisma's adapter calls a failure of the connection; it keeps no SQLSTATE of these. */
const KINDS_OF_ADAPTER: Readonly<Record<string, FaultKind>> = {
  DatabaseNotReachable: 'unreachable',
  ConnectionClosed: 'unreachable',
  SocketTimeout: 'unreachable',
  TlsConnectionError: 'unreachable',
  DatabaseDoesNotExist: 'unreachable',
  DatabaseAccessDenied: 'unreachable',
  AuthenticationFailed: 'unreachable',
  TooManyConnections: 'busy',
  TransactionWriteConflict: 'conflict',
};
/** Errors of the driver, and of the pool, which have no code. */
const MESSAGES: readonly (readonly [RegExp, FaultKind])[] = [
  [/^timeout exceeded when trying to connect/, 'busy'],
  [/^Query read timeout/, 'unreachable'],
  [/^Connection terminated|^Client has encountered a connection error|^Client was closed/, 'unreachable'],
  [/^Cannot use a pool after calling end/, 'unreachable'],
];
const SOCKET_ERRORS = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOENT',
]);

/** Converts an error of the driver or of Prisma's adapter to a fault; null for others, such as a violated constraint. */
export function faultFromPostgresql(error: unknown): DatabaseFault | null {
  if (!(error instanceof Error)) return null;
  const found = isAdapterError(error) ? readAdapterError(error) : readDriverError(error);
  if (found === null) return null;
  const message = found.kind === 'text' ? 'contains a NUL character (U+0000); delete it' : found.message;
  return new DatabaseFault(found.kind, message, error);
}

/** Compared by name: in the built web server the adapter has a copy of the class of its own. */
function isAdapterError(error: Error): error is DriverAdapterError {
  return error.name === 'DriverAdapterError' && 'cause' in error;
}

interface Found {
  readonly kind: FaultKind;
  readonly message: string;
}

function readAdapterError({ cause }: DriverAdapterError): Found | null {
  const code = cause.originalCode ?? (cause.kind === 'postgres' ? cause.code : undefined);
  const kind = kindOfState(code) ?? KINDS_OF_ADAPTER[cause.kind];
  if (kind === undefined) return null;
  return { kind, message: `${code ?? cause.kind}: ${cause.originalMessage ?? cause.kind}` };
}

function readDriverError(error: Error): Found | null {
  const { code } = error as { code?: unknown };
  if (typeof code === 'string') {
    const kind = SOCKET_ERRORS.has(code) ? 'unreachable' : kindOfState(code);
    return kind === undefined ? null : { kind, message: `${code}: ${error.message}` };
  }
  const kind = MESSAGES.find(([pattern]) => pattern.test(error.message))?.[1];
  return kind === undefined ? null : { kind, message: error.message };
}

function kindOfState(code: string | undefined): FaultKind | undefined {
  if (code === undefined || !/^[0-9A-Z]{5}$/.test(code)) return undefined;
  return KINDS[code] ?? KINDS_OF_CLASS[code.slice(0, 2)];
}
