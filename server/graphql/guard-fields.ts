/** Asks the policy before each mutation, subscription and private field, and writes what administrators do to the audit log. */
import { defaultFieldResolver, isObjectType, type GraphQLFieldResolver, type GraphQLSchema } from 'graphql';
import { admit, authorize, hasRule, isForAdministrators, POLICY, type Action } from '../accounts/policy';
import { recordAct } from '../community/audit';
import type { User } from '../db';
import type { Context } from './context';

type Resolver = GraphQLFieldResolver<unknown, Context>;

/**
 * Wraps the resolvers of mutations, subscriptions and private fields.
 *
 * @returns the same schema.
 * @throws Error for a mutation or subscription without a rule: nothing is allowed because somebody forgot to forbid it.
 */
export function guardFields(schema: GraphQLSchema): GraphQLSchema {
  for (const type of [schema.getMutationType(), schema.getSubscriptionType()]) {
    for (const field of Object.values(type?.getFields() ?? {})) {
      const { name } = field;
      if (!hasRule(name)) throw new Error(`${name} has no rule in server/accounts/policy.ts`);
      if (field.subscribe) field.subscribe = admitFirst(field.subscribe, name);
      else field.resolve = admitFirst(recordAfter(field.resolve ?? defaultFieldResolver, name), name);
    }
  }
  for (const name of Object.keys(POLICY)) {
    const [typeName, fieldName] = name.split('.');
    if (fieldName === undefined || !hasRule(name)) continue;
    const type = schema.getType(typeName!);
    const field = isObjectType(type) ? type.getFields()[fieldName] : undefined;
    if (!field) throw new Error(`the schema has no field ${name}, for which there is a rule`);
    const resolve = field.resolve ?? defaultFieldResolver;
    field.resolve = typeName === 'User' ? forOwner(resolve, name) : admitFirst(resolve, name);
  }
  return schema;
}

function admitFirst(resolve: Resolver, action: Action): Resolver {
  return (parent, args, context, info) => {
    admit(context.services.config, context.requester, action);
    return resolve(parent, args, context, info);
  };
}

/** Writes a mutation that only an administrator may do, or that was allowed to one as such, to the audit log. */
function recordAfter(resolve: Resolver, action: Action): Resolver {
  return async (parent, args: Record<string, unknown>, context, info) => {
    const result: unknown = await resolve(parent, args, context, info);
    const { administered, services, viewerId } = context;
    if (administered.delete(action) || isForAdministrators(action))
      await recordAct(services.db, viewerId, action, args);
    return result;
  };
}

function forOwner(resolve: Resolver, action: Action): Resolver {
  return (parent, args, context, info) => {
    const { requester, services } = context;
    admit(services.config, requester, action);
    authorize(requester, action, [(parent as Pick<User, 'id'>).id]);
    return resolve(parent, args, context, info);
  };
}
