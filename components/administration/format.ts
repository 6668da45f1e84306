/** Texts of ages and shares on the administrator's page. */

/** A duration for people: `12 s`, `3 min`, `5 h 10 min`, `2 d 4 h`. */
export function formatSpan(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return `${hours} h ${minutes % 60} min`;
  return `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

/** A share as a percentage without decimals. */
export function formatShare(share: number): string {
  return `${Math.round(100 * share)}%`;
}

/** A moment in UTC to the second. */
export function formatUtc(moment: string): string {
  return moment.slice(0, 19).replace('T', ' ');
}

/** A count with separators, the same in all locales. */
export function formatCount(count: number): string {
  return Math.round(count).toLocaleString('en-US');
}
