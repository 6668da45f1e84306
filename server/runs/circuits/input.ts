/** Checks of a circuit as submitted, and its form for the engine. */
import { compareNodes, nameNode, type CircuitNode, type NodeScope } from '../../../domain/circuit';
import type { Direction, RunSide } from '../../../domain/effect';
import type { MetricId } from '../../../domain/metrics';
import type { ModelInfo } from '../../engine/api';
import type { AblatedCircuit } from '../../engine/circuits';
import type { InputIssue } from '../../errors';
import { findValueIssues, readValue, type PatchSpec } from '../inspect/patch-spec';
import type { PairInput } from '../submit/validate-pairs';

/** A node as submitted: without a head it is the MLP. */
export interface NodeInput {
  readonly layer: number;
  readonly head?: number | null | undefined;
}

export type NodeAblation = 'SOURCE' | 'ZERO' | 'MEAN' | 'RESAMPLE';

/** The circuit as submitted; see schema/circuit.graphql. */
export interface CircuitInput {
  readonly nodes: readonly NodeInput[];
  readonly on: RunSide;
  readonly scope: NodeScope;
  readonly value: NodeAblation;
  readonly valueFrom?: RunSide | null | undefined;
  readonly acrossPositions: boolean;
  readonly donors?: readonly number[] | null | undefined;
  readonly seed?: number | null | undefined;
  readonly metric: MetricId;
}

/** What the numbers of an evaluation depend on, beside prompts and nodes. */
export interface CircuitChoices {
  readonly on: RunSide;
  readonly direction: Direction;
  readonly scope: NodeScope;
  readonly value: NodeAblation;
  readonly valueFrom: RunSide | null;
  readonly acrossPositions: boolean;
  readonly donors: readonly number[] | null;
  readonly metric: MetricId;
}

/** The direction whose base run is the ablated one. */
export function directionOf(on: RunSide): Direction {
  return on === 'CLEAN' ? 'NOISING' : 'DENOISING';
}

/** The engine's form of nodes, in the order of layers. */
export function readNodes(nodes: readonly NodeInput[]): CircuitNode[] {
  return nodes.map(({ layer, head }) => ({ layer, head: head ?? null })).toSorted(compareNodes);
}

/** The engine's form of a circuit whose choices have no issues, without the experiment. */
export function readCircuit(
  input: CircuitInput,
  pairs: readonly PairInput[],
): Omit<AblatedCircuit, 'experiment'> {
  return {
    nodes: readNodes(input.nodes),
    scope: input.scope,
    value: readValue(asPatch(input), pairs.length),
    metric: input.metric,
  };
}

/** The choices as they were used. */
export function readChoices(input: CircuitInput, { value }: Pick<AblatedCircuit, 'value'>): CircuitChoices {
  const isPooled = value.kind === 'mean' || value.kind === 'resample';
  return {
    on: input.on,
    direction: directionOf(input.on),
    scope: input.scope,
    value: input.value,
    valueFrom: isPooled ? value.of : null,
    acrossPositions: input.acrossPositions,
    donors: value.kind === 'resample' ? value.donors : null,
    metric: input.metric,
  };
}

/** All problems of a circuit. @param path of the circuit's field, for messages. */
export function findCircuitIssues(
  input: CircuitInput,
  path: string,
  model: Pick<ModelInfo, 'layers' | 'heads'>,
  pairs: readonly PairInput[],
): InputIssue[] {
  const ofValue = findValueIssues(asPatch(input), pairs.length).map((issue) => ({
    ...issue,
    path: `${path}.${issue.path}`,
  }));
  return [...findNodeIssues(input.nodes, `${path}.nodes`, input.scope, model), ...ofValue];
}

/** Nodes that the model does not have, that are never ablated, or that are named twice. */
export function findNodeIssues(
  nodes: readonly NodeInput[],
  path: string,
  scope: NodeScope,
  { layers, heads }: Pick<ModelInfo, 'layers' | 'heads'>,
): InputIssue[] {
  const issues: InputIssue[] = [];
  const seen = new Set<string>();
  for (const [index, { layer, head }] of nodes.entries()) {
    const at = `${path}.${index}`;
    const name = nameNode({ layer, head: head ?? null });
    if (layer < 0 || layer >= layers)
      issues.push({
        path: `${at}.layer`,
        message: `There is no layer ${layer}; choose 0 to ${layers - 1}.`,
      });
    else if (head != null && (head < 0 || head >= heads))
      issues.push({ path: `${at}.head`, message: `There is no head ${head}; choose 0 to ${heads - 1}.` });
    else if (head == null && scope === 'HEADS')
      issues.push({
        path: at,
        message: `${name} is never ablated in the scope HEADS. Leave it out, or use HEADS_AND_MLPS.`,
      });
    else if (seen.has(name))
      issues.push({ path: at, message: `${name} is named twice. Name each node once.` });
    seen.add(name);
  }
  return issues;
}

/** A circuit's ablation as that of a joint patch, whose rules it has. */
function asPatch({ on, value, valueFrom, acrossPositions, donors, seed }: CircuitInput): PatchSpec {
  return { sites: [], direction: directionOf(on), value, valueFrom, acrossPositions, donors, seed };
}
