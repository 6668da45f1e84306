/** Sends generated operations to a site and looks for answers that no input may cause. */
import fc from 'fast-check';
import type { GraphQLSchema } from 'graphql';
import { ERROR_CODES } from '../../errors';
import { schema as ownSchema } from '../../graphql/schema';
import { generateArguments, writeOperation, writeVariables, type Field } from './arguments';
import { PEOPLE, type FuzzedSite, type Person } from './site';

/** An operation that takes longer hangs. */
const HANG_MS = 30_000;
/** Operations between two refills of the site. */
const REFILL_EVERY = 150;
/** Of a document or variables that GraphQL itself refuses. */
const GRAPHQL_CODES = ['GRAPHQL_VALIDATION_FAILED', 'GRAPHQL_PARSE_FAILED', 'BAD_REQUEST'];
/** An input may cause these; the others are about the site. */
const EXPECTED = new Set<string>([
  ...ERROR_CODES.filter((code) => code !== 'DATABASE_UNAVAILABLE'),
  ...GRAPHQL_CODES,
]);
/** Inner parts of the server that no message names. */
const LEAK =
  /prisma|sqlite|libsql|node_modules|\bat [\w.]+ \(|\/server\/|is not a function|cannot read prop|undefined \(reading/i;

export interface Failure {
  readonly field: string;
  /** What is wrong, without what depends on the input. */
  readonly what: string;
  readonly person: Person;
  readonly query: string;
  /** The smallest variables that were found, as JSON. */
  readonly variables: string;
  readonly answer: string;
}

export interface FieldReport {
  readonly field: string;
  inputs: number;
  /** Without an error. */
  accepted: number;
  /** Refusals by their codes. */
  readonly refused: Record<string, number>;
  slowestMs: number;
}

export interface FuzzReport {
  readonly fields: readonly FieldReport[];
  readonly failures: readonly Failure[];
  readonly crashes: readonly string[];
}

export interface FuzzOptions {
  readonly inputs: number;
  readonly seed: number;
  /** Fields to leave out. */
  readonly except?: readonly string[];
  readonly onField?: (report: FieldReport) => void;
  /** Ends it early, with a report of what was sent. */
  readonly stop?: AbortSignal;
}

interface Target {
  readonly kind: 'mutation' | 'query';
  readonly field: Field;
  readonly share: number;
}

/** All mutations; queries that read claims and searches, more of them; every other query with arguments. */
function listTargets(schema: GraphQLSchema, except: readonly string[]): Target[] {
  const mutations = Object.values(schema.getMutationType()!.getFields()).map((field) => ({
    kind: 'mutation' as const,
    field,
    share: 4,
  }));
  const queries = Object.values(schema.getQueryType()!.getFields())
    .filter(({ args }) => args.length > 0)
    .map((field) => ({
      kind: 'query' as const,
      field,
      share: ['evaluateClaims', 'findings'].includes(field.name) ? 20 : 1,
    }));
  return [...mutations, ...queries].filter(({ field }) => !except.includes(field.name));
}

/** Fuzzes every field in turns, so that each finds what the others left. */
export async function fuzzSite(
  site: FuzzedSite,
  { inputs, seed, except = [], onField, stop }: FuzzOptions,
): Promise<FuzzReport> {
  const targets = listTargets(ownSchema, except);
  const shares = targets.reduce((sum, { share }) => sum + share, 0);
  const failures: Failure[] = [];
  const crashes: string[] = [];
  const noteCrash = (error: unknown): void => void crashes.push(String((error as Error)?.stack ?? error));
  process.on('unhandledRejection', noteCrash);
  process.on('uncaughtException', noteCrash);
  const reports = new Map(
    targets.map(({ field }): [string, FieldReport] => [
      field.name,
      { field: field.name, inputs: 0, accepted: 0, refused: {}, slowestMs: 0 },
    ]),
  );
  let sent = 0;
  const rounds = Math.max(1, Math.ceil(inputs / 1500));
  try {
    for (let round = 0; round < rounds; round++) {
      for (const [index, target] of targets.entries()) {
        const runs = Math.max(1, Math.ceil((inputs * target.share) / shares / rounds));
        const report = reports.get(target.field.name)!;
        const query = writeOperation(target.kind, target.field);
        const known = new Set(failures.filter(({ field }) => field === report.field).map(({ what }) => what));
        const property = fc.asyncProperty(
          fc.constantFrom(...PEOPLE, 'owner', 'owner', 'administrator'),
          generateArguments(target.field),
          async (person, given) => {
            if (stop?.aborted) return;
            if (sent++ % REFILL_EVERY === 0) await site.refill();
            const found = await sendOne(site, report, person, query, given);
            if (found && !known.has(found.what)) throw new FoundError(found);
          },
        );
        const result = await fc.check(property, {
          numRuns: runs,
          seed: seed + 7919 * round + index,
          // A failure is made smaller within this many tries.
          endOnFailure: false,
          interruptAfterTimeLimit: 10 * 60_000,
        });
        const smallest = result.errorInstance;
        if (smallest instanceof FoundError) failures.push(smallest.failure);
        else if (result.failed && !result.interrupted) noteCrash(smallest);
        onField?.(report);
      }
    }
  } finally {
    process.off('unhandledRejection', noteCrash);
    process.off('uncaughtException', noteCrash);
  }
  return { fields: [...reports.values()], failures, crashes };
}

class FoundError extends Error {
  readonly failure: Failure;
  constructor(failure: Failure) {
    super(failure.what);
    this.failure = failure;
  }
}

async function sendOne(
  site: FuzzedSite,
  report: FieldReport,
  person: Person,
  query: string,
  given: Record<string, unknown>,
): Promise<Failure | null> {
  const variables = writeVariables(given, site.pick);
  const startedAt = performance.now();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(resolve, HANG_MS, null);
  });
  const answer = await Promise.race([site.send(person, query, variables), late]);
  clearTimeout(timer);
  report.inputs++;
  report.slowestMs = Math.max(report.slowestMs, performance.now() - startedAt);
  const { what, codes } = judge(answer);
  if (codes.length === 0) report.accepted++;
  for (const code of new Set(codes)) report.refused[code] = (report.refused[code] ?? 0) + 1;
  if (what === null) return null;
  return { field: report.field, what, person, query, variables, answer: answer?.body.slice(0, 2000) ?? '' };
}

