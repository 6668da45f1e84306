/**
 * `npm run bench -- --pairs --peer`: 1,000 IOI pairs at GPT-2 small's shape beside TransformerLens: the three kinds of block_every
 * by position, and HEAD_Z.
 *
 * The engine computes some batches of 64 pairs and the peer some cells on a few pairs. Both are extrapolated: batches are alike,
 * and the time of a cell of the peer is proportional to its pairs at best. Each length is a run of its own, so that both sides
 * patch the same cells. Rates are compared with the matrix product measured around each part.
 */
import path from 'node:path';
import { splitPairs } from '../../domain/pair-batches';
import { countCells } from '../../domain/cell';
import type { Computation, Experiment, SweepKind, TokenPair } from '../../server/engine/api';
import { readGolden } from '../../server/engine/golden/read-golden';
import { writeSeededModel } from '../../server/engine/golden/seeded-weights';
import { findFirstDifference } from '../../domain/causality';
import { sampleCells } from '../cells';
import { compareCells } from '../compare-results';
import { describeEngine, engineThreads, runKinds, seconds, withEngine, withModelFolder } from '../engine';
import { median } from '../fit';
import type { PairsFlags } from '../flags';
import { withPeak, type Peak } from '../peak';
import { findPython, startPeer, type Peer } from '../peer-process';
import { anyAnswers, withAnswers, type PromptPair } from '../sets';
import { IOI_SETS, makeIoiPairs, type IoiSet } from './ioi-set';

const CASE = 'gpt2-small-shape';
const PAIRS = 1000;
/** Pairs and cells of each kind and length that the peer computes. */
const PEER_PAIRS = 8;
const PEER_CELLS = 8;
const PARTS: readonly { readonly title: string; readonly kinds: readonly SweepKind[] }[] = [
  { title: 'block_every', kinds: ['RESID_PRE', 'ATTN_OUT', 'MLP_OUT'] },
  { title: 'HEAD_Z', kinds: ['HEAD_Z'] },
];

interface Sides {
  readonly core: Computation;
  readonly peer: Peer | null;
  readonly measurePeak: () => Promise<Peak>;
}

/** Time of one part of one length. */
interface Cost {
  /** Of the engine on `pairs` pairs. */
  readonly engineMs: number;
  readonly pairs: number;
  /** Of the engine on the first batch, a pair. */
  readonly firstMs: number;
  readonly flops: number;
  /** Sustained rate of the matrix product around it, in GFLOP/s. */
  readonly peak: number;
  /** Extrapolated to the pairs of the length; null without the peer. */
  readonly peerMs: number | null;
  /** Largest difference from the peer relative to the tolerance. */
  readonly ofTolerated: number | null;
}

/** Prints a row for each set and part. @param flags whose `measured` replaces the pairs that are measured of each set. */
export async function benchPairsBesidePeer({ measured }: PairsFlags): Promise<void> {
  const { shape, seed } = await readGolden(CASE);
  const python = findPython();
  await withModelFolder(async (folder) => {
    await writeSeededModel(path.join(folder, CASE), shape!, seed!);
    console.log(await describeEngine());
    const peer = python ? await startPeer(python, shape!, seed!, engineThreads()) : null;
    console.log(
      peer
        ? `TransformerLens ${peer.versions.transformer_lens}, ${peer.threads} threads: extrapolated from ${PEER_CELLS} cells or more of each kind on ${PEER_PAIRS} pairs of each length`
        : 'No Python with TransformerLens: only the engine is measured. models/reference/README.md says how to install it.',
    );
    try {
      await withPeak((measurePeak) =>
        withEngine(folder, async (core) => {
          const rows = [];
          for (const set of IOI_SETS) {
            const wanted = Math.min(PAIRS, measured ?? set.measured);
            rows.push(...(await measureSet({ core, peer, measurePeak }, set, wanted)));
          }
          console.table(rows);
        }),
      );
    } finally {
      await peer?.close();
    }
  });
  console.log(`peak memory of this process: ${(process.resourceUsage().maxRSS / 2 ** 20).toFixed(2)} GiB`);
}

