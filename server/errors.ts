/**
 * The errors a person is meant to read.
 *
 * Anything thrown that is not an AppError is a bug: it is logged with an id and reaches clients masked.
 */

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
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];

/** One thing that is wrong with an input: where it is, and what to do about it. */
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

/** An input refused for all the given reasons at once: BAD_USER_INPUT with `details.issues`, and further details. */
export function badUserInput(issues: readonly InputIssue[], details: Record<string, unknown> = {}): AppError {
  const message = issues.map((issue) => issue.message).join('\n');
  return new AppError('BAD_USER_INPUT', message, { details: { ...details, issues } });
}

/** The error of work that is given up because whoever asked for it is gone. */
export function requestAborted(): AppError {
  return new AppError('RUN_CANCELLED', 'The request was given up because its sender is gone.');
}

/** @throws RUN_CANCELLED when whoever asked is gone; long work calls it between its steps. */
export function checkAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw requestAborted();
}

/**
 * Whether `error` is an AppError, with the given code when one is given.
 *
 * By name, not by class: the web server's bundles hold a copy of this module each.
 */
export function isAppError(error: unknown, code?: ErrorCode): error is AppError {
  if (!(error instanceof Error) || error.name !== 'AppError') return false;
  return code === undefined || (error as AppError).code === code;
}

/** The message of anything thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
