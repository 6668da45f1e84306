// @vitest-environment jsdom
import { cleanup, screen } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { createFakeApi, WithApi } from '../testing/fake-api';
import { renderInPage } from '../testing/render';
import { PROVENANCE, sampleClaims } from '../testing/sample-claims';
import { FindingClaims } from './FindingClaims';

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

function show(changes: Partial<ReturnType<typeof sampleClaims>> = {}): void {
  renderInPage(
    <WithApi api={createFakeApi({})}>
      <FindingClaims
        initial={{ ...sampleClaims(), ...changes }}
        run={{ id: 'r1', prompts: 8, model: 'gpt2' }}
        provenance={PROVENANCE}
      >
        <p>text and plots</p>
      </FindingClaims>
    </WithApi>,
  );
}

it('has the claims before the text, and what attached runs say after it', async () => {
  show();
  // It is loaded with the first attached run.
  const attached = await screen.findByRole('list', { name: 'Attached runs' });
  const parts = [
    screen.getByRole('table', { name: 'Claims by runs' }),
    screen.getByText('text and plots'),
    screen.getByRole('table', { name: 'Claims by attached runs' }),
    attached,
  ];
  for (const [index, part] of parts.slice(1).entries())
    expect(parts[index]!.compareDocumentPosition(part)).toBe(Node.DOCUMENT_POSITION_FOLLOWING);
});

it('counts the verdicts of attached runs beside the claims, and links to them', () => {
  show();
  expect(screen.getByRole('row', { name: /^z\[9\.9\] > 0\.2 .*1 supported, 1 refuted$/ })).toBeDefined();
  expect(screen.getByText(/2 attached runs, 1 replication among them\./)).toBeDefined();
  const link = screen.getByRole('link', { name: 'See what they say' });
  expect(document.querySelector(link.getAttribute('href')!)).toBe(
    screen.getByRole('region', { name: 'Replications and attached runs' }),
  );
});

it('says that there are none', () => {
  show({ claims: [], evidence: [] });
  expect(screen.getByText(/^Nobody has replicated this finding or attached a run yet\./)).toBeDefined();
  expect(screen.queryByRole('region', { name: 'Claims' })).toBeNull();
});
