import type { Ref } from 'react';
import classes from './heatmap.module.css';

interface PointerTipProps {
  /** For `placeTip`. */
  readonly ref: Ref<HTMLDivElement>;
  /** Null while nothing is hovered. */
  readonly text: string | null;
}

/** What the pointer is over in words. Its box is as large as the longest text: the layer of a box that grows is sorted again among all layers. */
export function PointerTip({ ref, text }: PointerTipProps) {
  return (
    <div ref={ref} className={classes.tip} hidden={text === null} aria-hidden>
      <div className={classes.tipText}>{text}</div>
    </div>
  );
}
