/** The picture of links to pages that have none of their own (Open Graph, 1200 x 630). */
import { SitePreviewImage } from '../../components/embed/SitePreviewImage';
import { drawPreview } from '../draw-preview';

export const dynamic = 'force-dynamic';

export function GET(): Response {
  return drawPreview(<SitePreviewImage />);
}
