/**
 * Work buffers of one wave. They are kept from call to call, because fresh memory costs a page fault every 4 KiB.
 *
 * Each buffer has one purpose and is lent to one user at a time.
 */

/** Memory for one purpose. It grows to the largest length that was asked for. */
export class WorkBuffer {
  private memory = new Float32Array(0);
  private isLent = false;

  constructor(private readonly name: string) {}

  /**
   * Lends `length` numbers until `use` is done. They contain what an earlier user has left in them.
   *
   * @throws Error when the buffer is already lent: two users would overwrite each other's numbers.
   */
  async lend<T>(length: number, use: (numbers: Float32Array) => Promise<T>): Promise<T> {
    if (this.isLent) throw new Error(`The work buffer '${this.name}' is already in use.`);
    this.isLent = true;
    try {
      if (this.memory.length < length) this.memory = new Float32Array(length);
      return await use(this.memory.subarray(0, length));
    } finally {
      this.isLent = false;
    }
  }
}

/** Queries, keys and values of the same rows: [row, heads * dHead] each. */
export interface Qkv {
  readonly q: Float32Array;
  readonly k: Float32Array;
  readonly v: Float32Array;
}

/** Memory for queries, keys and values. */
export class QkvBuffer {
  private readonly q: WorkBuffer;
  private readonly k: WorkBuffer;
  private readonly v: WorkBuffer;

  constructor(name: string) {
    [this.q, this.k, this.v] = ['q', 'k', 'v'].map((part) => new WorkBuffer(`${name} ${part}`)) as [
      WorkBuffer,
      WorkBuffer,
      WorkBuffer,
    ];
  }

  /** Lends three arrays of `length` numbers. @throws Error when one of them is already lent. */
  lend<T>(length: number, use: (qkv: Qkv) => Promise<T>): Promise<T> {
    return this.q.lend(length, (q) =>
      this.k.lend(length, (k) => this.v.lend(length, (v) => use({ q, k, v }))),
    );
  }
}

/** The work buffers of one wave. */
export class Workspace {
  /** Rows of the residual stream that are read or changed by one call: [row, dModel]. */
  readonly rows = new WorkBuffer('rows');
  /** Rows that the last attention writes: [row, dModel]. */
  readonly lastRows = new WorkBuffer('last rows');
  /** Queries, keys and values of all positions that patched runs carry. */
  readonly suffix = new QkvBuffer('suffix');
  /** Queries, keys and values of patched runs that carry one position. */
  readonly single = new QkvBuffer('single');
  /** Outputs of the heads: [row, heads * dHead]. */
  readonly z = new WorkBuffer('z');
  /** Keys of the base run before the first position that a group carries: [prompt * head, position, dHead]. */
  readonly prefixK = new WorkBuffer('prefix k');
  /** Values of the base run, likewise. */
  readonly prefixV = new WorkBuffer('prefix v');
}
