/** A patched run on its way through the layers: what it carries, and where. */
import { rankEntry, type BatchShape, type Patch } from './plan';

/**
 * What a patched run carries. The positions that it does not carry equal the base run, or are no longer needed.
 *
 * - `single`: position `start` alone, [prompt, dModel]. From the entry of a local patch to the next attention.
 * - `suffix`: all positions from `start` on, [prompt, position, dModel].
 * - `last`: the last position alone, [prompt, dModel]. After the last attention.
 */
export type Carried =
  | { readonly phase: 'single'; readonly rows: Float32Array }
  | { readonly phase: 'suffix'; readonly rows: Float32Array }
  | { readonly phase: 'last'; readonly rows: Float32Array };

export type Phase = Carried['phase'];

/** A patched run and its memory. Transitions: (not entered) -> single | suffix | last, single -> suffix, suffix -> last. */
export class PatchedRun {
  private state: Carried | null = null;

  /**
   * @param suffix memory for all positions from the patch's start on: [prompt, position, dModel].
   * @param last memory for the last position: [prompt, dModel].
   */
  constructor(
    readonly patch: Patch,
    private readonly suffix: Float32Array,
    private readonly last: Float32Array,
  ) {}

  /** What it carries now. @throws Error before it has entered. */
  get carried(): Carried {
    if (!this.state) throw new Error('The patched run has not entered the residual stream.');
    return this.state;
  }

  get hasEntered(): boolean {
    return this.state !== null;
  }

  get rows(): Float32Array {
    return this.carried.rows;
  }

  /** Length of its rows when it carries all positions from its start on. */
  get suffixLength(): number {
    return this.suffix.length;
  }

  /** Enters with position `start` alone. @param rows [prompt, dModel] @returns the rows, to be written by the caller. */
  enterSingle(rows: Float32Array): Float32Array {
    if (rows.length !== this.last.length)
      throw new Error(`One position has ${this.last.length} numbers, not ${rows.length}.`);
    return this.move([null], { phase: 'single', rows });
  }

  /** Enters with all positions from its start on. @returns the rows, to be written by the caller. */
  enterSuffix(): Float32Array {
    return this.move([null], { phase: 'suffix', rows: this.suffix });
  }

  /** Enters after the last attention, with the last position alone. @returns the rows, to be written by the caller. */
  enterLast(): Float32Array {
    return this.move([null], { phase: 'last', rows: this.last });
  }

  /** From one position to all positions from its start on. @returns the rows, to be written by the caller. */
  extendToSuffix(): Float32Array {
    return this.move(['single'], { phase: 'suffix', rows: this.suffix });
  }

  /** From all positions to the last one. @returns the rows, to be written by the caller. */
  reduceToLast(): Float32Array {
    return this.move(['suffix'], { phase: 'last', rows: this.last });
  }

  /** The last position after the last layer: [prompt, dModel]. @throws Error before the last attention. */
  readResult(): Float32Array {
    if (this.carried.phase !== 'last')
      throw new Error(`A patched run ended in phase '${this.carried.phase}', not 'last'.`);
    return this.last;
  }

  private move(from: readonly (Phase | null)[], to: Carried): Float32Array {
    const phase = this.state?.phase ?? null;
    if (!from.includes(phase))
      throw new Error(`A patched run cannot change from phase '${phase ?? 'not entered'}' to '${to.phase}'.`);
    this.state = to;
    return to.rows;
  }
}

/** First position that a patched run carries. */
export function getFirstPosition(
  { patch, carried }: PatchedRun,
  { length }: Pick<BatchShape, 'length'>,
): number {
  return carried.phase === 'last' ? length - 1 : patch.start;
}

/** Patched runs of one wave in call order: by start, then by where they enter, so that the rows of a call are adjacent. */
export interface AllocatedRuns {
  readonly inCallOrder: readonly PatchedRun[];
  /** The same runs in the order of the patches. */
  readonly inPatchOrder: readonly PatchedRun[];
}

/** Allocates the memory of all patched runs of a wave. */
export function allocateRuns(
  patches: readonly Patch[],
  { prompts, length }: BatchShape,
  dModel: number,
): AllocatedRuns {
  const perPosition = prompts * dModel;
  const positions = patches.reduce((sum, { start }) => sum + length - start, 0);
  const suffixes = new Float32Array(positions * perPosition);
  const ends = new Float32Array(patches.length * perPosition);
  let offset = 0;
  const ordered = patches
    .map((patch, index) => ({ patch, index }))
    .toSorted(({ patch: a }, { patch: b }) => compareCallOrder(a, b))
    .map(({ patch, index }, at) => {
      const suffix = suffixes.subarray(offset, (offset += (length - patch.start) * perPosition));
      const last = ends.subarray(at * perPosition, (at + 1) * perPosition);
      return { index, run: new PatchedRun(patch, suffix, last) };
    });
  const inPatchOrder: PatchedRun[] = [];
  for (const { index, run } of ordered) inPatchOrder[index] = run;
  return { inCallOrder: ordered.map(({ run }) => run), inPatchOrder };
}

function compareCallOrder(a: Patch, b: Patch): number {
  const [first, second] = [a.interventions[0], b.interventions[0]];
  return a.start - b.start || first.layer - second.layer || rankEntry(first.entry) - rankEntry(second.entry);
}
