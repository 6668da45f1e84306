'use client';

import { Button } from '@mantine/core';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { withClient } from '../apollo/browser-client';

const AddDialog = dynamic(() => withClient(import('./AddDialog')).then((module) => module.AddDialog), {
  ssr: false,
});

/** A button that adds a finding to a collection of the visitor's, or to a new one. */
export function AddToCollection({ findingId }: { readonly findingId: string }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button size="compact-xs" variant="default" onClick={() => setOpen(true)}>
        Add to collection
      </Button>
      {isOpen && <AddDialog findingId={findingId} onClose={() => setOpen(false)} />}
    </>
  );
}
