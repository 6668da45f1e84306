import type { ComparedPair_PairFragment } from '../generated/graphql';
import { alignTokens } from '../tokens/align';
import { Token } from '../tokens/Token';
import { visibleText, type TokenLike } from '../tokens/token-text';
import classes from './lineage.module.css';

/** Equal tokens that are shown before and after those that differ. */
const CONTEXT = 4;

interface ChangedPairProps {
  readonly before: ComparedPair_PairFragment;
  readonly after: ComparedPair_PairFragment;
}

/** A prompt pair before and after a change, with the tokens that differ marked; prompts that are the same are left out. */
export function ChangedPair({ before, after }: ChangedPairProps) {
  const prompts = [
    { name: 'clean', old: before.cleanTokens, new: after.cleanTokens },
    { name: 'corrupted', old: before.corruptedTokens, new: after.corruptedTokens },
    { name: 'correct', old: listAnswer(before, 'correct'), new: listAnswer(after, 'correct') },
    { name: 'incorrect', old: listAnswer(before, 'incorrect'), new: listAnswer(after, 'incorrect') },
  ].filter((prompt) => joinText(prompt.old) !== joinText(prompt.new));
  return (
    <div className={classes.pair} role="group" aria-label={`Pair ${after.index}`}>
      <div className={classes.scroll} tabIndex={0}>
        {prompts.map((prompt) => (
          <ChangedTokens key={prompt.name} name={prompt.name} before={prompt.old} after={prompt.new} />
        ))}
      </div>
    </div>
  );
}

interface ChangedTokensProps {
  readonly name: string;
  readonly before: readonly TokenLike[];
  readonly after: readonly TokenLike[];
}

function ChangedTokens({ name, before, after }: ChangedTokensProps) {
  const columns = alignTokens(before, after).map((column) => {
    const [old, next] = [column.clean, column.corrupted];
    return { ...column, differs: old === null || next === null || before[old]!.id !== after[next]!.id };
  });
  const first = Math.max(0, columns.findIndex(({ differs }) => differs) - CONTEXT);
  const end = columns.findLastIndex(({ differs }) => differs) + 1 + CONTEXT;
  const rows = [
    { sign: '−', word: 'before', tokens: before, side: 'clean' },
    { sign: '+', word: 'after', tokens: after, side: 'corrupted' },
  ] as const;
  return (
    <table>
      <tbody>
        {rows.map(({ sign, word, tokens, side }) => (
          <tr key={word}>
            <th scope="row">
              <span aria-hidden="true">{sign}</span> {name}, {word}
            </th>
            {first > 0 && <td>…</td>}
            {columns.slice(first, end).map(({ differs, [side]: at }, index) => (
              <td key={index}>
                {at !== null && <Token token={tokens[at]!} index={at} isMarked={differs} />}
              </td>
            ))}
            {end < columns.length && <td>…</td>}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** A pair that was added or removed, as text. */
export function PairText({
  sign,
  pair,
}: {
  readonly sign: '+' | '−';
  readonly pair: ComparedPair_PairFragment;
}) {
  const answers = (['correct', 'incorrect'] as const).map((side) =>
    listAnswer(pair, side)
      .map(({ text }) => visibleText(text))
      .join(pair.whole ? '' : ', '),
  );
  return (
    <span className={classes.change} data-sign={sign} title={sign === '+' ? 'added' : 'removed'}>
      {pair.clean} → {answers[0]} | {pair.corrupted} → {answers[1]}
    </span>
  );
}

/** All tokens of an answer: one, those of a set, or those of an answer that is read as a whole. */
function listAnswer(pair: ComparedPair_PairFragment, side: 'correct' | 'incorrect'): readonly TokenLike[] {
  return pair.whole?.[side] ?? pair[`${side}Tokens`];
}

function joinText(tokens: readonly TokenLike[]): string {
  return tokens.map(({ text }) => text).join('\0');
}
