import Link from 'next/link';
import { RUN_PAGES, runPageAddress, type RunPage } from './run-pages';
import classes from './analysis.module.css';

interface RunPagesProps {
  readonly runId: string;
  readonly current: RunPage;
}

/** Links between the pages of a run; the current one is marked. */
export function RunPages({ runId, current }: RunPagesProps) {
  return (
    <nav className={classes.pages} aria-label="Pages of this run">
      {RUN_PAGES.map((page) => (
        <Link
          key={page.segment}
          href={runPageAddress(runId, page)}
          prefetch={false}
          className={classes.page}
          aria-current={page === current ? 'page' : undefined}
        >
          {page.label}
        </Link>
      ))}
    </nav>
  );
}
