/** A figure as SVG with what files of other formats say of it. */
import { figureSvg, type Figure } from './figure-svg';

export interface Picture {
  /** Texts are `text` elements. */
  readonly svg: string;
  /** In pixels of 1/96 inch. */
  readonly width: number;
  readonly height: number;
  readonly title: string;
  readonly subject: string;
}

/** Draws a figure as it is on the page. */
export function toPicture(figure: Figure): Picture {
  const svg = figureSvg(figure);
  const [, width, height] = /<svg[^>]* width="([\d.]+)" height="([\d.]+)"/.exec(svg) ?? [];
  return {
    svg,
    width: Number(width),
    height: Number(height),
    title: figure.title,
    subject: figure.lines.join(' '),
  };
}
