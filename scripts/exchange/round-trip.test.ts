/** Exported files: they conform to the published schema, and an imported file is exported as it was. */
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toFindingJson } from '../../components/claims/finding-json';
import { FindingExportDocument, type FindingExportQuery } from '../../components/generated/graphql';
import { writeCanonicalJson } from '../../domain/exchange/canonical-json';
import { FIELDS_OF_COPY, SCHEMA_PATHS } from '../../domain/exchange/formats';
import { PRESETS } from '../../domain/presets';
import { makeSchema } from '../../server/http/schema-file';
import { startDispatcher, type Dispatcher } from '../../server/runs/queue/dispatcher';
import { digestFile } from '../../server/runs/exchange/parse-file';
import { createTestServices, type TestServices } from '../../server/testing/test-services';
import { ask, computeFullRun, computeRun, exportRun, ORIGIN, readRun } from './stored-run';

let services: TestServices;
let dispatcher: Dispatcher;
let full: { id: string; cookie: string };
let text: string;

beforeAll(async () => {
  services = await createTestServices();
  dispatcher = startDispatcher(services, services.engine);
  full = await computeFullRun(services);
  text = await exportRun(services, full.id, full.cookie);
});
afterAll(async () => {
  await dispatcher.stop();
  await services.dispose();
});

const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false });
const validateRun = ajv.compile(makeSchema(SCHEMA_PATHS['patchbay.run'])!);
const validateFinding = ajv.compile(makeSchema(SCHEMA_PATHS['patchbay.finding'])!);

const IMPORT = 'mutation ($json: String!) { importRun(json: $json) { id isMine imported { runId digest } } }';

// oxlint-disable-next-line typescript/no-explicit-any -- files are broken on purpose
const asAny = (value: unknown): any => value;

interface Imported {
  readonly id: string;
  readonly isMine: boolean;
  readonly imported: { readonly runId: string; readonly digest: string };
}

async function importFile(json: string, cookie: string | null = null): Promise<Imported> {
  return (await ask<{ importRun: Imported }>(services, IMPORT, { json }, cookie)).importRun;
}

/** Changes a file and writes its digest anew. */
function change(edit: (file: Record<string, never>) => void, isDigestKept = false): string {
  const file = JSON.parse(text) as Record<string, never>;
  edit(file);
  return JSON.stringify(isDigestKept ? file : { ...file, digest: digestFile(file) });
}

/** The canonical form without what says where a file was written. */
function canonicalContent(json: string): string {
  const file = JSON.parse(json) as Record<string, unknown>;
  return writeCanonicalJson(
    Object.fromEntries(
      Object.entries(file).filter(([key]) => !(FIELDS_OF_COPY as readonly string[]).includes(key)),
    ),
  );
}

