/** Asks the policy before each mutation, subscription and private field. */
import { defaultFieldResolver, isObjectType, type GraphQLFieldResolver, type GraphQLSchema } from 'graphql';
import { admit, authorize, hasRule, type Action } from '../accounts/policy';
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
      else field.resolve = admitFirst(field.resolve ?? defaultFieldResolver, name);
    }
  }
  const user = schema.getType('User');
  for (const field of isObjectType(user) ? Object.values(user.getFields()) : []) {
    const name = `User.${field.name}`;
    if (hasRule(name)) field.resolve = forOwner(field.resolve ?? defaultFieldResolver, name);
  }
  return schema;
}

function admitFirst(resolve: Resolver, action: Action): Resolver {
  return (parent, args, context, info) => {
    admit(context.services.config, context.requester, action);
    return resolve(parent, args, context, info);
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
