import { GraphQLScalarType } from 'graphql';

/** A moment, sent as an ISO 8601 string in UTC. */
export const DateTime = new GraphQLScalarType({
  name: 'DateTime',
  description: 'A moment as an ISO 8601 string in UTC.',
  serialize: (value) => new Date(value as Date | string).toISOString(),
});

/** Binary data; resolvers encode it, since the bytes' order is part of a field's meaning. */
export const Base64 = new GraphQLScalarType({
  name: 'Base64',
  description: 'Little-endian binary data in base64.',
  serialize: String,
});
