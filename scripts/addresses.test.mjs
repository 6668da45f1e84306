import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { readAddresses, readAdministratorAddress } from './addresses.mjs';

const folder = mkdtempSync(path.join(tmpdir(), 'patchbay-start-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('knows the addresses of a site', () => {
  expect(readAddresses({ host: '127.0.0.1', port: 3000, env: {} })).toEqual({
    address: 'http://127.0.0.1:3000',
    note: null,
  });
  expect(readAddresses({ host: '::1', port: 3000, env: {} }).address).toBe('http://[::1]:3000');
  expect(readAddresses({ host: '0.0.0.0', port: 80, env: {} })).toEqual({
    address: 'http://127.0.0.1:80',
    note: expect.stringMatching(/ALLOWED_HOSTS/),
  });
  expect(readAddresses({ host: '0.0.0.0', port: 80, env: { ALLOWED_HOSTS: 'lab' } }).note).toBeNull();
});

it("knows the administrator's address, by the token of the settings or of the data folder", () => {
  writeFileSync(path.join(folder, 'administrator-token'), 'abc');
  const address = 'http://lab:3000';
  expect(readAdministratorAddress(address, { DATA_DIR: folder })).toBe(`${address}/admin?token=abc`);
  expect(readAdministratorAddress(address, { DATA_DIR: folder, ADMIN_TOKEN: 'a&b' })).toBe(
    `${address}/admin?token=a%26b`,
  );
  expect(readAdministratorAddress(address, { DATA_DIR: path.join(folder, 'none') })).toMatch(
    /cannot be read/,
  );
});
