import { createAnalysisPage } from '../../../../run-analysis';
import { PATHS_PAGE } from '../../../../../components/analysis/run-pages';
import { PathsView } from '../../../../../components/paths/PathsView';

const page = createAnalysisPage(PATHS_PAGE, PathsView);
type Props = Parameters<typeof page.Page>[0];

export const generateMetadata = (props: Props) => page.generateMetadata(props);

export default function PathsPage(props: Props) {
  return page.Page(props);
}