async function measureSet(sides: Sides, { title, corruption }: IoiSet, measured: number) {
  const lengths = makeIoiPairs(corruption, PAIRS);
  const rows = [];
  for (const part of PARTS) {
    const costs: Cost[] = [];
    for (const pairs of lengths) costs.push(await measurePart(sides, pairs, part.kinds, measured / 2));
    const sum = (pick: (cost: Cost) => number): number => costs.reduce((all, cost) => all + pick(cost), 0);
    const engineMs = sum(({ engineMs: ms, pairs }) => (ms / pairs) * (PAIRS / lengths.length));
    const peerMs = costs.every(({ peerMs: ms }) => ms !== null) ? sum(({ peerMs: ms }) => ms!) : null;
    const isExtrapolated = sum(({ pairs }) => pairs) < PAIRS;
    // Of the first batch and of all, both relative to the matrix product around them.
    const growth = sum(({ engineMs: ms, pairs }) => ms / pairs) / sum(({ firstMs }) => firstMs);
    rows.push({
      set: title,
      part: part.title,
      'pairs measured': sum(({ pairs }) => pairs),
      'engine s': `${isExtrapolated ? '~' : ''}${seconds(engineMs)}`,
      'of the matrix product': `${((100 * sum(({ flops, engineMs: ms, peak }) => flops / ms / 1e6 / peak)) / costs.length).toFixed(0)}%`,
      'ms a pair': (engineMs / PAIRS).toFixed(1),
      'against the first batch': growth.toFixed(2),
      ...(peerMs !== null && {
        'TransformerLens s': `~${seconds(peerMs)}`,
        ratio: `${(peerMs / engineMs).toPrecision(3)}x`,
        'of tolerated': `${(100 * Math.max(...costs.map(({ ofTolerated }) => ofTolerated!))).toFixed(0)}%`,
      }),
    });
    // The table is printed when everything has been measured, minutes later.
    console.error(JSON.stringify(rows.at(-1)));
  }
  return rows;
}

async function measurePart(
  { core, peer, measurePeak }: Sides,
  pairs: readonly PromptPair[],
  kinds: readonly SweepKind[],
  measured: number,
): Promise<Cost> {
  const experiment = (of: readonly TokenPair[]): Experiment => ({
    model: CASE,
    direction: 'DENOISING',
    pairs: of,
    isBatch: true,
  });
  await runKinds(core, experiment(anyAnswers(pairs.slice(0, 1))), kinds);
  const before = await measurePeak();
  let [engineMs, flops, done, firstMs] = [0, 0, 0, 0];
  for (const indices of splitPairs({ pairs })) {
    if (done >= measured) break;
    const batch = indices.slice(0, measured - done).map((index) => pairs[index]!);
    const { elapsedMs, sweeps } = await runKinds(core, experiment(anyAnswers(batch)), kinds);
    if (done === 0) firstMs = elapsedMs / batch.length;
    done += batch.length;
    engineMs += elapsedMs;
    flops += sweeps.reduce((sum, sweep) => sum + sweep.flops, 0);
  }
  const after = await measurePeak();
  const peak = (before.sustained + after.sustained) / 2;
  const ofPeer = peer ? await measurePeer(core, peer, pairs, kinds) : { peerMs: null, ofTolerated: null };
  return { engineMs, pairs: done, firstMs, flops, peak, ...ofPeer };
}

/** Time of the peer on all pairs of a length, and how far its values are from the engine's. */
async function measurePeer(
  core: Computation,
  peer: Peer,
  pairs: readonly PromptPair[],
  kinds: readonly SweepKind[],
): Promise<{ peerMs: number; ofTolerated: number }> {
  const some = await withAnswers(core, CASE, pairs.slice(0, PEER_PAIRS));
  const { sweeps } = await runKinds(core, { model: CASE, direction: 'DENOISING', pairs: some }, kinds);
  const expected = await peer.prepare(some);
  const firstDifference = findFirstDifference(some);
  let [peerMs, ofTolerated] = [0, 0];
  for (const sweep of sweeps) {
    const cells = sampleCells(sweep, firstDifference, PEER_CELLS);
    const { cellMs, values } = await peer.sweep(sweep.kind, cells);
    peerMs += ((median(cellMs) * countCells(sweep.shape)) / some.length) * pairs.length;
    const compared = compareCells(some, expected, sweep, cells, values);
    ofTolerated = Math.max(ofTolerated, compared.ofTolerated);
  }
  return { peerMs, ofTolerated };
}
