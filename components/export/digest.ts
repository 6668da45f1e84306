/** The digest of an exported file. */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { writeCanonicalJson } from '../../domain/exchange/canonical-json';
import { DIGEST_PREFIX } from '../../domain/exchange/formats';

/**
 * The digest of a file's content without its field `digest`. The browser's own sha256 works only on secure origins, which a server on a
 * local network is not.
 */
export function digestContent(content: object): string {
  return DIGEST_PREFIX + bytesToHex(sha256(utf8ToBytes(writeCanonicalJson(content))));
}

/** Writes a file as JSON that people can read, with the digest of its content behind the fields that identify its format. */
export function writeFile(head: object, content: object): string {
  // What the API client adds is no part of the file.
  const text = JSON.stringify({ ...head, ...content }, (key, value: unknown) =>
    key === '__typename' ? undefined : value,
  );
  const clean = JSON.parse(text) as Record<string, unknown>;
  const digest = digestContent(clean);
  const keys = Object.keys(head);
  const ordered = Object.fromEntries([
    ...keys.map((key) => [key, clean[key]]),
    ['digest', digest],
    ...Object.entries(clean).filter(([key]) => !keys.includes(key)),
  ]) as object;
  return JSON.stringify(ordered, null, 1);
}
