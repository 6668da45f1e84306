import { GraphQLScalarType } from 'graphql';

/** A time, sent as an ISO 8601 string in UTC. */
export const DateTime = new GraphQLScalarType({
  name: 'DateTime',
  description: 'A time as an ISO 8601 string in UTC.',
  serialize: (value) => new Date(value as Date | string).toISOString(),
});

/** Binary data. Resolvers encode it, since each field defines the order of its bytes. */
export const Base64 = new GraphQLScalarType({
  name: 'Base64',
  description: 'Little-endian binary data in base64.',
  serialize: String,
});
