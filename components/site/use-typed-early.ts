'use client';

import { useState, useSyncExternalStore } from 'react';

const subscribeToNothing = () => () => {};

/**
 * Texts that were typed into fields of the server's page before React took it over, by the fields' ids. React would replace them
 * by its own state. Empty for a page that was opened by navigation.
 *
 * @param ids of the fields whose state the component keeps.
 */
export function useTypedEarly(ids: readonly string[]): ReadonlyMap<string, string> {
  const isHydrating = useSyncExternalStore(
    subscribeToNothing,
    () => false,
    () => true,
  );
  // Read during the first render: React resets the fields right after it.
  const [typed] = useState(() => (isHydrating ? readTyped(ids) : new Map<string, string>()));
  return typed;
}

function readTyped(ids: readonly string[]): ReadonlyMap<string, string> {
  const typed = new Map<string, string>();
  // On the server there is no page to read.
  if (typeof document === 'undefined') return typed;
  for (const id of ids) {
    const field = document.getElementById(id);
    const isText = field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement;
    if (isText && field.value !== field.defaultValue) typed.set(id, field.value);
  }
  return typed;
}
