/** The command line of `npm run bench`. */
import { parseArgs } from 'node:util';
import { SWEEP_KINDS } from '../domain/sites';

export const USAGE = `npm run bench [-- flags]
  (none)         every sweep kind at GPT-2 small's shape, compared with this machine's matrix product
  --peer         the same sweeps by TransformerLens in turn (needs Python: models/reference/README.md)
  --peer --long  heads by position (11,520 patched runs), and 32 pairs of 64 tokens
  --scaling      cost against prompts, tokens, layers and heads
  --paths        path patching and joint patches at GPT-2 small's shape, compared with a head sweep and a forward pass
  --edges        every edge between heads, and how well EAP and attribution patching by TransformerLens rank them; --sets A,B  these models only
  --circuits     circuits of edges, compared with a forward pass, on the bundled model and at GPT-2 small's shape
  --inspector    what the inspector of a cell asks for, on the bundled model; the target is 300 ms
  --observability  share of a request's time that metrics and ids of requests take while traces are off
  --large        1,024 tokens at GPT-2 small's shape, and gpt2-xl's shape: times and peak memory beside the plan (needs 16 GB)
  --pairs        runs of many pairs on the bundled model, from the queue to the database, beside the engine alone
  --workers      one and two workers on this machine, and 1 to 256 stand-ins that sleep for the planned operations
  --bounds       descriptors, memory and threads over 5,000 runs and 100,000 requests; slow readers, 1,000 subscriptions, 10,000 guests,
                 a month of a million effects a day
  --users        many users at once on the built site: turns, waiting times, small requests during a large run
  --load         20 guests for a minute, then 1,000 runs: latencies, memory and file descriptors
  --site         a gallery of ten thousand findings: queries under load, pages in a slow browser
  --click        from the click on Run to the heatmaps, on the bundled model
  --hover        frames while the pointer moves over 9,216 cells
  --interactions  from inputs to their paint on every page of the site, and frames while the pointer moves
  --help         this
With --peer:
  --cells N      cells of each kind that TransformerLens computes, spread over the sweep: 24, or all
  --kinds A,B    these sweep kinds only
  --sets A,B     these prompt sets only
With --pairs:
  --counts A,B   pairs of each run: 64,1000;  --kinds A,B  sweep kinds: the notebook's eight;  --repeats N  1
  --kills N      ends the engine and the worker of the last run so often in turn, and compares what is stored
  --peer         instead: 1,000 IOI pairs at GPT-2 small's shape beside TransformerLens; --measured N  pairs that the engine computes
With --workers:
  --pairs N      of the run of real workers: 1024;  --counts A,B  stand-ins: 1,2,4,...,256;  --speed N  of stand-ins, times planned: 40
With --bounds:
  --part A,B     runs, requests, readers, subscriptions, guests, effects;  --scale N  share of the full sizes, such as 0.01
  --postgresql URL  of a server whose role may create databases: effects are loaded there too
With --load:
  --seconds N    of the first part; --runs N  of the second part
With --site:
  --findings N, --seconds N, --data FOLDER (keeps the database there and reuses it)
With --interactions:
  --only A,B     these pages only, such as gallery,finding;  --processor  processor time only, for a busy machine
  --turns N      visits of each page, and of each version: 3;  --against FOLDER  another built checkout, visited in turns with this one
With --hover:
  --url ADDRESS  of the page of a run on another site`;

/**
 * Modes whose flag is the first one, and which parse the rest. All but `pairs` and `workers` measure the built site (npm run build).
 */
const OWN_MODES = [
  ...(['pairs', 'workers', 'bounds', 'users', 'load'] as const),
  ...(['site', 'click', 'hover', 'interactions'] as const),
] as const;
export type OwnMode = (typeof OWN_MODES)[number];

/** Modes of the engine alone, without the one that runs by default. */
const ENGINE_MODES = [
  'peer',
  'scaling',
  'paths',
  'edges',
  'circuits',
  'inspector',
  'large',
  'observability',
] as const;

/** An invalid flag or setting; the message says why. */
export class BadFlag extends Error {}

export interface Flags {
  readonly mode: 'notebook' | (typeof ENGINE_MODES)[number] | 'help' | OwnMode;
  readonly peer: PeerFlags;
}

export interface PeerFlags {
  readonly isLong: boolean;
  /** Cells of each kind that TransformerLens computes; Infinity for all. */
  readonly cells: number;
  /** Names of sweep kinds and prompt sets; undefined for the defaults of the mode. */
  readonly kinds?: readonly string[];
  readonly sets?: readonly string[];
}

/**
 * Parses the command line.
 *
 * @param argv after the script's name.
 * @throws BadFlag
 */
export function parseFlags(argv: readonly string[]): Flags {
  const own = OWN_MODES.find((name) => argv[0] === `--${name}`);
  if (own) return { mode: own, peer: { isLong: false, cells: 0 } };
  const values = parse(argv);
  const { peer, long: isLong, edges, help } = values;
  const [mode, ...others] = ENGINE_MODES.filter((name) => values[name]);
  if (others.length > 0)
    throw new BadFlag(`--${[mode, ...others].join(' and --')} are different benchmarks; give one of them.`);
  for (const name of ['long', 'cells', 'kinds', 'sets'] as const)
    if (values[name] && !peer && !(name === 'sets' && edges))
      throw new BadFlag(`--${name} goes with --peer.`);
  const cells = values.cells === 'all' ? Infinity : Number(values.cells ?? 24);
  if (!(cells === Infinity || (Number.isInteger(cells) && cells > 0)))
    throw new BadFlag(`--cells takes a number or 'all', not '${values.cells}'.`);
  const [kinds, sets] = [values.kinds?.split(','), values.sets?.split(',')];
  return { mode: help ? 'help' : (mode ?? 'notebook'), peer: { isLong, cells, kinds, sets } };
}

