/** What a family generated a version from, as it is stored. */
import { z } from 'zod';
import { jsonColumn } from '../../db/codec';

/** Decodes PromptSetVersion.family. @throws DATABASE_UNAVAILABLE */
export const decodeFamily = jsonColumn(
  'PromptSetVersion.family',
  z.object({
    /** Of a family that is built in. */
    family: z.string().optional(),
    /** YAML of a family of the set's own. */
    definition: z.string().optional(),
    corruption: z.string(),
    templates: z.array(z.string()),
    seed: z.number(),
  }),
);
