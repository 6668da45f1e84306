/** On every response; proxy.ts adds a page's Content-Security-Policy. */
const SECURITY_HEADERS = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), microphone=(), geolocation=(), payment=(), usb=()',
};
/** Responses of the API depend on the requester and are not pages. */
const API_HEADERS = {
  'Cache-Control': 'no-store',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
};

/** @type {import('next').NextConfig} */
export default {
  // `npm test` runs the type check over the whole project; the build need not repeat it.
  typescript: { ignoreBuildErrors: true },
  // Native packages stay outside the bundle; so does graphql, whose two builds refuse each other's schemas.
  serverExternalPackages: [
    '@apollo/server',
    '@better-auth/passkey',
    '@escape.tech/graphql-armor-max-aliases',
    '@escape.tech/graphql-armor-max-depth',
    '@graphql-tools/schema',
    '@libsql/client',
    '@opentelemetry/api',
    '@opentelemetry/exporter-trace-otlp-http',
    '@opentelemetry/resources',
    '@opentelemetry/sdk-trace-node',
    '@prisma/adapter-libsql',
    '@prisma/adapter-pg',
    'better-auth',
    'graphql',
    'libsql',
    'nodemailer',
    'pg',
    'pino',
    'prom-client',
  ],
  poweredByHeader: false,
  headers: async () => [
    { source: '/:path*', headers: headerList(SECURITY_HEADERS) },
    // All but the pages for frames of other sites; the policy of proxy.ts says the same.
    { source: '/((?!embed/findings/[^/]+$).*)', headers: headerList({ 'X-Frame-Options': 'DENY' }) },
    { source: '/api/:path*', headers: headerList(API_HEADERS) },
    // The address contains a secret.
    { source: '/admin', headers: headerList({ 'Referrer-Policy': 'no-referrer' }) },
  ],
  // A browser that opens the API's address gets the API explorer.
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

/** Headers in the form that Next.js expects. */
function headerList(headers) {
  return Object.entries(headers).map(([key, value]) => ({ key, value }));
}
