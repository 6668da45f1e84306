'use client';

import { Button } from '@mantine/core';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { usePageActions } from '../actions/page-actions';
import type { CitedFinding } from './citation';

const CiteDialog = dynamic(() => import('./CiteDialog').then((module) => module.CiteDialog), { ssr: false });

/** A button that shows citations of a finding and the code of a frame. */
export function CiteButton({ finding }: { readonly finding: CitedFinding }) {
  const [isOpen, setOpen] = useState(false);
  usePageActions([
    { id: 'cite', label: 'Cite and embed this finding', keywords: 'bibtex', run: () => setOpen(true) },
  ]);
  return (
    <>
      <Button size="compact-xs" variant="default" onClick={() => setOpen(true)}>
        Cite and embed
      </Button>
      {isOpen && <CiteDialog finding={finding} onClose={() => setOpen(false)} />}
    </>
  );
}
