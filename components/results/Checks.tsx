'use client';

import { Badge, Button } from '@mantine/core';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { LateTooltip } from '../floating/LateTooltip';
import { describeCheck, nameCheck, type Check } from './check-text';

const ChecksDialog = dynamic(() => import('./ChecksDialog').then((module) => module.ChecksDialog), {
  ssr: false,
});

/** Checks of the computation: failed ones one by one, passed ones as their number. A dialog has them all, so that the page stays as it is. */
export function Checks({ checks }: { readonly checks: readonly Check[] }) {
  const [isOpen, setOpen] = useState(false);
  if (checks.length === 0) return null;
  const hasDirections = new Set(checks.map(({ direction }) => direction)).size > 1;
  const failed = checks.filter(({ passed }) => !passed);
  const passed = checks.length - failed.length;
  return (
    <>
      {failed.map((check) => (
        <LateTooltip key={nameCheck(check, hasDirections)} label={describeCheck(check)} hasTouch>
          {(badge) => (
            <Badge {...badge} variant="light" color="red" tabIndex={0}>
              ✗ {nameCheck(check, hasDirections)}
            </Badge>
          )}
        </LateTooltip>
      ))}
      <Button
        size="compact-xs"
        variant="light"
        color={passed > 0 ? 'teal' : 'red'}
        title="Checks of the computation, not of the result"
        aria-haspopup="dialog"
        onClick={() => setOpen(true)}
      >
        {passed > 0 ? `✓ ${passed} ${passed === 1 ? 'check' : 'checks'} passed` : 'Checks'}
      </Button>
      {isOpen && <ChecksDialog {...{ checks, hasDirections }} onClose={() => setOpen(false)} />}
    </>
  );
}
