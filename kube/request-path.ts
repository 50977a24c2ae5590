import type { ListOptions, WatchOptions, WriteOptions } from './client';
import type { GroupVersionResource } from './meta';

export interface ResourcePath {
  readonly namespace?: string | undefined;
  readonly name?: string | undefined;
  readonly subresource?: string | undefined;
}

/** `/apis/GROUP/VERSION[/namespaces/NAMESPACE]/RESOURCE[/NAME[/SUBRESOURCE]]`, without a query. */
export function resourcePath(ref: GroupVersionResource, { namespace = '', name = '', subresource = '' }: ResourcePath): string {
  const root = ref.group === '' ? `/api/${ref.version}` : `/apis/${ref.group}/${ref.version}`;
  const scope = namespace === '' ? '' : `/namespaces/${encodeURIComponent(namespace)}`;
  const item = name === '' ? '' : `/${encodeURIComponent(name)}`;
  return `${root}${scope}/${ref.resource}${item}${subresource === '' ? '' : `/${subresource}`}`;
}

export function listQuery(options: ListOptions): string {
  return query({
    labelSelector: options.labelSelector,
    fieldSelector: options.fieldSelector,
    resourceVersion: options.resourceVersion,
    resourceVersionMatch: options.resourceVersionMatch,
    limit: options.limit,
    continue: options.continue,
  });
}

export function watchQuery(options: WatchOptions): string {
  return query({
    allowWatchBookmarks: options.allowWatchBookmarks,
    fieldSelector: options.fieldSelector,
    labelSelector: options.labelSelector,
    resourceVersion: options.resourceVersion,
    resourceVersionMatch: options.resourceVersionMatch,
    sendInitialEvents: options.sendInitialEvents,
    timeoutSeconds: options.timeoutSeconds,
    watch: true,
  });
}

export function writeQuery(options: WriteOptions & { readonly force?: boolean | undefined }): string {
  return query({
    dryRun: options.dryRun === true ? 'All' : undefined,
    fieldManager: options.fieldManager,
    fieldValidation: options.fieldValidation,
    force: options.force,
  });
}

function query(parameters: Readonly<Record<string, string | number | boolean | undefined>>): string {
  const parts = Object.entries(parameters).flatMap(([name, value]) =>
    value === undefined || value === '' ? [] : [`${name}=${encodeURIComponent(value)}`],
  );
  return parts.length === 0 ? '' : `?${parts.join('&')}`;
}
