/** Checks the input of a run and converts it to token ids. All problems are reported at once, each with its field. */
import { takeBase, UNEQUAL_PATTERNS } from '../../../domain/alignment';
import { isPositionAxis } from '../../../domain/cell';
import { MAX_RUN_PAIRS } from '../../../domain/limits';
import { describeMetric } from '../../../domain/metrics';
import { BATCH_PAIRS } from '../../../domain/pair-batches';
import { MIN_STOP_PAIRS, type StopRule } from '../../../domain/stop-rule';
import type { Visibility } from '../../../domain/visibility';
import { siteOfKind } from '../../../domain/sites';
import {
  DEFAULT_METRICS,
  SWEEP_KINDS,
  type Direction,
  type Experiment,
  type MetricId,
  type SweepKind,
} from '../../engine/api';
import type { InputIssue } from '../../errors';
import type { AppliedFilter } from './filter-pairs';
import type { UnusablePairs } from './split-usable';
import { chooseRoleSteps, type PositionsBy } from './validate-roles';
import { validatePairs, type PairsInput, type TokenizedPair, type Tokenization } from './validate-pairs';
import type { LengthRule } from './validate-lengths';
import { wholeMetricIssues } from './validate-whole-answers';

/** An experiment as submitted. */
export interface RunInput extends PairsInput {
  readonly sweeps: readonly SweepKind[];
  /** Whether the effect of every edge between heads is computed too. */
  readonly edges?: boolean | undefined;
  /** The only direction, unless `directions` is given. */
  readonly direction: Direction;
  /** Each once, the first one first; `direction` alone when left out. */
  readonly directions?: readonly Direction[] | null | undefined;
  /** Each once; the logit difference when left out. */
  readonly metrics?: readonly MetricId[] | null | undefined;
  /** What position axes step along; INDEX when left out. */
  readonly positionsBy?: PositionsBy | undefined;
  /** When a run of several batches ends before its last pair; never when left out. */
  readonly stopWhen?: StopRule | null | undefined;
  /** The prompt set that the pairs are from; it decides nothing. */
  readonly promptSet?: { readonly id: string; readonly version: number } | null | undefined;
  /** Seed of pairs that the family of the prompt set generated anew; null for pairs of the set. It decides nothing. */
  readonly freshSeed?: number | null | undefined;
  /** Index of each pair in the prompt set, or among the pairs that were given; their order when left out. It decides nothing. */
  readonly indices?: readonly number[] | null | undefined;
  /** The pairs that have been left out because the model cannot use them; it decides nothing. */
  readonly unusable?: UnusablePairs | null | undefined;
  /** The filter that has been applied to the pairs; it decides nothing. */
  readonly filter?: AppliedFilter | null | undefined;
  /** The run that this one is made from; it decides nothing. */
  readonly forkedFrom?: string | null | undefined;
  /** Who can open the run: PRIVATE when left out. */
  readonly visibility?: Visibility | null | undefined;
  /** The finding that the run is made to fork; null for other runs. It decides no number. */
  readonly fork?: Fork | null | undefined;
}

/** A finding that is forked. */
export interface Fork {
  readonly findingId: string;
  /** JSON to store as the run's draft; null for the text of the finding. */
  readonly draft: string | null;
}

/** The result of the checks; `experiment` is null when there are issues. */
export interface Validation {
  readonly pairs: readonly TokenizedPair[];
  readonly issues: readonly InputIssue[];
  readonly warnings: readonly InputIssue[];
  readonly experiment: Experiment | null;
}

/**
 * Checks an experiment for its model. Computes nothing but tokens.
 *
 * @param maxPairs most pairs that this site accepts.
 * @throws MODEL_UNAVAILABLE; RUN_CANCELLED when `signal` aborts.
 */
export async function validateRun(
  input: RunInput,
  models: Tokenization,
  signal?: AbortSignal,
  maxPairs: number = MAX_RUN_PAIRS,
): Promise<Validation> {
  const { model, pairs, warnings, tokenPairs, ...ofPairs } = await validatePairs(
    input,
    models,
    signal,
    chooseLengthRule(input),
    maxPairs,
  );
  const metrics = input.metrics ?? DEFAULT_METRICS;
  const issues = [
    ...sweepIssues(input.sweeps),
    ...directionIssues(input),
    ...metricIssues(metrics),
    ...edgeIssues(input),
    ...patternIssues(input, pairs),
    ...stopIssues(input, metrics),
    ...ofPairs.issues,
  ];
  if (tokenPairs) issues.push(...wholeMetricIssues(metrics, tokenPairs));
  if (!tokenPairs || issues.length > 0) return { pairs, issues, warnings, experiment: null };
  const directions = input.directions ?? [input.direction];
  const byRole =
    input.positionsBy === 'ROLE'
      ? chooseRoleSteps(
          tokenPairs.map(({ clean, corrupted }, index) => ({
            roles: input.pairs[index]!.roles ?? [],
            length: clean.length,
            corruptedLength: corrupted.length,
          })),
        )
      : null;
  const experiment: Experiment = {
    model: model.id,
    direction: directions[0]!,
    directions,
    pairs: tokenPairs,
    ...(byRole && { roles: byRole.steps }),
    metrics,
    ...(input.edges && { edges: true }),
  };
  return { pairs, issues, warnings: [...warnings, ...(byRole?.warnings ?? [])], experiment };
}

