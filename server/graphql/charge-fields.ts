/** Charges the fields of a schema to the budget of the operation that selects them. */
import {
  defaultFieldResolver,
  getNamedType,
  getNullableType,
  isLeafType,
  isListType,
  isObjectType,
  type GraphQLField,
  type GraphQLFieldResolver,
  type GraphQLResolveInfo,
  type GraphQLSchema,
} from 'graphql';
import { checkAborted } from '../errors';
import type { Context } from './context';
import { BYTES_PER_VALUE } from './estimate-operation';
import { FIELD_COSTS, type FieldCost } from './field-costs';

/**
 * Wraps the resolvers of costly fields: each charges its entry in FIELD_COSTS before it runs, and the length of the list or
 * text that it returned. They also stop work for a client that has disconnected.
 *
 * @returns the same schema.
 */
export function chargeFields(schema: GraphQLSchema): GraphQLSchema {
  const subscriptions = schema.getSubscriptionType();
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    for (const field of Object.values(type.getFields())) {
      if (type === subscriptions) field.resolve = resolveEvent(field.resolve ?? defaultFieldResolver);
      else {
        const entry = FIELD_COSTS[`${type.name}.${field.name}`] ?? (canCost(field) ? {} : null);
        if (entry) field.resolve = resolveCharged(field.resolve ?? defaultFieldResolver, entry);
      }
    }
  }
  return schema;
}

type Field = GraphQLField<unknown, Context>;
type Resolver = GraphQLFieldResolver<unknown, Context>;

/** Whether a field needs an entry in FIELD_COSTS. */
export function canCost(field: Field): boolean {
  const type = getNullableType(field.type);
  return field.args.length > 0 || isListType(type) || getNamedType(type).name === 'Base64';
}

function resolveCharged(resolve: Resolver, { known, exact }: FieldCost): Resolver {
  return (parent, args, context, info) => {
    checkAborted(context.signal);
    if (known) context.budget.charge(known(args));
    const settle = (result: unknown): unknown => {
      context.budget.charge({ bytes: estimateSize(result, info) });
      return result;
    };
    const run = (): unknown => {
      const result: unknown = resolve(parent, args, context, info);
      return result instanceof Promise ? result.then(settle) : settle(result);
    };
    if (!exact) return run();
    return exact(parent as never, args, context).then((cost) => {
      context.budget.charge(cost);
      return run();
    });
  };
}

/** Gives each event of a subscription a budget of its own, since a stream has no fixed length. */
function resolveEvent(resolve: Resolver): Resolver {
  return (parent, args, context, info) => {
    context.budget.reset();
    return resolve(parent, args, context, info);
  };
}

/** Approximate bytes that a list or text adds to the response; lists inside its items are charged by their own fields. */
function estimateSize(result: unknown, { returnType, fieldNodes }: GraphQLResolveInfo): number {
  if (typeof result === 'string') return result.length;
  if (!Array.isArray(result)) return 0;
  if (isLeafType(getNamedType(returnType))) return countLeaves(result) * BYTES_PER_LEAF;
  const selected = fieldNodes.reduce((sum, node) => sum + (node.selectionSet?.selections.length ?? 0), 0);
  return result.length * (BYTES_PER_OBJECT + selected * BYTES_PER_VALUE);
}

/** Resolving one object of a list takes about as long as sending this many bytes of numbers. */
const BYTES_PER_OBJECT = 64;
/** Bytes of a number in a list. */
const BYTES_PER_LEAF = 10;

function countLeaves(list: readonly unknown[]): number {
  return Array.isArray(list[0])
    ? (list as unknown[][]).reduce((sum, row) => sum + row.length, 0)
    : list.length;
}
