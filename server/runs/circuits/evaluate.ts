/** Evaluation of a circuit at once: each part is computed when it is asked for. */
import type { CircuitNode } from '../../../domain/circuit';
import type { CircuitEdge, CircuitMember } from '../../../domain/circuit-edges';
import { MAX_CANDIDATES, MAX_KNOCKOUTS, MAX_RANDOM_CIRCUITS } from '../../../domain/limits';
import type { Actor } from '../../accounts/policy';
import type { CircuitPart, CircuitPartOptions, CircuitPartResults } from '../../engine/circuits';
import { createNoEngineError } from '../../engine-status';
import { badUserInput } from '../../errors';
import { readPrompts, type PromptsInput } from '../inspect/prompts';
import type { Services } from '../services';
import { readCurveOptions, type CurveOptions } from './curve-options';
import {
  findDirection,
  findCircuitIssues,
  readChoices,
  readCircuit,
  type CircuitChoices,
  type CircuitInput,
} from './input';
import { describeCompleteness, describeCurve, describeFaithfulness, describeMinimality } from './results';
import type { CircuitCurve, Completeness, Faithfulness, Minimality } from './results-schema';

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

/** A circuit that is valid for its model and prompts. Each method throws as Engine.circuit does, and for options out of range. */
export interface CircuitEvaluation {
  /** Empty for a circuit of edges. */
  readonly nodes: readonly CircuitNode[];
  /** Empty for a circuit of nodes. */
  readonly edges: readonly CircuitEdge[];
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
 * @throws BAD_USER_INPUT with all problems; NOT_FOUND for a run that the actor cannot open; MODEL_UNAVAILABLE; RUN_CANCELLED.
 */
export async function evaluateCircuit(
  services: CircuitServices,
  actor: Actor,
  input: EvaluateInput,
  signal?: AbortSignal,
): Promise<CircuitEvaluation> {
  const { engine, circuitParts } = services;
  const { model, pairs, experiment } = await readPrompts(services, actor, input, signal);
  const issues = findCircuitIssues(input.circuit, 'circuit', model, pairs);
  if (issues.length > 0) throw badUserInput(issues);
  const { nodes, edges, ...ablation } = readCircuit(input.circuit, experiment.pairs);
  const choices = readChoices(input.circuit, ablation);
  const { metric } = choices;
  const compute = async <Part extends CircuitPart>(
    part: Part,
    options: CircuitPartOptions<CircuitMember>[Part],
  ): Promise<CircuitPartResults<CircuitMember>[Part]> => {
    if (engine === null) throw createNoEngineError();
    const request = {
      experiment: { ...experiment, direction: findDirection(choices.on) },
      ...ablation,
      part,
    };
    // The curve does not depend on the circuit.
    const isCurve = part === 'curve';
    if (choices.members === 'EDGES') {
      const ofEdges = options as CircuitPartOptions<CircuitEdge>[Part];
      const wanted = { ...request, edges: isCurve ? [] : edges, options: ofEdges };
      return circuitParts.compute(wanted, () => engine.edgeCircuit(wanted, signal));
    }
    const ofNodes = options as CircuitPartOptions[Part];
    const wanted = { ...request, nodes: isCurve ? [] : nodes, options: ofNodes };
    return circuitParts.compute(wanted, () => engine.circuit(wanted, signal));
  };
  return {
    nodes,
    edges,
    choices,
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
    async curve(wanted) {
      const seeds = listSeeds(wanted.randomCircuits);
      const { ranking, engine: options } = await readCurveOptions(services, wanted, {
        run: input.run ?? null,
        model,
        choices,
      });
      return describeCurve(await compute('curve', { ...options, seeds }), ranking, metric, seeds);
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
