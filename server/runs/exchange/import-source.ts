/** Where an imported run came from, as it is stored. */
import { z } from 'zod';
import type { Run } from '../../db';
import { jsonColumn } from '../../db/codec';

const importSource = z.object({
  /** Id of the run in the file: that of the server, or the program, that wrote it. */
  runId: z.string(),
  /** When it was submitted there, as an ISO 8601 string. */
  createdAt: z.string(),
  /** Digest of the file. */
  digest: z.string(),
});
export type ImportSource = z.infer<typeof importSource>;

const decode = jsonColumn('Run.importedFrom', importSource);

/** Where a run came from, and when it was imported; null for a run that was computed here. @throws DATABASE_UNAVAILABLE */
export function readImport({
  importedAt,
  importedFrom,
}: Pick<Run, 'importedAt' | 'importedFrom'>): (ImportSource & { readonly at: Date }) | null {
  if (importedAt === null || importedFrom === null) return null;
  return { ...decode(importedFrom), at: importedAt };
}
