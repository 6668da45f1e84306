import '@mantine/core/styles.css';
import '../components/site/global.css';
import { ColorSchemeScript, mantineHtmlProps } from '@mantine/core';
import type { Metadata } from 'next';
import type { ReactNode } from 'react';
import { SiteStateDocument } from '../components/generated/graphql';
import { NotificationBell } from '../components/notifications/NotificationBell';
import { EngineState } from '../components/site/EngineState';
import { fontVariables } from '../components/site/fonts';
import { PageFrame } from '../components/frame/PageFrame';
import pageClasses from '../components/frame/PageFrame.module.css';
import { ViewerLink } from '../components/frame/ViewerLink';
import { Providers } from '../components/site/Providers';
import { SITE_DESCRIPTION, sharePage } from '../components/site/share-page';
import { SITE_NAME } from '../domain/site-name';
import { query } from './apollo';
import { readNonce } from './nonce';
import { readOrigin } from './origin';

export async function generateMetadata(): Promise<Metadata> {
  return {
    // Other sites need whole addresses.
    metadataBase: new URL(await readOrigin()),
    title: { default: SITE_NAME, template: `%s · ${SITE_NAME}` },
    description: SITE_DESCRIPTION,
    ...sharePage(),
  };
}

// Every page shows the current state of the database.
export const dynamic = 'force-dynamic';

export default async function RootLayout({ children }: { children: ReactNode }) {
  const { data } = await query({ query: SiteStateDocument });
  return (
    <html lang="en" className={fontVariables} {...mantineHtmlProps}>
      <head>
        <ColorSchemeScript defaultColorScheme="auto" nonce={await readNonce()} />
      </head>
      <body className={pageClasses.page}>
        <Providers>
          <PageFrame
            status={data && <EngineState engine={data.engine} />}
            viewer={
              <>
                {data?.viewer && <NotificationBell initial={data.viewer.notifications.unreadCount} />}
                <ViewerLink viewer={data?.viewer ?? null} />
              </>
            }
          >
            {children}
          </PageFrame>
        </Providers>
      </body>
    </html>
  );
}
