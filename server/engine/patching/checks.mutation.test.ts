/**
 * Each way to break the patch of a kind turns the check of that kind red, in each direction, and the check of no kind that is not
 * broken.
 *
 * The table that is printed has a row for each kind and a column for each fault; it says which checks fail.
 */
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { SWEEP_KINDS, type SweepKind } from '../api';
import { runCached } from '../forward/forward';
import { createModel } from '../forward/model';
import { completeArchitecture, readSeededArchitecture } from '../golden/seeded-architecture';
import { siteOfKind } from '../../../domain/sites';
import { checkRun, type SanityCheck } from './checks';
import type * as AssertModule from './assert-written';
import type * as PlanModule from './plan';
import type * as RegistryModule from './entries/registry';
import type { HeadParts } from './entries/head-parts';
import type { HeadEntry, ResidualEntry, SiteEntry } from './entries/site-entry';

/** What is broken at present, in which kind. */
const fault = vi.hoisted(() => ({
  kind: null as SweepKind | null,
  isAsserted: false,
  breakEntry: null as ((entry: SiteEntry) => SiteEntry) | null,
  movePlace: null as ((intervention: PlanModule.Intervention) => PlanModule.Intervention) | null,
}));

vi.mock('./entries/registry', async (importOriginal) => {
  const actual = await importOriginal<typeof RegistryModule>();
  return {
    getEntry: (kind: SweepKind) => {
      const entry = actual.getEntry(kind);
      return kind === fault.kind && fault.breakEntry ? fault.breakEntry(entry) : entry;
    },
  };
});
// A patch that writes nothing is an error of the sweep; here the checks alone must find it.
vi.mock('./assert-written', async (importOriginal) => {
  const actual = await importOriginal<typeof AssertModule>();
  return {
    assertRowWritten: (...args: Parameters<typeof actual.assertRowWritten>) => {
      if (fault.isAsserted) actual.assertRowWritten(...args);
    },
    assertHeadWritten: (...args: Parameters<typeof actual.assertHeadWritten>) => {
      if (fault.isAsserted) actual.assertHeadWritten(...args);
    },
  };
});
vi.mock('./plan', async (importOriginal) => {
  const actual = await importOriginal<typeof PlanModule>();
  const planPatch: typeof actual.planPatch = (interventions, ...rest) =>
    actual.planPatch(
      interventions.map((one) => (one.site === fault.kind && fault.movePlace ? fault.movePlace(one) : one)),
      ...rest,
    );
  return { ...actual, planPatch };
});
beforeEach(() => Object.assign(fault, { kind: null, isAsserted: false, breakEntry: null, movePlace: null }));

const architecture = completeArchitecture({
  layers: 4,
  heads: 3,
  dModel: 18,
  dHead: 5,
  dMlp: 30,
  dVocab: 40,
  context: 12,
  epsilon: 1e-5,
});
const model = await createModel(architecture, readSeededArchitecture(architecture, 21));
afterAll(() => model.release());
const noWait = async (): Promise<void> => {};
const corrupted = await runCached(model, [[1, 2, 9, 4, 11, 6, 7, 8]], noWait);
const clean = await runCached(model, [[1, 2, 3, 4, 5, 6, 7, 8]], noWait);
/** Each direction has its own base run. */
const RUNS = {
  DENOISING: { base: corrupted, source: clean },
  NOISING: { base: clean, source: corrupted },
};
const batch = { prompts: 1, length: 8, firstDifference: 2 };
const answers = [{ correct: 7, incorrect: 8 }];

const runChecks = (
  direction: keyof typeof RUNS,
  kinds: readonly SweepKind[] = SWEEP_KINDS,
): Promise<SanityCheck[]> => checkRun(model, RUNS[direction], batch, answers, kinds, { beforeCall: noWait });

/** The kinds whose check failed; null for a check of the whole run. */
async function listFailed(
  direction: keyof typeof RUNS,
  kinds: readonly SweepKind[],
): Promise<(SweepKind | null)[]> {
  return (await runChecks(direction, kinds)).filter(({ passed }) => !passed).map(({ kind }) => kind ?? null);
}