describe('the schema', () => {
  it('accepts the export of every preset, and the import does too', async () => {
    for (const { id, pairs, sweeps } of PRESETS) {
      // The fake tokenizer splits at spaces: the answers of some presets are several of its tokens.
      const fake = pairs.slice(0, 2).map((pair) => ({
        ...pair,
        correct: ` ${pair.correct.trim().split(' ')[0]}`,
        incorrect: ` ${pair.incorrect.trim().split(' ')[0]}`,
      }));
      const run = await computeRun(services, { pairs: fake, sweeps: sweeps.slice(0, 6) }).catch(
        (error: Error) => error,
      );
      if (run instanceof Error) throw new Error(`${id}: ${run.message}`);
      const json = await exportRun(services, run.id, run.cookie);
      expect(validateRun(JSON.parse(json)) || validateRun.errors, id).toBe(true);
      const { imported } = await importFile(json, full.cookie);
      expect(imported.runId, id).toBe(run.id);
      expect(canonicalContent(json)).not.toContain('__typename');
    }
  });

  it('accepts a run with edges, joint patches and circuits, and refuses a value of another type', () => {
    expect(validateRun(JSON.parse(text)) || validateRun.errors).toBe(true);
    expect(
      validateRun(
        JSON.parse(change((file) => void Object.assign(asAny(file['provenance']), { elapsedMs: '1' }))),
      ),
    ).toBe(false);
  });

  it('keeps the pairs that were left out, through export and import', async () => {
    const pairs = [
      { clean: 'John met Mary', corrupted: 'Mary met Mary', correct: ' Mary', incorrect: ' John' },
      { clean: 'John met Mary', corrupted: 'Mary met Mary', correct: ' Mary Ann', incorrect: ' John' },
      { clean: 'John met Mary', corrupted: 'Mary met Mary', correct: ' Tom', incorrect: ' John' },
    ];
    const filter = { minGap: 0, onlyRight: true };
    const run = await computeRun(services, { pairs, leaveOutUnusable: true, filter });
    const json = await exportRun(services, run.id, run.cookie);
    expect(validateRun(JSON.parse(json)) || validateRun.errors).toBe(true);
    expect(JSON.parse(json)).toMatchObject({
      leftOut: {
        unusable: { given: 3, pairs: [{ index: 1, reason: 'ANSWER_OF_SEVERAL_TOKENS' }] },
        filter: { given: 2, leftOut: [{ reason: 'CORRUPTED_RIGHT', count: 1 }] },
      },
    });
    const copy = await importFile(json, full.cookie);
    expect(canonicalContent(await exportRun(services, copy.id, full.cookie))).toBe(canonicalContent(json));
    const twice = JSON.parse(json) as { leftOut: { unusable: { pairs: object[] } } };
    twice.leftOut.unusable.pairs.push(twice.leftOut.unusable.pairs[0]!);
    const { errors } = await services.ask(
      IMPORT,
      { json: JSON.stringify({ ...twice, digest: digestFile(asAny(twice)) }) },
      full.cookie,
    );
    expect(errors?.[0]?.message).toContain('each pair once');
  });

  it('accepts the export of a finding, which checkFile describes', async () => {
    const input = { runId: full.id, title: 'Two heads', summary: 'They move names.', claims: ['z[1.2] > 0'] };
    const { publishFinding } = await ask<{ publishFinding: { slug: string } }>(
      services,
      'mutation ($input: PublishFindingInput!) { publishFinding(input: $input) { slug } }',
      { input },
      full.cookie,
    );
    const { finding } = await ask<FindingExportQuery>(services, FindingExportDocument, publishFinding);
    const json = toFindingJson(finding!, ORIGIN);
    expect(validateFinding(JSON.parse(json)) || validateFinding.errors).toBe(true);
    const check =
      'query ($json: String!) { checkFile(json: $json) { format title claims issues { path message } } }';
    expect(await ask(services, check, { json })).toMatchObject({
      checkFile: { format: 'FINDING', title: 'Two heads', claims: ['z[1.2] > 0'], issues: [] },
    });
    await expect(importFile(json)).rejects.toThrow('which has no values');
  });
});

