/** Metrics of GraphQL operations, of the fields that are worth measuring, and of errors. */
import { Counter, Histogram } from 'prom-client';
import { CALL_SECONDS, defineMetrics } from './registry';

const metrics = defineMetrics('graphql', (registers) => ({
  operations: new Histogram({
    name: 'patchbay_graphql_operation_seconds',
    help: 'Time of GraphQL operations by name; the name is other for documents that are not of this site.',
    labelNames: ['operation'],
    buckets: CALL_SECONDS,
    registers,
  }),
  fields: new Histogram({
    name: 'patchbay_graphql_field_seconds',
    help: 'Time of the resolvers of mutations and of fields that call the engine or read much, by Type.field.',
    labelNames: ['field'],
    buckets: CALL_SECONDS,
    registers,
  }),
  errors: new Counter({
    name: 'patchbay_errors_total',
    help: 'Errors by code that clients got (origin api) or that ended runs (origin run).',
    labelNames: ['code', 'origin'],
    registers,
  }),
}));

export function observeOperation(operation: string, seconds: number): void {
  metrics.operations.observe({ operation }, seconds);
}

export function observeField(field: string, seconds: number): void {
  metrics.fields.observe({ field }, seconds);
}

export function countError(code: string, origin: 'api' | 'run'): void {
  metrics.errors.inc({ code, origin });
}
