/** Calls an engine of this process by the name of a method, as requests name it. */
import type { Computation, RunEvent } from '../engine/api';
import type { FromEngine, Method, Requests, ToEngine } from '../engine/protocol';
import { unpackError } from '../engine/protocol';
import { serve } from '../engine/serve';
import type { Answer } from './messages';

export interface LocalCalls {
  /** Answers a request; never throws. Events of a run are part of its answer. */
  answer(method: Method, args: Requests[Method], signal?: AbortSignal): Promise<Answer>;
}

export function createLocalCalls(engine: Computation): LocalCalls {
  const open = new Map<number, { events: RunEvent[]; resolve: (answer: Answer) => void }>();
  let send = (_message: ToEngine): void => {};
  let nextId = 1;
  const receive = (message: FromEngine): void => {
    // The engine's state is not asked here.
    if (message.type === 'ready' || message.type === 'unable' || message.type === 'report') return;
    const request = open.get(message.id);
    if (message.type === 'event') {
      request?.events.push(message.event);
      return;
    }
    open.delete(message.id);
    request?.resolve(
      message.type === 'result'
        ? { type: 'result', value: message.value, events: request.events }
        : { type: 'error', error: message.error },
    );
  };
  serve(engine, { send: receive, onMessage: (listener) => (send = listener) });
  return {
    answer: (method, args, signal) =>
      new Promise((resolve) => {
        const id = nextId++;
        const onAbort = (): void => send({ type: 'cancel', id });
        open.set(id, {
          events: [],
          resolve(answer) {
            signal?.removeEventListener('abort', onAbort);
            resolve(answer);
          },
        });
        send({ type: 'request', id, method, args } as ToEngine);
        signal?.addEventListener('abort', onAbort, { once: true });
        if (signal?.aborted) onAbort();
      }),
  };
}

/** The value of an answer, after its events. @throws its error. */
export function readAnswer(answer: Answer, onEvent?: (event: RunEvent) => void): unknown {
  if (answer.type === 'error') throw unpackError(answer.error);
  for (const event of answer.events) onEvent?.(event);
  return answer.value;
}
