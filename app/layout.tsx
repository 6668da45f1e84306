import '@mantine/core/styles.css';
import { ColorSchemeScript, mantineHtmlProps } from '@mantine/core';
import type { Metadata } from 'next';
import type { ReactNode } from 'react';
import { EngineStateDocument } from '../components/generated/graphql';
import { EngineState } from '../components/site/EngineState';
import { PageFrame } from '../components/site/PageFrame';
import { Providers } from '../components/site/Providers';
import { query } from './apollo';
import { readNonce } from './nonce';

export const metadata: Metadata = {
  title: { default: 'Patchbay', template: '%s · Patchbay' },
  description: 'Exact activation patching of GPT-2: run experiments, and publish and compare the findings.',
};
// Every page shows the current state of the database.
export const dynamic = 'force-dynamic';

export default async function RootLayout({ children }: { children: ReactNode }) {
  const { data } = await query({ query: EngineStateDocument });
  return (
    <html lang="en" {...mantineHtmlProps}>
      <head>
        <ColorSchemeScript defaultColorScheme="auto" nonce={await readNonce()} />
      </head>
      <body>
        <Providers>
          <PageFrame status={data && <EngineState engine={data.engine} />}>{children}</PageFrame>
        </Providers>
      </body>
    </html>
  );
}
