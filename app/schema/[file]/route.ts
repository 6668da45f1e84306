/** The JSON schemas of exported files. */
import { serveSchema } from '../../../server/http/schema-file';

interface Context {
  readonly params: Promise<{ readonly file: string }>;
}

export async function GET(_request: Request, { params }: Context): Promise<Response> {
  return serveSchema((await params).file);
}
