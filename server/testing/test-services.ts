/** Services over a fresh database, a word-level tokenizer and the fake engine. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse, validate, type ExecutionResult } from 'graphql';
import { applyMigrations } from '../db/migrations';
import { parseConfig } from '../config';
import type { ModelInfo } from '../engine/api';
import { AppError } from '../errors';
import { formatError } from '../graphql/errors';
import { runOperation } from '../graphql/operation';
import { schema } from '../graphql/schema';
import { createServices, type Services } from '../services/services';
import { createTestDatabase } from './databases';
import { createFakeEngine, FAKE_DIGEST, FAKE_HEADS, FAKE_LAYERS, type FakeEngine } from './fake-engine';

export const FAKE_MODEL: ModelInfo = {
  id: 'fake',
  layers: FAKE_LAYERS,
  heads: FAKE_HEADS,
  dModel: 6,
  dVocab: 1000,
  context: 16,
  parameters: 1234,
  unavailable: null,
};

export interface TestServices extends Services {
  readonly engine: FakeEngine;
  /** Runs an operation as the bearer of a cookie; `setCookie` holds what the response would set. */
  ask(
    source: string,
    variables?: object,
    cookie?: string | null,
    headers?: Record<string, string>,
  ): Promise<ExecutionResult & { setCookie: string[] }>;
  dispose(): Promise<void>;
}

/**
 * @param env settings beside the folder of the data.
 * @param prepare makes the database at a `file:` URL, before it is migrated. When left out it is an empty one of databases.ts.
 */
export async function createTestServices(
  env: Record<string, string> = {},
  prepare?: (databaseUrl: string) => Promise<void> | void,
): Promise<TestServices> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'patchbay-test-'));
  const database = prepare === undefined ? await createTestDatabase(dataDir) : null;
  const url = database === null ? {} : { DATABASE_URL: database.url };
  const config = parseConfig({ NODE_ENV: 'test', DATA_DIR: dataDir, ...url, ...env });
  await prepare?.(config.databaseUrl);
  await applyMigrations(config.databaseUrl);
  const engine = createFakeEngine();
  const services = createServices(config, engine, createFakeModels());
  return {
    ...services,
    engine,
    async ask(source, variables = {}, cookie = null, headers = {}) {
      const setCookie: string[] = [];
      const exchange = {
        header: (name: string) => ({ cookie, ...headers })[name] ?? null,
        setCookie: (header: string) => setCookie.push(header),
      };
      const document = parse(source);
      const invalid = validate(schema, document);
      const { data, errors } =
        invalid.length > 0
          ? { data: undefined, errors: invalid.map((error) => formatError(error)) }
          : await runOperation(
              { document, variables: variables as Record<string, unknown> },
              exchange,
              services,
            );
      return {
        ...(JSON.parse(JSON.stringify({ data })) as object),
        errors: errors as ExecutionResult['errors'],
        setCookie,
      };
    },
    async dispose() {
      await services.cluster?.close();
      await services.db.$disconnect();
      await database?.release();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** Makes services those of this process, which the entry points ask for; undone by the function returned. */
export function installServices(services: Services): () => void {
  const holder = globalThis as { [key: symbol]: Services | undefined };
  const key = Symbol.for('patchbay.services');
  const before = holder[key];
  holder[key] = services;
  return () => (holder[key] = before);
}

/** The fake model with a word-level tokenizer. */
export function createFakeModels(): Services['models'] {
  const tokenizer = createWordTokenizer();
  const known = (id: string): void => {
    if (id !== FAKE_MODEL.id) throw new AppError('MODEL_UNAVAILABLE', `There is no model '${id}'.`);
  };
  return {
    list: async () => [FAKE_MODEL],
    info: async (id) => (known(id), FAKE_MODEL),
    vocabulary: async (id) => (known(id), tokenizer),
    tokenize: async (id, texts) => (
      known(id),
      texts.map((text) =>
        tokenizer.encode(text).map((token) => ({ id: token, text: tokenizer.tokenText(token) })),
      )
    ),
    identify: async (id) => (known(id), { digest: FAKE_DIGEST, weightsSha256: 'a'.repeat(64) }),
    stamp: async (id) => (known(id), 'stamp'),
    origin: async (id) => (known(id), null),
  };
}

/** Each word with its leading space is a token; ids in order of first sight. */
function createWordTokenizer() {
  const words = ['<|endoftext|>'];
  const findTokenId = (word: string): number => {
    if (!words.includes(word)) words.push(word);
    return words.indexOf(word);
  };
  return {
    bosId: 0,
    longestTokenBytes: 1000,
    encode: (text: string): number[] => (text.match(/ ?[^ ]+| /g) ?? []).map(findTokenId),
    tokenText: (id: number): string => words[id] ?? '',
  };
}
