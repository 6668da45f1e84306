/**
 * Errors that are meant to be read by users.
 *
 * Any other error is a bug: it is logged with an id, and clients see only the id.
 */
import { createHash } from 'node:crypto';

export const ERROR_CODES = [
  'BAD_USER_INPUT',
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'NOT_FOUND',
  'CONFLICT',
  'QUOTA_EXCEEDED',
  'MODEL_UNAVAILABLE',
  'RUN_CANCELLED',
  'ENGINE_FAILED',
  'DATABASE_UNAVAILABLE',
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];

/** One problem of an input: its place, and what to do about it. */
export interface InputIssue {
  /** Path of the field, dotted, e.g. `pairs.0.correct`; empty for the input as a whole. */
  readonly path: string;
  readonly message: string;
}

export interface AppErrorOptions {
  readonly details?: Record<string, unknown>;
  readonly cause?: unknown;
}

/** An error whose message says what is wrong, where, and what to do. */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly code: ErrorCode;
  readonly details: Record<string, unknown>;

  constructor(code: ErrorCode, message: string, options: AppErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.details = options.details ?? {};
  }
}

/** Creates BAD_USER_INPUT for all given issues, with `details.issues` and further details. */
export function badUserInput(issues: readonly InputIssue[], details: Record<string, unknown> = {}): AppError {
  const message = issues.map((issue) => issue.message).join('\n');
  return new AppError('BAD_USER_INPUT', message, { details: { ...details, issues } });
}

/** The error of work that stops because its client has disconnected. */
export function requestAborted(): AppError {
  return new AppError('RUN_CANCELLED', 'The request was cancelled because its client has disconnected.');
}

/** @throws RUN_CANCELLED when the client has disconnected; long work calls it between its steps. */
export function checkAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw requestAborted();
}

/**
 * Whether `error` is an AppError, with the given code when one is given.
 *
 * Compared by name, not by class, because each bundle of the web server has its own copy of this module.
 */
export function isAppError(error: unknown, code?: ErrorCode): error is AppError {
  if (!(error instanceof Error) || error.name !== 'AppError') return false;
  return code === undefined || (error as AppError).code === code;
}

/**
 * Eight hex digits that identify an error in the log and to clients. Equal errors have equal ids, since the log writes only
 * the first of them.
 */
export function errorId(error: unknown): string {
  const content = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return createHash('sha256').update(content).digest('hex').slice(0, 8);
}

/** The message of anything thrown. */
export function getErrorMessage(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
