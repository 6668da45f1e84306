/**
 * Short requests to the engine, client by client: each client has a few under way at a time and the others wait here, so
 * that one who asks for a hundred predictions does not stand a hundred times before everybody else.
 */
import { AppError } from '../errors';
import type { Engine } from '../engine/types';

/** Short requests of one client that may be under way. */
const MAX_UNDER_WAY = 2;
/** Short requests of one client that may wait for those. */
const MAX_WAITING = 200;

export interface EngineTurns {
  /** The engine as one client uses it; runs are not limited here, for they have a queue of their own. */
  share(engine: Engine, client: string): Engine;
}

interface Line {
  underWay: number;
  readonly waiting: (() => void)[];
}

/** One for a process: all requests of a client share their line. */
export function createEngineTurns(): EngineTurns {
  const lines = new Map<string, Line>();

  const takeTurn = async <T>(client: string, ask: () => Promise<T>): Promise<T> => {
    const line = lines.get(client) ?? { underWay: 0, waiting: [] };
    lines.set(client, line);
    if (line.waiting.length >= MAX_WAITING) {
      const message = `You have ${MAX_WAITING} requests waiting for the engine, which is the limit. Wait for their answers, then ask for the rest.`;
      throw new AppError('QUOTA_EXCEEDED', message, { details: { limit: MAX_WAITING } });
    }
    if (line.underWay >= MAX_UNDER_WAY) await new Promise<void>((resolve) => line.waiting.push(resolve));
    else line.underWay++;
    try {
      return await ask();
    } finally {
      // The turn passes on to the next one, or is given back.
      const next = line.waiting.shift();
      if (next) next();
      else if (--line.underWay === 0) lines.delete(client);
    }
  };

  return {
    share: (engine, client) => ({
      ...engine,
      baseline: (...args) => takeTurn(client, () => engine.baseline(...args)),
      estimate: (...args) => takeTurn(client, () => engine.estimate(...args)),
      predict: (...args) => takeTurn(client, () => engine.predict(...args)),
      patched: (...args) => takeTurn(client, () => engine.patched(...args)),
      attention: (...args) => takeTurn(client, () => engine.attention(...args)),
    }),
  };
}
