/** Fields that the parts of exported files share. */
import { z } from 'zod';
import { DIRECTIONS } from '../../../domain/effect';
import { DIGEST_PREFIX } from '../../../domain/exchange/formats';
import { MAX_PAIRS } from '../../../domain/limits';
import { METRIC_IDS, type MetricId } from '../../../domain/metrics';

/** Longest text of a token, prompt or label in UTF-16 code units. */
export const MAX_TEXT = 1_000_000;

export const text = z.string().max(MAX_TEXT);
export const index = z.int().nonnegative();
export const side = z.enum(['CLEAN', 'CORRUPTED']);
export const direction = z.enum(DIRECTIONS);
export const metric = z.enum(METRIC_IDS as [MetricId, ...MetricId[]]);
export const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'a sha256 in lower-case hex');
export const moment = z.iso.datetime();
export const word = z.string().min(1).max(200);
export const prompts = z.array(z.number().nullable()).max(MAX_PAIRS);

export const digestField = z
  .string()
  .regex(new RegExp(`^${DIGEST_PREFIX}[0-9a-f]{64}$`), `${DIGEST_PREFIX} and a sha256 in lower-case hex`)
  .describe(
    'sha256 of the canonical form of the file without this field: keys in ascending order of UTF-16 code units, no white space, numbers and strings as in RFC 8785.',
  );

/** The address of a schema on any server. */
export function schemaField(path: string) {
  const pattern = path.replaceAll('.', '\\.');
  return z.string().regex(new RegExp(`^(https?://[^/]+)?${pattern}$`), `the address of ${path}`);
}

export const floats = z
  .strictObject({
    dtype: z.literal('float32'),
    byteOrder: z.literal('little'),
    encoding: z.literal('base64'),
    shape: z.array(index).min(1).max(6),
    data: z.string(),
  })
  .describe('Values, row-major in shape, prompts first; all of them finite.');

export const token = z.strictObject({ id: index, text });
export const tokenId = z.strictObject({ id: index });

export type FileFloats = z.infer<typeof floats>;
