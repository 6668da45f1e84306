import { MantineProvider } from '@mantine/core';
import '@mantine/core/styles.css';
import type { Preview } from '@storybook/nextjs-vite';
import { createFakeApi, WithApi, type Answers } from '../components/testing/fake-api';
import { cssVariablesResolver, theme } from '../components/site/theme';
import './catalogue.css';

// Components follow the server by it, and there is none.
Reflect.deleteProperty(globalThis, 'EventSource');

/** Pickers of runs find nothing unless a story says otherwise. */
const NO_RUNS: Answers = {
  RunChoices: () => ({
    mine: { __typename: 'RunConnection', edges: [] },
    findings: { __typename: 'FindingConnection', edges: [] },
  }),
};

const FALLBACK = 'sans-serif';

/** The site's theme with fonts that are the same on every machine. */
const catalogueTheme = {
  ...theme,
  fontFamily: `"Catalogue Sans", "Catalogue Mono", ${FALLBACK}`,
  fontFamilyMonospace: `"Catalogue Mono", ${FALLBACK}`,
  headings: { ...theme.headings, fontFamily: `"Catalogue Sans", ${FALLBACK}` },
  // Transitions would make pictures depend on the moment.
  respectReducedMotion: true,
};

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
  decorators: [
    (Story, { globals, parameters }) => (
      <MantineProvider
        theme={catalogueTheme}
        cssVariablesResolver={cssVariablesResolver}
        forceColorScheme={globals.scheme === 'dark' ? 'dark' : 'light'}
      >
        <WithApi api={createFakeApi({ ...NO_RUNS, ...(parameters.answers as Answers | undefined) })}>
          <main className="catalogue-story">
            <Story />
          </main>
        </WithApi>
      </MantineProvider>
    ),
  ],
};
export default preview;
