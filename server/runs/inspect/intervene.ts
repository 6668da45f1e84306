/** Patched runs of any sites, computed at once and not stored. */
import { MAX_INTERVENED_SITES } from '../../../domain/limits';
import type { MetricId } from '../../../domain/metrics';
import { createNoEngineError } from '../../engine-status';
import { readMetric, type Direction, type ModelInfo } from '../../engine/api';
import type { InterveneRequest, InterventionResult, PatchPath, PatchValue } from '../../engine/interventions';
import type { RunSide } from '../../../domain/effect';
import { badUserInput, type InputIssue } from '../../errors';
import type { Services } from '../services';
import { metricIssues } from '../submit/validate';
import { validatePairs, type PairsInput } from '../submit/validate-pairs';
import { chooseDonors } from './donors';
import { expandSite, findSiteIssues, type SiteInput } from './sites';

/** What is patched, and with which values, as submitted; see schema/intervention.graphql. */
export interface PatchSpec {
  readonly direction: Direction;
  readonly sites: readonly SiteInput[];
  readonly value: 'SOURCE' | 'ZERO' | 'MEAN' | 'RESAMPLE';
  readonly valueFrom?: RunSide | null | undefined;
  readonly acrossPositions: boolean;
  readonly donors?: readonly number[] | null | undefined;
  readonly seed?: number | null | undefined;
  readonly path?: PathInput | null | undefined;
}

/** The request as submitted. */
export interface InterveneInput extends PairsInput, PatchSpec {
  readonly metrics: readonly MetricId[];
}

export interface PathInput {
  readonly receivers: readonly SiteInput[];
  readonly mlps: 'RECOMPUTED' | 'FROZEN';
  readonly layerNorm: 'RECOMPUTED' | 'FROZEN';
}

/** One metric of an intervention, by prompt. */
export interface InterventionMetric {
  readonly metric: MetricId;
  readonly base: readonly number[];
  readonly source: readonly number[];
  readonly patched: readonly number[];
  /** Computes what each site gives alone: [site][prompt]. All metrics of an intervention share the computation. */
  readSingles(): Promise<readonly (readonly number[])[]>;
}

export interface Intervention {
  readonly results: readonly InterventionMetric[];
  /** Pair that gave the values of each pair; null when values are not resampled. */
  readonly donors: readonly number[] | null;
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
  const { tokenPairs, model, ...ofPairs } = await validatePairs(input, models, signal);
  const length = tokenPairs?.[0]?.clean.length ?? null;
  const prompts = { count: input.pairs.length, length };
  const issues = [
    ...ofPairs.issues,
    ...findPatchIssues(input, model, prompts),
    ...metricIssues(input.metrics),
  ];
  if (!tokenPairs || issues.length > 0) throw badUserInput(issues);
  if (engine === null) throw createNoEngineError();

  const value = readValue(input, input.pairs.length);
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
      },
      signal,
    );
  const sets = input.sites.map((site) => expandSite(site, model.heads));
  const joint = await request([sets.flat()]);
  let singles: Promise<InterventionResult> | undefined;
  return {
    donors: value.kind === 'resample' ? value.donors : null,
    results: input.metrics.map((metric) => ({
      metric,
      base: [...readMetric(joint.base, metric)],
      source: [...readMetric(joint.source, metric)],
      patched: [...readMetric(joint.patched[0]!, metric)],
      async readSingles() {
        singles ??= request(sets);
        return (await singles).patched.map((values) => [...readMetric(values, metric)]);
      },
    })),
  };
}

/** Number of prompt pairs, and of tokens of each prompt; the length is null when it is not known. */
interface Prompts {
  readonly count: number;
  readonly length: number | null;
}

/** All problems of sites, values and path. Sites are checked when the length of the prompts is known. */
export function findPatchIssues(spec: PatchSpec, model: ModelInfo, { count, length }: Prompts): InputIssue[] {
  const ofValue = findValueIssues(spec, count);
  return length === null ? ofValue : [...ofValue, ...findAllSiteIssues(spec, model, length)];
}

