import { expect, it } from 'vitest';
import { missingMigration } from './schema-engine';

it('finds that the migrations make what the schema says, and no more but what no schema can say', async () => {
  expect(await missingMigration()).toBeNull();
});
