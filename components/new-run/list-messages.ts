/** Messages that are listed one by one. */
const SHOWN = 8;

/** Messages of lines as one text, the first eight and the number of others. */
export function listMessages(messages: readonly string[]): string {
  const shown = messages.slice(0, SHOWN);
  if (messages.length > SHOWN) shown.push(`${messages.length - SHOWN} more lines cannot be read.`);
  return shown.join('\n');
}
