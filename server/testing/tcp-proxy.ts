/**
 * A TCP proxy between two parts of a site, for tests and the fault campaign. It can fail as networks do:
 *
 * - `cut`: connections end, and new ones are refused.
 * - `stall`: nothing arrives, and arrives later, as while packets are lost.
 * - `slow`: everything arrives late.
 * - `reset` ends the present connections once; `strand` forgets them without a word, as a router does that has restarted: neither
 *   side hears anything more.
 */
import net from 'node:net';

export type ProxyMode = 'open' | 'cut' | 'stall' | 'slow';

/** Delay of each piece that arrives, in ms. */
const SLOW_MS = 150;

export interface Proxy {
  readonly port: number;
  setMode(mode: ProxyMode): void;
  reset(): void;
  strand(): void;
  close(): Promise<void>;
}

/** Listens on a free port of 127.0.0.1 and passes connections on to another one. */
export async function openProxy(target: number): Promise<Proxy> {
  let mode: ProxyMode = 'open';
  const pairs = new Set<Pair>();
  const server = net.createServer({ allowHalfOpen: true }, (near) => {
    if (mode === 'cut') return void near.resetAndDestroy();
    const far = net.connect({ port: target, host: '127.0.0.1', allowHalfOpen: true });
    const pair = joinSockets(near, far, () => mode);
    pairs.add(pair);
    pair.ended.then(
      () => pairs.delete(pair),
      () => {},
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const reset = (): void => {
    for (const pair of pairs) pair.reset();
  };
  return {
    port: (server.address() as net.AddressInfo).port,
    setMode(next) {
      mode = next;
      if (mode === 'cut') reset();
      for (const pair of pairs) pair.flush();
    },
    reset,
    strand() {
      for (const pair of pairs) pair.strand();
    },
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const pair of pairs) pair.reset();
      await closed;
    },
  };
}

interface Pair {
  readonly ended: Promise<void>;
  /** Sends on what has been held back. */
  flush(): void;
  reset(): void;
  strand(): void;
}

function joinSockets(near: net.Socket, far: net.Socket, readMode: () => ProxyMode): Pair {
  let isStranded = false;
  let end = (): void => {};
  const ended = new Promise<void>((resolve) => (end = resolve));
  const destroy = (): void => {
    near.resetAndDestroy();
    far.resetAndDestroy();
    end();
  };
  const flushes = [pass(near, far), pass(far, near)];
  for (const socket of [near, far]) {
    socket.setNoDelay(true);
    socket.on('error', () => !isStranded && destroy());
    socket.on('close', () => (isStranded || (near.destroyed && far.destroyed)) && destroy());
  }

  /** Passes on what one side sends, in order. @returns what sends on what is held back. */
  function pass(from: net.Socket, to: net.Socket): () => void {
    const held: (Buffer | null)[] = [];
    let isWaiting = false;
    const send = (): void => {
      while (held.length > 0 && readMode() !== 'stall' && !isStranded) {
        const piece = held.shift()!;
        if (piece === null) to.end();
        else if (!to.destroyed) to.write(piece);
      }
    };
    const take = (piece: Buffer | null): void => {
      // A side that gives up takes the other one with it, so that nothing is left for ever.
      if (isStranded) return void (piece === null && destroy());
      held.push(piece);
      if (isWaiting) return;
      if (readMode() !== 'slow') return send();
      isWaiting = true;
      setTimeout(() => {
        isWaiting = false;
        send();
      }, SLOW_MS);
    };
    from.on('data', take);
    from.on('end', () => take(null));
    return send;
  }

  return {
    ended,
    flush: () => flushes.forEach((flush) => flush()),
    reset: destroy,
    strand() {
      isStranded = true;
    },
  };
}
