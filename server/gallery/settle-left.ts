/** Completes evidence whose process has ended before it was judged, so that claims, counts and authors do not wait for a reader. */
import { log } from '../log';
import { lookAtIntervals } from '../look-at-intervals';
import { settleEvidence, type SettleServices } from './settle-evidence';

/** How often it looks, in ms. */
const LOOK_MS = 15_000;
/** Of one look: judging takes processor time that requests need. */
const MAX_EVIDENCE = 20;

/** Looks now and at intervals until the process is to stop. @param lookMs interval; default 15 s. */
export function settleLeftEvidence(services: SettleServices, lookMs: number = LOOK_MS): void {
  const { signal } = services.stopping;
  const failure = 'evidence that waits to be judged could not be read';
  let reachedId = '';
  lookAtIntervals({ signal, everyMs: lookMs, failure }, async () => {
    reachedId = await settleLeft(services, reachedId);
  });
}

/**
 * Completes the next pieces of evidence by id. Those that cannot be judged now do not keep it from the others.
 *
 * @returns the id to start after next time; an empty string where it has reached the last one.
 */
async function settleLeft(services: SettleServices, afterId: string): Promise<string> {
  const left = await services.db.evidence.findMany({
    where: { id: { gt: afterId }, isJudged: false, run: { status: 'SUCCEEDED' } },
    orderBy: { id: 'asc' },
    take: MAX_EVIDENCE,
  });
  for (const evidence of left) {
    if (services.stopping.signal.aborted) return evidence.id;
    await settleEvidence(services, evidence).catch((error: unknown) =>
      log.warn({ err: error, evidence: evidence.id }, 'an attached run could not be judged now'),
    );
  }
  return left.length < MAX_EVIDENCE ? '' : left.at(-1)!.id;
}
