/** Metrics of the database. */
import { Gauge, Histogram } from 'prom-client';
import { defineMetrics } from './registry';

const metrics = defineMetrics('database', (registers) => ({
  seconds: new Histogram({
    name: 'patchbay_database_seconds',
    help: 'Time of statements by kind (read, write), and of interactive transactions, with the wait for their turn.',
    labelNames: ['kind'],
    buckets: [0.0002, 0.001, 0.005, 0.02, 0.1, 0.5, 2, 10],
    registers,
  }),
  pending: new Gauge({
    name: 'patchbay_database_writes_pending',
    help: 'Writes and transactions of this process that wait for their turn or are under way.',
    registers,
  }),
}));

export type StatementKind = 'read' | 'write' | 'transaction';

/** Counts a statement or transaction. @returns what counts its end; to be called once. */
export function openStatement(kind: StatementKind): () => void {
  const end = metrics.seconds.startTimer({ kind });
  if (kind !== 'read') metrics.pending.inc();
  return () => {
    end();
    if (kind !== 'read') metrics.pending.dec();
  };
}
