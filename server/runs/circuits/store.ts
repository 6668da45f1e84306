/** Circuits that are stored with runs. */
import { MAX_CIRCUIT_NAME, MAX_STORED_CIRCUITS } from '../../../domain/limits';
import { METRIC_IDS } from '../../../domain/metrics';
import { checkName } from '../../accounts/name';
import type { Circuit, Database, Run } from '../../db';
import { wordColumn } from '../../db/codec';
import { ENGINE_VERSION } from '../../engine/client/client';
import { createId } from '../../create-id';
import { AppError, badUserInput, isAppError } from '../../errors';
import { authorize, isAuthorized, type Actor } from '../../accounts/policy';
import { findReadableRun, readableRuns } from '../../accounts/visibility';
import type { Act } from '../joint/store';
import { evaluateCircuit, type CircuitEvaluation, type CircuitServices } from './evaluate';
import { directionOf, type CircuitChoices, type CircuitInput } from './input';
import type { CurveOptions } from './curve-options';
import { decodeDonors, type CircuitCurve, type CircuitResults } from './results-schema';

/** Options of the parts that are stored: the defaults of the API. */
const RANDOM_CIRCUITS = 10;
const COMPLETENESS = {
  knockouts: 10,
  greedySteps: 5,
  candidates: 5,
  seed: 0,
  randomCircuits: RANDOM_CIRCUITS,
};
const MINIMALITY = { seed: 0, randomCircuits: RANDOM_CIRCUITS };
/** Knock-outs of minimality: there are many more edges than nodes. */
const OTHERS = { NODES: 30, EDGES: 0 };

export interface SaveInput {
  readonly run: string;
  readonly name: string;
  readonly circuit: CircuitInput;
}

/**
 * Evaluates a circuit and stores it with a run, as the acting user's. A part that is too costly is left out.
 *
 * @throws BAD_USER_INPUT with all problems; NOT_FOUND; CONFLICT for a run that has not succeeded;
 *   QUOTA_EXCEEDED when the run has the most circuits; MODEL_UNAVAILABLE; ENGINE_FAILED; RUN_CANCELLED.
 */
export async function saveCircuit(
  services: CircuitServices,
  actor: Actor,
  act: Act,
  input: SaveInput,
  signal?: AbortSignal,
): Promise<Circuit> {
  const { db } = services;
  const name = checkName('name', input.name, MAX_CIRCUIT_NAME);
  const { nodes: givenNodes, edges: givenEdges } = input.circuit;
  if (givenEdges?.length === 0)
    throw badUserInput([{ path: 'circuit.edges', message: 'The circuit has no edge. Name at least one.' }]);
  if (givenNodes?.length === 0)
    throw badUserInput([{ path: 'circuit.nodes', message: 'The circuit has no node. Name at least one.' }]);
  const run = await findReadableRun(db, actor, input.run);
  if (run.status !== 'SUCCEEDED')
    throw new AppError('CONFLICT', 'Circuits are stored with runs that have succeeded. Wait until it has.');
  await checkRoom(db, run.id);
  const evaluation = await evaluateCircuit(services, actor, { run: run.id, circuit: input.circuit }, signal);
  const results: CircuitResults = {
    faithfulness: await evaluation.faithfulness(RANDOM_CIRCUITS),
    completeness: await skipIfCostly(evaluation.completeness(COMPLETENESS)),
    minimality: await skipIfCostly(
      evaluation.minimality({ others: OTHERS[evaluation.choices.members], ...MINIMALITY }),
    ),
    curve: await evaluateStoredCurve(evaluation),
  };
  const { choices, nodes, edges } = evaluation;
  const creatorId = await act();
  const id = createId(creatorId);
  return db.$transaction(async (transaction) => {
    const known = await transaction.circuit.findUnique({ where: { id } });
    if (known) return known;
    await checkRoom(transaction, run.id);
    return transaction.circuit.create({
      data: {
        id,
        runId: run.id,
        creatorId,
        name,
        nodes: JSON.stringify(nodes),
        edges: choices.members === 'EDGES' ? JSON.stringify(edges) : null,
        side: choices.on,
        scope: choices.scope,
        value: choices.value,
        valueFrom: choices.valueFrom,
        acrossPositions: choices.acrossPositions,
        donors: choices.donors && JSON.stringify(choices.donors),
        metric: choices.metric,
        faithfulness: results.faithfulness.mean,
        engineVersion: ENGINE_VERSION,
        results: JSON.stringify(results),
      },
    });
  });
}

