import type { Metadata } from 'next';
import { Explorer } from '../../components/explorer/Explorer';

export const metadata: Metadata = { title: 'GraphQL API' };

export default function GraphiqlPage() {
  return <Explorer />;
}
