/** Answers messages with a Computation: those of the web process in the engine process, and those of Redis in a worker. */
import { log } from '../log';
import { traceSweeps, withOrigin } from './observe-calls';
import { packError, type FromEngine, type ToEngine } from './protocol';
import type { Computation } from './api';

/** The channel to who asks. */
export interface Port {
  send(message: FromEngine): void;
  onMessage(listener: (message: ToEngine) => void): void;
}

export interface Serving {
  /** Id of the run that is computed; null when none is. */
  readonly currentRun: () => string | null;
}

/** Serves requests until the process ends; sends `ready` when the provider is chosen. */
export function serve(core: Computation, port: Port): Serving {
  const cancellers = new Map<number, AbortController>();
  const runs = new Set<string>();

  const answer = (message: Extract<ToEngine, { type: 'request' }>): Promise<unknown> => {
    const { id, method, args } = message;
    /** Work that a cancel message stops. */
    const runCancellable = (work: (signal: AbortSignal) => Promise<unknown>): Promise<unknown> => {
      const canceller = new AbortController();
      cancellers.set(id, canceller);
      return work(canceller.signal).finally(() => cancellers.delete(id));
    };
    switch (method) {
      case 'run':
        return runCancellable((signal) =>
          core.run(args.experiment, args.kinds, {
            onEvent: traceSweeps((event) => port.send({ type: 'event', id, event })),
            signal,
            skip: args.skip,
            skipEdges: args.skipEdges,
          }),
        );
      case 'baseline':
        return core.baseline(args.experiment);
      case 'estimate':
        return core.estimate(args.experiment, args.kinds);
      case 'predict':
        return core.predict(args.model, args.prompt, args.top, args.expected, args.named);
      case 'attention':
        return core.attention(args);
      case 'patched':
        return core.patched(args);
      case 'intervene':
        return runCancellable((signal) => core.intervene(args, signal));
      case 'predictTogether':
        return core.predictTogether(args);
      case 'attribute':
        return core.attribute(args);
      case 'attributeNeurons':
        return core.attributeNeurons(args);
      case 'neurons':
        return runCancellable((signal) => core.neurons(args, signal));
      case 'circuit':
        return runCancellable((signal) => core.circuit(args, signal));
      case 'edgeCircuit':
        return runCancellable((signal) => core.edgeCircuit(args, signal));
      case 'readLens':
        return runCancellable((signal) => core.readLens(args, signal));
    }
  };

  const answerObserved = async (message: Extract<ToEngine, { type: 'request' }>): Promise<unknown> => {
    const { method, origin = { traceparent: null } } = message;
    const run = method === 'run' ? origin.run : undefined;
    if (run !== undefined) runs.add(run);
    try {
      return await withOrigin(origin, method, async () => {
        if (method === 'run') log.debug({ kinds: message.args.kinds }, 'the engine begins a run');
        return answer(message);
      });
    } finally {
      if (run !== undefined) runs.delete(run);
    }
  };

  port.onMessage((message) => {
    if (message.type === 'cancel') {
      cancellers.get(message.id)?.abort();
      return;
    }
    answerObserved(message).then(
      (value) => port.send({ type: 'result', id: message.id, value }),
      (error: unknown) => port.send({ type: 'error', id: message.id, error: packError(error) }),
    );
  });
  core.provider().then(
    (provider) => port.send({ type: 'ready', provider }),
    (error: unknown) => port.send({ type: 'unable', error: packError(error) }),
  );
  return { currentRun: () => runs.values().next().value ?? null };
}
