/** Evaluation of a circuit at once: each part is computed when it is asked for. */
import { listNodes, spaceSizes, type CircuitNode } from '../../../domain/circuit';
import { MAX_CANDIDATES, MAX_CURVE_SIZES, MAX_KNOCKOUTS, MAX_RANDOM_CIRCUITS } from '../../../domain/limits';
import type { ModelInfo } from '../../engine/api';
import type { CircuitPart, CircuitPartOptions, CircuitPartResults } from '../../engine/circuits';
import { createNoEngineError } from '../../engine-status';
import { badUserInput } from '../../errors';
import { readPrompts, type PromptsInput } from '../inspect/prompts';
import type { Services } from '../services';
import {
  directionOf,
  findCircuitIssues,
  findNodeIssues,
  readChoices,
  readCircuit,
  readNodes,
  type CircuitChoices,
  type CircuitInput,
  type NodeInput,
} from './input';
import {
  describeCompleteness,
  describeCurve,
  describeFaithfulness,
  describeMinimality,
  type CircuitCurve,
  type Completeness,
  type Faithfulness,
  type Minimality,
} from './results';

export interface EvaluateInput extends PromptsInput {
  readonly circuit: CircuitInput;
}

export interface CompletenessOptions {
  readonly knockouts: number;
  readonly greedySteps: number;
  readonly candidates: number;
  readonly seed: number;
  readonly randomCircuits: number;
}

export interface MinimalityOptions {
  readonly others: number;
  readonly seed: number;
  readonly randomCircuits: number;
}

export interface CurveOptions {
  readonly ranking: 'ABSOLUTE' | 'SIGNED';
  readonly order?: readonly NodeInput[] | null | undefined;
  readonly sizes?: readonly number[] | null | undefined;
  readonly randomCircuits: number;
}

/** A circuit that is valid for its model and prompts. Each method throws as Engine.circuit does, and for options out of range. */
export interface CircuitEvaluation {
  readonly nodes: readonly CircuitNode[];
  readonly choices: CircuitChoices;
  faithfulness(randomCircuits: number): Promise<Faithfulness>;
  completeness(options: CompletenessOptions): Promise<Completeness>;
  minimality(options: MinimalityOptions): Promise<Minimality>;
  curve(options: CurveOptions): Promise<CircuitCurve>;
}

export type CircuitServices = Pick<Services, 'db' | 'engine' | 'models' | 'circuitParts'>;

/**
 * Checks a circuit and prepares its evaluation.
 *
 * @param signal aborts when nobody waits for the result.
 * @throws BAD_USER_INPUT with all problems; NOT_FOUND for a run that does not exist; MODEL_UNAVAILABLE; RUN_CANCELLED.
 */
export async function evaluateCircuit(
  services: CircuitServices,
  input: EvaluateInput,
  signal?: AbortSignal,
): Promise<CircuitEvaluation> {
  const { engine, circuitParts } = services;
  const { model, pairs, experiment } = await readPrompts(services, input, signal);
  const issues = findCircuitIssues(input.circuit, 'circuit', model, pairs);
  if (issues.length > 0) throw badUserInput(issues);
  const circuit = readCircuit(input.circuit, pairs);
  const { on, scope, metric } = input.circuit;
  const compute = <Part extends CircuitPart>(
    part: Part,
    options: CircuitPartOptions[Part],
  ): Promise<CircuitPartResults[Part]> => {
    if (engine === null) throw createNoEngineError();
    const request = {
      experiment: { ...experiment, direction: directionOf(on) },
      ...circuit,
      // The curve does not depend on the circuit.
      nodes: part === 'curve' ? [] : circuit.nodes,
      part,
      options,
    };
    return circuitParts.compute(engine, request, signal);
  };
  return {
    nodes: circuit.nodes,
    choices: readChoices(input.circuit, circuit),
    async faithfulness(randomCircuits) {
      const seeds = listSeeds(randomCircuits);
      return describeFaithfulness(await compute('faithfulness', { seeds }), metric, seeds);
    },
    async completeness({ randomCircuits, ...options }) {
      const seeds = listSeeds(randomCircuits);
      checkRange('knockouts', options.knockouts, 0, MAX_KNOCKOUTS);
      checkRange('greedySteps', options.greedySteps, 0, MAX_KNOCKOUTS);
      checkRange('candidates', options.candidates, 1, MAX_CANDIDATES);
      return describeCompleteness(await compute('completeness', { ...options, seeds }), seeds);
    },
    async minimality({ randomCircuits, ...options }) {
      const seeds = listSeeds(randomCircuits);
      checkRange('others', options.others, 0, MAX_CANDIDATES);
      return describeMinimality(await compute('minimality', { ...options, seeds }), seeds);
    },
    async curve({ ranking, order, sizes, randomCircuits }) {
      const seeds = listSeeds(randomCircuits);
      const nodes = listNodes(model, scope);
      const options: CircuitPartOptions['curve'] = {
        ranking: ranking === 'SIGNED' ? 'signed' : 'absolute',
        order: order ? completeOrder(order, nodes, input.circuit, model) : null,
        sizes: sizes ? checkSizes(sizes, nodes.length) : spaceSizes(nodes.length),
        seeds,
      };
      return describeCurve(await compute('curve', options), metric, seeds);
    },
  };
}

/** Seeds of random circuits: 0, 1, 2, ... @throws BAD_USER_INPUT */
function listSeeds(count: number): number[] {
  checkRange('randomCircuits', count, 0, MAX_RANDOM_CIRCUITS);
  return Array.from({ length: count }, (_, seed) => seed);
}

/** @throws BAD_USER_INPUT */
function checkRange(path: string, value: number, least: number, most: number): void {
  if (value >= least && value <= most) return;
  throw badUserInput([{ path, message: `${path} is ${value}; use ${least} to ${most}.` }]);
}

/** An order of all nodes: those that are given, then the others in their order. @throws BAD_USER_INPUT */
function completeOrder(
  order: readonly NodeInput[],
  nodes: readonly CircuitNode[],
  { scope }: CircuitInput,
  model: ModelInfo,
): CircuitNode[] {
  const issues = findNodeIssues(order, 'order', scope, model);
  if (issues.length > 0) throw badUserInput(issues);
  const given = order.map(({ layer, head }) => ({ layer, head: head ?? null }));
  const isGiven = (node: CircuitNode): boolean =>
    given.some(({ layer, head }) => layer === node.layer && head === node.head);
  return [...given, ...readNodes(nodes.filter((node) => !isGiven(node)))];
}

/** Increasing sizes that end with all nodes. @throws BAD_USER_INPUT */
function checkSizes(sizes: readonly number[], nodes: number): number[] {
  const refuse = (message: string): never => {
    throw badUserInput([{ path: 'sizes', message }]);
  };
  if (sizes.length === 0) refuse('There is no size. Leave sizes out for evenly spaced ones.');
  if (sizes.length > MAX_CURVE_SIZES)
    refuse(`${sizes.length} sizes are too many; use up to ${MAX_CURVE_SIZES}.`);
  sizes.forEach((size, index) => {
    if (size < 1 || size > nodes) refuse(`There is no circuit of ${size} nodes; use 1 to ${nodes}.`);
    if (index > 0 && size <= sizes[index - 1]!) refuse('Sizes must increase.');
  });
  return sizes.at(-1) === nodes ? [...sizes] : [...sizes, nodes];
}
