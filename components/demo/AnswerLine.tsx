import { formatNumber } from '../plot/format-number';
import classes from './answer-line.module.css';

interface AnswerLineProps {
  readonly correct: string;
  readonly incorrect: string;
  /** Logit differences: of the run that is patched, of the one that activations come from, and after the patch. */
  readonly base: number;
  readonly source: number;
  readonly patched: number | null;
}

/** Room beyond both unpatched runs, as a share of the distance between them. */
const MARGIN = 0.14;

/** The logit difference after a patch, on a line from the incorrect answer to the correct one. */
export function AnswerLine({ correct, incorrect, base, source, patched }: AnswerLineProps) {
  const [low, high] = [Math.min(base, source, 0), Math.max(base, source, 0)];
  const room = (high - low || 1) * MARGIN;
  const place = (value: number): string =>
    `${(100 * Math.min(1, Math.max(0, (value - low + room) / (high - low + 2 * room)))).toFixed(2)}%`;
  const isCorrect = (patched ?? base) > 0;
  return (
    <div className={classes.line}>
      <p className={classes.answers} aria-hidden>
        <span data-answer="incorrect" data-wins={!isCorrect || undefined}>
          {incorrect.trim()}
        </span>
        <span data-answer="correct" data-wins={isCorrect || undefined}>
          {correct.trim()}
        </span>
      </p>
      <div className={classes.track} aria-hidden>
        <span className={classes.zero} style={{ left: place(0) }} />
        <span className={classes.end} style={{ left: place(base) }} />
        <span className={classes.end} style={{ left: place(source) }} />
        {patched !== null && (
          <span
            className={classes.patched}
            data-answer={isCorrect ? 'correct' : 'incorrect'}
            style={{ left: place(patched) }}
          />
        )}
      </div>
      <p className={classes.labels}>
        <span style={{ left: `clamp(48px, ${place(base)}, calc(100% - 48px))` }}>
          unpatched <b>{formatNumber(base, 2)}</b>
        </span>
        <span style={{ left: `clamp(48px, ${place(source)}, calc(100% - 40px))` }}>
          clean <b>{formatNumber(source, 2)}</b>
        </span>
      </p>
    </div>
  );
}
