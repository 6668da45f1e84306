import { alignTokens } from './align';
import { Token } from './Token';
import type { TokenLike } from './token-text';
import classes from './tokens.module.css';

interface TokenPairProps {
  readonly clean: readonly TokenLike[];
  readonly corrupted: readonly TokenLike[];
  /** Positions at which the two differ; only looked at when both have the same number of tokens. */
  readonly differing: readonly number[];
}

/** The clean prompt's tokens above the corrupted one's, column by column, differing ones marked. */
export function TokenPair({ clean, corrupted, differing }: TokenPairProps) {
  const columns = alignTokens(clean, corrupted);
  const isEven = clean.length === corrupted.length;
  return (
    <div className={classes.scroll}>
      <table className={classes.pair}>
        <tbody>
          {(['clean', 'corrupted'] as const).map((side) => (
            <tr key={side}>
              <th scope="row">{side}</th>
              {columns.map((column, index) => {
                const at = column[side];
                const token = at === null ? null : (side === 'clean' ? clean : corrupted)[at]!;
                const isMarked = isEven
                  ? differing.includes(index)
                  : column.clean === null || column.corrupted === null;
                return (
                  <td key={index}>
                    {token ? (
                      <Token token={token} index={at!} isMarked={isMarked} />
                    ) : (
                      <span className={classes.gap} />
                    )}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
