/** The worker's side of a WorkerThread: answers each call with one of the given methods. */
import { parentPort } from 'node:worker_threads';
import { packError } from '../engine/protocol';
import { readTask } from './thread-cpu';
import type { FromWorker, ToWorker, WorkerMethods } from './worker-thread';

/** Serves methods until the thread ends. */
export function serveMethods<M extends WorkerMethods<M>>(methods: M): void {
  if (parentPort === null) throw new Error('serveMethods runs in a worker thread');
  const port = parentPort;
  const send = (message: FromWorker): void => port.postMessage(message);
  port.on('message', ({ id, method, input }: ToWorker) => {
    const work = async (): Promise<unknown> => methods[method as keyof M](input as never);
    work().then(
      (value) => send({ type: 'result', id, value }),
      (error: unknown) => send({ type: 'error', id, error: packError(error) }),
    );
  });
  send({ type: 'ready', task: readTask() });
}
