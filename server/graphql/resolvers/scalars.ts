import { GraphQLScalarType } from 'graphql';

/** A moment, sent as an ISO 8601 string in UTC. */
export const DateTime = new GraphQLScalarType({
  name: 'DateTime',
  serialize: (value) => new Date(value as Date | string).toISOString(),
});

/** Binary data; resolvers encode it, since the bytes' order is part of a field's meaning. */
export const Base64 = new GraphQLScalarType({
  name: 'Base64',
  serialize: String,
});