/** What is wrong with an answer; null for one that any input may get. */
function judge(answer: { status: number; body: string } | null): { what: string | null; codes: string[] } {
  if (answer === null) return { what: 'no answer in time', codes: ['HANG'] };
  let errors: { message: string; extensions?: { code?: string } }[];
  try {
    errors = (JSON.parse(answer.body) as { errors?: typeof errors }).errors ?? [];
  } catch {
    return { what: `status ${answer.status} without JSON`, codes: ['NO_JSON'] };
  }
  const codes = errors.map(({ extensions }) => extensions?.code ?? 'NO_CODE');
  const unexpected = errors.find((_, index) => !EXPECTED.has(codes[index]!));
  if (unexpected) return { what: `${unexpected.extensions?.code}: ${unexpected.message}`, codes };
  const leak = errors.find(({ message }) => LEAK.test(message));
  if (leak) return { what: `a message names inner parts: ${LEAK.exec(leak.message)![0]}`, codes };
  if (answer.status >= 500) return { what: `status ${answer.status}`, codes };
  return { what: null, codes };
}

/** The report as a table. */
export function writeTable({ fields, failures, crashes }: FuzzReport): string {
  const row = (cells: readonly unknown[]): string => `| ${cells.join(' | ')} |`;
  const sum = (pick: (report: FieldReport) => number): number =>
    fields.reduce((total, one) => total + pick(one), 0);
  const lines = fields.map((one) => {
    const refused = Object.entries(one.refused)
      .toSorted(([, a], [, b]) => b - a)
      .map(([code, count]) => `${count} ${code}`);
    const failed = failures.filter(({ field }) => field === one.field).length;
    return row([
      one.field,
      one.inputs,
      one.accepted,
      refused.join(', ') || '–',
      Math.round(one.slowestMs),
      failed,
    ]);
  });
  return [
    row(['field', 'inputs', 'accepted', 'refused, by code of the errors', 'slowest, ms', 'failures']),
    row(['---', '---:', '---:', '---', '---:', '---:']),
    ...lines,
    row([
      '**all**',
      sum(({ inputs }) => inputs),
      sum(({ accepted }) => accepted),
      '',
      Math.round(Math.max(...fields.map(({ slowestMs }) => slowestMs))),
      failures.length,
    ]),
    '',
    `${failures.length} failures, ${crashes.length} crashes.`,
  ].join('\n');
}
