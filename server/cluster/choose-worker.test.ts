import { expect, it } from 'vitest';
import { chooseWorker, explainNoWorker, mayComeSoon } from './choose-worker';
import type { WorkerInfo } from './worker-info';

const MODEL = { id: 'gpt2', digest: 'a'.repeat(64), weightsSha256: 'b'.repeat(64) };
const wanted = { id: 'gpt2', expected: { digest: MODEL.digest, weightsSha256: null } };
const none = (): number => 0;

function worker(id: string, parts: Partial<WorkerInfo> = {}): WorkerInfo {
  return {
    id,
    host: 'lab',
    pid: 1,
    isWeb: false,
    startedAt: '2026-01-01T00:00:00.000Z',
    provider: 'cpu',
    engineState: 'ready',
    reason: null,
    engineVersion: '1',
    restarts: 0,
    report: null,
    threads: 1,
    memoryMb: 1024,
    models: [MODEL],
    loaded: ['gpt2'],
    run: null,
    requests: 0,
    ...parts,
  };
}

it('prefers a worker that has the model in memory, also while it computes a run', () => {
  const workers = [worker('cold', { loaded: [] }), worker('warm', { run: 'r1', requests: 2 })];
  expect(chooseWorker(workers, wanted, none)?.id).toBe('warm');
  expect(chooseWorker(workers, wanted, (id) => (id === 'warm' ? 20 : 0))?.id).toBe('cold');
});

it('prefers the least busy of two', () => {
  const workers = [worker('a', { run: 'r1' }), worker('b'), worker('c', { requests: 1 })];
  expect(chooseWorker(workers, wanted, none)?.id).toBe('b');
  expect(chooseWorker(workers, wanted, none, new Set(['b']))?.id).toBe('c');
});

it('takes none that lacks the files or whose engine is not ready', () => {
  const other = worker('other', { models: [{ ...MODEL, digest: 'c'.repeat(64) }] });
  const starting = worker('starting', { engineState: 'restarting', reason: 'It ended.' });
  expect(chooseWorker([other, starting], wanted, none)).toBeNull();
  expect(explainNoWorker([other], wanted)).toMatch(/other files of model 'gpt2'/);
  expect(explainNoWorker([starting], wanted)).toMatch(/not ready. Try again/);
  expect(explainNoWorker([worker('a', { models: [] })], wanted)).toMatch(/^No connected worker has/);
  expect(explainNoWorker([], wanted)).toMatch(/^No worker is connected/);
  expect(mayComeSoon([other], wanted)).toBe(false);
  expect(mayComeSoon([starting], wanted)).toBe(true);
});
