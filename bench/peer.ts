/**
 * Measures this engine and TransformerLens in turn, with the same weights on the same machine, float32 on both sides.
 *
 * The weights have GPT-2 small's shape and are seeded; the logits of each answer pair differ by at least 1. TransformerLens
 * runs its own `patching.get_act_patch_*` in a Python process. Without Python only the engine is measured.
 */
import path from 'node:path';
import { readGolden } from '../server/engine/golden/read-golden';
import { writeSeededModel } from '../server/engine/golden/seeded-weights';
import { SWEEP_KINDS, type SweepKind } from '../server/engine/api';
import { compareSet } from './compare-set';
import { describeEngine, engineThreads, withModelFolder } from './engine';
import { BadFlag, type PeerFlags } from './flags';
import { FULL_FORWARD } from './flops';
import { findPython, startPeer, type Peer } from './peer-process';
import { printComparison } from './peer-table';
import {
  HEADS_BY_POSITION,
  longPromptSet,
  NOTEBOOK,
  noPrefixSet,
  notebookSet,
  type PromptSet,
  type SweepGroup,
} from './sets';

const CASE = 'gpt2-small-shape';

interface Comparison {
  readonly set: PromptSet;
  readonly kinds: readonly SweepKind[];
  readonly groups: readonly SweepGroup[];
}

/** Prints a table for each prompt set. */
export async function benchPeer(flags: PeerFlags): Promise<void> {
  const { shape, seed, versions } = await readGolden(CASE);
  const comparisons = chosen(listComparisons(flags.isLong, shape!.vocab_size), flags);
  const python = findPython();
  await withModelFolder(async (folder) => {
    await writeSeededModel(path.join(folder, CASE), shape!, seed!);
    console.log(await describeEngine());
    const peer = python ? await startPeer(python, shape!, seed!, engineThreads()) : null;
    try {
      introduce(peer, versions, flags.cells);
      for (const { set, kinds, groups } of comparisons) {
        const sides = { folder, model: CASE, vocabulary: shape!.vocab_size, peer };
        const measured = await compareSet(sides, set, kinds, groups, flags.cells);
        printComparison(measured, shape!);
        if (measured.kinds.some(({ peer }) => peer && !(peer.ofTolerated < 1))) {
          console.error('Results differ by more than float32 noise.');
          process.exitCode = 1;
        }
      }
    } finally {
      await peer?.close();
    }
  });
}

function listComparisons(isLong: boolean, vocabulary: number): Comparison[] {
  if (isLong)
    return [
      { set: notebookSet(), kinds: HEADS_BY_POSITION.kinds, groups: [HEADS_BY_POSITION] },
      // All eight kinds take half an hour; kinds with the same entry point cost the same.
      { set: longPromptSet(vocabulary), kinds: ['RESID_PRE', 'MLP_OUT', 'HEAD_Z', 'HEAD_V'], groups: [] },
    ];
  return [
    { set: notebookSet(), kinds: SWEEP_KINDS, groups: [NOTEBOOK] },
    // Without pruning, each sweep of heads by position takes minutes, and all five cost the same.
    { set: noPrefixSet(vocabulary), kinds: [...NOTEBOOK.kinds, 'HEAD_Z_BY_POS'], groups: [NOTEBOOK] },
  ];
}

/** @throws BadFlag for an unknown name. */
function chosen(comparisons: readonly Comparison[], { kinds, sets }: PeerFlags): Comparison[] {
  check(
    'set',
    sets,
    comparisons.map(({ set }) => set.id),
  );
  check('sweep kind', kinds, SWEEP_KINDS);
  return comparisons
    .filter(({ set }) => sets?.includes(set.id) ?? true)
    .map(({ set, kinds: own, groups }) => {
      const wanted = kinds ? SWEEP_KINDS.filter((kind) => kinds.includes(kind)) : own;
      // A group is measured as a whole or not at all.
      return {
        set,
        kinds: wanted,
        groups: groups.filter((group) => group.kinds.every((kind) => wanted.includes(kind))),
      };
    });
}

function check(what: string, wanted: readonly string[] | undefined, known: readonly string[]): void {
  const unknown = wanted?.find((name) => !known.includes(name));
  if (unknown !== undefined)
    throw new BadFlag(`There is no ${what} ${unknown}; there are ${known.join(', ')}.`);
}

function introduce(peer: Peer | null, pinned: Readonly<Record<string, string>>, cells: number): void {
  if (!peer) {
    console.log(
      "No Python with TransformerLens, so this is the engine's half: install it as models/reference/README.md says, or point PEER_PYTHON at one.",
    );
    return;
  }
  const { torch, transformer_lens: lens } = peer.versions;
  console.log(`TransformerLens ${lens}, PyTorch ${torch} on the CPU, ${peer.threads} threads`);
  if (lens !== pinned['transformer_lens'] || torch.split('+')[0] !== pinned['torch']?.split('+')[0])
    console.log(
      `not the pinned ones: TransformerLens ${pinned['transformer_lens']}, PyTorch ${pinned['torch']}`,
    );
  if (Number.isFinite(cells))
    console.log(
      `~ extrapolated from the median of at least ${cells} cells, spread over layers, positions and heads`,
    );
  console.log(`ratio of FLOPs: ${FULL_FORWARD} a patched run, over the engine's plan`);
}
