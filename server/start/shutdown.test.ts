import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { stopOnSignals, type SignalledProcess } from './shutdown';

/** A process that only notes what happens to it. */
function fakeProcess() {
  const log: string[] = [];
  const emitter = new EventEmitter();
  const target = Object.assign(emitter, { exit: (code: number) => log.push(`exit ${code}`) });
  return {
    log,
    target: target as unknown as SignalledProcess,
    send: (signal: string) => emitter.emit(signal, signal),
  };
}

describe('a signal', () => {
  it('stops everything first, then hands on to who listened before', async () => {
    const { log, target, send } = fakeProcess();
    target.on('SIGTERM', (signal) => log.push(`next ${signal}`));
    stopOnSignals(async () => {
      log.push('stop');
      await new Promise(setImmediate);
      log.push('stopped');
    }, target);
    send('SIGTERM');
    send('SIGTERM');
    send('SIGINT');
    await expect.poll(() => log).toEqual(['stop', 'stopped', 'next SIGTERM']);
  });

  it('ends the process where nobody else listens, also when stopping failed', async () => {
    const { log, target, send } = fakeProcess();
    stopOnSignals(async () => {
      throw new Error('no');
    }, target);
    send('SIGHUP');
    await expect.poll(() => log).toEqual(['exit 129']);
  });

  it('ends the process after the limit, whatever still waits', async () => {
    const { log, target, send } = fakeProcess();
    stopOnSignals(() => new Promise(() => {}), target, 10);
    send('SIGINT');
    await expect.poll(() => log).toEqual(['exit 130']);
  });
});
