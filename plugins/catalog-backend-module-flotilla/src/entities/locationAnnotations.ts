import {
  ANNOTATION_EDIT_URL,
  ANNOTATION_LOCATION,
  ANNOTATION_ORIGIN_LOCATION,
  ANNOTATION_SOURCE_LOCATION,
  ANNOTATION_VIEW_URL,
} from '@backstage/catalog-model';

/** Where an entity's file is on the Git host, in every form in which Backstage asks for it. */
export function locationAnnotations(
  repository: { repositoryUrl: string; branch: string },
  path: string,
): Record<string, string> {
  const root = repository.repositoryUrl
    .replace(/\/+$/, '')
    .replace(/\.git$/, '');
  const place = [repository.branch, ...path.split('/')]
    .map(segment => encodeURIComponent(segment).replace(/%2F/g, '/'))
    .join('/');
  const view = `${root}/blob/${place}`;
  return {
    [ANNOTATION_LOCATION]: `url:${view}`,
    [ANNOTATION_ORIGIN_LOCATION]: `url:${view}`,
    [ANNOTATION_SOURCE_LOCATION]: `url:${view}`,
    [ANNOTATION_VIEW_URL]: view,
    [ANNOTATION_EDIT_URL]: `${root}/edit/${place}`,
  };
}
