/** The Python client of examples/python: installed by pip, used against the API, and its arrays compared with the API's. */
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { parseConfig } from '../../server/config';
import { applyMigrations } from '../../server/db/migrations';
import { startEngine } from '../../server/engine/client/client';
import { startDispatcher } from '../../server/runs/queue/dispatcher';
import { createServices } from '../../server/services/services';
import { runPython } from './python';
import { serveApi } from './serve-api';

const CLIENT = path.join('examples', 'python');

interface ReadArray {
  readonly kind: string;
  readonly direction: string;
  readonly metric: string;
  readonly normalised: boolean;
  readonly prompt: number | 'all' | null;
  readonly axes: readonly string[];
  readonly shape: readonly number[];
  readonly values: readonly (number | null)[];
}

/** What check_client.py read. */
interface Result {
  readonly runId: string;
  /** Of the run's owner. */
  readonly token: string;
  readonly arrays: readonly ReadArray[];
  readonly frame: {
    readonly columns: readonly string[];
    readonly rows: readonly (string | number | boolean | null)[][];
  };
}

/**
 * Installs the client into `folder`, runs its own tests, the checks, and the example of its README.
 *
 * @throws Error when one of them fails, or an array is not that of the API.
 */
export async function checkPythonClient(python: string, folder: string): Promise<void> {
  // pip builds in the folder that it is given.
  const source = path.join(folder, 'source');
  await cp(CLIENT, source, { recursive: true });
  const installed = path.join(folder, 'installed');
  await runPython(python, ['-m', 'pip', 'install', '--quiet', '--no-deps', '--target', installed, source]);
  const example = path.join(folder, 'example.py');
  await writeFile(example, readExample(await readFile(path.join(CLIENT, 'README.md'), 'utf8')));
  await runPython(python, ['-m', 'unittest', path.join(CLIENT, 'test_patchbay.py')], {
    PYTHONPATH: installed,
  });

  const dataDir = path.join(folder, 'data');
  await mkdir(dataDir, { recursive: true });
  const config = parseConfig({ NODE_ENV: 'test', LOG_LEVEL: 'warn', DATA_DIR: dataDir });
  await applyMigrations(config.databaseUrl);
  const engine = startEngine();
  const services = createServices(config, engine);
  const dispatcher = startDispatcher(services, engine);
  const api = await serveApi(services);
  try {
    const file = path.join(folder, 'result.json');
    const env = { PYTHONPATH: installed, PATCHBAY_URL: api.url, PATCHBAY_TOKEN: '' };
    await runPython(python, [path.join('scripts', 'reference', 'check_client.py'), api.url, file], env);
    const result = JSON.parse(await readFile(file, 'utf8')) as Result;
    console.log(await compareWithApi(api.url, result));
    await runPython(python, [example], env);
  } finally {
    await api.close();
    await dispatcher.stop();
    await engine.close();
    await services.db.$disconnect();
  }
}

/** The Python program of the README. */
export function readExample(readme: string): string {
  const program = /```python\n([^]*?)```/.exec(readme)?.[1];
  if (program === undefined) throw new Error('The README of the Python client has no example.');
  return program;
}

const SWEEP = `query ($id: ID!, $kind: SweepKind!, $direction: Direction!, $metric: Metric!, $normalised: Boolean!, $prompt: Int) {
  run(id: $id) { pairs { index } sweep(kind: $kind, direction: $direction) {
    shape axes { name } values(metric: $metric, normalised: $normalised, prompt: $prompt) } } }`;

interface ApiSweep {
  readonly shape: readonly number[];
  readonly axes: readonly { readonly name: string }[];
  readonly values: readonly (number | null)[];
}

/** @returns a sentence with what was compared. @throws Error at the first difference. */
async function compareWithApi(url: string, { runId, token, arrays, frame }: Result): Promise<string> {
  const read = async (array: ReadArray, prompt: number | null) => {
    const { kind, direction, metric, normalised } = array;
    const variables = { id: runId, kind, direction, metric, normalised, prompt };
    const response = await fetch(`${url}/api/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query: SWEEP, variables }),
    });
    const { data } = (await response.json()) as {
      data: { run: { pairs: readonly unknown[]; sweep: ApiSweep } };
    };
    return data.run;
  };
  let numbers = 0;
  for (const array of arrays) {
    const name = `${array.kind} ${array.direction} ${array.metric} of prompt ${array.prompt}`;
    const { pairs, sweep } = await read(array, array.prompt === 'all' ? null : array.prompt);
    const isWhole = array.prompt === 'all';
    const values = isWhole
      ? (await Promise.all(pairs.map((_, prompt) => read(array, prompt)))).flatMap((one) => one.sweep.values)
      : sweep.values;
    const axes = [...(isWhole ? ['prompt'] : []), ...sweep.axes.map((axis) => axis.name)];
    const shape = [...(isWhole ? [pairs.length] : []), ...sweep.shape];
    // The API writes the shortest decimals of each float32.
    const isEqual =
      isDeepStrictEqual([array.axes, array.shape], [axes, shape]) && equal(array.values, values);
    if (!isEqual) throw new Error(`The client's array is not that of the API: ${name}.`);
    numbers += values.length;
  }
  const checked = checkFrame(frame, arrays);
  return `Python client: ${arrays.length} arrays, ${numbers} numbers equal those of the API; ${checked} rows of the frame equal the arrays.`;
}

function equal(a: readonly (number | null)[], b: readonly (number | null)[]): boolean {
  return (
    a.length === b.length &&
    a.every((value, at) => {
      const other = b[at]!;
      return value === null || other === null ? value === other : Math.fround(value) === Math.fround(other);
    })
  );
}

/** Compares each row of the frame, of raw means, with the array of its sweep. @returns the number of rows. */
function checkFrame({ columns, rows }: Result['frame'], arrays: readonly ReadArray[]): number {
  const column = (name: string): number => columns.indexOf(name);
  for (const row of rows) {
    for (const array of arrays) {
      const isSame = array.kind === row[column('kind')] && array.direction === row[column('direction')];
      if (!isSame || array.normalised || array.prompt !== null) continue;
      const at = array.axes.reduce(
        (sum, axis, index) => sum * array.shape[index]! + Number(row[column(axis)]),
        0,
      );
      const value = row[column(array.metric.toLowerCase())] as number;
      // pandas writes ten decimals.
      if (Math.abs(value - array.values[at]!) > 1e-6)
        throw new Error(`A row of the frame is not that of the array: ${JSON.stringify(row)}.`);
    }
  }
  return rows.length;
}
