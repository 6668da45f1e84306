/** A stored circuit as JSON: its nodes or edges, the choices, and all parts of its evaluation. */
import type { RunFileQuery } from '../generated/graphql';
import { toMetricId } from '../sweep/metrics';

type StoredCircuit = NonNullable<RunFileQuery['run']>['circuits'][number];

/** Describes a circuit; parts that were too costly are null. */
export function describeCircuit({ name, createdAt, nodes, edges, choices, ...parts }: StoredCircuit) {
  const { faithfulness, completeness, minimality, curve } = parts;
  return {
    name,
    createdAt,
    nodes,
    edges,
    choices: { ...choices, metric: toMetricId(choices.metric) },
    results: { faithfulness, completeness, minimality, curve },
  };
}
