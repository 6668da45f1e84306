'use client';

import { useEffect, useState } from 'react';

/** The first text of a component, once its live region is on the page: a region that appears with its text is not read. */
export function useLateText(text: string): string {
  const [first] = useState(text);
  const [said, setSaid] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setSaid(first), 100);
    return () => clearTimeout(timer);
  }, [first]);
  return said;
}
