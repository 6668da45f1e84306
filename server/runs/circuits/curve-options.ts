/** How the circuits of a size curve are made: the ranking of nodes or edges, and the sizes. */
import { listNodes, spaceSizes, type CircuitNode } from '../../../domain/circuit';
import {
  countScopeEdges,
  createEdgeNumbering,
  EDGE_FRACTIONS,
  listEdges,
  sizesOfFractions,
  type CircuitEdge,
  type CircuitMember,
} from '../../../domain/circuit-edges';
import { MAX_CURVE_SIZES, MAX_GRAPH_EDGES } from '../../../domain/limits';
import type { ModelInfo } from '../../engine/api';
import type { CircuitPartOptions } from '../../engine/circuits';
import { badUserInput } from '../../errors';
import type { Services } from '../services';
import {
  findEdgeIssues,
  findNodeIssues,
  readEdges,
  readNodes,
  type CircuitChoices,
  type EdgeInput,
  type NodeInput,
} from './input';
import type { CurveRanking } from './results-schema';
import { rankByRunEdges } from './run-ranking';

export interface CurveOptions {
  readonly ranking: 'ABSOLUTE' | 'SIGNED' | 'RUN_EDGES';
  readonly order?: readonly NodeInput[] | null | undefined;
  readonly edgeOrder?: readonly EdgeInput[] | null | undefined;
  readonly sizes?: readonly number[] | null | undefined;
  readonly fractions?: readonly number[] | null | undefined;
  readonly randomCircuits: number;
}

interface Evaluated {
  /** The run that is evaluated on; null for prompts that were given. */
  readonly run: string | null;
  readonly model: ModelInfo;
  readonly choices: CircuitChoices;
}

type EngineOptions = Omit<CircuitPartOptions<CircuitMember>['curve'], 'seeds'>;

/** Reads the options: in the engine's form without seeds, and the ranking as it is stated. @throws BAD_USER_INPUT */
export async function readCurveOptions(
  services: Pick<Services, 'db'>,
  options: CurveOptions,
  evaluated: Evaluated,
): Promise<{ readonly ranking: CurveRanking; readonly engine: EngineOptions }> {
  const { choices, model } = evaluated;
  const isOfEdges = choices.members === 'EDGES';
  const count = isOfEdges ? countScopeEdges(model, choices.scope) : listNodes(model, choices.scope).length;
  // The engine refuses larger graphs too; no list is made of them here.
  if (count > MAX_GRAPH_EDGES)
    refuse('sizes', `The model has ${count} edges in this scope; a curve takes up to ${MAX_GRAPH_EDGES}.`);
  const order = isOfEdges ? await orderEdges(services, options, evaluated) : orderNodes(options, evaluated);
  return {
    ranking: options.order || options.edgeOrder ? 'GIVEN' : options.ranking,
    engine: {
      order,
      ranking: options.ranking === 'SIGNED' ? 'signed' : 'absolute',
      sizes: chooseSizes(options, count, isOfEdges),
    },
  };
}

function refuse(path: string, message: string): never {
  throw badUserInput([{ path, message }]);
}

/** An order of all nodes: those that are given, then the others in their order. Null for single effects. @throws BAD_USER_INPUT */
function orderNodes(
  { order, edgeOrder, ranking }: CurveOptions,
  { choices: { scope }, model }: Evaluated,
): CircuitNode[] | null {
  if (edgeOrder) refuse('edgeOrder', 'An order of edges belongs to a circuit of edges. Give order instead.');
  if (!order) {
    if (ranking === 'RUN_EDGES')
      refuse('ranking', 'RUN_EDGES ranks edges. Give the circuit as edges, or rank nodes by their effects.');
    return null;
  }
  const issues = findNodeIssues(order, 'order', scope, model);
  if (issues.length > 0) throw badUserInput(issues);
  const given = order.map(({ layer, head }) => ({ layer, head: head ?? null }));
  const isGiven = (node: CircuitNode): boolean =>
    given.some(({ layer, head }) => layer === node.layer && head === node.head);
  return [...given, ...readNodes(listNodes(model, scope).filter((node) => !isGiven(node)))];
}

/** An order of all edges, likewise. @throws BAD_USER_INPUT */
async function orderEdges(
  services: Pick<Services, 'db'>,
  { order, edgeOrder, ranking }: CurveOptions,
  { run, choices: { scope, direction, metric }, model }: Evaluated,
): Promise<CircuitEdge[] | null> {
  if (order) refuse('order', 'An order of nodes belongs to a circuit of nodes. Give edgeOrder instead.');
  if (edgeOrder) {
    const issues = findEdgeIssues(edgeOrder, 'edgeOrder', scope, model);
    if (issues.length > 0) throw badUserInput(issues);
    const { number } = createEdgeNumbering(model);
    const given = readEdges(edgeOrder, 'as given');
    const numbers = new Set(given.map((edge) => number(edge)));
    return [...given, ...listEdges(model, scope).filter((edge) => !numbers.has(number(edge)))];
  }
  if (ranking !== 'RUN_EDGES') return null;
  if (run === null) refuse('ranking', 'RUN_EDGES takes the edges of a stored run. Give a run.');
  if (scope !== 'HEADS')
    refuse('ranking', 'A run ranks edges between heads. Use the scope HEADS, or give an order of edges.');
  return rankByRunEdges(services, run, model, direction, metric);
}

/** Increasing sizes that end with all members. @throws BAD_USER_INPUT */
function chooseSizes({ sizes, fractions }: CurveOptions, count: number, isOfEdges: boolean): number[] {
  if (sizes && fractions) refuse('fractions', 'Give sizes or fractions, not both.');
  if (sizes) return checkSizes(sizes, count);
  if (!fractions) return isOfEdges ? sizesOfFractions(EDGE_FRACTIONS, count) : spaceSizes(count);
  checkNumber('fractions', fractions.length);
  for (const fraction of fractions)
    if (!(fraction > 0 && fraction <= 1))
      refuse('fractions', `${fraction} is no fraction above 0 and up to 1.`);
  return sizesOfFractions([...fractions, 1], count);
}

function checkNumber(path: 'sizes' | 'fractions', count: number): void {
  if (count === 0) refuse(path, `There is nothing in ${path}. Leave it out for the usual sizes.`);
  if (count > MAX_CURVE_SIZES) refuse(path, `${count} ${path} are too many; use up to ${MAX_CURVE_SIZES}.`);
}

function checkSizes(sizes: readonly number[], members: number): number[] {
  checkNumber('sizes', sizes.length);
  sizes.forEach((size, index) => {
    if (size < 1 || size > members)
      refuse('sizes', `There is no circuit of the size ${size}; use 1 to ${members}.`);
    if (index > 0 && size <= sizes[index - 1]!) refuse('sizes', 'Sizes must increase.');
  });
  return sizes.at(-1) === members ? [...sizes] : [...sizes, members];
}
