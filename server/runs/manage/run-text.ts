/** What a search of runs reads: one text for each run, without its results. */
import { MAX_PAIRS, MAX_RUN_TEXT } from '../../../domain/limits';
import type { Database, Prisma, PromptPair, Run } from '../../db';
import { containsText } from '../../db/text-search';

/**
 * Texts and words are compared in lower case. LIKE gives `%` and `_` a meaning and Prisma cannot escape them on SQLite, so both sides
 * have their full-width forms instead.
 */
function encodeText(text: string): string {
  return text.toLowerCase().replaceAll('%', '％').replaceAll('_', '＿');
}

/** Joins id, title, tags, model, and the prompts and answers of the first pairs, each once. */
export function joinRunText(
  { id, title, modelId }: Pick<Run, 'id' | 'title' | 'modelId'>,
  tags: readonly string[],
  pairs: readonly Pick<PromptPair, 'clean' | 'corrupted' | 'correct' | 'incorrect'>[],
): string {
  const prompts = pairs.flatMap(({ clean, corrupted, correct, incorrect }) => [
    clean,
    corrupted,
    correct,
    incorrect,
  ]);
  const parts = [id, title ?? '', ...tags, modelId, ...new Set(prompts)];
  return encodeText(parts.join('\n')).slice(0, MAX_RUN_TEXT);
}

/** Stores the text of a run as it is now. */
export async function storeRunText(tx: Pick<Database, 'run' | 'runText'>, runId: string): Promise<void> {
  const run = await tx.run.findUnique({
    where: { id: runId },
    select: {
      id: true,
      title: true,
      modelId: true,
      tags: { select: { tag: true }, orderBy: { tag: 'asc' } },
      pairs: {
        where: { index: { lt: MAX_PAIRS } },
        orderBy: { index: 'asc' },
        select: { clean: true, corrupted: true, correct: true, incorrect: true },
      },
    },
  });
  if (!run) return;
  const text = joinRunText(
    run,
    run.tags.map(({ tag }) => tag),
    run.pairs,
  );
  await tx.runText.upsert({ where: { runId }, create: { runId, text }, update: { text } });
}

/** Runs whose text contains each of some words, possibly inside a longer word. */
export function withWords(db: object, words: readonly string[]): Prisma.RunWhereInput {
  if (words.length === 0) return {};
  return { text: { is: { AND: words.map((word) => ({ text: containsText(db, encodeText(word)) })) } } };
}
