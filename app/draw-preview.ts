/** Pictures that other sites show for links (Open Graph). */
import { ImageResponse } from 'next/og';
import type { ReactElement } from 'react';
import { PREVIEW_SIZE } from '../components/embed/PreviewFrame';

/** Answers with a PNG that everybody may keep for five minutes. */
export function drawPreview(picture: ReactElement): Response {
  return new ImageResponse(picture, {
    ...PREVIEW_SIZE,
    headers: { 'cache-control': 'public, max-age=300' },
  });
}

/** The answer for what does not exist, or not for everybody. */
export function refusePreview(kind: string): Response {
  return new Response(`There is no such ${kind}.\n`, { status: 404 });
}
