/** Patches between prompts of different lengths against TransformerLens 3.9.0's hooks. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Alignment } from '../../../domain/alignment';
import { readMetric, type Computation, type Direction, type SweepKind, type SweepResult } from '../api';
import { openCore } from './open-core';
import { readFloats, type GoldenCase } from './read-golden';

/** golden/alignment.json, by models/reference/make_alignment.py. */
interface Stored {
  readonly cases: readonly {
    readonly case: GoldenCase;
    readonly sets: readonly {
      readonly pairs: readonly {
        readonly clean: readonly number[];
        readonly corrupted: readonly number[];
        readonly correct: number;
        readonly incorrect: number;
        readonly alignment: Alignment;
        /** [clean positions, corrupted positions] of each role. */
        readonly roles: readonly (readonly [readonly number[], readonly number[]])[];
      }[];
      readonly baseline: Readonly<Record<'clean' | 'corrupted', string>>;
      readonly sweeps: readonly {
        readonly kind: SweepKind;
        readonly direction: Direction;
        readonly cells: readonly number[];
        /** [prompt, cell] */
        readonly values: string;
      }[];
      /** Whole sweeps, [prompt, ...shape]. */
      readonly byRole: readonly {
        readonly kind: SweepKind;
        readonly direction: Direction;
        readonly values: string;
      }[];
    }[];
  }[];
}

const folder = await mkdtemp(path.join(tmpdir(), 'patchbay-alignment-'));
afterAll(() => rm(folder, { recursive: true, force: true }));
const printed: string[] = [];
afterAll(() => console.log(`Largest |difference| from TransformerLens, in logits:\n${printed.join('\n')}`));

const file = path.resolve('models', 'reference', 'golden', 'alignment.json');
const { cases } = JSON.parse(await readFile(file, 'utf8')) as Stored;

for (const { case: model, sets } of cases) {
  const core = await openCore(model, folder);
  afterAll(() => core.close());
  describe.each(sets.map((set, index) => ({ ...set, name: `${model}, set ${index + 1}` })))(
    '$name',
    (set) => {
      const [clean, corrupted] = [readFloats(set.baseline.clean), readFloats(set.baseline.corrupted)];
      const pairs = set.pairs.map(({ clean: own, corrupted: other, correct, incorrect, alignment }) => ({
        clean: own,
        corrupted: other,
        correct,
        incorrect,
        alignment,
      }));
      const run = async (direction: Direction, kinds: readonly SweepKind[], byRole: boolean) => {
        const roles = {
          names: ['ONE', 'SPAN', 'END'],
          positions: set.pairs.map((pair) => pair.roles.map(([own]) => own)),
          corruptedPositions: set.pairs.map((pair) => pair.roles.map(([, own]) => own)),
        };
        const experiment = { model, direction, pairs, ...(byRole && { roles }) };
        return { baseline: await core.baseline(experiment), ...(await collect(core, experiment, kinds)) };
      };
      const compare = (
        name: string,
        values: readonly number[],
        expected: Float32Array,
        base: Float32Array,
      ) => {
        const perPrompt = expected.length / pairs.length;
        let [largest, moved] = [0, 0];
        for (const [index, value] of values.entries()) {
          const prompt = Math.floor(index / perPrompt);
          const gap = Math.abs(clean[prompt]! - corrupted[prompt]!);
          const tolerance = 1e-5 * Math.max(1, gap, Math.abs(expected[index]!));
          expect(Math.abs(value - expected[index]!), `${name} ${index}`).toBeLessThan(tolerance);
          largest = Math.max(largest, Math.abs(value - expected[index]!));
          if (Math.abs(expected[index]! - base[prompt]!) > 5 * tolerance) moved++;
        }
        expect(moved, `${name}: values that a patch moved`).toBeGreaterThan(0);
        printed.push(
          `  ${model} ${name}: ${largest.toExponential(1)}, ${((100 * moved) / values.length).toFixed(0)}% moved`,
        );
      };

      it.each(['DENOISING', 'NOISING'] as const)('%s, by index', async (direction) => {
        const wanted = set.sweeps.filter((sweep) => sweep.direction === direction);
        const { baseline, sweeps, checks } = await run(
          direction,
          wanted.map(({ kind }) => kind),
          false,
        );
        const { logit_diff: own } = baseline.values as unknown as Record<
          string,
          Record<'clean' | 'corrupted', Float32Array>
        >;
        for (const [index, value] of own!.clean.entries()) expect(value).toBeCloseTo(clean[index]!, 4);
        for (const [index, value] of own!.corrupted.entries())
          expect(value).toBeCloseTo(corrupted[index]!, 4);
        for (const { kind, cells, values } of wanted) {
          const sweep = sweeps.find((one) => one.kind === kind)!;
          const all = readMetric(sweep.values, 'logit_diff');
          const perPrompt = all.length / pairs.length;
          const picked = pairs.flatMap((_, prompt) => cells.map((cell) => all[prompt * perPrompt + cell]!));
          const base = direction === 'DENOISING' ? corrupted : clean;
          compare(`${kind} ${direction}`, picked, readFloats(values), base);
        }
        expect(checks.filter(({ passed }) => !passed)).toEqual([]);
      });

      it.each(['DENOISING', 'NOISING'] as const)('%s, by role', async (direction) => {
        const wanted = set.byRole.filter((sweep) => sweep.direction === direction);
        const { sweeps } = await run(
          direction,
          wanted.map(({ kind }) => kind),
          true,
        );
        expect(sweeps).toHaveLength(wanted.length);
        for (const { kind, values } of wanted) {
          const sweep = sweeps.find((one) => one.kind === kind)!;
          const base = direction === 'DENOISING' ? corrupted : clean;
          compare(
            `${kind} ${direction} by role`,
            [...readMetric(sweep.values, 'logit_diff')],
            readFloats(values),
            base,
          );
        }
      });
    },
  );
}

async function collect(
  core: Computation,
  experiment: Parameters<Computation['run']>[0],
  kinds: readonly SweepKind[],
) {
  const sweeps: SweepResult[] = [];
  const { checks } = await core.run(experiment, kinds, {
    onEvent: (event) => {
      if (event.type === 'sweep') sweeps.push(event.sweep);
    },
  });
  return { sweeps, checks };
}
