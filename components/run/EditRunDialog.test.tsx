// @vitest-environment jsdom
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createFakeApi, WithApi } from '../testing/fake-api';
import { renderInPage } from '../testing/render';
import { sampleRun } from '../testing/sample-run';
import { EditRunDialog } from './EditRunDialog';

vi.mock('next/navigation', () => ({ useRouter: () => ({ push() {}, refresh() {} }) }));
// A field that grows asks when the fonts have loaded, and jsdom has none.
beforeEach(() => {
  Object.defineProperty(document, 'fonts', { value: new EventTarget(), configurable: true });
});
afterEach(cleanup);

const DERIVED = '… shops, [John→Mary] gave the bag … (+7 pairs)';

async function open(ownTitle: string | null) {
  const run = sampleRun({ ownTitle, title: ownTitle ?? DERIVED });
  const api = createFakeApi({
    EditRun: ({ input }) => ({
      editRun: { __typename: 'Run', ...run, ...(input as object), pairs: undefined },
    }),
  });
  renderInPage(
    <WithApi api={api}>
      <EditRunDialog run={run} onClose={() => {}} />
    </WithApi>,
  );
  const field = await screen.findByLabelText<HTMLInputElement>('Title');
  return { api, field, save: () => fireEvent.click(screen.getByRole('button', { name: 'Save' })) };
}

it('is empty where the owner gave no title, and shows the one that is made from the prompts', async () => {
  const { api, field, save } = await open(null);
  expect(field.value).toBe('');
  expect(field.placeholder).toBe(DERIVED);
  save();
  await waitFor(() => expect(api.asked).toHaveLength(1));
  expect(api.asked[0]!.variables['input']).not.toHaveProperty('title');
});

it('has the title that the owner gave, and sends an empty one to take it back', async () => {
  const { api, field, save } = await open('Name movers');
  expect([field.value, field.placeholder]).toEqual(['Name movers', '']);
  fireEvent.change(field, { target: { value: '' } });
  save();
  await waitFor(() => expect(api.asked).toHaveLength(1));
  expect(api.asked[0]!.variables['input']).toMatchObject({ title: '' });
});
