/** Shows stories of the catalogue without loading the page again, which takes a tenth of the time. */
import type { Page } from '@playwright/test';

export const SCHEMES = ['light', 'dark'] as const;
export type Scheme = (typeof SCHEMES)[number];

/** What a story says of its picture. */
export interface StoryParameters {
  /** Width of the picture in pixels. Default: that of a phone. */
  readonly pictureWidth?: number;
  /** Height of the window in pixels, for what is as high as it. Default: less than that of a phone. */
  readonly pictureHeight?: number;
  /** Whether the picture ends with the window, for stories whose lower part others show. */
  readonly pictureOfWindow?: boolean;
  /** Rules of axe that do not hold in parts which the component takes from a library. */
  readonly ignoredRules?: readonly string[];
}

/** Storybook's preview, as far as it is used. */
interface Preview {
  ready(): Promise<void>;
  readonly channel: {
    emit(event: string, data: object): void;
    on(event: string, listener: (data: unknown) => void): void;
    off(event: string, listener: (data: unknown) => void): void;
  };
  readonly currentRender?: { readonly story?: { readonly parameters: StoryParameters } };
}

/** Events after which a story has failed. */
const FAILED = ['storyErrored', 'storyThrewException', 'storyMissing', 'playFunctionThrewException'];

/** Shows a story in the present colour scheme. @throws Error if it or its play function fails. */
export function showStory(page: Page, storyId: string): Promise<void> {
  return change(page, 'setCurrentStory', { storyId, viewMode: 'story' });
}

/** Shows the present story in a colour scheme. */
export function showScheme(page: Page, scheme: Scheme): Promise<void> {
  return change(page, 'updateGlobals', { globals: { scheme } });
}

/** Parameters of the shown story. */
export function readParameters(page: Page): Promise<StoryParameters> {
  return page.evaluate(() => {
    const { __STORYBOOK_PREVIEW__: preview } = globalThis as unknown as { __STORYBOOK_PREVIEW__: Preview };
    const { pictureWidth, pictureHeight, pictureOfWindow, ignoredRules } =
      preview.currentRender?.story?.parameters ?? {};
    return { pictureWidth, pictureHeight, pictureOfWindow, ignoredRules };
  });
}

/** Sends an event and waits until the story is rendered again, with its fonts. */
async function change(page: Page, event: string, data: object): Promise<void> {
  await page.waitForFunction(() => '__STORYBOOK_PREVIEW__' in globalThis);
  const problem = await page.evaluate(
    async ({ name, content, failed }) => {
      const { __STORYBOOK_PREVIEW__: preview } = globalThis as unknown as { __STORYBOOK_PREVIEW__: Preview };
      await preview.ready();
      const { channel } = preview;
      const result = await new Promise<string | null>((resolve) => {
        const stop: (() => void)[] = [];
        const listen = (to: string, say: (data: unknown) => string | null): void => {
          const listener = (received: unknown): void => {
            for (const each of stop) each();
            resolve(say(received));
          };
          channel.on(to, listener);
          stop.push(() => channel.off(to, listener));
        };
        listen('storyFinished', () => null);
        for (const each of failed)
          listen(each, (received) => `${each}: ${(received as Error).message ?? JSON.stringify(received)}`);
        channel.emit(name, content);
      });
      await document.fonts.ready;
      return result;
    },
    { name: event, content: data, failed: FAILED },
  );
  if (problem !== null) throw new Error(problem);
}
