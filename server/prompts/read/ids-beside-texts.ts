/**
 * Token ids beside answers that are texts, as in EAP-IG's hypernymy files: they show whether the answers begin with a space, which
 * the texts leave out.
 */
import { findByName, type Assignment } from './find-columns';
import { readList } from './layouts/columns';
import type { Table } from './table';
import type { IdReader } from './token-ids';

/** Share of the rows whose ids must be those of the texts with a space. */
const LEAST_SHARE = 0.9;
const SIDES = ['correct', 'incorrect'] as const;

/**
 * The columns whose ids are those of the answers with a leading space; none when there are no such ids, they are of another tokenizer,
 * or one of them says otherwise.
 */
export function findSpacedIds(
  { columns, rows }: Table,
  assignment: Assignment,
  { size, tokenText }: IdReader,
): readonly string[] {
  const named = findByName(columns);
  const readable = rows.filter(({ problem }) => problem === null);
  const beside = SIDES.flatMap((side) => {
    const [texts, ids] = [assignment[side], named[`${side}Ids`]];
    return texts === undefined || ids === undefined ? [] : [{ texts, ids }];
  });
  const isSpaced = beside.every(({ texts, ids }) => {
    const agreeing = readable.filter(({ cells }) => {
      const answers = readList(cells.get(texts));
      const found = readList(cells.get(ids)).map(Number);
      const isOfAnswer = (id: number, at: number): boolean =>
        Number.isInteger(id) && id >= 0 && id < size && tokenText(id) === ` ${answers[at]}`;
      return answers.length === found.length && found.every(isOfAnswer);
    });
    return agreeing.length >= Math.max(1, readable.length * LEAST_SHARE);
  });
  return isSpaced ? beside.map(({ ids }) => ids) : [];
}
