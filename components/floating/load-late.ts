/** A component that is loaded once, and is there at once from then on. */
import dynamic from 'next/dynamic';
import type { ComponentType } from 'react';

export interface Late<Props> {
  /** A failure is forgotten, so that the next call tries again. */
  readonly load: () => Promise<ComponentType<Props>>;
  /** The component; before it is loaded, one that renders it when it is. */
  readonly find: () => ComponentType<Props>;
}

export function makeLate<Props>(read: () => Promise<ComponentType<Props>>): Late<Props> {
  let loaded: ComponentType<Props> | null = null;
  const load = async (): Promise<ComponentType<Props>> => (loaded ??= await read());
  const waiting: ComponentType<Props> = dynamic(load, { ssr: false });
  return { load, find: () => loaded ?? waiting };
}
