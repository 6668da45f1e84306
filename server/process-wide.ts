/** Values that all bundles of a process share: Next.js gives instrumentation, pages and routes their own copy of each module. */

/** Returns the value of this name; the first call in the process creates it. */
export function keepInProcess<T>(name: string, create: () => T): T {
  const holder = globalThis as { [key: symbol]: unknown };
  const key = Symbol.for(`patchbay.kept.${name}`);
  holder[key] ??= create();
  return holder[key] as T;
}
