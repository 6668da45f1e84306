import { ATTRIBUTION_PAGE } from '../../../../../components/analysis/run-pages';
import { AttributionView } from '../../../../../components/attribution/AttributionView';
import { createAnalysisPage } from '../../../../run-analysis';

const { generateMetadata, Page } = createAnalysisPage(ATTRIBUTION_PAGE, AttributionView);

export { generateMetadata };
export default Page;