const isHead = (entry: SiteEntry): entry is HeadEntry => entry.point === 'heads';

/** A head whose parts are those of the position before; the first position is its own. */
function shiftHead(head: HeadParts): HeadParts {
  const before = (position: number): number => Math.max(0, position - 1);
  return {
    query: (position) => head.query(before(position)),
    key: (position) => head.key(before(position)),
    value: (position) => head.value(before(position)),
    // The row of another destination with its own length.
    pattern: (dest) => head.pattern(dest) && head.pattern(dest)!.toReversed(),
    output: (dest) => head.output(before(dest)),
  };
}

const FAULTS: Readonly<Record<string, (kind: SweepKind) => void>> = {
  'writes nothing': () => {
    fault.breakEntry = (entry) =>
      isHead(entry)
        ? { ...entry, replace: (head) => head }
        : ({ ...entry, write: () => {} } satisfies ResidualEntry);
  },
  'writes other values': () => {
    fault.breakEntry = (entry) =>
      isHead(entry)
        ? { ...entry, replace: (head, source, ...rest) => entry.replace(head, shiftHead(source), ...rest) }
        : {
            ...entry,
            write: (row, source, addedTo) =>
              entry.write(row, { pre: source.mid, mid: source.post, post: source.pre }, addedTo),
          };
  },
  'writes to the wrong position or head': (kind) => {
    const axes: readonly string[] = siteOfKind(kind).axes;
    const hasPosition = axes.includes('position') || axes.includes('destination');
    fault.movePlace = (one) =>
      hasPosition
        ? { ...one, position: one.position ? one.position - 1 : 1 }
        : { ...one, head: (one.head! + 1) % architecture.heads };
  },
  'writes to the wrong layer': () => {
    fault.movePlace = (one) => ({ ...one, layer: one.layer === 0 ? 1 : one.layer - 1 });
  },
};

describe.each(['DENOISING', 'NOISING'] as const)('%s', (direction) => {
  it('passes every check with nothing broken, each of which a patch that writes nothing would fail', async () => {
    const checks = await runChecks(direction);
    expect(checks.filter(({ passed }) => !passed)).toEqual([]);
    expect(checks.map(({ kind = null }) => kind)).toEqual([null, null, null, ...SWEEP_KINDS]);
    for (const { kind, maxAbsDifference, differenceWithoutPatch } of checks) {
      if (kind) expect(differenceWithoutPatch, kind).toBeGreaterThan(100 * maxAbsDifference);
    }
  });

  it('fails the check of each kind that is broken, in each way, and of no other kind', async () => {
    const table: Record<string, Record<string, string>> = {};
    for (const [index, kind] of SWEEP_KINDS.entries()) {
      const other = SWEEP_KINDS[(index + 1) % SWEEP_KINDS.length]!;
      table[kind] = {};
      for (const [name, cause] of Object.entries(FAULTS)) {
        Object.assign(fault, { kind, breakEntry: null, movePlace: null });
        cause(kind);
        const failed = await listFailed(direction, [kind, other]);
        table[kind][name] = failed.includes(kind) ? 'red' : 'GREEN';
        // The checks of the whole run patch RESID_PRE.
        const others = failed.filter((one) => one !== kind && !(one === null && kind === 'RESID_PRE'));
        expect(others, `${kind} ${name}`).toEqual([]);
      }
    }
    console.log(direction);
    console.table(table);
    for (const [kind, row] of Object.entries(table))
      for (const [name, colour] of Object.entries(row)) expect(colour, `${kind} ${name}`).toBe('red');
  });

  it('refuses to go on when a patch of a sweep writes nothing', async () => {
    for (const kind of SWEEP_KINDS) {
      Object.assign(fault, { kind, isAsserted: true, breakEntry: null });
      await expect(runChecks(direction, [kind])).resolves.toBeDefined();
      FAULTS['writes nothing']!(kind);
      await expect(runChecks(direction, [kind]), kind).rejects.toThrow(
        /^The patch of \w+ at layer \d.* did not write the source run's values\.$/,
      );
    }
  });
});
