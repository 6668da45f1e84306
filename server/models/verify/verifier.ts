/** Verifications of installed models: started on request, computed one at a time, stored in the database. */
import { createHash } from 'node:crypto';
import type { Database, Verification } from '../../db';
import { ENGINE_VERSION } from '../../engine/client/client';
import type { Engine } from '../../engine/api';
import { createNoEngineError } from '../../engine-status';
import { AppError, isAppError } from '../../errors';
import { log } from '../../log';
import { findPublishedValues } from './published-values';
import type { Models } from '../registry/installed';
import { verifyModel, type VerificationRow } from './verify';

/** Verification of a model against its published values. */
export interface VerificationStatus {
  readonly state: 'UNVERIFIED' | 'RUNNING' | 'PASSED' | 'FAILED' | 'ERROR';
  /** The last finished one, if files, published values and engine have not changed since. */
  readonly verification: Verification | null;
  /** Why the last one could not be finished; null otherwise. */
  readonly message: string | null;
}

export interface Verifier {
  /** Null for a model without published values. */
  status(modelId: string): Promise<VerificationStatus | null>;
  /**
   * Starts a verification, or joins the one in progress.
   *
   * @throws NOT_FOUND for a model without published values; MODEL_UNAVAILABLE; ENGINE_FAILED without an engine.
   */
  start(modelId: string): Promise<VerificationStatus>;
}

/** Shown for an error that is not an AppError. */
const UNEXPECTED = 'Verification failed unexpectedly. See the server log.';

interface Parts {
  readonly db: Database;
  readonly engine: Engine | null;
  readonly models: Models;
}

/** Creates a verifier; what it is computing and why it failed is kept in this process. */
export function createVerifier(parts: Parts): Verifier {
  const { db, engine, models } = parts;
  /** Ids of models that are being verified, and the last failure of each model. */
  const running = new Set<string>();
  const failures = new Map<string, string>();

  const readStatus = async (modelId: string): Promise<VerificationStatus | null> => {
    if (!findPublishedValues(modelId)) return null;
    const verification = await findCurrent(modelId);
    if (running.has(modelId)) return { state: 'RUNNING', verification, message: null };
    const message = failures.get(modelId) ?? null;
    if (message !== null) return { state: 'ERROR', verification, message };
    const state = verification === null ? 'UNVERIFIED' : verification.passed ? 'PASSED' : 'FAILED';
    return { state, verification, message: null };
  };

  const findCurrent = async (modelId: string): Promise<Verification | null> => {
    const last = await db.verification.findFirst({ where: { modelId }, orderBy: { id: 'desc' } });
    if (!last || last.engineVersion !== ENGINE_VERSION) return null;
    const isCurrent = await matchesPresentFiles(models, last).catch(() => false);
    return isCurrent ? last : null;
  };

  return {
    status: readStatus,
    async start(modelId) {
      if (!findPublishedValues(modelId)) {
        const message = `No published values are known for '${modelId}', so it cannot be verified.`;
        throw new AppError('NOT_FOUND', message);
      }
      await models.info(modelId);
      if (engine === null) {
        throw createNoEngineError();
      }
      if (!running.has(modelId)) {
        running.add(modelId);
        failures.delete(modelId);
        verifyAndKeep(db, engine, models, modelId)
          .catch((error: unknown) => {
            log.error({ err: error, model: modelId }, 'a verification could not be finished');
            failures.set(modelId, isAppError(error) ? error.message : UNEXPECTED);
          })
          .finally(() => running.delete(modelId));
      }
      return (await readStatus(modelId))!;
    },
  };
}

/**
 * Verifies a model and stores the result.
 *
 * @param onRows is called with the rows of each part as soon as they are computed.
 * @throws as verifyModel.
 */
export async function verifyAndKeep(
  db: Database,
  engine: Engine,
  models: Models,
  modelId: string,
  onRows?: (rows: readonly VerificationRow[]) => void,
): Promise<Verification> {
  const stamp = await readVerificationStamp(models, modelId);
  const { digest, weightsSha256 } = await models.identify(modelId);
  const { bosId, tokenText } = await models.vocabulary(modelId);
  const started = performance.now();
  const tokenizer = {
    tokenText,
    async tokens(text: string, prependBos: boolean) {
      const [tokens] = await models.tokenize(modelId, [text]);
      return prependBos ? [{ id: bosId }, ...tokens!] : tokens!;
    },
  };
  const rows = await verifyModel(engine, tokenizer, modelId, onRows, { digest, weightsSha256 });
  return db.verification.create({
    data: {
      modelId,
      stamp,
      modelSha256: weightsSha256,
      modelDigest: digest,
      engineVersion: ENGINE_VERSION,
      provider: await engine.provider(),
      elapsedMs: performance.now() - started,
      passed: rows.every(({ passed }) => passed),
      rows: JSON.stringify(rows),
    },
  });
}

/**
 * Whether a verification is of the present files and published values. Files are compared by digest; they are read only
 * when their stamp has changed.
 *
 * @throws MODEL_UNAVAILABLE
 */
async function matchesPresentFiles(
  models: Models,
  { modelId, stamp, modelDigest }: Verification,
): Promise<boolean> {
  if (stamp === (await readVerificationStamp(models, modelId))) return true;
  if (modelDigest === null || !stamp.endsWith(` ${hashPublishedValues(modelId)}`)) return false;
  return modelDigest === (await models.identify(modelId)).digest;
}

/**
 * A text that changes when a model's files or its published values change.
 *
 * @throws MODEL_UNAVAILABLE
 */
export async function readVerificationStamp(models: Pick<Models, 'stamp'>, modelId: string): Promise<string> {
  return `${await models.stamp(modelId)} ${hashPublishedValues(modelId)}`;
}

function hashPublishedValues(modelId: string): string {
  const hash = createHash('sha256').update(JSON.stringify(findPublishedValues(modelId)));
  return hash.digest('hex').slice(0, 16);
}