describe('a round trip', () => {
  it('changes nothing but the fields that say where the file was written', async () => {
    const { id, isMine, imported } = await importFile(text, full.cookie);
    const file = JSON.parse(text) as {
      digest: string;
      edges: object[];
      jointPatches: object[];
      circuits: object[];
    };
    expect({ isMine, imported }).toEqual({ isMine: true, imported: { runId: full.id, digest: file.digest } });
    expect([file.edges.length, file.jointPatches.length, file.circuits.length]).toEqual([2, 2, 2]);
    const again = await exportRun(services, id, full.cookie);
    expect(canonicalContent(again)).toBe(canonicalContent(text));
    expect(JSON.parse(again)).toMatchObject({ id, imported: { runId: full.id, digest: file.digest } });
    // And once more.
    const third = await exportRun(services, (await importFile(again, full.cookie)).id, full.cookie);
    expect(canonicalContent(third)).toBe(canonicalContent(text));
  });

  it('keeps roles and prompts of several lengths', async () => {
    const role = (name: string, position: number) => ({
      name,
      cleanPositions: [position],
      corruptedPositions: [position],
    });
    const pairs = [
      {
        clean: 'John gave it to',
        corrupted: 'Mary gave it to',
        correct: ' Mary',
        incorrect: ' John',
        roles: [role('S', 1)],
      },
      {
        clean: 'Then Tom gave it to',
        corrupted: 'Then Ann gave it to',
        correct: ' Ann',
        incorrect: ' Tom',
        roles: [role('S', 2)],
      },
    ];
    const fields = { pairs, positionsBy: 'ROLE', sweeps: ['RESID_PRE', 'HEAD_Z'] };
    const { id, cookie } = await computeRun(services, fields);
    const json = await exportRun(services, id, cookie);
    expect(validateRun(JSON.parse(json)) || validateRun.errors).toBe(true);
    expect(JSON.parse(json)).toMatchObject({ roles: ['S', 'END'] });
    const again = await exportRun(services, (await importFile(json, cookie)).id, cookie);
    expect(canonicalContent(again)).toBe(canonicalContent(json));
  });

  it('keeps tags', async () => {
    const { id, cookie } = await computeRun(services, {});
    expect(JSON.parse(await exportRun(services, id, cookie))).not.toHaveProperty('tags');
    const edit = 'mutation ($id: ID!) { editRun(input: { id: $id, tags: ["ioi", "small"] }) { id } }';
    await ask(services, edit, { id }, cookie);
    const json = await exportRun(services, id, cookie);
    expect(validateRun(JSON.parse(json)) || validateRun.errors).toBe(true);
    expect(JSON.parse(json)).toMatchObject({ tags: ['ioi', 'small'] });
    const imported = await importFile(json, cookie);
    expect(canonicalContent(await exportRun(services, imported.id, cookie))).toBe(canonicalContent(json));
    const { runs } = await ask<{ runs: { edges: { node: { id: string } }[] } }>(
      services,
      '{ runs(tag: "small", mine: true) { edges { node { id } } } }',
      {},
      cookie,
    );
    expect(runs.edges.map(({ node }) => node.id)).toContain(imported.id);
  });

  it('keeps the tokens of answers that are read as a whole', async () => {
    const pair = {
      clean: 'John gave it to',
      corrupted: 'Mary gave it to',
      correct: ' Mary and Tom',
      incorrect: ' Mary and Ann',
    };
    const pairs = [pair, { ...pair, correct: ' Mary', incorrect: ' John' }];
    const { id, cookie } = await computeRun(services, { pairs, wholeAnswers: true });
    const json = await exportRun(services, id, cookie);
    const file = asAny(JSON.parse(json));
    expect(validateRun(file) || validateRun.errors).toBe(true);
    const texts = (tokens: { text: string }[]) => tokens.map(({ text: one }) => one);
    expect(texts(file.pairs[0].whole.correct)).toEqual([' Mary', ' and', ' Tom']);
    expect(texts(file.pairs[0].whole.incorrect)).toEqual([' Mary', ' and', ' Ann']);
    expect(file.pairs[1]).not.toHaveProperty('whole');
    const imported = await importFile(json, cookie);
    const again = await exportRun(services, imported.id, cookie);
    expect(canonicalContent(again)).toBe(canonicalContent(json));
    expect((await readRun(services, imported.id, cookie)).wholeAnswers).toBe(true);
    const refuse = async (edit: (whole: { correct: object[]; incorrect: object[] }) => void) => {
      const broken = asAny(JSON.parse(json));
      edit(broken.pairs[0].whole);
      const text = JSON.stringify({ ...broken, digest: digestFile(broken) });
      return importFile(text, cookie).then(
        () => 'imported',
        (error: Error) => error.message,
      );
    };
    expect(await refuse((whole) => void (whole.incorrect = whole.correct))).toMatch(
      /One answer begins with the other, or both are the same/,
    );
    expect(await refuse((whole) => void whole.correct.shift())).toMatch(/not that of correctTokens/);
  });

  it('gives a run whose stored numbers are read as those of the original', async () => {
    const { id } = await importFile(text, full.cookie);
    const fields = `{ sweeps { kind direction values(metric: PROB) top(k: 3) { layer head recovery } }
      baseline { clean corrupted verdict } topEffect { label value: change }
      topHeads(kind: HEAD_Z) { layer head recovery }
      edges { top(k: 3) { senderLayer senderHead value } } }`;
    const read = async (of: string) =>
      ask(services, `query ($of: ID!) { run(id: $of) ${fields} }`, { of }, full.cookie);
    expect(await read(id)).toEqual(await read(full.id));
    const { imported, provenance } = await readRun(services, id, full.cookie);
    expect(imported?.runId).toBe(full.id);
    expect(provenance?.provider).toBe('cpu');
  });

  it('needs the model only where something is computed, and says why it cannot be', async () => {
    const attention = 'query ($id: ID!) { run(id: $id) { attention(layer: 1, head: 0) { layer } } }';
    const { id } = await importFile(text, full.cookie);
    expect(await ask(services, attention, { id }, full.cookie)).toMatchObject({
      run: { attention: { layer: 1 } },
    });
    const other = await importFile(
      change((file) => void Object.assign(file, { modelDigest: 'e'.repeat(64) })),
      full.cookie,
    );
    await expect(ask(services, attention, { id: other.id }, full.cookie)).rejects.toThrow(
      "files of model 'fake'",
    );
    const absent = await importFile(
      change((file) => void Object.assign(file, { model: 'absent' })),
      full.cookie,
    );
    expect((await readRun(services, absent.id, full.cookie)).model.unavailable).toContain('not installed');
  });

  it('never answers a new run, and is deleted like one of one’s own', async () => {
    const fields = { sweeps: ['HEAD_Q'], metrics: ['LOGIT_DIFF'] };
    const original = await computeRun(services, fields);
    const json = await exportRun(services, original.id, original.cookie);
    const { id } = await importFile(json, full.cookie);
    await ask(services, 'mutation ($id: ID!) { deleteRun(id: $id) }', original, original.cookie);
    const before = services.engine.runs.length;
    const computed = await computeRun(services, { ...fields, recompute: false });
    expect(computed.id).not.toBe(id);
    expect(services.engine.runs.length).toBe(before + 1);
    await ask(services, 'mutation ($id: ID!) { deleteRun(id: $id) }', { id }, full.cookie);
    expect(await services.db.run.findUnique({ where: { id } })).toBeNull();
  });
});

