'use client';

import { Button, type ButtonProps } from '@mantine/core';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { usePageActions } from '../actions/page-actions';
import type { ViewCode } from './code-text';

const CodeDialog = dynamic(() => import('./CodeDialog').then((module) => module.CodeDialog), { ssr: false });

interface ShowCodeProps extends ButtonProps {
  /** What the code gives. */
  readonly title: string;
  /** A function is called when the dialog opens, so that it can load what writes the code. */
  readonly code: ViewCode | (() => ViewCode | Promise<ViewCode>);
}

/** A button that shows the curl, Python and GraphQL that give what a view shows. */
export function ShowCode({ title, code, ...button }: ShowCodeProps) {
  const [shown, setShown] = useState<ViewCode | null>(null);
  const show = async (): Promise<void> => setShown(await (typeof code === 'function' ? code() : code));
  const open = (): void => void show().catch((error: unknown) => reportError(error));
  usePageActions([
    { id: `code ${title}`, label: `Show code: ${title}`, keywords: 'python curl graphql api', run: open },
  ]);
  return (
    <>
      <Button
        size="compact-xs"
        variant="default"
        {...button}
        aria-label={`Show code: ${title}`}
        onClick={open}
      >
        Show code
      </Button>
      {shown && <CodeDialog title={title} code={shown} onClose={() => setShown(null)} />}
    </>
  );
}
