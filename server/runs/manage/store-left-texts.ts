/** Stores the texts that a search reads of runs that a web server of an older version has stored while versions were exchanged. */
import type { Database } from '../../db';
import { lookAtIntervals } from '../../look-at-intervals';
import { storeRunText } from './run-text';

/** How often it looks, in ms. */
const LOOK_MS = 10 * 60_000;
/** Age of the oldest runs that it looks at, in ms: no exchange of versions takes longer. */
const AGE_MS = 2 * 86_400_000;
/** Of one look. */
const MAX_RUNS = 200;

interface TextServices {
  readonly db: Database;
  readonly stopping: AbortController;
}

/** Looks now and at intervals until the process is to stop. @param lookMs interval; default 10 min. */
export function storeLeftTexts({ db, stopping: { signal } }: TextServices, lookMs: number = LOOK_MS): void {
  const failure = 'texts of runs could not be stored for searches';
  lookAtIntervals({ signal, everyMs: lookMs, failure }, () => storeLeft(db, signal));
}

async function storeLeft(db: Database, signal: AbortSignal): Promise<void> {
  const left = await db.run.findMany({
    where: { createdAt: { gt: new Date(Date.now() - AGE_MS) }, text: { is: null } },
    select: { id: true },
    take: MAX_RUNS,
  });
  for (const { id } of left) {
    if (signal.aborted) return;
    await storeRunText(db, id);
  }
}
