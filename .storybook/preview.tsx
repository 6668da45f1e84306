import { MantineProvider } from '@mantine/core';
import '@mantine/core/styles.css';
import type { Preview } from '@storybook/nextjs-vite';
import { useState, type ReactNode } from 'react';
import { configure } from 'storybook/test';
import { loadDialogFrame } from '../components/dialog/load-dialog-frame';
import { createFakeApi, WithApi, type Answers } from '../components/testing/fake-api';
import { cssVariablesResolver, theme } from '../components/site/theme';
import '../components/site/global.css';
import '../components/print/print.css';
import './catalogue.css';

// Stories wait for conditions, whatever the speed of the machine.
configure({ asyncUtilTimeout: 30_000 });
// Components follow the server by it, and there is none.
Reflect.deleteProperty(globalThis, 'EventSource');

/** Pickers of runs find nothing unless a story says otherwise. */
const NO_RUNS: Answers = {
  RunChoices: () => ({
    mine: { __typename: 'RunConnection', edges: [] },
    findings: { __typename: 'FindingConnection', edges: [] },
  }),
};

const SIGNS = '"Catalogue Signs", sans-serif';

/** The site's theme with fonts that are the same on every machine. */
const catalogueTheme = {
  ...theme,
  fontFamily: `"Catalogue Text", ${SIGNS}`,
  fontFamilyMonospace: `"Catalogue Mono", ${SIGNS}`,
  // Transitions would make pictures depend on the moment.
  respectReducedMotion: true,
};

/** One API for a story, so that a change of the colour scheme asks for nothing again. */
function FakeApi({ answers, children }: { readonly answers?: Answers; readonly children: ReactNode }) {
  const [api] = useState(() => createFakeApi({ ...NO_RUNS, ...answers }));
  return <WithApi api={api}>{children}</WithApi>;
}

/** Parts of the address that are Storybook's own. */
const OWN_PARAMETERS: ReadonlySet<string> = new Set(['id', 'viewMode', 'args', 'globals']);

/** Removes what the story before has written into the address, which stays the same document. */
function resetAddress(): void {
  const address = new URL(window.location.href);
  const kept = [...address.searchParams].filter(([name]) => OWN_PARAMETERS.has(name));
  address.search = new URLSearchParams(kept).toString();
  address.hash = '';
  window.history.replaceState(window.history.state, '', address);
}

const preview: Preview = {
  parameters: {
    // Padding of the body would move dialogs.
    layout: 'fullscreen',
    // The site uses the App Router.
    nextjs: { appDirectory: true },
    controls: { disable: true },
    options: { storySort: { method: 'alphabetical' } },
  },
  globalTypes: {
    scheme: {
      description: 'Colour scheme',
      toolbar: { title: 'Colour scheme', items: ['light', 'dark'], dynamicTitle: true },
    },
  },
  initialGlobals: { scheme: 'light' },
  beforeEach: resetAddress,
  // As on a page, where the first press does it.
  loaders: [async () => void (await loadDialogFrame())],
  decorators: [
    (Story, { id, globals, parameters }) => (
      <MantineProvider
        theme={catalogueTheme}
        cssVariablesResolver={cssVariablesResolver}
        forceColorScheme={globals.scheme === 'dark' ? 'dark' : 'light'}
      >
        <FakeApi key={id} answers={parameters.answers as Answers | undefined}>
          <main className="catalogue-story">
            <Story />
          </main>
        </FakeApi>
      </MantineProvider>
    ),
  ],
};
export default preview;