type Edit = (file: Record<string, never>) => void;

describe('a file that is refused', () => {
  it.each<[name: string, path: string, message: string, edit: Edit]>([
    [
      'a value that is not finite',
      'sweeps.0.perPrompt.data',
      'Value 0 is not a finite',
      (file) => {
        const { perPrompt } = asAny(file['sweeps'])[0];
        const bytes = Buffer.from(perPrompt.data, 'base64');
        bytes.writeFloatLE(NaN, 0);
        perPrompt.data = bytes.toString('base64');
      },
    ],
    [
      'an array that is too short',
      'sweeps.0.perPrompt.data',
      'not base64 of',
      (file) => {
        asAny(file['sweeps'])[0].perPrompt.data = 'AAAA';
      },
    ],
    [
      'a wrong shape',
      'sweeps.1.shape',
      'The shape is',
      (file) => {
        asAny(file['sweeps'])[1].shape = [1, 1];
      },
    ],
    [
      'a mean of other values',
      'sweeps.0.mean.2',
      'but the mean of perPrompt',
      (file) => {
        asAny(file['sweeps'])[0].mean[2] += 0.1;
      },
    ],
    [
      'a tag with a space',
      'tags.0',
      'cannot be a tag',
      (file) => void Object.assign(file, { tags: ['two words'] }),
    ],
    ['a missing sweep', 'sweeps', 'is missing', (file) => void asAny(file['sweeps']).pop()],
    ['a missing metric', 'unpatched', 'is missing', (file) => void asAny(file['unpatched']).pop()],
    [
      'a token outside the vocabulary',
      'pairs.0.cleanTokens.1.id',
      'There is no token',
      (file) => {
        asAny(file['pairs'])[0].cleanTokens[1].id = 5000;
      },
    ],
    [
      'prompts of two lengths',
      'pairs.1.alignment',
      'Such prompts need an alignment',
      (file) => {
        asAny(file['pairs'])[1].cleanTokens.pop();
      },
    ],
    ['a NUL', 'pairs.0.clean', 'NUL', (file) => void (asAny(file['pairs'])[0].clean += '\0')],
    [
      'a site that the model lacks',
      'jointPatches.0.sites.0',
      'no such site',
      (file) => {
        asAny(file['jointPatches'])[0].sites[0].layer = 7;
      },
    ],
    [
      'a circuit with an edge that the model lacks',
      'circuits.1.edges',
      'no such edge',
      (file) => {
        asAny(file['circuits'])[1].edges[0].senderLayer = 1;
      },
    ],
    [
      'a layer of edges too few',
      'edges.0.layers',
      'must be 1',
      (file) => void asAny(file['edges'])[0].layers.pop(),
    ],
    [
      'other sizes of an installed model',
      'modelSizes.dModel',
      'on this server',
      (file) => {
        asAny(file['modelSizes']).dModel = 8;
      },
    ],
    ['an unknown field', '', 'Unrecognized key', (file) => void Object.assign(file, { extra: 1 })],
    ['an older version', 'version', 'Export it again', (file) => void Object.assign(file, { version: 2 })],
    ['another format', 'format', "'other'", (file) => void Object.assign(file, { format: 'other' })],
  ])('%s', async (_, path, message, edit) => {
    const json = change(edit);
    const { errors } = await services.ask(IMPORT, { json }, full.cookie);
    const issues = asAny(errors?.[0]?.extensions)?.issues as { path: string; message: string }[];
    expect(issues.map((issue) => issue.path)).toContain(path);
    expect(errors![0]!.message).toContain(message);
  });

  it('a digest of other content, no JSON, and a file that is too long', async () => {
    const changed = change((file) => void Object.assign(file, { title: 'Another' }), true);
    await expect(importFile(changed)).rejects.toThrow('digest: The content has the digest sha256:');
    await expect(importFile('{')).rejects.toThrow('not JSON');
    await expect(importFile('[[]]')).rejects.toThrow('format');
    await expect(importFile(`"${'x'.repeat(16_000_000)}"`)).rejects.toThrow('up to 16000000');
    expect(await services.ask(IMPORT, { json: '' })).toMatchObject({ setCookie: [] });
  });
});
