/** Counters of the web process, from its /metrics. */

/** A token for METRICS_TOKEN. */
export const METRICS_TOKEN = 'bounds-bounds-bounds-bounds-bounds';

/** Statements and transactions of the database so far. */
export async function readStatements(url: string): Promise<number> {
  const response = await fetch(`${url}/metrics`, { headers: { authorization: `Bearer ${METRICS_TOKEN}` } });
  const text = await response.text();
  const rows = [...text.matchAll(/^patchbay_database_seconds_count\{[^}]*\} (\d+)/gm)];
  if (rows.length === 0) throw new Error(`no metrics: ${response.status} ${text.slice(0, 200)}`);
  return rows.reduce((sum, [, number]) => sum + Number(number), 0);
}
