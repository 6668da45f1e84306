import { MantineProvider } from '@mantine/core';
import '@mantine/core/styles.css';
import type { Preview } from '@storybook/nextjs-vite';
import { cssVariablesResolver, theme } from '../components/site/theme';

const preview: Preview = {
  globalTypes: { scheme: { description: 'Colour scheme', defaultValue: 'light', toolbar: { items: ['light', 'dark'] } } },
  decorators: [
    (Story, { globals }) => (
      <MantineProvider theme={theme} cssVariablesResolver={cssVariablesResolver} forceColorScheme={globals.scheme === 'dark' ? 'dark' : 'light'}>
        <Story />
      </MantineProvider>
    ),
  ],
};
export default preview;
