/** An evaluation of a circuit as it is exported, and as JSON. */
import { MAX_LISTED_MEMBERS } from '../../domain/limits';
import type {
  AnalysedRun_RunFragment,
  Choices_ChoicesFragment,
  Completeness_PartFragment,
  Faithfulness_PartFragment,
  Minimality_PartFragment,
} from '../generated/graphql';
import { metricRow, toMetricId } from '../sweep/metrics';
import type { ShownCurve } from './curve-ranking';
import type { Members } from './member-names';

/** The parts of an evaluation; null for one that was too costly. */
export interface EvaluatedParts {
  readonly faithfulness: Faithfulness_PartFragment | null;
  readonly completeness: Completeness_PartFragment | null;
  readonly minimality: Minimality_PartFragment | null;
  readonly curve: ShownCurve | null;
}

/** A circuit, its choices and its parts, as they are shown. */
export interface EvaluatedCircuitFile extends EvaluatedParts, Members {
  readonly run: AnalysedRun_RunFragment;
  readonly choices: Choices_ChoicesFragment;
}

/** The choices with the names of the API; metrics have the ids of other files. */
export function writeChoices({ metric, ...choices }: Choices_ChoicesFragment) {
  return { ...withoutTypename(choices), metric: toMetricId(metric), positions: 'all' };
}

function withoutTypename<T extends object>(value: T): T {
  return JSON.parse(
    JSON.stringify(value, (key, one: unknown) => (key === '__typename' ? undefined : one)),
  ) as T;
}

/** What is ablated, and what random circuits have as many of. */
const ABOUT = {
  NODES:
    'All nodes of the scope that are not in the circuit are ablated. A node without a head is the MLP of its layer. ' +
    'Random circuits have as many heads and as many MLPs, drawn by seeds.',
  EDGES:
    'All edges of the scope that are not in the circuit bring the ablation value of their sender. A sender without a layer is the ' +
    `embeddings; one without a head is the MLP of its layer. The order of the curve has its first ${MAX_LISTED_MEMBERS} edges. ` +
    'Random circuits have as many edges, drawn by seeds.',
};

/** Every part with its numbers as the API gives them. */
export function circuitToJson(file: EvaluatedCircuitFile): string {
  const { run, nodes, edges, choices, faithfulness, completeness, minimality, curve } = file;
  const content = {
    format: 'patchbay.circuit',
    version: 1,
    about: `${ABOUT[choices.members]} Circuits are ablated at all positions. A part that is null was too costly. Undefined numbers are null.`,
    run: run.id,
    title: run.title,
    model: run.model.id,
    prependBos: run.prependBos,
    pairs: run.pairs,
    choices: writeChoices(choices),
    unit: metricRow(choices.metric).unit,
    nodes,
    edges,
    faithfulness,
    completeness,
    minimality,
    curve,
  };
  return JSON.stringify(content, (key, value: unknown) => (key === '__typename' ? undefined : value), 1);
}
