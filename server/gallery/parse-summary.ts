/** Parses summaries in a worker thread, within a limit of CPU time. */
import { MAX_SUMMARY } from '../../domain/limits';
import { AppError, badUserInput, isAppError } from '../errors';
import type { Finding } from '../db';
import type { Services } from './services';
import type { MarkdownMethods } from './markdown.worker';
import { isWorkerError, workerThread } from '../workers/worker-thread';
import { decodeSummaryTree } from './stored-summary-tree';
import { plainTree, type SummaryTree } from './summary-tree';

/** Limit of CPU time; normal texts take milliseconds. */
const CPU_MS = 2000;
/** A text that gets no CPU for so long is not to blame. */
const TIMEOUT_MS = 60_000;
const MEMORY_MB = 128;

/**
 * Parses a summary's Markdown.
 *
 * @throws BAD_USER_INPUT for a text that nests too deep, has too many parts or takes too long to parse; QUOTA_EXCEEDED when
 *   too many texts wait, or the machine is too busy; RUN_CANCELLED when `signal` aborts.
 */
export async function parseSummary(markdown: string, signal?: AbortSignal): Promise<SummaryTree> {
  const worker = workerThread<MarkdownMethods>('markdown', { memoryMb: MEMORY_MB });
  try {
    return await worker.call('readMarkdown', markdown, { cpuMs: CPU_MS, timeoutMs: TIMEOUT_MS, signal });
  } catch (error) {
    if (isWorkerError(error, 'busy') || isWorkerError(error, 'stalled')) {
      const message = 'The server is too busy to read Markdown now. Try again in a few seconds.';
      throw new AppError('QUOTA_EXCEEDED', message);
    }
    // A stack overflow in the parser means that the text nests too deep.
    const isTooMuch = isWorkerError(error, 'timeout') || isWorkerError(error, 'crash') || isOverflow(error);
    if (!isTooMuch) throw error;
    const message =
      'The summary takes too long to parse as Markdown. Use fewer quotes, lists, marks and references, or nest them less.';
    throw badUserInput([{ path: 'summary', message }]);
  }
}

/** Parses a text that is not saved. @throws BAD_USER_INPUT as parseSummary, and for a text that is too long. */
export async function previewText(text: string, signal?: AbortSignal): Promise<SummaryTree> {
  if (text.length > MAX_SUMMARY) {
    const message = `The text is ${text.length} characters long; use up to ${MAX_SUMMARY}.`;
    throw badUserInput([{ path: 'text', message }]);
  }
  return parseSummary(text, signal);
}

/**
 * The syntax tree of a finding's summary: as stored, or parsed now and stored.
 *
 * @returns a tree of the plain text if it cannot be parsed.
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
    // A temporary failure is not stored.
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
