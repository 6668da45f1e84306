import path from 'node:path';
import { expect, it } from 'vitest';
import { parseConfig } from './config';

it('has a default for everything', () => {
  expect(parseConfig({})).toMatchObject({
    dataDir: path.resolve('.data'),
    databaseUrl: `file:${path.resolve('.data', 'patchbay.db')}`,
    modelsDirs: [path.resolve('models')],
    engineProvider: 'auto',
    engineEnabled: true,
  });
  expect(parseConfig({ MODELS_DIR: '', ENGINE_ENABLED: '0' })).toMatchObject({ engineEnabled: false });
});

it('lists every wrong variable at once', () => {
  const wrong = {
    ENGINE_PROVIDER: 'tpu',
    ENGINE_THREADS: '-1',
    SESSION_SECRET: 'short',
    DATABASE_URL: 'mysql://x',
    ADMIN_TOKEN: 't'.repeat(31),
    HF_ENDPOINT: 'https://me:secret@hub.example',
  };
  expect(() => parseConfig(wrong)).toThrow(
    /DATABASE_URL[^]*ENGINE_PROVIDER[^]*ENGINE_THREADS[^]*SESSION_SECRET[^]*ADMIN_TOKEN[^]*HF_ENDPOINT[^]*README/,
  );
});

it('takes an SQLite file or a PostgreSQL database', () => {
  for (const url of [
    'file:./x.db',
    'postgresql://me:secret@db.example:5432/patchbay',
    'postgres:///patchbay?host=/run',
  ]) {
    expect(parseConfig({ DATABASE_URL: url }).databaseUrl).toBe(url);
  }
  expect(() => parseConfig({ DATABASE_URL: 'postgresql://me:a/b@db.example/patchbay' })).toThrow(
    /DATABASE_URL/,
  );
});

it('reads lists with commas between', () => {
  expect(parseConfig({})).toMatchObject({ administrators: [], allowedHosts: [] });
  expect(parseConfig({ ADMINISTRATORS: 'ann, bob,', ALLOWED_HOSTS: ' Lab:8080 ' })).toMatchObject({
    administrators: ['ann', 'bob'],
    allowedHosts: ['lab:8080'],
  });
});
