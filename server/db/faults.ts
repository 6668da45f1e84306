/**
 * Failures of the database itself: locked, full, read-only, damaged, unreachable. A DatabaseFault passes through Prisma unchanged.
 *
 * It has no `code`, because Prisma would treat an error with a code as its own and convert it.
 */
import { AppError } from '../errors';

export type FaultKind =
  'busy' | 'conflict' | 'full' | 'read-only' | 'corrupt' | 'unreachable' | 'not-migrated' | 'text';

/** A failure of the database file, or text that it cannot store. The message is for the log; clients get `databaseError`. */
export class DatabaseFault extends Error {
  override readonly name = 'DatabaseFault';
  readonly kind: FaultKind;

  constructor(kind: FaultKind, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.kind = kind;
  }
}

/** SQLite's primary result codes (https://www.sqlite.org/rescode.html) that are about the file. */
const KINDS: Readonly<Record<number, FaultKind>> = {
  3: 'unreachable', // PERM
  5: 'busy', // BUSY
  6: 'busy', // LOCKED
  8: 'read-only', // READONLY
  10: 'unreachable', // IOERR
  11: 'corrupt', // CORRUPT
  13: 'full', // FULL
  14: 'unreachable', // CANTOPEN
  15: 'busy', // PROTOCOL: a race for locks of the write-ahead log
  26: 'corrupt', // NOTADB
};
const FAULT_OF_ERRNO: Readonly<Record<string, FaultKind>> = {
  ENOSPC: 'full',
  EDQUOT: 'full',
  EROFS: 'read-only',
  EACCES: 'unreachable',
  EPERM: 'unreachable',
  EMFILE: 'unreachable',
  ENFILE: 'unreachable',
  EIO: 'unreachable',
  ENOTDIR: 'unreachable',
};
const PRIMARY_CODE = 0xff;

/** Converts an error of the driver or the file system to a fault; null for other errors, such as a violated constraint. */
export function faultFrom(error: unknown): DatabaseFault | null {
  if (!(error instanceof Error)) return null;
  const { code, rawCode } = error as { code?: unknown; rawCode?: unknown };
  const kind =
    (typeof rawCode === 'number' ? KINDS[rawCode & PRIMARY_CODE] : undefined) ??
    (typeof code === 'string' ? FAULT_OF_ERRNO[code] : undefined) ??
    (error.message.startsWith('no such table') || error.message.startsWith('no such column')
      ? 'not-migrated'
      : undefined);
  return kind === undefined ? null : new DatabaseFault(kind, `${String(code)}: ${error.message}`, error);
}

/** The error if it is a fault, else null. It compares names, because each bundle of the web server has its own copy of the class. */
export function databaseFault(error: unknown): DatabaseFault | null {
  return error instanceof Error && error.name === 'DatabaseFault' ? (error as DatabaseFault) : null;
}

/**
 * Whether the database was locked for longer than a write waits, by another program or by writes of this process.
 * Nothing was written, and a later attempt may succeed.
 */
export function isBusy(error: unknown): boolean {
  const kind = databaseFault(error)?.kind;
  if (kind === 'busy' || kind === 'conflict') return true;
  // Prisma has ended an interactive transaction: at its own time limits, or because this process is about to end.
  return (error as { code?: unknown } | null | undefined)?.code === 'P2028';
}

/** Faults that pass by themselves, or when somebody has made room: what was tried is tried again. */
const PASSING: ReadonlySet<FaultKind> = new Set(['busy', 'conflict', 'full', 'unreachable']);

/** Whether a later attempt may succeed: the database was locked, full, restarted, or out of reach. */
export function isPassing(error: unknown): boolean {
  const fault = databaseFault(error) ?? diskFault(error);
  return isBusy(error) || (fault !== null && PASSING.has(fault.kind));
}

const MESSAGES: Readonly<Record<Exclude<FaultKind, 'text'>, string>> = {
  conflict: 'Somebody else changed the same at the same time. Nothing was changed; try again in a moment.',
  busy: 'Another program has locked the database of this site. Nothing was changed; try again in a moment.',
  full: 'The disk of the server is full, so nothing was saved. Free space on it, then try again.',
  'read-only':
    'The database of this site is read-only, so nothing was saved. Whoever runs the site has to make its data folder writable.',
  corrupt:
    'The database of this site is damaged. Whoever runs the site has to restore a copy of it; the log of the server has the details.',
  unreachable:
    'The database of this site cannot be read or written at the moment. Try again; the log of the server has the reason.',
  'not-migrated':
    'The database of this site does not fit its version. Whoever runs the site has to restart it; then the database is migrated.',
};

/**
 * The error that a client gets for a failure of the database: DATABASE_UNAVAILABLE, or BAD_USER_INPUT for text that cannot
 * be stored. Null for other errors.
 */
export function databaseError(error: unknown): AppError | null {
  const fault = databaseFault(error) ?? (isBusy(error) ? new DatabaseFault('busy', '') : diskFault(error));
  if (fault === null) return null;
  if (fault.kind !== 'text') {
    return new AppError('DATABASE_UNAVAILABLE', MESSAGES[fault.kind], { cause: error });
  }
  const message = `A text ${fault.message}.`;
  return new AppError('BAD_USER_INPUT', message, {
    details: { issues: [{ path: '', message }] },
    cause: error,
  });
}

/** A full disk is the same fault in SQLite and in the file system. Other errors of the file system are not the database's. */
function diskFault(error: unknown): DatabaseFault | null {
  const fault = faultFrom(error);
  return fault?.kind === 'full' ? fault : null;
}
