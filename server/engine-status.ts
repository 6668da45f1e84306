/** The state of the engine in words, for clients of the API. */
import type { Engine } from './engine/api';
import type { EngineStatus, ExecutionProvider } from './engine/status';
import { AppError } from './errors';

const NO_ENGINE = 'This site runs without an engine and shows saved results only.';

/** Why the engine is not available, without what only an administrator needs: packages, signals, exit codes. */
const PUBLIC_REASONS: Readonly<Record<EngineStatus['state'], string | null>> = {
  starting: 'The engine is starting.',
  ready: null,
  restarting: 'The engine stopped and is being restarted.',
  stopped: 'The engine has been stopped.',
};

export interface EngineDescription {
  readonly available: boolean;
  readonly state: EngineStatus['state'] | 'disabled';
  readonly provider: ExecutionProvider | null;
  /** Why it is not available; null when it is. */
  readonly reason: string | null;
}

/**
 * Describes the engine of this site.
 *
 * @param isAdministrator whether the reader may see the engine's own message, which says what to do.
 */
export function describeEngine(engine: Engine | null, isAdministrator: boolean): EngineDescription {
  if (engine === null) return { available: false, state: 'disabled', provider: null, reason: NO_ENGINE };
  const { state, provider, reason } = engine.status();
  const shown = reason === null || isAdministrator ? reason : PUBLIC_REASONS[state];
  return { available: state === 'ready', state, provider, reason: shown };
}

/** The error of a request that needs an engine on a site that runs without one: ENGINE_FAILED. */
export function createNoEngineError(): AppError {
  return new AppError('ENGINE_FAILED', `${NO_ENGINE} Start it with ENGINE_ENABLED=1 to compute.`);
}
