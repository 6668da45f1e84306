/** A run becomes a finding: a written claim with an address of its own. */
import { randomBytes } from 'node:crypto';
import { AppError, badUserInput, type InputIssue } from '../errors';
import { Prisma, type Finding, type PromptPair, type Run } from '../db';
import type { Direction } from '../engine/types';
import { attentionOf } from '../runs/attention';
import { keepPredictions } from '../runs/patched';
import { bytesOf } from '../runs/recovery';
import { cellIndex, sweepData } from '../runs/sweep-view';
import type { Services } from '../services';
import { makeCard } from './card';
import { parseSummary } from './parse-summary';
import { publishedCells, publishedHeads } from './published-cells';

const MAX_TAGS = 8;
const MAX_SUMMARY = 20_000;
/** Prompts whose predictions under the patches it is about are kept with a finding, so that it needs no model to be read. */
const KEPT_PROMPTS = 8;

export interface PublishInput {
  readonly runId: string;
  readonly title: string;
  /** Markdown. */
  readonly summary: string;
  readonly tags: readonly string[];
}

/**
 * Publishes a run that succeeded.
 *
 * @param seed name of a finding that is published only once; null for what people publish.
 * @throws BAD_USER_INPUT with every issue; NOT_FOUND; FORBIDDEN for somebody else's run; CONFLICT when the run has
 *   not succeeded or is published already.
 */
export async function publishFinding(
  services: Services,
  userId: string | null,
  input: PublishInput,
  seed: string | null = null,
): Promise<Finding> {
  const { db } = services;
  const title = input.title.trim();
  const tags = [...new Set(input.tags.map((tag) => tag.trim().toLowerCase()))];
  const issues = publishIssues(title, input.summary, tags);
  if (issues.length > 0) throw badUserInput(issues);
  const run = await db.run.findUnique({
    where: { id: input.runId },
    include: {
      finding: true,
      pairs: { orderBy: { index: 'asc' } },
      sweeps: { orderBy: { id: 'asc' } },
      owner: true,
    },
  });
  if (!run) throw new AppError('NOT_FOUND', `There is no run '${input.runId}'.`);
  if (run.ownerId !== userId) {
    const message =
      'Only the one who started a run may publish it. Run it again as yours (recompute), then publish.';
    throw new AppError('FORBIDDEN', message);
  }
  if (run.status !== 'SUCCEEDED') {
    const message = `This run is ${run.status.toLowerCase()}; only one that succeeded can be published.`;
    throw new AppError('CONFLICT', message);
  }
  if (run.finding) throw alreadyPublished(run.finding.slug);
  const summaryTree = await parseSummary(input.summary.trim());
  const direction = run.direction as Direction;
  const sweeps = run.sweeps.map((row) => sweepData(row, row.values, run.pairs, direction));
  const cells = publishedCells(input.summary, sweeps);
  await keepPatterns(services, run, publishedHeads(cells, sweeps));
  const indexed = cells.map((cell) => ({
    kind: cell.kind,
    cell: cellIndex(
      sweeps.find(({ kind }) => kind === cell.kind)!,
      cell,
    ),
  }));
  await keepPredictions(services, run, indexed, run.pairs.slice(0, KEPT_PROMPTS));
  const slug = await freeSlug(services, title);
  try {
    return await db.finding.create({
      data: {
        id: randomBytes(9).toString('base64url'),
        slug,
        runId: run.id,
        ownerId: run.ownerId,
        title,
        seed,
        summary: input.summary.trim(),
        summaryTree: JSON.stringify(summaryTree),
        card: JSON.stringify(makeCard(sweeps, run.pairs[0]!)),
        text: searchText(title, input.summary, tags, run.owner.name, run.pairs),
        tags: { create: tags.map((tag) => ({ tag })) },
      },
    });
  } catch (error) {
    if (!(error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002')) throw error;
    // Two publications of one run at once: the first one stands.
    const finding = await db.finding.findUnique({ where: { runId: run.id } });
    throw finding ? alreadyPublished(finding.slug) : error;
  }
}

function publishIssues(title: string, summary: string, tags: readonly string[]): InputIssue[] {
  const issues: InputIssue[] = [];
  if (title.length < 3 || title.length > 140) {
    issues.push({ path: 'title', message: `The title is ${title.length} characters long; use 3 to 140.` });
  }
  if (summary.trim() === '') {
    issues.push({
      path: 'summary',
      message: 'The summary is empty; write what the run shows, and how sure you are.',
    });
  }
  if (summary.length > MAX_SUMMARY) {
    issues.push({
      path: 'summary',
      message: `The summary is ${summary.length} characters long; ${MAX_SUMMARY} fit.`,
    });
  }
  if (tags.length > MAX_TAGS)
    issues.push({ path: 'tags', message: `${tags.length} tags are too many; use up to ${MAX_TAGS}.` });
  tags.forEach((tag, index) => {
    if (/^[\p{L}\p{N}][\p{L}\p{N}-]{0,29}$/u.test(tag)) return;
    const message = `'${tag}' is no tag; use up to 30 letters, digits and hyphens, such as 'ioi' or 'name-movers'.`;
    issues.push({ path: `tags.${index}`, message });
  });
  return issues;
}

/** Mean attention patterns of the heads that a finding's page shows. */
async function keepPatterns(
  services: Services,
  run: Run,
  heads: readonly { layer: number; head: number }[],
): Promise<void> {
  for (const { layer, head } of heads) {
    for (const side of ['CLEAN', 'CORRUPTED'] as const) {
      const pattern = await attentionOf(services, run, { layer, head, on: side, prompt: null });
      const key = { runId: run.id, layer, head, side };
      const values = bytesOf(pattern.values);
      await services.db.pattern.upsert({
        where: { runId_layer_head_side: key },
        create: { ...key, values },
        update: { values },
      });
    }
  }
}

/** The title as an address; a random ending when it is taken. */
async function freeSlug({ db }: Services, title: string): Promise<string> {
  const words = title
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 60)
    .replace(/-+$/, '');
  const slug = words === '' ? `finding-${randomBytes(3).toString('hex')}` : words;
  const taken = await db.finding.findUnique({ where: { slug }, select: { id: true } });
  return taken ? `${slug}-${randomBytes(3).toString('hex')}` : slug;
}

/** All that a search by words looks at, in lower case. */
export function searchText(
  title: string,
  summary: string,
  tags: readonly string[],
  author: string,
  pairs: readonly PromptPair[],
): string {
  const prompts = pairs.flatMap((pair) => [pair.clean, pair.corrupted, pair.correct, pair.incorrect]);
  return [title, summary, ...tags, author, ...prompts].join('\n').toLowerCase();
}

function alreadyPublished(slug: string): AppError {
  return new AppError('CONFLICT', `This run is published already: /findings/${slug}`, { details: { slug } });
}
