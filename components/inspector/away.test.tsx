// @vitest-environment jsdom
/** What the inspector says while the server is away, and afterwards. */
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { ServerUnreachableError } from '../apollo/fetch-server';
import { createFakeApi, WithApi } from '../testing/fake-api';
import { renderInPage } from '../testing/render';
import { answerInspector } from '../testing/sample-answers';
import { sampleIoiPositions, sampleIoiRun, sampleIoiSweeps } from '../testing/sample-ioi-run';
import { Inspector } from './Inspector';

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

it('says once that the server is away, without skeletons, and reads all again on request', async () => {
  const run = sampleIoiRun();
  let isAway = true;
  const answers = Object.entries(answerInspector(run)).map(
    ([name, answer]) =>
      [
        name,
        (variables: Record<string, unknown>) =>
          isAway ? new ServerUnreachableError('No answer.') : answer(variables),
      ] as const,
  );
  const { container } = renderInPage(
    <WithApi api={createFakeApi(Object.fromEntries(answers))}>
      <Inspector
        run={run}
        sweeps={sampleIoiSweeps(run)}
        positions={sampleIoiPositions(run)}
        pinned={{ kind: 'HEAD_Z', layer: 9, head: 9, position: null, src: null }}
        prompt={null}
        patternPrompt={null}
        value="recovery"
        direction="DENOISING"
        metric="LOGIT_DIFF"
        tone="light"
        onChange={() => {}}
      />
    </WithApi>,
  );
  const alert = await screen.findByRole('alert');
  expect(alert.textContent).toMatch(/^The server cannot be reached.*No data is lost/);
  const countSkeletons = (): number => container.querySelectorAll('.mantine-Skeleton-root').length;
  await waitFor(() => expect(countSkeletons()).toBe(0));
  expect(screen.getAllByRole('alert')).toEqual([alert]);
  // What the page has is still there.
  expect(screen.getByRole('table', { name: 'Effects of this component' })).toBeDefined();

  isAway = false;
  fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
  expect(await screen.findAllByRole('application', { name: /^L9H9/ })).toHaveLength(3);
  await screen.findByRole('table', { name: 'Effect on each prompt' });
  await screen.findByRole('region', { name: 'Distribution over prompts' });
  expect(screen.queryByRole('alert')).toBeNull();
});