/** The curve of single effects; of edges between heads, that of the run's own ranking where it has one. */
async function evaluateStoredCurve(evaluation: CircuitEvaluation): Promise<CircuitCurve | null> {
  const { choices } = evaluation;
  const by = (ranking: CurveOptions['ranking']): Promise<CircuitCurve | null> =>
    skipIfCostly(evaluation.curve({ ranking, randomCircuits: RANDOM_CIRCUITS }));
  const isOfHeads = choices.members === 'EDGES' && choices.scope === 'HEADS';
  return (isOfHeads ? await by('RUN_EDGES') : null) ?? by('ABSOLUTE');
}

/** @throws QUOTA_EXCEEDED */
async function checkRoom(db: Pick<Database, 'circuit'>, runId: string): Promise<void> {
  const count = await db.circuit.count({ where: { runId } });
  if (count < MAX_STORED_CIRCUITS) return;
  const message = `The run has ${count} circuits; the limit is ${MAX_STORED_CIRCUITS}. Delete one that you no longer need.`;
  throw new AppError('QUOTA_EXCEEDED', message);
}

/** Null for a part that the engine refuses for its cost; the circuit itself was accepted before. */
async function skipIfCostly<T>(part: Promise<T>): Promise<T | null> {
  try {
    return await part;
  } catch (error) {
    if (isAppError(error, 'BAD_USER_INPUT')) return null;
    throw error;
  }
}

/** Whether somebody may delete a circuit: its creator, the owner of its run, and administrators. */
export function canDelete(
  { creatorId }: Pick<Circuit, 'creatorId'>,
  { ownerId }: Pick<Run, 'ownerId'>,
  actor: Actor,
): boolean {
  return isAuthorized(actor, 'deleteCircuit', [creatorId, ownerId]);
}

/**
 * Deletes a stored circuit.
 *
 * @returns its id.
 * @throws NOT_FOUND; FORBIDDEN for anybody but its creator, the run's owner and administrators.
 */
export async function deleteCircuit(
  { db }: Pick<CircuitServices, 'db'>,
  actor: Actor,
  id: string,
): Promise<string> {
  const circuit = await db.circuit.findFirst({
    where: { id, run: readableRuns(actor) },
    select: { creatorId: true, run: { select: { ownerId: true } } },
  });
  if (!circuit) throw new AppError('NOT_FOUND', `There is no circuit '${id}'.`);
  authorize(actor, 'deleteCircuit', [circuit.creatorId, circuit.run.ownerId]);
  await db.circuit.deleteMany({ where: { id } });
  return id;
}

const SIDES = ['CLEAN', 'CORRUPTED'] as const;
const decodeSide = wordColumn('Circuit.side', SIDES);
const decodeValueFrom = wordColumn('Circuit.valueFrom', SIDES);
const decodeScope = wordColumn('Circuit.scope', ['HEADS_AND_MLPS', 'HEADS']);
const decodeValue = wordColumn('Circuit.value', ['SOURCE', 'ZERO', 'MEAN', 'RESAMPLE']);
const decodeMetric = wordColumn('Circuit.metric', METRIC_IDS);

/** The choices of a stored circuit. @throws DATABASE_UNAVAILABLE */
export function readStoredChoices(circuit: Circuit): CircuitChoices {
  const on = decodeSide(circuit.side);
  return {
    members: circuit.edges === null ? 'NODES' : 'EDGES',
    on,
    direction: directionOf(on),
    scope: decodeScope(circuit.scope),
    value: decodeValue(circuit.value),
    valueFrom: circuit.valueFrom === null ? null : decodeValueFrom(circuit.valueFrom),
    acrossPositions: circuit.acrossPositions,
    donors: circuit.donors === null ? null : decodeDonors(circuit.donors),
    metric: decodeMetric(circuit.metric),
  };
}
