/** Downloads by other processes of this machine, read from what they leave in the staging folder. */
import { createRate, IDLE, type Installation } from './installation';
import type { Staging } from './staging';

type Progress = Pick<
  Installation,
  'state' | 'message' | 'receivedBytes' | 'totalBytes' | 'bytesPerSecond' | 'remainingMs'
>;

/** Reads how far another process is with a model; null when none is downloading it. */
export type ReadOtherProcess = (id: string) => Promise<Progress | null>;

/** Rates are measured between the calls of the function that is returned. */
export function createOtherProcessReader(staging: Staging): ReadOtherProcess {
  const rates = new Map<string, ReturnType<typeof createRate>>();
  return async (id) => {
    const elsewhere = await staging.elsewhere(id);
    if (!elsewhere) {
      rates.delete(id);
      return null;
    }
    const receivedBytes = await staging.keptBytes(id);
    const measureRate = rates.get(id) ?? createRate();
    rates.set(id, measureRate);
    const { totalBytes } = elsewhere;
    return {
      state: 'DOWNLOADING',
      message: 'Another process is downloading it.',
      receivedBytes,
      totalBytes,
      ...(totalBytes ? measureRate(receivedBytes, totalBytes) : IDLE),
    };
  };
}
