/**
 * `npm run models -- list | install <model> | verify <model>`: the models of this machine, from a terminal.
 *
 * A model is an id of the catalogue such as gpt2, or any GPT-2 of the Hugging Face hub as owner/name.
 */
import { config } from '../server/config';
import { openDatabase } from '../server/db';
import { startEngine } from '../server/engine/client/client';
import { isAppError } from '../server/errors';
import { CATALOGUE, catalogueEntry } from '../server/models/hub/catalogue';
import { createModels } from '../server/models/registry/installed';
import { findPublishedValues } from '../server/models/verify/published-values';
import type { Installation } from '../server/models/hub/installation';
import { verifyAndKeep } from '../server/models/verify/verifier';
import { summarizeVerification, type VerificationRow } from '../server/models/verify/verify';
import { createConfiguredInstaller } from '../server/services/services';

const USAGE = `npm run models -- list              models that are installed or can be
npm run models -- install <model>   download one, e.g. gpt2, or owner/name of the Hugging Face hub
npm run models -- verify <model>    verify one against its published values`;

const models = createModels(config.modelsDirs);
const [command, name, ...rest] = process.argv.slice(2);
try {
  if (rest.length > 0) process.exitCode = usage();
  else if (command === 'list' && name === undefined) await list();
  else if (command === 'install' && name !== undefined) process.exitCode = await install(name);
  else if (command === 'verify' && name !== undefined) process.exitCode = await verify(name);
  else process.exitCode = usage();
} catch (error) {
  console.error(isAppError(error) ? error.message : error);
  process.exitCode = 1;
}

function usage(): number {
  console.error(USAGE);
  return 2;
}

async function list(): Promise<void> {
  const installed = await models.list();
  const installer = createConfiguredInstaller(config);
  const others = [...CATALOGUE, ...(await installer.others())];
  const width = Math.max(...[...installed, ...others].map(({ id }) => id.length)) + 2;
  for (const { id, layers, heads, dModel, parameters, unavailable } of installed) {
    const about =
      unavailable ?? `${layers} layers, ${heads} heads, width ${dModel}, ${millions(parameters)} parameters`;
    console.log(`${id.padEnd(width)}${unavailable === null ? 'installed' : 'unusable '}  ${about}`);
  }
  for (const { id, repository, description, downloadBytes } of others) {
    if (installed.some((model) => model.id === id)) continue;
    const { receivedBytes } = await installer.status(repository);
    const size = downloadBytes === null ? '' : ` ${megabytes(downloadBytes)} to download.`;
    const kept =
      receivedBytes > 0 ? ` ${megabytes(receivedBytes)} are kept from an unfinished download.` : '';
    console.log(`${id.padEnd(width)}available  ${description}${size}${kept}`);
  }
}

async function install(model: string): Promise<number> {
  const { id, repository } = catalogueEntry(model);
  const installer = createConfiguredInstaller(config);
  const onInterrupt = (): void => void installer.cancel(model);
  process.once('SIGINT', onInterrupt).once('SIGTERM', onInterrupt);
  const { state } = await installer.start(model);
  if (state === 'INSTALLED') {
    console.log(`${id} is installed already.`);
    return 0;
  }
  console.log(`Installing ${id} from ${config.hfEndpoint}/${repository} into ${config.installDir}`);
  const show = createProgressLine();
  let last: Installation | null = null;
  for await (const now of installer.follow(model)) {
    show(now);
    last = now;
  }
  process.off('SIGINT', onInterrupt).off('SIGTERM', onInterrupt);
  if (last?.state === 'INSTALLED') {
    const next = findPublishedValues(id) ? `npm run models -- verify ${id}` : `npm run seed -- ${id}`;
    console.log(`Installed. A running site shows it at once. Next: ${next}`);
    return 0;
  }
  console.error(last?.message ?? `The download of ${id} was interrupted.`);
  if (last && last.receivedBytes > 0) {
    console.error(`${megabytes(last.receivedBytes)} are kept; the same command goes on from there.`);
  }
  return last?.state === 'CANCELLED' ? 130 : 1;
}

/** Shows progress: on a terminal as one line that is overwritten, otherwise as a line for every ten percent. */
function createProgressLine(): (now: Installation) => void {
  const { isTTY: isTerminal, columns } = process.stdout;
  let shownTenth = -1;
  let shownState = '';
  return (now) => {
    const { state, receivedBytes, totalBytes, bytesPerSecond, remainingMs, message } = now;
    const fraction = totalBytes ? receivedBytes / totalBytes : 0;
    const words = {
      WAITING: message ?? 'Waiting',
      CHECKING: 'Checking what was received',
      DOWNLOADING: [
        totalBytes === null ? 'Asking the hub' : `${(100 * fraction).toFixed(0).padStart(3)}%`,
        ...(totalBytes === null ? [] : [`${megabytes(receivedBytes)} of ${megabytes(totalBytes)}`]),
        ...(bytesPerSecond ? [`${megabytes(bytesPerSecond)}/s`] : []),
        ...(remainingMs ? [`${Math.ceil(remainingMs / 1000)} s left`] : []),
        ...(message ? [message] : []),
      ].join('  '),
    }[state as 'WAITING' | 'CHECKING' | 'DOWNLOADING'];
    if (isTerminal) {
      const room = columns ?? 80;
      const width = Math.max(0, Math.min(30, room - 60));
      const filled = Math.round(width * fraction);
      const bar = state === 'DOWNLOADING' ? `${'█'.repeat(filled)}${'░'.repeat(width - filled)} ` : '';
      // A wrapped line could not be overwritten.
      process.stdout.write(`\r\u001B[K${words === undefined ? '' : (bar + words).slice(0, room - 1)}`);
      return;
    }
    const tenth = Math.floor(10 * fraction);
    if (words === undefined || (state === shownState && tenth === shownTenth)) return;
    [shownState, shownTenth] = [state, tenth];
    console.log(words);
  };
}

async function verify(model: string): Promise<number> {
  await models.info(model);
  const engine = startEngine();
  const db = openDatabase(config.databaseUrl);
  try {
    console.log(`Verifying ${model} on ${await engine.provider()} …`);
    let group = '';
    const { rows, passed, elapsedMs } = await verifyAndKeep(db, engine, models, model, (part) => {
      for (const row of part) {
        if (row.group !== group) console.log(`\n${row.group}\n  after ${row.source}\n${header()}`);
        ({ group } = row);
        console.log(tableRow(row));
      }
    });
    const summary = summarizeVerification(JSON.parse(rows) as VerificationRow[]);
    console.log(`\n${passed ? 'PASSED' : 'FAILED'}: ${summary} (${(elapsedMs / 1000).toFixed(1)} s).`);
    return passed ? 0 : 1;
  } finally {
    await engine.close();
    await db.$disconnect();
  }
}

function header(): string {
  return `  ${'figure'.padEnd(38)}${'published'.padStart(12)}${'measured'.padStart(14)}${'off by'.padStart(10)}${'allowed'.padStart(10)}`;
}

function tableRow({ name, expected, measured, difference, tolerance, passed }: VerificationRow): string {
  const small = (value: number | null): string => (value === null ? '' : value.toExponential(1));
  const cells = [
    expected.padStart(12),
    measured.padStart(13),
    small(difference).padStart(9),
    small(tolerance).padStart(9),
  ];
  return `  ${name.padEnd(38)}${cells.join(' ')}  ${passed ? 'ok' : 'DIFFERS'}`;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

function millions(count: number): string {
  return `${(count / 1e6).toFixed(1)} M`;
}
