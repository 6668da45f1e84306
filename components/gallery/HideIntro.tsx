'use client';

import { useRouter } from 'next/navigation';
import { useTransition } from 'react';
import { writeIntroCookie } from './intro-cookie';
import classes from './intro.module.css';

/** Hides the introduction for good, or shows it again; the server leaves it out, so the next visit does not compute it. */
export function HideIntro({ isHidden = false }: { readonly isHidden?: boolean }) {
  const router = useRouter();
  const [isPending, startTransition] = useTransition();
  return (
    <button
      type="button"
      className={classes.hide}
      disabled={isPending}
      onClick={() => {
        document.cookie = writeIntroCookie(!isHidden);
        startTransition(() => router.refresh());
      }}
    >
      {isHidden ? 'Show the introduction' : 'Hide this introduction'}
    </button>
  );
}
