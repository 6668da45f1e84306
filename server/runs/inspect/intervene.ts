/** Patched runs of any sites, computed at once and not stored. */
import type { MetricId } from '../../../domain/metrics';
import { takeBase } from '../../../domain/alignment';
import { countSteps } from '../../../domain/pair-groups';
import { createNoEngineError } from '../../engine-status';
import { readMetric } from '../../engine/api';
import type { InterveneRequest, InterventionResult } from '../../engine/interventions';
import { badUserInput } from '../../errors';
import type { Services } from '../services';
import { metricIssues } from '../submit/validate';
import { wholeMetricIssues } from '../submit/validate-whole-answers';
import type { LengthRule } from '../submit/validate-lengths';
import { validatePairs, type PairsInput } from '../submit/validate-pairs';
import { findNoiseIssues, readNoise, type NoiseInput } from './noise';
import { findPatchIssues, readPath, readValue, type PatchSpec } from './patch-spec';
import { joinSites } from './sites';
import { expandWindow, findWindowIssues } from './windows';

/** The request as submitted. */
export interface InterveneInput extends PairsInput, PatchSpec {
  readonly metrics: readonly MetricId[];
  /** Neighbouring layers that each site covers. */
  readonly layers: number;
  readonly noise?: NoiseInput | null | undefined;
}

/** One metric of an intervention, by prompt. */
export interface InterventionMetric {
  readonly metric: MetricId;
  readonly base: readonly number[];
  readonly source: readonly number[];
  readonly patched: readonly number[];
  /** Computes what each site gives alone: [site][prompt]. All metrics of an intervention share the computation. */
  readSingles(): Promise<readonly (readonly number[])[]>;
  /** Computes what each layer of each site's window gives alone: [site][layer][prompt]. */
  readLayerSingles(): Promise<readonly (readonly (readonly number[])[])[]>;
}

export interface Intervention {
  readonly results: readonly InterventionMetric[];
  /** Pair that gave the values of each pair; null when values are not resampled. */
  readonly donors: readonly number[] | null;
  /** Standard deviation of the noise, in the unit of embeddings; null without noise. */
  readonly noiseStd: number | null;
}

/** Pairs may have several lengths where nothing names a position. */
function chooseLengthRule({ sites, path, noise, direction, value }: InterveneInput): LengthRule {
  const all = [...sites, ...(path?.receivers ?? [])];
  const isByPosition = all.some(({ position, src }) => position != null || src != null);
  if (!isByPosition && !noise?.positions) return { isMixedAllowed: true };
  const refusal =
    'a position is not the same place in both. Reword it, patch all positions, or use a run by role.';
  // Noise corrupts the clean prompt, and a mean by position is over prompts of one length.
  const isOfBase = !noise && value !== 'MEAN';
  const side = takeBase({ clean: 'clean', corrupted: 'corrupted' } as const, direction);
  return { isMixedAllowed: false, refusal, sides: isOfBase ? [side] : ['clean', 'corrupted'] };
}

type InterveneServices = Pick<Services, 'engine' | 'models'>;

/**
 * Patches all sites together and computes metrics.
 *
 * @param signal aborts when nobody waits for the result.
 * @throws BAD_USER_INPUT with all problems, or when the plan costs too much; MODEL_UNAVAILABLE; ENGINE_FAILED; RUN_CANCELLED.
 */
export async function intervene(
  services: InterveneServices,
  input: InterveneInput,
  signal?: AbortSignal,
): Promise<Intervention> {
  const { engine, models } = services;
  const lengths = chooseLengthRule(input);
  const { tokenPairs, model, ...ofPairs } = await validatePairs(input, models, signal, lengths);
  const steps = tokenPairs && countSteps({ pairs: tokenPairs, direction: input.direction });
  const prompts = { count: input.pairs.length, steps };
  const issues = [
    ...ofPairs.issues,
    ...findPatchIssues(input, model, prompts),
    ...findWindowIssues(input, model),
    ...(tokenPairs ? findNoiseIssues(input, tokenPairs) : []),
    ...metricIssues(input.metrics),
    ...(tokenPairs ? wholeMetricIssues(input.metrics, tokenPairs) : []),
  ];
  if (!tokenPairs || issues.length > 0) throw badUserInput(issues);
  if (engine === null) throw createNoEngineError();

  const value = readValue(input, tokenPairs);
  const { path: way } = input;
  const request = (sets: InterveneRequest['sets']): Promise<InterventionResult> =>
    engine.intervene(
      {
        experiment: {
          model: model.id,
          pairs: tokenPairs,
          direction: input.direction,
          metrics: input.metrics,
        },
        sets,
        value,
        path: way ? readPath(way, model) : null,
        noise: input.noise ? readNoise(input.noise, tokenPairs) : null,
      },
      signal,
    );
  const windows = input.sites.map((site) => expandWindow(site, input.layers, model.heads));
  const joint = await request([joinSites(windows.flat(2))]);
  const share = <T>(compute: () => Promise<T>): (() => Promise<T>) => {
    let result: Promise<T> | undefined;
    return () => (result ??= compute());
  };
  const computeSingles = share(() => request(windows.map((layers) => layers.flat())));
  const computeLayers = share(() => request(windows.flat()));
  return {
    donors: value.kind === 'resample' ? value.donors : null,
    noiseStd: joint.noiseStd,
    results: input.metrics.map((metric) => {
      const read = ({ patched }: InterventionResult): number[][] =>
        patched.map((values) => [...readMetric(values, metric)]);
      return {
        metric,
        base: [...readMetric(joint.base, metric)],
        source: [...readMetric(joint.source, metric)],
        patched: read(joint)[0]!,
        readSingles: async () => read(await computeSingles()),
        async readLayerSingles() {
          const all = read(await computeLayers());
          return windows.map((_, site) => all.slice(site * input.layers, (site + 1) * input.layers));
        },
      };
    }),
  };
}
