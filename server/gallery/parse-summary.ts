/** Parsing of summaries, off the event loop and within a time limit. */
import { AppError, badUserInput, isAppError } from '../errors';
import type { Finding } from '../db';
import type { Services } from './services';
import type { MarkdownMethods } from '../workers/markdown.worker';
import { isWorkerError, workerThread } from '../workers/worker-thread';
import { decodeSummaryTree } from './stored-summary-tree';
import { plainTree, type SummaryTree } from './summary-tree';

/** What people write takes milliseconds. */
const TIMEOUT_MS = 2000;
const MEMORY_MB = 128;

/**
 * Parses a summary's Markdown.
 *
 * @throws BAD_USER_INPUT for one that nests too deep, has too many parts or takes too long to parse; QUOTA_EXCEEDED when
 *   too many wait to be parsed; RUN_CANCELLED when `signal` aborts.
 */
export async function parseSummary(markdown: string, signal?: AbortSignal): Promise<SummaryTree> {
  const worker = workerThread<MarkdownMethods>('markdown', { memoryMb: MEMORY_MB });
  try {
    return await worker.call('readMarkdown', markdown, { timeoutMs: TIMEOUT_MS, signal });
  } catch (error) {
    if (isWorkerError(error, 'busy')) {
      throw new AppError('QUOTA_EXCEEDED', 'Too many summaries are being read; try again in a few seconds.');
    }
    // A stack that overflows in the parser is a text that nests too deep.
    const isTooMuch = isWorkerError(error, 'timeout') || isWorkerError(error, 'crash') || isOverflow(error);
    if (!isTooMuch) throw error;
    const message =
      'The summary takes too long to read as Markdown. Use fewer quotes, lists, marks and references, or nest them less.';
    throw badUserInput([{ path: 'summary', message }]);
  }
}

/**
 * The tree that a finding's page shows: as stored, or parsed now and stored for a finding that has none.
 *
 * @returns the text as it was written when it cannot be parsed.
 */
export async function readSummaryTree(
  { db }: Pick<Services, 'db'>,
  finding: Pick<Finding, 'id' | 'summary' | 'summaryTree'>,
): Promise<SummaryTree> {
  if (finding.summaryTree !== null) return decodeSummaryTree(finding.summaryTree);
  let tree: SummaryTree;
  try {
    tree = await parseSummary(finding.summary);
  } catch (error) {
    if (!isAppError(error)) throw error;
    // Another time it may be its turn.
    if (!isAppError(error, 'BAD_USER_INPUT')) return plainTree(finding.summary);
    tree = plainTree(finding.summary);
  }
  await db.finding.updateMany({
    where: { id: finding.id, summary: finding.summary, summaryTree: null },
    data: { summaryTree: JSON.stringify(tree) },
  });
  return tree;
}

function isOverflow(error: unknown): boolean {
  return error instanceof Error && /Maximum call stack size exceeded/.test(error.message);
}
