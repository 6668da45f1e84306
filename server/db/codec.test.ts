/** Stored text is decoded in one place, and a broken row says which column is broken. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { isAppError } from '../errors';
import {
  decodeAxes,
  decodeChecks,
  decodeCleanTokens,
  decodeDirection,
  decodeGrid,
  decodeKind,
  decodeKinds,
  decodeMetric,
  decodePredictions,
  decodeShape,
  decodeStatus,
} from './codec';

const token = { id: 1, text: ' a' };

describe('a value that fits its column', () => {
  it.each<[(text: string) => unknown, unknown]>([
    [decodeKinds, ['HEAD_Z', 'RESID_PRE']],
    [decodeCleanTokens, [token]],
    [decodeAxes, ['layer', 'head', 'destination']],
    [decodeShape, [2, 3]],
    [decodeChecks, [{ name: 'SELF_PATCH', maxAbsDifference: 0, passed: true }]],
    [
      decodeChecks,
      [
        {
          name: 'SOURCE_ARRIVES',
          kind: 'HEAD_Z',
          maxAbsDifference: 0,
          differenceWithoutPatch: 0.5,
          cells: 16,
          movedCells: 12,
          passed: true,
        },
      ],
    ],
    [decodePredictions, { base: [{ token, logit: 1, probability: 0.5 }], source: [], patched: [] }],
  ])('is returned as it was encoded (%#)', (decode, value) => {
    expect(decode(JSON.stringify(value))).toEqual(value);
  });

  it('is returned for words', () => {
    expect([decodeStatus('QUEUED'), decodeDirection('NOISING'), decodeKind('HEAD_Z')]).toEqual([
      'QUEUED',
      'NOISING',
      'HEAD_Z',
    ]);
    expect(decodeMetric('logit_diff')).toBe('logit_diff');
  });
});

describe('a value that does not', () => {
  it.each<[column: string, decode: (text: string) => unknown, text: string]>([
    ['Run.kinds', decodeKinds, '["HEAD_Z","HEAD_X"]'],
    ['Run.kinds', decodeKinds, 'null'],
    ['Run.status', decodeStatus, 'DONE'],
    ['Run.direction', decodeDirection, ''],
    ['Run.checks', decodeChecks, '[{"name":"SELF_PATCH"}]'],
    ['PromptPair.cleanTokens', decodeCleanTokens, '[{"id":"1","text":"a"}]'],
    ['PromptPair.cleanTokens', decodeCleanTokens, '[{"id":1,"te'],
    ['Sweep.kind', decodeKind, 'toString'],
    ['Sweep.axes', decodeAxes, '["layer","depth"]'],
    ['Sweep.shape', decodeShape, '[2,-3]'],
    ['PatchedPrediction.rows', decodePredictions, '{}'],
  ])('throws DATABASE_UNAVAILABLE that names %s', (column, decode, text) => {
    const error = catchError(() => decode(text));
    expect(isAppError(error, 'DATABASE_UNAVAILABLE')).toBe(true);
    expect(error).toMatchObject({
      message: expect.stringContaining(` ${column} `),
      details: { column },
    });
  });

  it('is a sweep with more lengths than axes', () => {
    const row = { kind: 'HEAD_Z', axes: '["layer","head"]', shape: '[2,3,4]' };
    expect(catchError(() => decodeGrid(row))).toMatchObject({ details: { column: 'Sweep.shape' } });
  });
});

function catchError(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}

/** Text whose schema is not checked, or is a word that is believed to be one of an enum. */
const UNCHECKED = [
  /JSON\.parse\((?:[^()]|\([^()]*\))*\)\)?\s+as\s+(?!unknown\b)/,
  /\bas (?:readonly )?(?:SweepKind|Direction|RunStatus|AxisName|MetricId|RunSide)\b(?!,| \})/,
];

/** Source files of the server; `except` says which folders read no database. */
function* listSources(folder: string, except: RegExp): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const file = path.join(folder, entry.name);
    if (except.test(file)) continue;
    if (entry.isDirectory()) yield* listSources(file, except);
    else if (/(?<!\.test)\.ts$/.test(entry.name)) yield file;
  }
}

it('is the only way to read stored text: no other file asserts the type of parsed text', () => {
  const files = [...listSources('server', /^server\/(engine|testing|graphql\/generated)$/)];
  expect(files.length).toBeGreaterThan(100);
  const found = files.flatMap((file) => {
    const text = readFileSync(file, 'utf8');
    return UNCHECKED.flatMap((pattern) => pattern.exec(text)?.[0].replace(/^/, `${file}: `) ?? []);
  });
  expect(found).toEqual([]);
});
