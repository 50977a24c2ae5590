import { ApiError } from '../../../kube/api-error';
import type { OpenApi } from '../openapi/open-api';
import type { NonResourceHandler } from '../pipeline/call';

/** Where OpenAPI is served, with the handler of all of it. */
export function openApiPaths(openApi: () => OpenApi): [path: string, NonResourceHandler][] {
  const handler: NonResourceHandler = ({ request }) => {
    const [path = '', query = ''] = request.path.split('?');
    const answer = openApi().handle(path, new URLSearchParams(query), request.headers);
    if (answer === undefined) throw ApiError.noSuchResource();
    return answer;
  };
  return ['/openapi/v2', '/openapi/v3', '/openapi/v3/'].map((path) => [path, handler]);
}
