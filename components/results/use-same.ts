'use client';

import { useState } from 'react';

/** The object of an earlier rendering as long as all fields are the same, so that what depends on it renders once. */
export function useSame<T extends object>(value: T): T {
  const [last, setLast] = useState(value);
  if (areSame(last, value)) return last;
  setLast(value);
  return value;
}

function areSame<T extends object>(a: T, b: T): boolean {
  return (Object.keys(a) as (keyof T)[]).every((name) => Object.is(a[name], b[name]));
}
