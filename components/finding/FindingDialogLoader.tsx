'use client';

import dynamic from 'next/dynamic';
import { withClient } from '../apollo/browser-client';

/** The dialog for the text of a finding, loaded when it is opened. */
export const FindingDialog = dynamic(
  () => withClient(import('./FindingDialog')).then((module) => module.FindingDialog),
  {
    ssr: false,
  },
);
