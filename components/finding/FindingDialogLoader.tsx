'use client';

import dynamic from 'next/dynamic';

/** The dialog for the text of a finding, loaded when it is opened. */
export const FindingDialog = dynamic(() => import('./FindingDialog').then((module) => module.FindingDialog), {
  ssr: false,
});
