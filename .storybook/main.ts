import type { StorybookConfig } from '@storybook/nextjs-vite';

const config: StorybookConfig = {
  stories: ['../components/**/*.stories.tsx'],
  framework: '@storybook/nextjs-vite',
  // The header shows it.
  staticDirs: [{ from: '../app/icon.svg', to: '/icon.svg' }],
  // Nothing contacts the network.
  core: { disableTelemetry: true, disableWhatsNewNotifications: true, enableCrashReports: false },
  // It needs the API of the compiler, which TypeScript 7 does not have.
  typescript: { reactDocgen: false },
  // Thousands of warnings on 'use client' say nothing.
  viteFinal: (vite) => ({ ...vite, logLevel: 'error' }),
  features: { sidebarOnboardingChecklist: false },
};
export default config;
