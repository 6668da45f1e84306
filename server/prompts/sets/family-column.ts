/** What a family generated a version from, as it is stored. */
import { z } from 'zod';
import { jsonColumn } from '../../db/codec';

/** Decodes PromptSetVersion.family. @throws DATABASE_UNAVAILABLE */
export const decodeFamily = jsonColumn(
  'PromptSetVersion.family',
  z.object({
    family: z.string(),
    corruption: z.string(),
    templates: z.array(z.string()),
    seed: z.number(),
  }),
);
