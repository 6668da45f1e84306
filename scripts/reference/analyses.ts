/** What is computed beside a run's sweeps, exported as notebooks: path patching, traces, attribution, logit lens and circuits. */
import type { DocumentNode } from 'graphql';
import type { AttributionState } from '../../components/attribution/attribution-state';
import { toAttributionNotebook } from '../../components/attribution/attribution-notebook';
import { toLensNotebook } from '../../components/attribution/lens-notebook';
import { toCircuitNotebook } from '../../components/circuits/circuit-notebook';
import { circuitInput, readCircuitState } from '../../components/circuits/circuit-state';
import { rankingInput, SEARCHED_OTHERS } from '../../components/circuits/curve-ranking';
import {
  CircuitEvaluationDocument,
  MlpNeuronsDocument,
  PathStepDocument,
  RunAnalysisDocument,
  RunAttributionDocument,
  RunLogitLensDocument,
  TraceRowDocument,
  type AnalysedRun_RunFragment,
  type CircuitEvaluationQuery,
  type MlpNeuronsQuery,
  type PathStepQuery,
  type RunAnalysisQuery,
  type RunAttributionQuery,
  type RunLogitLensQuery,
  type TraceRowQuery,
} from '../../components/generated/graphql';
import { pairInputs } from '../../components/analysis/pair-inputs';
import { readPathState } from '../../components/paths/path-state';
import { makeStepRequest } from '../../components/paths/step-input';
import { toStepNotebook } from '../../components/paths/step-notebook';
import { listRows } from '../../components/tracing/trace';
import { toTraceNotebook } from '../../components/tracing/trace-notebook';
import { readTracingState } from '../../components/tracing/tracing-state';
import type { EdgeInput } from '../../domain/edges';
import { mean } from '../../domain/effect';

export type Ask = <T>(document: DocumentNode, variables: Record<string, unknown>) => Promise<T>;

export interface ExportedNotebook {
  readonly name: string;
  /** Of an .ipynb file. */
  readonly text: string;
}

/** Addresses of the pages, with what they show. */
const STEPS: readonly (readonly [name: string, address: string, input: EdgeInput | null])[] = [
  ['path-to-logits', '', null],
  ['path-to-queries', 'to=L2H1_L3H0&direction=noising&mlps=frozen&norm=frozen', 'q'],
  ['path-to-values', 'to=L3H2&metric=prob', 'v'],
];
const TRACES = [
  ['trace-noise', 'samples=2&seed=7&layers=2'],
  ['trace-prompts', 'corrupt=prompt'],
] as const;
const CIRCUITS = [
  ['circuit-mean', 'nodes=L0H1,L1H2,L2H1,L3H0,MLP 0,MLP 3'],
  [
    'circuit-resample',
    'nodes=L0H1,L2H1,L3H2&on=corrupted&scope=heads&ablation=resample&seed=3&ranking=signed',
  ],
  ['circuit-source', 'nodes=L2H1,MLP 1&ablation=source&metric=kl_from_base'],
  ['circuit-zero', 'nodes=L0H0,L1H1,MLP 2&ablation=zero&metric=prob'],
  [
    'circuit-edges',
    'of=edges&ablation=resample&seed=3&edges=embed>L0H1.V,embed>mlp 0,L0H1>L1H2.K,mlp 0>L2H1.Q,mlp 0>mlp 3,L2H1>logits,mlp 3>logits',
  ],
  [
    'circuit-edges-between-heads',
    'of=edges&scope=heads&on=corrupted&ranking=run_edges&edges=L0H1>L1H2.K,L0H3>L2H1.V,L1H2>L3H0.Q,L2H1>L3H0.V',
  ],
] as const;