/** The value in the engine's form. @param pairs number of prompt pairs. */
export function readValue(input: PatchSpec, pairs: number): PatchValue {
  const of = input.valueFrom ?? (input.direction === 'DENOISING' ? 'CORRUPTED' : 'CLEAN');
  switch (input.value) {
    case 'SOURCE':
      return { kind: 'source' };
    case 'ZERO':
      return { kind: 'zero' };
    case 'MEAN':
      return { kind: 'mean', of, acrossPositions: input.acrossPositions };
    case 'RESAMPLE':
      return {
        kind: 'resample',
        of,
        donors: input.donors ?? chooseDonors(pairs, input.seed ?? 0),
      };
  }
}

function readPath({ receivers, mlps, layerNorm }: PathInput, model: ModelInfo): PatchPath {
  const read = (rule: 'RECOMPUTED' | 'FROZEN') => (rule === 'FROZEN' ? 'frozen' : 'recomputed');
  return {
    receivers: receivers.flatMap((site) => expandSite(site, model.heads)),
    mlps: read(mlps),
    layerNorm: read(layerNorm),
  };
}

function findAllSiteIssues({ sites, path: way }: PatchSpec, model: ModelInfo, length: number): InputIssue[] {
  const receivers = way?.receivers ?? [];
  const count = sites.length + receivers.length;
  if (sites.length === 0) return [{ path: 'sites', message: 'There is no site. Name at least one.' }];
  if (count > MAX_INTERVENED_SITES) {
    const message = `${count} sites are too many; up to ${MAX_INTERVENED_SITES} are patched at once. A null head or position stands for all.`;
    return [{ path: 'sites', message }];
  }
  const issues = [
    ...findSiteIssues(sites, 'sites', model, length),
    ...findSiteIssues(receivers, 'path.receivers', model, length),
  ];
  for (const [index, { site }] of receivers.entries()) {
    if (site === 'Q' || site === 'K' || site === 'V') continue;
    const message = `A receiver is Q, K or V of heads, not ${site}. Give no receiver for the path to the logits.`;
    issues.push({ path: `path.receivers.${index}.site`, message });
  }
  if (way?.layerNorm === 'FROZEN' && receivers.length === 0) {
    const message =
      'A frozen LayerNorm needs receivers: the final LayerNorm is recomputed. Use RECOMPUTED for the path to the logits.';
    issues.push({ path: 'path.layerNorm', message });
  }
  return issues;
}

/** Settings that the chosen value does not have are refused, so that none is ignored. */
export function findValueIssues(input: PatchSpec, pairs: number): InputIssue[] {
  const { value, valueFrom, acrossPositions, donors, seed, sites } = input;
  const issues: InputIssue[] = [];
  const refuse = (path: string, message: string): void => void issues.push({ path, message });
  if (valueFrom && value !== 'MEAN' && value !== 'RESAMPLE')
    refuse('valueFrom', `valueFrom belongs to MEAN and RESAMPLE. Leave it out for ${value}.`);
  if (acrossPositions && value !== 'MEAN')
    refuse('acrossPositions', `acrossPositions belongs to MEAN. Leave it out for ${value}.`);
  if (acrossPositions && sites.some(({ site }) => site === 'PATTERN'))
    refuse(
      'acrossPositions',
      'A PATTERN has no mean over positions: its rows have different lengths. Use the mean by position.',
    );
  if ((donors || seed != null) && value !== 'RESAMPLE')
    refuse(donors ? 'donors' : 'seed', `donors and seed belong to RESAMPLE. Leave them out for ${value}.`);
  if (donors && seed != null) refuse('seed', 'Give donors or a seed, not both.');
  if (value !== 'RESAMPLE') return issues;
  const most = pairs - 1;
  if (pairs < 2)
    refuse(
      'value',
      'RESAMPLE needs at least two prompt pairs: each takes the values of another one. Add a pair.',
    );
  else if (donors && donors.length !== pairs)
    refuse(
      'donors',
      `There are ${donors.length} donors for ${pairs} pairs. Give one pair index, 0 to ${most}, for each pair.`,
    );
  else if (donors?.some((donor) => donor < 0 || donor > most))
    refuse('donors', `A donor is the index of a pair, 0 to ${most}; there is ${donors.join(', ')}.`);
  return issues;
}
