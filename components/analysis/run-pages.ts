/** The pages of a run: its sweeps, and what else is computed from its prompts. */

export interface RunPage {
  /** Last part of the address; empty for the page of the sweeps. */
  readonly segment: string;
  readonly label: string;
}

export const SWEEPS_PAGE = { segment: '', label: 'Sweeps' } as const satisfies RunPage;
export const PATHS_PAGE = { segment: 'paths', label: 'Paths' } as const satisfies RunPage;
export const ATTRIBUTION_PAGE = {
  segment: 'attribution',
  label: 'Attribution and logit lens',
} as const satisfies RunPage;
export const TRACING_PAGE = { segment: 'tracing', label: 'Causal tracing' } as const satisfies RunPage;
export const CIRCUITS_PAGE = { segment: 'circuits', label: 'Circuits' } as const satisfies RunPage;

/** In the order of the links. */
export const RUN_PAGES: readonly RunPage[] = [
  SWEEPS_PAGE,
  PATHS_PAGE,
  TRACING_PAGE,
  ATTRIBUTION_PAGE,
  CIRCUITS_PAGE,
];

/** Address of a page of a run. */
export function runPageAddress(runId: string, { segment }: RunPage): string {
  return segment === '' ? `/runs/${runId}` : `/runs/${runId}/${segment}`;
}
