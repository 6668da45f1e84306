/** The text that a publication begins with: of a fork, that of its parent or what was written when the run was made. */
import { z } from 'zod';
import type { Actor } from '../accounts/policy';
import { readableFindings } from '../accounts/visibility';
import type { Database, Run } from '../db';
import { jsonColumn } from '../db/codec';

/** A finding that is not published. */
export interface FindingDraft {
  readonly title: string;
  /** Markdown. */
  readonly summary: string;
  readonly tags: readonly string[];
  /** In the language of docs/claims.md. */
  readonly claims: readonly string[];
  /** The finding that is forked; null when it is none, or deleted. */
  readonly forkedFromId: string | null;
}

/** A text to publish; parts that are null or left out are those of the draft. */
export interface WrittenText {
  readonly title?: string | null | undefined;
  readonly summary?: string | null | undefined;
  readonly tags?: readonly string[] | null | undefined;
  readonly claims?: readonly string[] | null | undefined;
}

const storedDraft = z.object({
  title: z.string(),
  summary: z.string(),
  tags: z.array(z.string()),
  claims: z.array(z.string()),
});
const decodeDraft = jsonColumn('Run.draft', storedDraft);

/** Text to store with a run. */
export function encodeDraft({ title, summary, tags, claims }: Omit<FindingDraft, 'forkedFromId'>): string {
  return JSON.stringify({ title, summary, tags: [...tags], claims: [...claims] } satisfies z.infer<
    typeof storedDraft
  >);
}

/**
 * The draft of a run: as stored, or the text of the finding that it forks; null for other runs. A finding that is hidden from the
 * actor is as one that was deleted: it gives no text, and the draft does not refer to it.
 */
export async function readDraft(
  db: Pick<Database, 'finding'>,
  actor: Actor,
  run: Pick<Run, 'draft' | 'forkedFindingId'>,
): Promise<FindingDraft | null> {
  if (run.draft === null && run.forkedFindingId === null) return null;
  const parent =
    run.forkedFindingId === null
      ? null
      : await db.finding.findFirst({
          where: { id: run.forkedFindingId, AND: readableFindings(actor) },
          select: {
            id: true,
            title: true,
            summary: true,
            tags: { orderBy: { tag: 'asc' } },
            claims: { orderBy: { index: 'asc' }, select: { text: true } },
          },
        });
  const forkedFromId = parent?.id ?? null;
  if (run.draft !== null) return { ...decodeDraft(run.draft), forkedFromId };
  if (!parent) return null;
  return {
    title: parent.title,
    summary: parent.summary,
    tags: parent.tags.map(({ tag }) => tag),
    claims: parent.claims.map(({ text }) => text),
    forkedFromId,
  };
}

/** A text with the parts of a draft that it leaves out; empty where there is neither. */
export function completeText(written: WrittenText, draft: FindingDraft | null) {
  return {
    title: written.title ?? draft?.title ?? '',
    summary: written.summary ?? draft?.summary ?? '',
    tags: written.tags ?? draft?.tags ?? [],
    claims: written.claims ?? draft?.claims ?? [],
  };
}
