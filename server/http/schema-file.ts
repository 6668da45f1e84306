/** Serves the JSON schemas of exported files. Schemas of other versions than the present ones are not kept. */
import { z } from 'zod';
import { FINDING_FORMAT, RUN_FORMAT, SCHEMA_PATHS, STATISTICS_FORMAT } from '../../domain/exchange/formats';
import { findingFile } from '../runs/exchange/finding-file';
import { statisticsFile } from '../runs/exchange/statistics-file';
import { runFile } from '../runs/exchange/run-file';

const SCHEMAS: Readonly<Record<string, z.ZodType>> = {
  [SCHEMA_PATHS[RUN_FORMAT]]: runFile,
  [SCHEMA_PATHS[FINDING_FORMAT]]: findingFile,
  [SCHEMA_PATHS[STATISTICS_FORMAT]]: statisticsFile,
};

/** The JSON schema (2020-12) at an address such as `/schema/run-3.json`; null where there is none. */
export function makeSchema(path: string): object | null {
  const schema = SCHEMAS[path];
  return schema ? { ...z.toJSONSchema(schema, { io: 'input' }), $id: path } : null;
}

/** Answers with a schema, or with 404. Pages of other sites may read it: validators do. */
export function serveSchema(file: string): Response {
  const schema = makeSchema(`/schema/${file}`);
  if (!schema) return new Response('There is no such schema.\n', { status: 404 });
  return new Response(`${JSON.stringify(schema, null, 1)}\n`, {
    headers: {
      'content-type': 'application/schema+json; charset=utf-8',
      'cache-control': 'public, max-age=3600',
      'access-control-allow-origin': '*',
      'cross-origin-resource-policy': 'cross-origin',
    },
  });
}