/** Asks for each analysis of a run as its page does, and writes its notebook. */
export async function exportAnalyses(ask: Ask, runId: string): Promise<ExportedNotebook[]> {
  const { run } = await ask<RunAnalysisQuery>(RunAnalysisDocument, { id: runId });
  if (!run) throw new Error(`There is no run '${runId}'.`);
  return [
    ...(await exportSteps(ask, run)),
    ...(await exportTraces(ask, run)),
    ...(await exportReadings(ask, run)),
    ...(await exportCircuits(ask, run)),
  ];
}

async function exportSteps(ask: Ask, run: AnalysedRun_RunFragment): Promise<ExportedNotebook[]> {
  const notebooks: ExportedNotebook[] = [];
  for (const [name, address, input] of STEPS) {
    const step = makeStepRequest(run, readPathState(new URLSearchParams(address), run), input);
    const { intervene } = await ask<PathStepQuery>(PathStepDocument, { input: step.request });
    const means = Float32Array.from(intervene.results[0]!.singles, mean);
    notebooks.push({ name, text: toStepNotebook(run, step, means) });
  }
  return notebooks;
}

async function exportTraces(ask: Ask, run: AnalysedRun_RunFragment): Promise<ExportedNotebook[]> {
  const notebooks: ExportedNotebook[] = [];
  const sizes = { layers: run.model.layers, length: run.pairs[0]!.cleanTokens.length };
  for (const [name, address] of TRACES) {
    const state = readTracingState(new URLSearchParams(address), sizes);
    const requests = listRows(run, state);
    const rows: TraceRowQuery['intervene'][] = [];
    for (const { input } of requests) {
      const variables = { input, withLayers: state.layers > 1 };
      rows.push((await ask<TraceRowQuery>(TraceRowDocument, variables)).intervene);
    }
    notebooks.push({ name, text: toTraceNotebook({ run, state, requests, rows }) });
  }
  return notebooks;
}

async function exportReadings(ask: Ask, run: AnalysedRun_RunFragment): Promise<ExportedNotebook[]> {
  const state: AttributionState = {
    reading: 'difference',
    prompt: null,
    head: null,
    mlp: 1,
    lensValue: 'logitDiff',
    includesMid: true,
  };
  const prompts = { model: run.model.id, pairs: pairInputs(run.pairs), prependBos: run.prependBos };
  const shares = await ask<RunAttributionQuery>(RunAttributionDocument, prompts);
  const { clean, corrupted } = await ask<MlpNeuronsQuery>(MlpNeuronsDocument, {
    ...prompts,
    layer: state.mlp,
  });
  const neurons = { clean: clean.neurons, corrupted: corrupted.neurons };
  const readLens = async (on: 'CLEAN' | 'CORRUPTED') =>
    (await ask<RunLogitLensQuery>(RunLogitLensDocument, { ...prompts, on, includeMid: true })).logitLens;
  const lens = { clean: await readLens('CLEAN'), corrupted: await readLens('CORRUPTED') };
  return [
    { name: 'attribution', text: toAttributionNotebook({ run, state, shares, neurons }) },
    { name: 'logit-lens', text: toLensNotebook({ run, state, ...lens }) },
  ];
}

async function exportCircuits(ask: Ask, run: AnalysedRun_RunFragment): Promise<ExportedNotebook[]> {
  const notebooks: ExportedNotebook[] = [];
  for (const [name, address] of CIRCUITS) {
    const state = readCircuitState(new URLSearchParams(address), run.model);
    const { nodes, edges, members } = state;
    const { evaluateCircuit } = await ask<CircuitEvaluationQuery>(CircuitEvaluationDocument, {
      input: { run: run.id, circuit: circuitInput(state) },
      others: SEARCHED_OTHERS[members],
      ranking: rankingInput(state.ranking),
    });
    const { choices, faithfulness, completeness, minimality, curve } = evaluateCircuit;
    const parts = { faithfulness, completeness: completeness!, minimality: minimality!, curve: curve! };
    notebooks.push({ name, text: toCircuitNotebook({ run, nodes, edges, choices, ...parts }) });
  }
  return notebooks;
}
