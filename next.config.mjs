/** @type {import('next').NextConfig} */
export default {
  // `npm test` runs the type check over the whole project; the build need not repeat it.
  typescript: { ignoreBuildErrors: true },
  // Native or worker-based packages stay outside the bundle.
  serverExternalPackages: ['@libsql/client', 'libsql', '@prisma/adapter-libsql', 'pino'],
  poweredByHeader: false,
  productionBrowserSourceMaps: false,
};
