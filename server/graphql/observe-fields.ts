/** Times and traces the resolvers of root fields, and of fields that read or compute much. */
import { defaultFieldResolver, isObjectType, type GraphQLFieldResolver, type GraphQLSchema } from 'graphql';
import { observeField } from '../observability/metrics/graphql';
import { withSpan } from '../observability/tracing/spans';
import type { Context } from './context';
import { FIELD_COSTS } from './field-costs';

type Resolver = GraphQLFieldResolver<unknown, Context>;

const ROOTS = new Set(['Query', 'Mutation']);

/**
 * Wraps the resolvers that are observed.
 *
 * @returns the same schema.
 */
export function observeFields(schema: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    for (const field of Object.values(type.getFields())) {
      const name = `${type.name}.${field.name}`;
      if (isObserved(type.name, name)) field.resolve = observed(field.resolve ?? defaultFieldResolver, name);
    }
  }
  return schema;
}

/** Whether a field is worth a time series: root fields, parts of circuits, and fields whose cost depends on stored values. */
function isObserved(typeName: string, name: string): boolean {
  const { known, exact } = FIELD_COSTS[name] ?? {};
  return (
    ROOTS.has(typeName) || exact !== undefined || (typeName === 'CircuitEvaluation' && known !== undefined)
  );
}

function observed(resolve: Resolver, name: string): Resolver {
  return (parent, args, context, info) => {
    const started = performance.now();
    const end = (): void => observeField(name, (performance.now() - started) / 1000);
    const result: unknown = withSpan(name, {}, () => resolve(parent, args, context, info));
    if (result instanceof Promise) return result.finally(end);
    end();
    return result;
  };
}
