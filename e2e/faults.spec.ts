/** Killed processes and wrong input. */
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, testWithSite, type Site } from './site';

const broken = await mkdtemp(path.join(tmpdir(), 'patchbay-models-'));
await mkdir(path.join(broken, 'torn'));
await writeFile(
  path.join(broken, 'torn', 'config.json'),
  '{"model_type": "gpt2", "n_layer": 1, "n_head": 1, "n_embd": 4, "n_positions": 8, "vocab_size": 8}',
);
await writeFile(path.join(broken, 'torn', 'model.safetensors'), 'torn');

const test = testWithSite({ MODELS_DIR: broken });
const CREATE = 'mutation ($input: CreateRunInput!) { createRun(input: $input) { id } }';
const STATE =
  'query ($id: ID!) { run(id: $id) { status error { message } progress { finishedSweeps } sweeps { data } } }';
const ALL = ['RESID_PRE', 'ATTN_OUT', 'MLP_OUT', 'HEAD_Z', 'HEAD_Q', 'HEAD_K', 'HEAD_V', 'HEAD_PATTERN'];

/** An experiment that takes some seconds: long prompts that differ early. */
function longInput() {
  const story = ' Then the old man saw a small dog near the river'.repeat(9);
  const about = (name: string): string => `When ${name} went to the park,${story}, and gave it to`;
  const pair = { clean: about('John'), corrupted: about('Mary'), correct: ' Mary', incorrect: ' John' };
  return {
    model: 'patchbay-mini',
    pairs: Array.from({ length: 8 }, () => pair),
    sweeps: ALL,
    recompute: true,
    // The tests read it without its owner's cookie.
    visibility: 'UNLISTED',
  };
}

async function startLongRun(site: Site): Promise<{ id: string; cookie: string }> {
  const { data, errors, cookie } = await site.graphql(CREATE, { input: longInput() });
  expect(errors).toBeUndefined();
  return { id: data.createRun.id as string, cookie: cookie! };
}

async function finishedSweeps(site: Site, id: string): Promise<number> {
  const { data } = await site.graphql(STATE, { id });
  expect(data.run.status).not.toBe('FAILED');
  return (data.run.progress.finishedSweeps as string[]).length;
}

async function expectSuccess(site: Site, id: string): Promise<string[]> {
  await expect
    .poll(async () => (await site.graphql(STATE, { id })).data.run.status as string, { timeout: 100_000 })
    .toBe('SUCCEEDED');
  const { data } = await site.graphql(STATE, { id });
  expect(data.run.progress.finishedSweeps).toEqual(ALL);
  return (data.run.sweeps as { data: string }[]).map((sweep) => sweep.data);
}

test('a run continues after its engine was killed, and after its server was killed', async ({ site }) => {
  // Three long runs, two of them with a restart: on a busy machine that takes a while.
  test.setTimeout(360_000);
  const undisturbed = await startLongRun(site);
  const values = await expectSuccess(site, undisturbed.id);

  const first = await startLongRun(site);
  await expect
    .poll(() => finishedSweeps(site, first.id), { intervals: [50], timeout: 60_000 })
    .toBeGreaterThan(0);
  expect(await finishedSweeps(site, first.id)).toBeLessThan(ALL.length);
  site.killEngine();
  expect((await fetch(site.url)).status).toBe(200);
  expect(await expectSuccess(site, first.id)).toEqual(values);

  const second = await startLongRun(site);
  await expect
    .poll(() => finishedSweeps(site, second.id), { intervals: [50], timeout: 60_000 })
    .toBeGreaterThan(0);
  expect(await finishedSweeps(site, second.id)).toBeLessThan(ALL.length);
  await site.restart();
  expect(await expectSuccess(site, second.id)).toEqual(values);
});

