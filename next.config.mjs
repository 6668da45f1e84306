/** @type {import('next').NextConfig} */
export default {
  // `npm test` runs the type check over the whole project; the build need not repeat it.
  typescript: { ignoreBuildErrors: true },
  // Native packages stay outside the bundle; so does graphql, whose two builds refuse each other's schemas.
  serverExternalPackages: [
    '@apollo/server',
    '@as-integrations/next',
    '@escape.tech/graphql-armor-max-aliases',
    '@escape.tech/graphql-armor-max-depth',
    '@graphql-tools/schema',
    '@libsql/client',
    '@prisma/adapter-libsql',
    'graphql',
    'graphql-sse',
    'libsql',
    'pino',
  ],
  poweredByHeader: false,
  // A browser that opens the API's address gets a page to explore it with.
  rewrites: async () => ({
    beforeFiles: [
      {
        source: '/api/graphql',
        has: [{ type: 'header', key: 'accept', value: '.*text/html.*' }],
        missing: [{ type: 'query', key: 'query' }],
        destination: '/graphiql',
      },
    ],
  }),
};
