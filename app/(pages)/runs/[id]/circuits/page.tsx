import { CIRCUITS_PAGE } from '../../../../../components/analysis/run-pages';
import { CircuitsView } from '../../../../../components/circuits/CircuitsView';
import { createAnalysisPage } from '../../../../run-analysis';

const { generateMetadata, Page } = createAnalysisPage(CIRCUITS_PAGE, CircuitsView);

export { generateMetadata };
export default Page;
