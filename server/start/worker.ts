/**
 * Entry of a worker (`npm run worker`): an engine and a dispatcher without a site, on any machine that reaches the database and
 * Redis. The build compiles it to plain JavaScript.
 */
import { joinCluster } from '../cluster/cluster';
import { config } from '../config';
import { openDatabase } from '../db';
import { startEngine } from '../engine/client/client';
import { log } from '../log';
import { createModels } from '../models/registry/installed';
import { observeWorker } from './observe-worker';
import { startDispatcher } from '../runs/queue/dispatcher';
import { stopOnSignals } from './shutdown';

const engine = startEngine();
const models = createModels(config.modelsDirs);
const cluster = joinCluster({ config, engine, models, isWeb: false });
if (!cluster?.own) {
  // oxlint-disable-next-line eslint/no-console
  console.error(
    'A worker needs REDIS_URL, and the same DATABASE_URL as the web servers. README.md describes both.',
  );
  process.exit(2);
}
const db = openDatabase(config.databaseUrl, config.databaseWaitMs, config.databasePool);
const { events, own, sharing } = cluster;
const services = { db, config, changes: events.emitter('changes'), queue: events.emitter('queue') };
const stopObserving = await observeWorker({ config, db, engine });
const dispatcher = startDispatcher(services, engine, { ...own, sharing });
log.info({ worker: own.id }, 'the worker has started');

stopOnSignals(async () => {
  log.info({ worker: own.id }, 'stopping');
  await stopObserving();
  await dispatcher.stop();
  await cluster.close();
  await engine.close();
  await db.$disconnect();
});
