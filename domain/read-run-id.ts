/** The id of a run, from its id or its address. */
export function readRunId(text: string): string {
  return /\/runs\/([\w-]+)/.exec(text)?.[1] ?? text.trim();
}
