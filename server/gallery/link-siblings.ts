/** Links between the notebook's findings on other models and those on the bundled model. */
import { editFinding } from './edit';
import { SEED_AUTHOR } from './seed-author';
import { BUNDLED } from './seed-findings';
import type { Services } from './services';

/** Markdown with a link to the page that compares two runs. */
export function describeComparison(bundledRunId: string, runId: string): string {
  return `[Side by side with the bundled model](${comparePath(bundledRunId, runId)}), on one scale.`;
}

/**
 * Adds the link to findings of an experiment that were published before the bundled model's. Nothing changes in findings that have it,
 * and in those that are withdrawn.
 */
export async function linkToBundled(services: Services, preset: string): Promise<void> {
  const { db } = services;
  const bundled = await db.finding.findUnique({ where: { seed: `${preset}/${BUNDLED}` } });
  if (!bundled) return;
  const others = await db.finding.findMany({
    where: { seed: { startsWith: `${preset}/` }, id: { not: bundled.id }, withdrawnAt: null },
    select: { id: true, runId: true, summary: true },
  });
  for (const { id, runId, summary } of others) {
    if (summary.includes(comparePath(bundled.runId, runId))) continue;
    const linked = `${summary}\n\n${describeComparison(bundled.runId, runId)}`;
    const author = { userId: SEED_AUTHOR.id, isAdministrator: false };
    await editFinding(services, author, { findingId: id, summary: linked });
  }
}

function comparePath(bundledRunId: string, runId: string): string {
  return `/compare?a=${bundledRunId}&b=${runId}`;
}
