import { PATHS_PAGE } from '../../../../../components/analysis/run-pages';
import { PathsView } from '../../../../../components/paths/PathsView';
import { createAnalysisPage } from '../../../../run-analysis';

const { generateMetadata, Page } = createAnalysisPage(PATHS_PAGE, PathsView);

export { generateMetadata };
export default Page;
