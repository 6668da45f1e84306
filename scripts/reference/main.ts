/**
 * `npm run test:reference`: Patchbay against TransformerLens itself, in Python.
 *
 * 1. Computes runs on the bundled model through the API, and what is on the pages beside a run: path patching, causal traces,
 *    attribution, the logit lens and circuits. Exports each as a Python notebook and executes it: it computes everything again with
 *    TransformerLens and asserts the same numbers.
 *    The notebooks are executed with TransformerLens 3 and 4.
 * 2. Reads exported arrays with numpy.
 * 3. Uses the Python client of examples/python against the API, and compares its arrays with the API's.
 * 4. Computes the golden arrays again, each with its generator, and compares them with the stored ones.
 *
 * `-- --all` includes the cases of GPT-2's shapes, which take a quarter of an hour. `-- --notebooks whole` executes only the notebooks of
 * the runs whose name contains `whole`.
 */
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { RUN_VERSION } from '../../domain/exchange/formats';
import { findRunFileIssues } from '../../server/runs/exchange/check-run-file';
import { parseFile } from '../../server/runs/exchange/parse-file';
import { runFile } from '../../server/runs/exchange/run-file';
import { describeLargestDifference } from './compare-golden';
import { findPython, runPython } from './python';
import { exportArrays } from './arrays';
import { checkPythonClient } from './python-client';
import { exportNotebooks } from './stored-runs';

const REFERENCE = path.join('models', 'reference');
const SMALL_CASES = ['odd-shape', 'wide-heads', 'narrow-heads', 'patchbay-mini', 'metrics'];
const LARGE_CASES = ['gpt2-small-shape', 'family'];
/** Files in models/reference/golden, each by the generator of its name. */
const GENERATED = [
  'tokens',
  'interventions',
  'edges',
  'circuits',
  'edge-circuits',
  'reading',
  'neurons',
  'tracing',
  'whole-answers',
];
/** By TransformerLens 4. */
const GENERATED_BY_4 = ['direct-path'];

const { all, notebooks: only } = parseArgs({
  options: { all: { type: 'boolean', default: false }, notebooks: { type: 'string' } },
}).values;
const python = await findPython(path.join(REFERENCE, 'requirements.txt'));
const folder = await mkdtemp(path.join(tmpdir(), 'patchbay-reference-'));
try {
  const files: string[] = [];
  for (const { name, text } of await exportNotebooks(path.join(folder, 'data'), only)) {
    const file = path.join(folder, `${name}.ipynb`);
    await writeFile(file, text);
    files.push(file);
  }
  await runNotebooks(python, files, 3);
  if (only === undefined) await checkOthers();
  await runWithVersion4(files);
  console.log('\nEverything agrees with TransformerLens.');
} catch (error) {
  console.error(`\n${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}

/** Arrays, the Python client and the golden files. */
async function checkOthers(): Promise<void> {
  await runPython(python, [path.join(REFERENCE, 'read_npz.py'), ...(await exportArrays(folder))]);
  console.log('\nPython client');
  await checkPythonClient(python, path.join(folder, 'client'));
  const cases = [...SMALL_CASES, ...(all ? LARGE_CASES : [])];
  console.log(`\nGolden arrays: ${[...cases, ...GENERATED].join(', ')}`);
  await runPython(python, [path.join(REFERENCE, 'make_golden.py'), ...cases], { GOLDEN_DIR: folder });
  for (const name of cases) await compareGolden(name);
  for (const name of GENERATED) await generateGolden(python, name);
}

/** Computes one golden file again with its generator, and compares it. */
async function generateGolden(command: string, name: string): Promise<void> {
  const generator = path.join(REFERENCE, `make_${name.replaceAll('-', '_')}.py`);
  await runPython(command, [generator], { GOLDEN_DIR: folder });
  await compareGolden(name);
}

/** @throws Error where a computed file differs from the stored one by more than rounding. */
async function compareGolden(name: string): Promise<void> {
  const [stored, computed] = await Promise.all(
    [path.join(REFERENCE, 'golden'), folder].map(
      async (from) => JSON.parse(await readFile(path.join(from, `${name}.json`), 'utf8')) as unknown,
    ),
  );
  console.log(`${name}: ${describeLargestDifference(stored, computed)}`);
}

/**
 * Executes the same notebooks with TransformerLens 4, by PYTHON_4, and computes what only this version has. Without PYTHON_4 this is done
 * where PYTHON is not set either, in a virtual environment of its own.
 */
async function runWithVersion4(notebooks: readonly string[]): Promise<void> {
  if (process.env['PYTHON'] && !process.env['PYTHON_4']) {
    console.log('\nTransformerLens 4 is left out: PYTHON is set, and PYTHON_4 is not.');
    return;
  }
  console.log('\nThe notebooks with TransformerLens 4');
  const version4 = await findPython(path.join(REFERENCE, 'requirements-4.txt'), 'PYTHON_4');
  await runNotebooks(version4, notebooks, 4);
  if (only === undefined) for (const name of GENERATED_BY_4) await generateGolden(version4, name);
}

/** Executes notebooks, and checks the files of runs that they write as an import does. */
async function runNotebooks(command: string, notebooks: readonly string[], major: number): Promise<void> {
  const written = await mkdtemp(path.join(folder, `written-${major}-`));
  await runPython(command, [path.join(REFERENCE, 'run_notebook.py'), ...notebooks], {
    PATCHBAY_FILES: written,
  });
  const files = await readdir(written);
  if (files.length === 0 && only === undefined) throw new Error('No notebook wrote the file of a run.');
  for (const file of files) {
    const value: unknown = JSON.parse(await readFile(path.join(written, file), 'utf8'));
    const { file: run, issues } = parseFile(value, runFile, RUN_VERSION);
    const all = run ? findRunFileIssues(run) : issues;
    if (!run || all.length > 0) throw new Error(`${file}: ${JSON.stringify(all)}`);
    if (!run.provenance.engine.startsWith(`TransformerLens ${major}.`))
      throw new Error(`${file} was computed by ${run.provenance.engine}.`);
    console.log(`${file}: ${run.provenance.engine}, ${run.sweeps.length} arrays; it can be imported`);
  }
}
