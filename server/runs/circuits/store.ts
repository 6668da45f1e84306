/** Circuits that are stored with runs. */
import { randomBytes } from 'node:crypto';
import { MAX_CIRCUIT_NAME, MAX_STORED_CIRCUITS } from '../../../domain/limits';
import { METRIC_IDS } from '../../../domain/metrics';
import { checkName } from '../../accounts/name';
import type { Circuit, Database } from '../../db';
import { wordColumn } from '../../db/codec';
import { ENGINE_VERSION } from '../../engine/client/client';
import { AppError, badUserInput, isAppError } from '../../errors';
import { authorize, isAuthorized, type Actor } from '../../accounts/policy';
import { findRunToChange } from '../manage/ownership';
import { evaluateCircuit, type CircuitServices } from './evaluate';
import { directionOf, type CircuitChoices, type CircuitInput } from './input';
import { decodeDonors, type CircuitResults } from './results';

/** Options of the parts that are stored: the defaults of the API. */
const RANDOM_CIRCUITS = 10;
const COMPLETENESS = {
  knockouts: 10,
  greedySteps: 5,
  candidates: 5,
  seed: 0,
  randomCircuits: RANDOM_CIRCUITS,
};
const MINIMALITY = { others: 30, seed: 0, randomCircuits: RANDOM_CIRCUITS };
const CURVE = { ranking: 'ABSOLUTE', randomCircuits: RANDOM_CIRCUITS } as const;

export interface SaveInput {
  readonly run: string;
  readonly name: string;
  readonly circuit: CircuitInput;
}

/**
 * Evaluates a circuit and stores it. A part that is too costly is left out.
 *
 * @throws BAD_USER_INPUT with all problems; NOT_FOUND; FORBIDDEN for another user's run; CONFLICT for a run that has not succeeded;
 *   QUOTA_EXCEEDED when the run has the most circuits; MODEL_UNAVAILABLE; ENGINE_FAILED; RUN_CANCELLED.
 */
export async function saveCircuit(
  services: CircuitServices,
  userId: string | null,
  input: SaveInput,
  signal?: AbortSignal,
): Promise<Circuit> {
  const { db } = services;
  const name = checkName('name', input.name, MAX_CIRCUIT_NAME);
  if (input.circuit.nodes.length === 0)
    throw badUserInput([{ path: 'circuit.nodes', message: 'The circuit has no node. Name at least one.' }]);
  const run = await findRunToChange(db, { userId, isAdministrator: false }, input.run, 'saveCircuit');
  if (run.status !== 'SUCCEEDED')
    throw new AppError('CONFLICT', 'Circuits are stored with runs that have succeeded. Wait until it has.');
  await checkRoom(db, run.id);
  const evaluation = await evaluateCircuit(services, { run: run.id, circuit: input.circuit }, signal);
  const results: CircuitResults = {
    faithfulness: await evaluation.faithfulness(RANDOM_CIRCUITS),
    completeness: await skipIfCostly(evaluation.completeness(COMPLETENESS)),
    minimality: await skipIfCostly(evaluation.minimality(MINIMALITY)),
    curve: await skipIfCostly(evaluation.curve(CURVE)),
  };
  const { choices, nodes } = evaluation;
  return db.$transaction(async (transaction) => {
    await checkRoom(transaction, run.id);
    return transaction.circuit.create({
      data: {
        id: randomBytes(9).toString('base64url'),
        runId: run.id,
        creatorId: run.ownerId,
        name,
        nodes: JSON.stringify(nodes),
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

/** Whether somebody may delete a circuit. */
export function canDelete({ creatorId }: Pick<Circuit, 'creatorId'>, actor: Actor): boolean {
  return isAuthorized(actor, 'deleteCircuit', [creatorId]);
}

/**
 * Deletes a stored circuit.
 *
 * @returns its id.
 * @throws NOT_FOUND; FORBIDDEN for anybody but its creator and administrators.
 */
export async function deleteCircuit(
  { db }: Pick<CircuitServices, 'db'>,
  actor: Actor,
  id: string,
): Promise<string> {
  const circuit = await db.circuit.findUnique({ where: { id }, select: { creatorId: true } });
  if (!circuit) throw new AppError('NOT_FOUND', `There is no circuit '${id}'.`);
  authorize(actor, 'deleteCircuit', [circuit.creatorId]);
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