test('the owner cancels a run on its page', async ({ page, site }) => {
  await page.goto(`${site.url}/runs/new`);
  const [pair] = longInput().pairs;
  await page.getByLabel('Clean prompt').fill(pair!.clean);
  await page.getByLabel('Corrupted prompt').fill(pair!.corrupted);
  await page.getByLabel('Correct answer', { exact: true }).fill(pair!.correct);
  await page.getByLabel('Incorrect answer', { exact: true }).fill(pair!.incorrect);
  for (let copies = 1; copies < 8; copies++)
    await page.getByRole('button', { name: 'Duplicate pair 1', exact: true }).click();
  await page.getByLabel('Compute again even if stored').check();
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByTestId('status')).toHaveText('cancelled');
  await expect(page.getByText('This run was cancelled.')).toBeVisible();
});

test('problems are shown at their fields, and typed texts stay', async ({ page, site }) => {
  await page.goto(`${site.url}/runs/new`);
  await page.getByLabel('Clean prompt').fill('When John and Mary went to the shops, John gave the bag to');
  await page.getByLabel('Corrupted prompt').fill('When John and Mary went to the shops, Mary gave it to');
  await page.getByLabel('Correct answer', { exact: true }).fill('Mary Mary');
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await expect(page.getByText(/'Mary Mary' is \d+ tokens \(/)).toBeVisible();
  await expect(page.getByText(/The incorrect answer is empty/)).toBeVisible();
  await page.getByLabel('Correct answer', { exact: true }).fill(' Mary');
  await page.getByLabel('Incorrect answer', { exact: true }).fill(' John');
  await expect(page.getByText(/The prompts have 15 and 14 tokens/)).toBeVisible();
  await page.reload();
  await expect(page.getByLabel('Corrupted prompt')).toHaveValue(
    'When John and Mary went to the shops, Mary gave it to',
  );
  await page
    .getByLabel('Corrupted prompt')
    .fill('When John and Mary went to the shops, John gave the bag to');
  await expect(page.getByText(/Both prompts have the same tokens/)).toBeVisible();
  await page.getByRole('button', { name: 'Import pairs' }).click();
  await page.getByRole('textbox', { name: 'File or text' }).fill('clean,corrupted\na,b');
  await expect(page.getByText(/the header has no correct, incorrect/)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Use pairs' })).toBeDisabled();
});

test('a gap that is too small for recovery gives a warning before the run and raw values after it', async ({
  page,
  site,
}) => {
  await page.goto(`${site.url}/runs/new`);
  // Two prompts and their exchange with the same answers: the means are equal.
  await page.getByRole('button', { name: 'Import pairs' }).click();
  const [a, b] = [
    'When John and Mary went to the shops,  John gave the bag to',
    'When John and Mary went to the shops,  Mary gave the bag to',
  ];
  await page
    .getByRole('textbox', { name: 'File or text' })
    .fill(`clean,corrupted,correct,incorrect\n"${a}","${b}", Mary, John\n"${b}","${a}", Mary, John`);
  await page.getByRole('button', { name: 'Use 2 pairs' }).click();
  await expect(page.getByText(/^Recovery is not meaningful: /)).toBeVisible();
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await expect(page.getByTestId('status')).toHaveText('succeeded');
  await expect(page.getByText('The gap is too small to normalise by')).toBeVisible();
  await expect(page.getByRole('application', { name: /^Residual stream: / })).toBeVisible();
});

test('a broken model is listed with the reason, and other models work', async ({ site }) => {
  const { data } = await site.graphql('{ models { id installed unavailable } }');
  expect(data.models).toEqual([
    { id: 'patchbay-mini', installed: true, unavailable: null },
    {
      id: 'torn',
      installed: false,
      unavailable: expect.stringMatching(/model.safetensors is 4 bytes long/),
    },
  ]);
  const { errors } = await site.graphql(CREATE, { input: { ...longInput(), model: 'torn' } });
  expect(errors?.[0]).toMatchObject({ extensions: { code: 'MODEL_UNAVAILABLE' } });
});