export interface PairsFlags {
  /** Pairs of each run. */
  readonly counts: readonly number[];
  /** Names of sweep kinds; null for the notebook's. */
  readonly kinds: readonly string[] | null;
  readonly kills: number;
  readonly repeats: number;
  /** Whether 1,000 pairs at GPT-2 small's shape are measured instead, beside TransformerLens. */
  readonly peer: boolean;
  /** Pairs of them that the engine computes; null for the default of each set. */
  readonly measured: number | null;
}

/**
 * Parses the flags after `--pairs`.
 *
 * @throws BadFlag
 */
export function readPairsFlags(argv: readonly string[]): PairsFlags {
  const { values } = refuseUnknown(() =>
    parseArgs({
      args: [...argv],
      options: {
        counts: { type: 'string', default: '64,1000' },
        kinds: { type: 'string' },
        kills: { type: 'string', default: '0' },
        repeats: { type: 'string', default: '1' },
        peer: { type: 'boolean', default: false },
        measured: { type: 'string' },
      },
    }),
  );
  const counts = values.counts.split(',').map(Number);
  const [kills, repeats] = [Number(values.kills), Number(values.repeats)];
  const measured = values.measured === undefined ? null : Number(values.measured);
  for (const [name, value, least] of [
    ...counts.map((count) => ['counts', count, 1] as const),
    ['kills', kills, 0] as const,
    ['repeats', repeats, 1] as const,
    ['measured', measured ?? 1, 1] as const,
  ])
    if (!(Number.isInteger(value) && value >= least))
      throw new BadFlag(`--${name} takes whole numbers from ${least}, not '${values[name]}'.`);
  const kinds = values.kinds?.split(',') ?? null;
  const unknown = kinds?.find((kind) => !(SWEEP_KINDS as readonly string[]).includes(kind));
  if (unknown !== undefined)
    throw new BadFlag(`There is no sweep kind ${unknown}; there are ${SWEEP_KINDS.join(', ')}.`);
  return { counts, kinds, kills, repeats, peer: values.peer, measured };
}

export interface WorkersFlags {
  /** Pairs of the run of real workers. */
  readonly pairs: number;
  /** Numbers of stand-ins. */
  readonly counts: readonly number[];
  /** How many times faster than planned the stand-ins are. */
  readonly speed: number;
}

/**
 * Parses the flags after `--workers`.
 *
 * @throws BadFlag
 */
export function readWorkersFlags(argv: readonly string[]): WorkersFlags {
  const { values } = refuseUnknown(() =>
    parseArgs({
      args: [...argv],
      options: {
        pairs: { type: 'string', default: '1024' },
        counts: { type: 'string', default: '1,2,4,8,16,32,64,128,256' },
        speed: { type: 'string', default: '40' },
      },
    }),
  );
  const counts = values.counts.split(',').map(Number);
  const [pairs, speed] = [Number(values.pairs), Number(values.speed)];
  for (const [name, value, least] of [
    ['pairs', pairs, 65] as const,
    ['speed', speed, 1] as const,
    ...counts.map((count) => ['counts', count, 1] as const),
  ])
    if (!(Number.isInteger(value) && value >= least))
      throw new BadFlag(`--${name} takes whole numbers from ${least}, not '${values[name]}'.`);
  return { pairs, counts, speed };
}

/**
 * Parses the flags after `--interactions`: the pages to measure, null for all, whether INP is left out, and another checkout to measure in
 * turns with this one.
 *
 * @throws BadFlag
 */
export function readInteractionsFlags(argv: readonly string[]) {
  const { values } = refuseUnknown(() =>
    parseArgs({
      args: [...argv],
      options: {
        only: { type: 'string' },
        processor: { type: 'boolean', default: false },
        against: { type: 'string' },
        turns: { type: 'string', default: '3' },
      },
    }),
  );
  const turns = Number(values.turns);
  if (!(Number.isInteger(turns) && turns > 0))
    throw new BadFlag(`--turns takes a whole number above 0, not '${values.turns}'.`);
  return {
    only: values.only?.split(',') ?? null,
    isProcessorOnly: values.processor,
    against: values.against ?? null,
    turns,
  };
}

/**
 * Parses the flags after `--load`.
 *
 * @throws BadFlag
 */
export function readLoadFlags(argv: readonly string[]): { readonly seconds: number; readonly runs: number } {
  const { values } = refuseUnknown(() =>
    parseArgs({
      args: [...argv],
      options: { seconds: { type: 'string', default: '60' }, runs: { type: 'string', default: '1000' } },
    }),
  );
  const [seconds, runs] = [Number(values.seconds), Number(values.runs)];
  for (const [name, value] of Object.entries({ seconds, runs }))
    if (!(Number.isInteger(value) && value > 0))
      throw new BadFlag(
        `--${name} takes a whole number above 0, not '${values[name as keyof typeof values]}'.`,
      );
  return { seconds, runs };
}

function parse(argv: readonly string[]) {
  const flag = { type: 'boolean', default: false } as const;
  const value = { type: 'string' } as const;
  return refuseUnknown(() =>
    parseArgs({
      args: [...argv],
      options: {
        peer: flag,
        long: flag,
        scaling: flag,
        paths: flag,
        edges: flag,
        circuits: flag,
        inspector: flag,
        large: flag,
        observability: flag,
        help: flag,
        cells: value,
        kinds: value,
        sets: value,
      },
    }),
  ).values;
}

function refuseUnknown<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    // parseArgs names the flag that it does not know, or that lacks a value.
    throw new BadFlag((error as Error).message, { cause: error });
  }
}
