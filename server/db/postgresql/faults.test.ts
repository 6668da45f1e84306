import { DriverAdapterError } from '@prisma/driver-adapter-utils';
import { expect, it } from 'vitest';
import { databaseError, isBusy } from '../faults';
import { faultFromPostgresql } from './faults';
import { connectionOptions, isPostgresql } from './pool';

const withCode = (code: string, message = 'x'): Error => Object.assign(new Error(message), { code });

it.each([
  ['40001', 'conflict'],
  ['40P01', 'conflict'],
  ['57014', 'busy'],
  ['55P03', 'busy'],
  ['53300', 'busy'],
  ['53100', 'full'],
  ['25006', 'read-only'],
  ['42P01', 'not-migrated'],
  ['57P01', 'unreachable'],
  ['57P03', 'unreachable'],
  ['08006', 'unreachable'],
  ['28P01', 'unreachable'],
  ['XX001', 'corrupt'],
  ['ECONNREFUSED', 'unreachable'],
  ['23505', undefined],
  ['23503', undefined],
])('%s is %s', (code, kind) => {
  expect(faultFromPostgresql(withCode(code))?.kind).toBe(kind);
});

it('reads what Prisma’s adapter and the pool throw', () => {
  const conflict = new DriverAdapterError({ kind: 'TransactionWriteConflict', originalCode: '40001' });
  expect(faultFromPostgresql(conflict)?.kind).toBe('conflict');
  // The class of another bundle.
  const other = Object.assign(new Error('TransactionWriteConflict'), {
    name: 'DriverAdapterError',
    cause: conflict.cause,
  });
  expect(faultFromPostgresql(other)?.kind).toBe('conflict');
  const full = new DriverAdapterError({
    kind: 'postgres',
    code: '53100',
    severity: 'ERROR',
    message: 'could not extend file',
    detail: undefined,
    column: undefined,
    hint: undefined,
  });
  expect(databaseError(faultFromPostgresql(full))?.message).toContain('disk of the server is full');
  const exhausted = faultFromPostgresql(new Error('timeout exceeded when trying to connect'));
  expect(isBusy(exhausted)).toBe(true);
  expect(faultFromPostgresql(new Error('Connection terminated unexpectedly'))?.kind).toBe('unreachable');
  expect(faultFromPostgresql(new Error('something else'))).toBeNull();
  expect(faultFromPostgresql('text')).toBeNull();
});

it('adds settings to those of the URL', () => {
  const url =
    'postgresql://me:p%40ss@db.example:5433/patchbay?sslmode=require&options=-c%20search_path%3Dlab';
  const { connectionString, options, query_timeout } = connectionOptions(url, 'read committed', 1000, 500);
  expect(connectionString).toBe('postgresql://me:p%40ss@db.example:5433/patchbay?sslmode=require');
  expect(options).toMatch(/^-c search_path=lab -c TimeZone=UTC /);
  expect(options).toContain('-c default_transaction_isolation=read\\ committed');
  expect(options).toContain('-c lock_timeout=500');
  expect(query_timeout).toBeGreaterThan(1000);
  expect([isPostgresql(url), isPostgresql('postgres://x/y'), isPostgresql('file:x.db')]).toEqual([
    true,
    true,
    false,
  ]);
});
