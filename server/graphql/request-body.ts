/** Bodies of requests to the API, up to their limits. */
import { getErrorMessage } from '../errors';
import { MAX_BODY_BYTES, MAX_FILE_BODY_BYTES } from './limits';
import { badRequest } from './refuse';

/** Bodies that are too long are read up to this length and discarded, since most clients read the response only after sending everything. */
const MAX_READ_BYTES = 2 * MAX_FILE_BODY_BYTES;
/** Operations whose requests may be as long as a file. */
const TAKES_FILE = /\b(importRun|checkFile)\b/;

/** A body as text, and its value if it is JSON. */
export interface RequestBody {
  readonly text: string;
  /** Undefined for a body that is not JSON. */
  readonly json: unknown;
}

/** Reads the body of a request; returns a refusal if it is too long or not JSON. */
export async function readBody(request: Request): Promise<RequestBody | Response> {
  if (request.body === null) return { text: '', json: undefined };
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of request.body as unknown as AsyncIterable<Uint8Array>) {
    length += chunk.byteLength;
    if (length > MAX_READ_BYTES) break;
    if (length <= MAX_FILE_BODY_BYTES) chunks.push(chunk);
  }
  if (length > MAX_FILE_BODY_BYTES) return refuseLength(MAX_FILE_BODY_BYTES);
  const text = Buffer.concat(chunks).toString();
  const isJson = request.headers.get('content-type')?.includes('json') ?? false;
  if (length > MAX_BODY_BYTES && !isJson) return refuseLength(MAX_BODY_BYTES);
  try {
    const json: unknown = isJson ? JSON.parse(text) : undefined;
    if (length > MAX_BODY_BYTES && !takesFile(json)) return refuseLength(MAX_BODY_BYTES);
    return { text, json };
  } catch (error) {
    if (length > MAX_BODY_BYTES) return refuseLength(MAX_BODY_BYTES);
    return badRequest(400, `The request's body is not JSON: ${getErrorMessage(error)}`);
  }
}

/** Whether a request's document names an operation that takes a file. */
function takesFile(parsed: unknown): boolean {
  if (typeof parsed !== 'object' || parsed === null || !('query' in parsed)) return false;
  return typeof parsed.query === 'string' && TAKES_FILE.test(parsed.query);
}

function refuseLength(most: number): Response {
  return badRequest(413, `The request is longer than ${most} bytes. Send fewer or shorter prompts.`);
}
