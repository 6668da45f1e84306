/** Load at a fixed rate that does not depend on the answers. Waiting for each answer would hide a queue. */
import { setTimeout as sleep } from 'node:timers/promises';
import { latencyColumns } from './statistics';

export interface TimedRequest {
  /** Requests of one kind are one row of the table. */
  readonly kind: string;
  /** Resolves when the answer has been read. */
  readonly send: () => Promise<unknown>;
}

export interface Rate {
  readonly perSecond: number;
  readonly seconds: number;
}

/** Delay of sending in this process, which shows other load on the machine. */
const TIMER = '(own timer late by)';

/**
 * Sends requests at a fixed rate.
 *
 * @param makeRequest the request of a turn, 0 first.
 * @returns ms from when a request was due to the end of its answer, by kind.
 */
export async function openLoop(
  makeRequest: (turn: number) => TimedRequest,
  { perSecond, seconds }: Rate,
): Promise<Map<string, number[]>> {
  const found = new Map<string, number[]>();
  const add = (kind: string, ms: number): void => {
    found.set(kind, [...(found.get(kind) ?? []), ms]);
  };
  const began = performance.now();
  const sent: Promise<void>[] = [];
  for (let turn = 0; turn < perSecond * seconds; turn++) {
    const due = began + (turn * 1000) / perSecond;
    await sleep(Math.max(0, due - performance.now()));
    add(TIMER, performance.now() - due);
    const { kind, send } = makeRequest(turn);
    sent.push(
      send().then(
        () => add(kind, performance.now() - due),
        (error: unknown) => {
          // For example a connection that an overloaded server resets.
          add(kind, Infinity);
          console.error(`${kind}: ${String(error)}`);
        },
      ),
    );
  }
  await Promise.all(sent);
  return found;
}

/** Makes a row of the table for each kind; with `total`, one for all kinds together. */
export function latencyRows(found: Map<string, number[]>, total?: string) {
  const kinds = [...found].filter(([kind]) => kind !== TIMER);
  const rows =
    total === undefined ? kinds : [...kinds, [total, kinds.flatMap(([, values]) => values)] as const];
  const timer = found.get(TIMER);
  return [...rows, ...(timer ? [[TIMER, timer] as const] : [])].map(([request, values]) => ({
    request,
    ...latencyColumns(values),
  }));
}
