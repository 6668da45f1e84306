import Link from 'next/link';
import type { DemoExample } from './example';
import type { ShownDemo } from './use-demo-values';
import classes from './demo.module.css';

interface SourceNoteProps {
  readonly shown: ShownDemo;
  readonly example: Pick<DemoExample, 'layers' | 'columns' | 'model' | 'saved'>;
}

/** Says where shown values come from: the engine, just now, or a stored result. */
export function SourceNote({ shown, example }: SourceNoteProps) {
  const { saved, model } = example;
  const patches = example.layers * example.columns.length;
  return (
    <p className={classes.note} data-source={shown.source}>
      {shown.source === 'engine' && shown.elapsedMs !== null && (
        <>
          Computed now by {model}: {patches} patched runs in {Math.max(1, Math.round(shown.elapsedMs))}{' '}
          ms.{' '}
        </>
      )}
      {shown.source !== 'engine' && saved && (
        <>
          Saved result of{' '}
          <Link href={`/findings/${saved.slug}`} prefetch={false}>
            a finding
          </Link>
          {shown.isComputing ? '; the engine computes it again.' : '.'}{' '}
        </>
      )}
      {shown.source === 'none' && shown.isComputing && 'The engine computes the patches.'}
      {shown.problem !== null && <span>The engine did not answer: {shown.problem}</span>}
    </p>
  );
}
