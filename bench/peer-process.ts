/** The peer as seen from Node: finds a Python with TransformerLens, and exchanges JSON lines with bench/peer.py. */
import { spawn, spawnSync } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { SeededShape } from '../server/engine/golden/seeded-weights';
import type { SweepKind, TokenPair } from '../server/engine/api';
import type { PeerBaseline } from './compare-results';
import { BadFlag } from './flags';

/** TransformerLens with one model in memory; it sleeps between requests. */
export interface Peer {
  readonly threads: number;
  readonly versions: Readonly<Record<'torch' | 'transformer_lens', string>>;
  /** Sets the prompt pairs of the sweeps; returns their logit differences, [prompt], in logits. */
  prepare(pairs: readonly TokenPair[]): Promise<PeerBaseline>;
  /** Patches cells with TransformerLens' function: wall time of each, and logit differences [cell][prompt]. */
  sweep(
    kind: SweepKind,
    cells: readonly (readonly number[])[],
  ): Promise<{ cellMs: number[]; values: number[][] }>;
  /** Wall time of both prompts of each pair, by `run_with_cache` and by a call without hooks. */
  forward(
    pairs: readonly Pick<TokenPair, 'clean' | 'corrupted'>[],
  ): Promise<{ cachedMs: number; plainMs: number }>;
  close(): Promise<void>;
}

/**
 * Finds a Python that has transformer_lens: PEER_PYTHON, .venv, or python3; null if none has.
 *
 * @throws BadFlag if PEER_PYTHON is set and lacks it: a named Python is not silently replaced.
 */
export function findPython(): string | null {
  const wanted = process.env['PEER_PYTHON'];
  if (wanted && !hasTransformerLens(wanted))
    throw new BadFlag(
      `PEER_PYTHON=${wanted} cannot import transformer_lens; see models/reference/README.md.`,
    );
  return wanted || ([path.join('.venv', 'bin', 'python'), 'python3'].find(hasTransformerLens) ?? null);
}

/** Finds the package without importing it, which would take seconds. */
function hasTransformerLens(python: string): boolean {
  const check = 'import importlib.util, sys; sys.exit(importlib.util.find_spec("transformer_lens") is None)';
  return spawnSync(python, ['-c', check]).status === 0;
}

/** Starts the peer, which then makes its weights. */
export async function startPeer(
  python: string,
  shape: SeededShape,
  seed: number,
  threads: number,
): Promise<Peer> {
  const child = spawn(python, [path.resolve('bench', 'peer.py')], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, TQDM_DISABLE: '1' },
  });
  const ended = new Promise<void>((resolve) => {
    child.once('close', () => resolve());
    child.once('error', () => resolve());
  });
  let complaint = '';
  child.stderr.on('data', (chunk: Buffer) => (complaint = (complaint + chunk.toString()).slice(-2000)));
  // A request to a child that has ended fails because its answer is missing.
  child.stdin.on('error', () => {});
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ask = async <T>(request: object): Promise<T> => {
    child.stdin.write(`${JSON.stringify(request)}\n`);
    const { value, done } = await lines.next();
    if (done) throw new Error(`TransformerLens' side has stopped:\n${complaint}`);
    return JSON.parse(value) as T;
  };
  const loaded = await ask<Pick<Peer, 'threads' | 'versions'>>({ do: 'load', shape, seed, threads });
  return {
    ...loaded,
    prepare: (pairs) => ask({ do: 'prepare', pairs }),
    sweep: (kind, cells) => ask({ do: 'sweep', kind, cells }),
    forward: (pairs) => ask({ do: 'forward', pairs }),
    async close() {
      child.stdin.end();
      await ended;
    },
  };
}
