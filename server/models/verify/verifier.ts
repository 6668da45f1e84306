/** Verifications of installed models: started on request, computed one at a time, kept in the database. */
import { createHash } from 'node:crypto';
import type { Database, Verification } from '../../db';
import { ENGINE_VERSION } from '../../engine/client/client';
import type { Engine } from '../../engine/api';
import { createNoEngineError } from '../../engine-status';
import { AppError, isAppError } from '../../errors';
import { log } from '../../log';
import { figuresOf } from './figures';
import type { Models } from '../registry/installed';
import { verifyModel, type VerificationRow } from './verify';

/** How a model stands to its published figures. */
export interface VerificationStatus {
  readonly state: 'UNVERIFIED' | 'RUNNING' | 'PASSED' | 'FAILED' | 'ERROR';
  /** The last one that was finished, if it was of the files, the figures and the engine that are there now. */
  readonly verification: Verification | null;
  /** Why the last one could not be finished; null otherwise. */
  readonly message: string | null;
}

export interface Verifier {
  /** Null for a model of which no figures are known. */
  status(modelId: string): Promise<VerificationStatus | null>;
  /**
   * Starts a verification, or joins the one under way.
   *
   * @throws NOT_FOUND when no figures are known; MODEL_UNAVAILABLE; ENGINE_FAILED without an engine.
   */
  start(modelId: string): Promise<VerificationStatus>;
}

/** Of what is no AppError; the log has what happened. */
const UNFORESEEN = 'The verification failed unexpectedly; the log of the site says why.';

interface Parts {
  readonly db: Database;
  readonly engine: Engine | null;
  readonly models: Models;
}

export function createVerifier(parts: Parts): Verifier {
  const { db, engine, models } = parts;
  /** By model id: what is under way, and why the last one failed. */
  const running = new Set<string>();
  const failures = new Map<string, string>();

  const status = async (modelId: string): Promise<VerificationStatus | null> => {
    if (!figuresOf(modelId)) return null;
    const verification = await lastOf(modelId);
    if (running.has(modelId)) return { state: 'RUNNING', verification, message: null };
    const message = failures.get(modelId) ?? null;
    if (message !== null) return { state: 'ERROR', verification, message };
    const state = verification === null ? 'UNVERIFIED' : verification.passed ? 'PASSED' : 'FAILED';
    return { state, verification, message: null };
  };

  const lastOf = async (modelId: string): Promise<Verification | null> => {
    const last = await db.verification.findFirst({ where: { modelId }, orderBy: { id: 'desc' } });
    if (!last || last.engineVersion !== ENGINE_VERSION) return null;
    const isOfFiles = await isOfPresentFiles(models, last).catch(() => false);
    return isOfFiles ? last : null;
  };

  return {
    status,
    async start(modelId) {
      if (!figuresOf(modelId)) {
        const message = `No published figures of '${modelId}' are known here, so there is nothing to hold it against.`;
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
            failures.set(modelId, isAppError(error) ? error.message : UNFORESEEN);
          })
          .finally(() => running.delete(modelId));
      }
      return (await status(modelId))!;
    },
  };
}

/**
 * Verifies a model and keeps the result.
 *
 * @param onRows told each part's rows as soon as they are there.
 * @throws as verifyModel.
 */
export async function verifyAndKeep(
  db: Database,
  engine: Engine,
  models: Models,
  modelId: string,
  onRows?: (rows: readonly VerificationRow[]) => void,
): Promise<Verification> {
  const stamp = await stampOf(models, modelId);
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
 * Whether a verification is of the files and the figures that are there now: by the digest of the files, which are read only
 * when their stamp is another one.
 *
 * @throws MODEL_UNAVAILABLE
 */
async function isOfPresentFiles(
  models: Models,
  { modelId, stamp, modelDigest }: Verification,
): Promise<boolean> {
  if (stamp === (await stampOf(models, modelId))) return true;
  if (modelDigest === null || !stamp.endsWith(` ${hashFigures(modelId)}`)) return false;
  return modelDigest === (await models.identify(modelId)).digest;
}

/**
 * Changes when a model's files do, or the figures that it is compared with.
 *
 * @throws MODEL_UNAVAILABLE
 */
export async function stampOf(models: Pick<Models, 'stamp'>, modelId: string): Promise<string> {
  return `${await models.stamp(modelId)} ${hashFigures(modelId)}`;
}

function hashFigures(modelId: string): string {
  const hash = createHash('sha256').update(JSON.stringify(figuresOf(modelId)));
  return hash.digest('hex').slice(0, 16);
}
