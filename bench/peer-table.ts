/** The tables of `npm run bench -- --peer`. */
import type { SeededShape } from '../server/engine/golden/seeded-weights';
import type { Measured, MeasuredGroup, MeasuredKind } from './compare-set';
import { seconds } from './engine';
import { fullForwardFlops } from './flops';

/** Prints the times of one prompt set on both sides; without the peer, those of the engine. */
export function printComparison(measured: Measured, shape: SeededShape): void {
  const { set, kinds, groups, forward, baselineDifference } = measured;
  const fullRun = fullForwardFlops(shape, set.pairs.length, set.pairs[0]!.clean.length);
  console.log(`\n${set.title}`);
  if (baselineDifference !== null)
    console.log(`largest |difference| of the unpatched runs: ${logits(baselineDifference)} logits`);
  console.table([
    ...kinds.map((kind) => ({
      sweep: kind.kind,
      ...costs(kind.runs, kind.engineMs, kind.engineFlops, kind.peer?.ms ?? null, isSampled(kind), fullRun),
      ...difference([kind]),
    })),
    ...groups.flatMap((group) => groupRows(group, kinds, forward.peer?.cachedMs ?? 0, fullRun)),
  ]);
  for (const { group, engineMs } of groups)
    console.log(`${group.title}: ${engineMs.map((ms) => `${seconds(ms)} s`).join(', then ')} on the engine`);
  const both = `both prompts of ${set.pairs.length} new pairs, nothing patched`;
  console.log(
    forward.peer
      ? `${both}: engine with its cache ${seconds(forward.engineMs)} s, run_with_cache ${seconds(forward.peer.cachedMs)} s (${ratio(forward.peer.cachedMs / forward.engineMs)}), without hooks ${seconds(forward.peer.plainMs)} s (${ratio(forward.peer.plainMs / forward.engineMs)})`
      : `${both}: engine with its cache ${seconds(forward.engineMs)} s`,
  );
}

/** Rows of a group: with the repetitions of the notebook, and with each kind once. */
function groupRows(
  { group, engineMs, engineFlops }: MeasuredGroup,
  kinds: readonly MeasuredKind[],
  cachedMs: number,
  fullRun: number,
) {
  const ofGroup = kinds.filter(({ kind }) => group.kinds.includes(kind));
  const withRepeats = [...ofGroup, ...ofGroup.filter(({ kind }) => group.repeated.includes(kind))];
  const mean = engineMs.reduce((sum, ms) => sum + ms, 0) / engineMs.length;
  return (group.repeated.length > 0 ? [withRepeats, ofGroup] : [ofGroup]).map((counted) => {
    const runs = counted.reduce((sum, kind) => sum + kind.runs, 0);
    const peerMs = counted.every(({ peer }) => peer)
      ? counted.reduce((sum, { peer }) => sum + peer!.ms, cachedMs)
      : null;
    return {
      sweep: counted.length > ofGroup.length ? group.title : `${group.title}, each kind once`,
      ...costs(runs, mean, engineFlops, peerMs, counted.some(isSampled), fullRun),
      ...difference(counted),
    };
  });
}

function costs(
  runs: number,
  engineMs: number,
  engineFlops: number,
  peerMs: number | null,
  isExtrapolated: boolean,
  fullRun: number,
) {
  return {
    'patched runs': runs,
    'engine s': seconds(engineMs),
    'engine GFLOP/s': (engineFlops / engineMs / 1e6).toFixed(0),
    ...(peerMs !== null && {
      'TransformerLens s': `${isExtrapolated ? '~' : ''}${seconds(peerMs)}`,
      'ratio of times': ratio(peerMs / engineMs),
    }),
    'ratio of FLOPs': ratio((runs * fullRun) / engineFlops),
  };
}

function difference(kinds: readonly MeasuredKind[]) {
  const peers = kinds.flatMap(({ peer }) => peer ?? []);
  if (peers.length === 0) return {};
  return {
    'largest |difference|': logits(Math.max(...peers.map((peer) => peer.difference))),
    'of tolerated': `${(100 * Math.max(...peers.map((peer) => peer.ofTolerated))).toFixed(0)}%`,
  };
}

function isSampled({ peer, runs }: MeasuredKind): boolean {
  return peer !== null && peer.cells < runs;
}

function logits(value: number): string {
  return value.toExponential(1);
}

function ratio(value: number): string {
  return `${value.toPrecision(3)}x`;
}
