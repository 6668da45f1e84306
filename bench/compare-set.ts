/**
 * Measures one prompt set on both sides in turn: groups of sweeps in one call of the engine, plain forward runs, and each
 * sweep kind separately. While one side computes, the other sleeps; both are warmed up before they are measured.
 */
import type { Computation, Experiment, SweepKind } from '../server/engine/api';
import { sampleCells } from './cells';
import { compareBaselines, compareCells, type PeerBaseline } from './compare-results';
import { measureSweep, runKinds, withEngine } from './engine';
import { median } from './fit';
import type { Peer } from './peer-process';
import {
  anyAnswers,
  seededPairs,
  withAnswers,
  type PromptPair,
  type PromptSet,
  type SweepGroup,
} from './sets';

/** Longer measurements are not repeated. */
const LONG_MS = 60_000;
const REPEATS = 3;
/** PyTorch's threads spin for up to 200 ms after their last work. */
const SETTLE_MS = 500;

export interface Measured {
  readonly set: PromptSet;
  readonly kinds: readonly MeasuredKind[];
  readonly groups: readonly MeasuredGroup[];
  readonly forward: {
    readonly engineMs: number;
    readonly peer: { readonly cachedMs: number; readonly plainMs: number } | null;
  };
  /** Of the unpatched runs' logit differences, in logits; null without the peer. */
  readonly baselineDifference: number | null;
}

export interface MeasuredKind {
  readonly kind: SweepKind;
  /** Patched runs of the whole sweep; each is of all prompts. */
  readonly runs: number;
  readonly engineMs: number;
  readonly engineFlops: number;
  readonly peer: {
    /** Time of the whole sweep: measured, or for a sample the median time of a cell times the number of cells. */
    readonly ms: number;
    readonly cells: number;
    /** Largest |difference| of logit differences in logits, and relative to the tolerance. */
    readonly difference: number;
    readonly ofTolerated: number;
  } | null;
}

export interface MeasuredGroup {
  readonly group: SweepGroup;
  /** Time of each call, including baseline and checks, with empty caches. */
  readonly engineMs: readonly number[];
  readonly engineFlops: number;
}

export interface Sides {
  /** Holds the model. */
  readonly folder: string;
  readonly model: string;
  readonly vocabulary: number;
  /** Null without a Python that has TransformerLens. */
  readonly peer: Peer | null;
}

/** @param cells that the peer computes of each kind; half as many more if most cells cannot differ. */
export async function compareSet(
  sides: Sides,
  set: PromptSet,
  kinds: readonly SweepKind[],
  groups: readonly SweepGroup[],
  cells: number,
): Promise<Measured> {
  const { folder, model, peer } = sides;
  const pairs = await withEngine(folder, (core) => withAnswers(core, model, set.pairs));
  const experiment: Experiment = { model, direction: 'DENOISING', pairs };
  const measuredGroups: MeasuredGroup[] = [];
  for (const group of groups) measuredGroups.push(await measureGroup(sides, experiment, group));
  const expected = await peer?.prepare(pairs);
  const alternated = await withEngine(folder, async (core) => {
    await warmUp(core, sides, experiment, kinds);
    const forward = await measureForward(core, sides, experiment);
    const measured: MeasuredKind[] = [];
    const baseline = await core.baseline(experiment);
    for (const kind of kinds) {
      measured.push(await measureKind(core, sides, experiment, expected, kind, cells));
      // The table is printed when everything has been measured, minutes later.
      console.error(`${set.id}: ${kind} (${measured.length} of ${kinds.length})`);
    }
    return { forward, baseline, kinds: measured };
  });
  // Measured again at the end, to see whether the machine has become slower or faster.
  for (const [index, { group, engineMs, engineFlops }] of measuredGroups.entries()) {
    if (engineMs[0]! > LONG_MS) continue;
    const again = await measureGroup(sides, experiment, group);
    measuredGroups[index] = { group, engineFlops, engineMs: [...engineMs, ...again.engineMs] };
  }
  const { baseline, ...rest } = alternated;
  return {
    set,
    groups: measuredGroups,
    ...rest,
    baselineDifference: expected ? compareBaselines(baseline, expected) : null,
  };
}

async function measureGroup(sides: Sides, experiment: Experiment, group: SweepGroup): Promise<MeasuredGroup> {
  return withEngine(sides.folder, async (core) => {
    await warmUp(core, sides, experiment, group.kinds);
    const { elapsedMs, sweeps } = await runKinds(core, experiment, group.kinds);
    return { group, engineMs: [elapsedMs], engineFlops: sweeps.reduce((sum, { flops }) => sum + flops, 0) };
  });
}

async function measureKind(
  core: Computation,
  { peer }: Sides,
  experiment: Experiment,
  expected: PeerBaseline | undefined,
  kind: SweepKind,
  cells: number,
): Promise<MeasuredKind> {
  await settle();
  const { sweep, ms: engineMs } = await measureSweep(core, experiment, kind);
  const runs = sweep.shape.reduce((product, length) => product * length, 1);
  const measured = { kind, runs, engineMs, engineFlops: sweep.flops };
  if (!peer || !expected) return { ...measured, peer: null };
  const sampled = sampleCells(sweep, firstDifference(experiment.pairs), cells);
  const { cellMs, values } = await peer.sweep(kind, sampled);
  const isWhole = sampled.length === runs;
  const ms = isWhole ? cellMs.reduce((sum, each) => sum + each, 0) : median(cellMs) * runs;
  const difference = compareCells(experiment.pairs, expected, sweep, sampled, values);
  return { ...measured, peer: { ms, cells: sampled.length, ...difference } };
}

/** Both prompts of each pair, new ones each time, because the engine caches the activations of known prompts. */
async function measureForward(
  core: Computation,
  { peer, vocabulary }: Sides,
  { model, direction, pairs }: Experiment,
): Promise<Measured['forward']> {
  const engine: number[] = [];
  const ofPeer: { cachedMs: number; plainMs: number }[] = [];
  for (let repeat = 0; repeat < REPEATS; repeat++) {
    const fresh = anyAnswers(
      seededPairs(`forward ${repeat}`, {
        prompts: pairs.length,
        length: pairs[0]!.clean.length,
        firstDifference: 0,
        vocabulary,
      }),
    );
    await settle();
    const started = performance.now();
    await core.baseline({ model, direction, pairs: fresh });
    engine.push(performance.now() - started);
    if (peer) ofPeer.push(await peer.forward(fresh));
  }
  return {
    engineMs: median(engine),
    peer: peer && {
      cachedMs: median(ofPeer.map(({ cachedMs }) => cachedMs)),
      plainMs: median(ofPeer.map(({ plainMs }) => plainMs)),
    },
  };
}

/** Loads the model and runs all code once, on a prompt that is not measured. */
async function warmUp(
  core: Computation,
  { vocabulary }: Sides,
  { model, direction, pairs }: Experiment,
  kinds: readonly SweepKind[],
): Promise<void> {
  const length = pairs[0]!.clean.length;
  const other = seededPairs('warm-up', { prompts: 1, length, firstDifference: length - 1, vocabulary });
  await runKinds(core, { model, direction, pairs: anyAnswers(other) }, kinds);
}

function firstDifference(pairs: readonly PromptPair[]): number {
  const firsts = pairs.map(({ clean, corrupted }) => clean.findIndex((token, at) => token !== corrupted[at]));
  return Math.min(...firsts);
}

function settle(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
}
