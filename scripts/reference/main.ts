/**
 * `npm run test:reference`: Patchbay against TransformerLens itself, in Python.
 *
 * 1. Computes runs on the bundled model through the API, and what is on the pages beside a run: path patching, causal traces,
 *    attribution, the logit lens and circuits. Exports each as a Python notebook and executes it: it computes everything again with
 *    TransformerLens and asserts the same numbers.
 * 2. Uses the Python client of examples/python against the API, and compares its arrays with the API's.
 * 3. Computes the golden arrays again and compares them with the stored ones.
 *
 * `-- --all` includes the cases of GPT-2's shapes, which take a quarter of an hour.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { describeLargestDifference } from './compare-golden';
import { findPython, runPython } from './python';
import { checkPythonClient } from './python-client';
import { exportNotebooks } from './stored-runs';

const REFERENCE = path.join('models', 'reference');
const SMALL_CASES = ['odd-shape', 'patchbay-mini', 'metrics'];
const LARGE_CASES = ['gpt2-small-shape', 'family'];

const { all } = parseArgs({ options: { all: { type: 'boolean', default: false } } }).values;
const python = await findPython(path.join(REFERENCE, 'requirements.txt'));
const folder = await mkdtemp(path.join(tmpdir(), 'patchbay-reference-'));
try {
  const files: string[] = [];
  for (const { name, text } of await exportNotebooks(path.join(folder, 'data'))) {
    const file = path.join(folder, `${name}.ipynb`);
    await writeFile(file, text);
    files.push(file);
  }
  await runPython(python, [path.join(REFERENCE, 'run_notebook.py'), ...files]);
  console.log('\nPython client');
  await checkPythonClient(python, path.join(folder, 'client'));
  const cases = [...SMALL_CASES, ...(all ? LARGE_CASES : [])];
  console.log(`\nGolden arrays: ${[...cases, 'tokens'].join(', ')}`);
  await runPython(python, [path.join(REFERENCE, 'make_golden.py'), ...cases], { GOLDEN_DIR: folder });
  await runPython(python, [path.join(REFERENCE, 'make_tokens.py')], { GOLDEN_DIR: folder });
  for (const name of [...cases, 'tokens']) {
    const [stored, computed] = await Promise.all(
      [path.join(REFERENCE, 'golden'), folder].map(
        async (from) => JSON.parse(await readFile(path.join(from, `${name}.json`), 'utf8')) as unknown,
      ),
    );
    console.log(`${name}: ${describeLargestDifference(stored, computed)}`);
  }
  console.log('\nEverything agrees with TransformerLens.');
} catch (error) {
  console.error(`\n${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}
