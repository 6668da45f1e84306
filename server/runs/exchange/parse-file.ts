/** Reads the text of an exported file: size, JSON, format, schema and digest. */
import { createHash } from 'node:crypto';
import type { z } from 'zod';
import { writeCanonicalJson } from '../../../domain/exchange/canonical-json';
import { DIGEST_PREFIX } from '../../../domain/exchange/formats';
import { MAX_IMPORT_BYTES, MAX_IMPORT_ISSUES } from '../../../domain/limits';
import { getErrorMessage, type InputIssue } from '../../errors';

/** A file that conforms to its schema, or its problems. */
export type Parsed<T> =
  | { readonly file: T; readonly issues: readonly [] }
  | { readonly file: null; readonly issues: readonly InputIssue[] };

/** The JSON value of a file; null with the problem. */
export function parseJson(
  json: string,
): { value: unknown; issue: null } | { value: null; issue: InputIssue } {
  const refuse = (message: string) => ({ value: null, issue: { path: '', message } });
  const bytes = Buffer.byteLength(json);
  if (bytes > MAX_IMPORT_BYTES) {
    return refuse(
      `The file is ${bytes} bytes long; up to ${MAX_IMPORT_BYTES} are read. Export fewer metrics, sweeps or prompts.`,
    );
  }
  try {
    return { value: JSON.parse(json), issue: null };
  } catch (error) {
    return refuse(`The file is not JSON: ${getErrorMessage(error)}`);
  }
}

/** The format that a value names; null when it names none. */
export function readFormat(value: unknown): string | null {
  if (typeof value !== 'object' || value === null || !('format' in value)) return null;
  return typeof value.format === 'string' ? value.format : null;
}

/** Compares a value with the schema of its format, and its digest with its content. */
export function parseFile<T>(value: unknown, schema: z.ZodType<T>, version: number): Parsed<T> {
  const given = (value as { version?: unknown }).version;
  if (typeof given === 'number' && given !== version) {
    const advice = given < version ? 'Export it again with this version.' : 'Update this server to read it.';
    const message = `The file has version ${given} of its format; version ${version} is read. ${advice}`;
    return { file: null, issues: [{ path: 'version', message }] };
  }
  const result = schema.safeParse(value);
  if (!result.success) {
    const issues = result.error.issues
      .slice(0, MAX_IMPORT_ISSUES)
      .map(({ path, message }) => ({ path: path.join('.'), message: `${message}.` }));
    return { file: null, issues };
  }
  const computed = digestFile(value as object);
  if ((value as { digest: string }).digest !== computed) {
    const message = `The content has the digest ${computed}, not the one in the file. The file was changed after it was written; export it again.`;
    return { file: null, issues: [{ path: 'digest', message }] };
  }
  return { file: result.data, issues: [] };
}

/** The digest of a file's content: of its canonical form without the field `digest`. */
export function digestFile(value: object): string {
  const { digest: _digest, ...content } = value as Record<string, unknown>;
  return DIGEST_PREFIX + createHash('sha256').update(writeCanonicalJson(content)).digest('hex');
}
