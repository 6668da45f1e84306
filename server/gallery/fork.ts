/** Forks a finding: a run of the requester's from its experiment, with changes or without, that remembers what it was made from. */
import type { Visibility } from '../../domain/visibility';
import { shiftRoles } from '../../domain/roles';
import { joinSweeps, type SweepGroupName } from '../../domain/sweep-groups';
import type { Direction, MetricId, SweepKind } from '../engine/api';
import { BATCH_PAIRS } from '../../domain/pair-batches';
import type { Actor } from '../accounts/policy';
import type { Run } from '../db';
import { badUserInput } from '../errors';
import { findRunPairs, type PairSource } from '../prompts/sets/use-in-run';
import { readInput } from '../runs/submit/read-input';
import { submitRun } from '../runs/submit/submit';
import { usablePairs } from '../runs/submit/usable-pairs';
import type { RunInput } from '../runs/submit/validate';
import type { PositionsBy } from '../runs/submit/validate-roles';
import { readClaims } from './claims';
import { completeText, encodeDraft, readDraft, type WrittenText } from './draft';
import { findStandingFinding } from './find-open';
import { checkFindingText, tidyFindingText } from './finding-text';
import type { Services } from './services';

/** Changes of an experiment; parts that are null or left out are those of the finding's run. */
export interface ExperimentChanges extends Omit<PairSource, 'model' | 'prependBos' | 'wholeAnswers'> {
  readonly model?: string | null | undefined;
  readonly sweeps?: readonly SweepKind[] | null | undefined;
  readonly sweepGroups?: readonly SweepGroupName[] | null | undefined;
  readonly edges?: boolean | null | undefined;
  readonly directions?: readonly Direction[] | null | undefined;
  readonly metrics?: readonly MetricId[] | null | undefined;
  readonly prependBos?: boolean | null | undefined;
  readonly positionsBy?: PositionsBy | null | undefined;
  /** Whether answers of several tokens are read as a whole. */
  readonly wholeAnswers?: boolean | null | undefined;
  /** Whether pairs that the model cannot use are left out, instead of refusing all. */
  readonly leaveOutUnusable?: boolean | null | undefined;
}

/** What to fork, and how the fork differs. */
export interface ForkInput {
  /** Id or slug. */
  readonly findingId: string;
  readonly changes?: ExperimentChanges | null | undefined;
  /** The text that the fork's publication begins with; null for that of the finding. */
  readonly text?: WrittenText | null | undefined;
  readonly recompute: boolean;
  /** Who can open the run; publishing it makes it public. */
  readonly visibility: Visibility;
}

/**
 * Makes a run of the requester's from the run of a finding. An unchanged experiment is answered by a copy of the stored result;
 * the requester's unpublished fork with the same experiment is returned instead of a second one.
 *
 * @param act the requester's id; a visitor becomes a guest when the run is stored.
 * @throws NOT_FOUND; CONFLICT for a withdrawn finding; BAD_USER_INPUT with every issue; QUOTA_EXCEEDED; MODEL_UNAVAILABLE; ENGINE_FAILED.
 */
export async function forkFinding(
  services: Services,
  actor: Actor,
  act: () => Promise<string>,
  { findingId: key, changes, text, recompute, visibility }: ForkInput,
): Promise<Run> {
  const { db } = services;
  const finding = await findStandingFinding(db, actor, key);
  const original = await db.run.findUniqueOrThrow({
    where: { id: finding.runId },
    include: { pairs: { orderBy: { index: 'asc' } }, unusablePairs: { orderBy: { index: 'asc' } } },
  });
  const fork = {
    findingId: finding.id,
    draft: text ? await checkText(services, actor, finding.id, text) : null,
  };
  const stored = readInput(original, original.pairs, original.unusablePairs);
  const changed = changeInput(stored, changes ?? {});
  // What was left out says something of one tokenizer and model.
  const isSameModel = changed.model === stored.model && changed.prependBos === stored.prependBos;
  const input = isSameModel ? changed : { ...changed, filter: null, unusable: null };
  const source = changes && (await readPairs(services, actor, changes, input));
  const pairs = source?.pairs ?? input.pairs;
  // Fewer pairs may be one batch, which does not stop early.
  const stopWhen = pairs.length > BATCH_PAIRS ? input.stopWhen : null;
  const lineage = { visibility, forkedFrom: original.id, fork };
  return submitRun(services, act, { ...(source ?? input), stopWhen, ...lineage }, recompute, actor.userId);
}

/** The input with the pairs to change to; null when they stay. @throws BAD_USER_INPUT */
async function readPairs(
  services: Services,
  actor: Actor,
  { pairs, promptSet, promptSetPairs, leaveOutUnusable }: ExperimentChanges,
  input: RunInput,
): Promise<RunInput | null> {
  if (pairs == null && promptSet == null && promptSetPairs == null) {
    if (!leaveOutUnusable) return null;
    // The record is of the pairs that are given here: those of the run.
    const given = { ...input, filter: null, unusable: null };
    return usablePairs(services, { input: given, refusal: null, leavesOut: true });
  }
  const { model, prependBos, wholeAnswers } = input;
  const wanted = { pairs, promptSet, promptSetPairs, model, prependBos, wholeAnswers };
  const found = await findRunPairs(services, actor, wanted);
  if ('issues' in found) throw badUserInput(found.issues);
  const { refusal, ...source } = found;
  const given = { ...input, ...source, filter: null, unusable: null };
  return usablePairs(services, { input: given, refusal, leavesOut: leaveOutUnusable ?? false });
}

/** The text to store. @throws BAD_USER_INPUT with every issue. References are checked when it is published. */
async function checkText(
  { db }: Services,
  actor: Actor,
  findingId: string,
  written: WrittenText,
): Promise<string> {
  const draft = await readDraft(db, actor, { draft: null, forkedFindingId: findingId });
  const complete = completeText(written, draft);
  const text = tidyFindingText(complete);
  const { claims, issues } = readClaims(complete.claims);
  const all = [...checkFindingText(text), ...issues];
  if (all.length > 0) throw badUserInput(all);
  return encodeDraft({ ...text, claims });
}

function changeInput(input: RunInput, changes: ExperimentChanges): RunInput {
  const { model, sweeps, sweepGroups, edges, directions, metrics, prependBos, positionsBy, wholeAnswers } =
    changes;
  const bos = Number(prependBos ?? input.prependBos) - Number(input.prependBos);
  const areSweepsGiven = sweeps != null || sweepGroups != null;
  return {
    ...input,
    model: model ?? input.model,
    sweeps: areSweepsGiven ? joinSweeps(sweeps ?? [], sweepGroups ?? []) : input.sweeps,
    edges: edges ?? input.edges,
    direction: directions?.[0] ?? input.direction,
    directions: directions ?? input.directions,
    metrics: metrics ?? input.metrics,
    prependBos: prependBos ?? input.prependBos,
    pairs: input.pairs.map((pair) => ({ ...pair, roles: shiftRoles(pair.roles ?? [], bos) })),
    positionsBy: positionsBy ?? input.positionsBy,
    wholeAnswers: wholeAnswers ?? input.wholeAnswers,
  };
}
