/**
 * Requests about answers of several tokens: they are computed as requests about the terms of their log-probabilities, and the results
 * are summed. Requests about one-token answers pass unchanged.
 */
import { countSteps } from '../../../domain/pair-groups';
import {
  describeUndefinedMetrics,
  hasWholeAnswers,
  listTerms,
  type Expansion,
} from '../../../domain/whole-answers';
import { badUserInput } from '../../errors';
import {
  DEFAULT_METRICS,
  type Baseline,
  type BaselineValues,
  type ByMetric,
  type ComputedBy,
  type Direction,
  type Experiment,
  type RunEvent,
  type RunOptions,
  type SanityCheck,
  type SweepKind,
} from '../api';
import type { InterveneRequest, InterventionResult } from '../interventions';
import { combineTerms } from '../metrics/combine-terms';
import { mapMetrics } from '../metrics/registry';
import { checkKinds, checkSites } from './check-input';
import { withModel, type BorrowedModel, type Context } from './context';
import { intervene } from './intervene';
import { runExperiment } from './run-experiment';
import { computeShortBaseline } from './short-requests';

/** The terms of an experiment; null when no answer has several tokens. @throws BAD_USER_INPUT for a metric that is not defined. */
function readTerms(experiment: Experiment): Expansion<Experiment> | null {
  if (!hasWholeAnswers(experiment.pairs)) return null;
  const { metrics = DEFAULT_METRICS } = experiment;
  const message = describeUndefinedMetrics(metrics);
  if (message !== null) throw badUserInput([{ path: 'metrics', message }]);
  return listTerms(experiment);
}

/**
 * The experiment that is computed for these sweeps.
 *
 * @throws BAD_USER_INPUT for sweeps by position of pairs of several lengths without roles, and for a metric that is not defined.
 */
export function expandChecked(experiment: Experiment, kinds: readonly SweepKind[]): Experiment {
  const expansion = readTerms(experiment);
  if (!expansion) return experiment;
  // The terms may have one length where the pairs have several.
  checkKinds(kinds, countSteps(experiment), experiment.pairs);
  return expansion.experiment;
}

/** As `runExperiment`. */
export function runWhole(
  context: Context,
  borrowed: BorrowedModel,
  computedBy: ComputedBy,
  experiment: Experiment,
  kinds: readonly SweepKind[],
  options: RunOptions,
): Promise<readonly SanityCheck[]> {
  const expansion = readTerms(experiment);
  if (!expansion) return runExperiment(context, borrowed, computedBy, experiment, kinds, options);
  const expanded = expandChecked(experiment, kinds);
  const combine = createCombine(experiment, expansion);
  const onEvent = (event: RunEvent): void => options.onEvent(combineEvent(event, combine));
  return runExperiment(context, borrowed, computedBy, expanded, kinds, { ...options, onEvent });
}

/** As `computeShortBaseline`. */
export async function computeWholeBaseline(
  context: Context,
  borrowed: BorrowedModel,
  experiment: Experiment,
): Promise<Baseline> {
  const expansion = readTerms(experiment);
  if (!expansion) return computeShortBaseline(context, borrowed, experiment);
  const baseline = await computeShortBaseline(context, borrowed, expansion.experiment);
  return combineBaseline(baseline, createCombine(experiment, expansion));
}

/**
 * As `intervene`.
 *
 * @throws BAD_USER_INPUT also for values that come from several prompts: a mean or a donor of the terms is not one of the pairs.
 */
export async function interveneWhole(
  context: Context,
  borrowed: BorrowedModel,
  request: InterveneRequest,
  signal?: AbortSignal,
): Promise<InterventionResult> {
  const { sets, value, path, noise } = request;
  // One direction is patched.
  const experiment = { ...request.experiment, directions: undefined };
  const expansion = readTerms(experiment);
  if (!expansion) return intervene(context, borrowed, request, signal);
  if (value.kind === 'mean' || value.kind === 'resample')
    refuse('value', `Values of other prompts (${value.kind === 'mean' ? 'means' : 'resampling'})`);
  if (noise) refuse('noise', 'Noise on embeddings');
  const { architecture } = borrowed.model;
  const steps = countSteps(experiment);
  for (const set of sets) checkSites(set, 'sites', architecture, steps);
  if (path) checkSites(path.receivers, 'path.receivers', architecture, steps);
  const result = await intervene(context, borrowed, { ...request, experiment: expansion.experiment }, signal);
  const combine = createCombine(experiment, expansion);
  return {
    ...result,
    base: combine(result.base),
    source: combine(result.source),
    patched: result.patched.map(combine),
  };
}

/** As `withModel`, for requests that read one token. @throws BAD_USER_INPUT for answers that are read as a whole. */
export async function withOneToken<T>(
  context: Context,
  experiment: Experiment,
  what: string,
  use: (borrowed: BorrowedModel) => Promise<T>,
): Promise<T> {
  if (hasWholeAnswers(experiment.pairs)) refuse('pairs', what);
  return withModel(context, experiment.model, experiment.expected, use);
}

/** @throws BAD_USER_INPUT */
function refuse(path: string, what: string): never {
  const message = `${what}: not computed for answers of several tokens that are read as a whole. Use a run on the first tokens of the answers.`;
  throw badUserInput([{ path, message }]);
}

/** Values of the terms to those of the pairs. */
type Combine = (values: ByMetric<Float32Array>) => ByMetric<Float32Array>;

function createCombine(
  { metrics = DEFAULT_METRICS, pairs }: Experiment,
  { terms }: Pick<Expansion<Experiment>, 'terms'>,
): Combine {
  return (values) => combineTerms(metrics, pairs.length, terms, values);
}

function combineEvent(event: RunEvent, combine: Combine): RunEvent {
  switch (event.type) {
    case 'baseline':
      return { ...event, baseline: combineBaseline(event.baseline, combine) };
    case 'sweep':
      return { ...event, sweep: { ...event.sweep, values: combine(event.sweep.values) } };
    case 'edges':
      return { ...event, edges: { ...event.edges, values: combine(event.edges.values) } };
    case 'started':
    case 'progress':
      return event;
  }
}

function combineBaseline({ values, byDirection }: Baseline, combine: Combine): Baseline {
  const ofSides = (metrics: ByMetric<BaselineValues>): ByMetric<BaselineValues> => {
    const take = (side: keyof BaselineValues): ByMetric<Float32Array> =>
      combine(mapMetrics(listIds(metrics), (id) => metrics[id]![side]));
    const [clean, corrupted] = [take('clean'), take('corrupted')];
    return mapMetrics(listIds(clean), (id) => ({ clean: clean[id]!, corrupted: corrupted[id]! }));
  };
  const combined = Object.entries(byDirection).map(([direction, metrics]) => [direction, ofSides(metrics)]);
  return {
    values: ofSides(values),
    byDirection: Object.fromEntries(combined) as Partial<Record<Direction, ByMetric<BaselineValues>>>,
  };
}

function listIds<T>(values: ByMetric<T>): (keyof ByMetric<T>)[] {
  return Object.keys(values) as (keyof ByMetric<T>)[];
}