/** Edges are stored for all pairs together, so they are computed in one batch. */
function edgeIssues({ edges, pairs }: RunInput): InputIssue[] {
  if (!edges || pairs.length <= BATCH_PAIRS) return [];
  const message = `All edges between heads are computed for up to ${BATCH_PAIRS} pairs; this run has ${pairs.length}. Leave the edges out, or compute them in a run of fewer pairs.`;
  return [{ path: 'edges', message }];
}

/** A stop rule is about the recovery of a sweep of the run, and looks after each batch. */
function stopIssues({ stopWhen, pairs, sweeps }: RunInput, metrics: readonly MetricId[]): InputIssue[] {
  if (!stopWhen) return [];
  const { interval, sweep, minPairs } = stopWhen;
  const issues: InputIssue[] = [];
  const refuse = (path: string, message: string): void =>
    void issues.push({ path: path ? `stopWhen.${path}` : 'stopWhen', message });
  if (pairs.length <= BATCH_PAIRS)
    refuse(
      '',
      `A run of up to ${BATCH_PAIRS} pairs is computed at once and cannot stop early; this one has ${pairs.length}. Leave stopWhen out, or give more pairs.`,
    );
  if (!(interval > 0 && interval < 1))
    refuse(
      'interval',
      `The half-width of an interval is ${interval}; it must be above 0 and below 1, in units of recovery.`,
    );
  if (minPairs < MIN_STOP_PAIRS)
    refuse('minPairs', `${minPairs} pairs are too few to know the spread. Give at least ${MIN_STOP_PAIRS}.`);
  if (sweep !== null && !sweeps.includes(sweep))
    refuse('sweep', `${sweep} is not among the sweeps of this run. Name one of them, or leave it out.`);
  const [first] = metrics;
  if (first !== undefined && !describeMetric(first).hasRecovery)
    refuse(
      '',
      `The intervals are those of the recovery of the first metric, and '${describeMetric(first).title}' has none. Put another metric first.`,
    );
  return issues;
}

/** Attention patterns of prompts of different lengths cannot be aligned. */
function patternIssues({ sweeps }: RunInput, pairs: readonly TokenizedPair[]): InputIssue[] {
  const unequal = pairs.findIndex(({ alignment }) => alignment !== null);
  const kinds = listPatterns(sweeps);
  if (unequal < 0 || kinds.length === 0) return [];
  return [{ path: 'sweeps', message: `${kinds.join(', ')}, pair ${unequal + 1}: ${UNEQUAL_PATTERNS}` }];
}

/** The kinds that patch attention patterns. */
export function listPatterns(sweeps: readonly SweepKind[]): SweepKind[] {
  return sweeps.filter((kind) => siteOfKind(kind).activation === 'pattern');
}

/** Base prompts may have several lengths where no position is named by its index. */
export function chooseLengthRule({ positionsBy, sweeps, direction, directions }: RunInput): LengthRule {
  const byPosition = sweeps.filter((kind) => siteOfKind(kind).axes.some((axis) => isPositionAxis(axis)));
  if (positionsBy === 'ROLE' || byPosition.length === 0) return { isMixedAllowed: true };
  const refusal =
    `a sweep by position index (${byPosition[0]}) needs pairs of one length. Reword it, sweep positions by role, or ` +
    'choose only sweeps without positions, such as HEAD_Z.';
  // An empty list of directions is a problem of its own.
  const wanted = directions && directions.length > 0 ? directions : [direction];
  const bases = new Set(wanted.map((one) => takeBase(SIDES, one)));
  if (bases.size < 2) return { isMixedAllowed: false, refusal, sides: [...bases] };
  const ofBoth = `with both directions, ${refusal} One direction needs one length of its base prompts only: of corrupted prompts for denoising, of clean ones for noising.`;
  return { isMixedAllowed: false, refusal: ofBoth, sides: ['clean', 'corrupted'] };
}

const SIDES = { clean: 'clean', corrupted: 'corrupted' } as const;

function sweepIssues(sweeps: readonly SweepKind[]): InputIssue[] {
  if (sweeps.length === 0) {
    return [
      { path: 'sweeps', message: `There is no sweep. Choose at least one of ${SWEEP_KINDS.join(', ')}.` },
    ];
  }
  return findRepeated(sweeps).map((kind) => ({
    path: 'sweeps',
    message: `${kind} is requested twice. Name it once.`,
  }));
}

/** `direction` has a default, so only NOISING shows that it was given. */
function directionIssues({ direction, directions }: RunInput): InputIssue[] {
  if (directions == null) return [];
  if (directions.length === 0)
    return [{ path: 'directions', message: 'There is no direction. Choose at least one, or leave it out.' }];
  const repeated = findRepeated(directions);
  if (repeated.length > 0)
    return repeated.map((one) => ({
      path: 'directions',
      message: `${one} is requested twice. Name it once.`,
    }));
  if (direction === 'DENOISING' || direction === directions[0]) return [];
  const message = `direction is ${direction}, but directions begins with ${directions[0]}. Give only one of the two fields.`;
  return [{ path: 'direction', message }];
}

/** Problems of a choice of metrics. */
export function metricIssues(metrics: readonly MetricId[]): InputIssue[] {
  if (metrics.length === 0)
    return [{ path: 'metrics', message: 'There is no metric. Choose at least one, or leave it out.' }];
  return findRepeated(metrics).map((metric) => ({
    path: 'metrics',
    message: `'${describeMetric(metric).title}' is requested twice. Name it once.`,
  }));
}

/** Items that occur more than once, each once. */
function findRepeated<T>(items: readonly T[]): T[] {
  return [...new Set(items.filter((item, index) => items.indexOf(item) !== index))];
}
