import { TRACING_PAGE } from '../../../../../components/analysis/run-pages';
import { TracingView } from '../../../../../components/tracing/TracingView';
import { createAnalysisPage } from '../../../../run-analysis';

const { generateMetadata, Page } = createAnalysisPage(TRACING_PAGE, TracingView);

export { generateMetadata };
export default Page;
