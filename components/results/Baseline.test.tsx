// @vitest-environment jsdom
import { cleanup, fireEvent, screen, within } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { renderInPage } from '../testing/render';
import { sampleRun } from '../testing/sample-run';
import { Baseline, VerdictNotice } from './Baseline';

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

const run = sampleRun();
const weak = {
  ...run.baseline!,
  gapMean: -0.123,
  gapStandardError: 0.181,
  pairsWithRightSign: 1,
  verdict: 'WEAK' as const,
  cannotNormalise: 'The mean gap is -0.12 logits with a standard error of 0.18 over 2 pairs.',
};

it('shows the standard error of the gap and the pairs with the right sign', () => {
  renderInPage(<Baseline run={run} baseline={run.baseline!} tone="light" />);
  const section = screen.getByRole('region', { name: 'Baseline' });
  expect(section.textContent).toContain('gap 4.00 ± 0.50 (standard error)');
  expect(section.textContent).toContain('logit difference (logits)');
  expect(within(section).getByText('0', { selector: 'text' })).toBeDefined();
  expect(section.textContent).toContain('2 of 2 pairs have the right sign');
  expect(within(section).getByRole('img').getAttribute('aria-label')).toBe(
    'Logit difference of the unpatched runs: clean 3.0000, corrupted −1.0000, gap 4.0000 with a standard error of 0.5000',
  );
  // A dot for each prompt of each run.
  expect(section.querySelectorAll('circle')).toHaveLength(4);
});

it('has no standard error for one pair, and says its sign in words', () => {
  const baseline = { ...run.baseline!, gapStandardError: null, pairs: 1, pairsWithRightSign: 1 };
  renderInPage(<Baseline run={run} baseline={baseline} tone="light" />);
  expect(screen.getByRole('img').getAttribute('aria-label')).toMatch(/gap 4\.0000$/);
  expect(screen.getByText(/the logit difference is larger on the clean prompt/)).toBeDefined();
});

it('counts passed checks and names failed ones, with what they mean', async () => {
  const check = {
    direction: 'DENOISING' as const,
    kind: null,
    maxAbsDifference: 0,
    differenceWithoutPatch: null,
    cells: null,
    movedCells: null,
  };
  const provenance = {
    modelSha256: '0123456789abcdef',
    engine: '3',
    runtime: 'onnxruntime-node 1.30.0',
    provider: 'cpu',
    elapsedMs: 1200,
    checks: [
      { ...check, name: 'FULL_PATCH' as const, passed: true },
      {
        name: 'SOURCE_ARRIVES' as const,
        direction: 'DENOISING' as const,
        kind: 'HEAD_Z' as const,
        maxAbsDifference: 0.4,
        differenceWithoutPatch: 0.4,
        cells: 16,
        movedCells: 0,
        passed: false,
      },
    ],
  };
  renderInPage(<Baseline run={{ ...run, provenance }} baseline={run.baseline!} tone="light" />);
  fireEvent.click(screen.getByRole('button', { name: '✓ 1 check passed' }));
  const dialog = await screen.findByRole('dialog', { name: 'Checks of the computation' });
  // Nothing of the page moves.
  expect(screen.getAllByRole('table')).toEqual(within(dialog).getAllByRole('table'));
  const rows = within(dialog)
    .getAllByRole('row')
    .map((row) =>
      within(row)
        .queryAllByRole('cell')
        .map(({ textContent }) => textContent),
    );
  expect(rows.slice(1)).toEqual([
    ['✓ full patch', '', '0', '', ''],
    ['✗ source arrives', 'Head output (z)', '0.40', '0.40', '0 of 16'],
  ]);
  fireEvent.click(within(dialog).getByRole('button', { name: 'Close' }));
  fireEvent.focus(screen.getByText('✗ Head output (z): source arrives').parentElement!);
  const tip = await screen.findByRole('tooltip');
  expect(tip.textContent).toContain(
    'a patch that writes nothing would be off by 0.40 logits. 0 of 16 cells changed',
  );
});

it('says when recovery is not meaningful, with the numbers, and shows it on request', () => {
  const onShow = vi.fn<(isShown: boolean) => void>();
  renderInPage(<VerdictNotice baseline={weak} isRecoveryShown={false} onShowRecovery={onShow} />);
  const notice = screen.getByRole('status');
  expect(notice.textContent).toMatch(
    /baseline is weak.*-0\.12 logits with a standard error of 0\.18 over 2 pairs\. 1 of 2 pairs have the right sign/,
  );
  fireEvent.click(screen.getByRole('button', { name: 'Show recovery anyway' }));
  expect(onShow.mock.calls).toEqual([[true]]);
});

it('has no notice for a good baseline, and offers no recovery if it is undefined', () => {
  renderInPage(<VerdictNotice baseline={run.baseline!} isRecoveryShown onShowRecovery={() => {}} />);
  expect(screen.queryByRole('status')).toBeNull();
  cleanup();
  renderInPage(
    <VerdictNotice
      baseline={{ ...weak, gapTooSmall: true }}
      isRecoveryShown={false}
      onShowRecovery={() => {}}
    />,
  );
  expect(screen.getByText('The gap is too small to normalise by')).toBeDefined();
  expect(screen.queryByRole('button')).toBeNull();
});
