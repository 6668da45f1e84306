import { sharePage } from '../site/share-page';

/** What other sites show of links to the heads of a model: the plot of all of them. */
export function shareHeads(model: string) {
  return sharePage({
    url: `/heads/${encodeURIComponent(model)}/preview.png`,
    alt: `Findings by head of ${model}`,
  });
}
