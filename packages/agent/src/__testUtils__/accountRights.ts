import { ControlPlane } from '@flotilla/testbed';
import { json } from '../json';

/** What somebody may want to do. */
export interface Attributes {
  group: string;
  resource: string;
  verb: string;
  namespace?: string;
  name?: string;
}

/** Whether the agent's account may, as the API server itself judges it. */
export async function isAllowed(
  kubernetes: ControlPlane,
  resourceAttributes: Attributes,
): Promise<boolean> {
  const { body } = await kubernetes.request(
    '/apis/authorization.k8s.io/v1/subjectaccessreviews',
    {
      method: 'POST',
      body: {
        apiVersion: 'authorization.k8s.io/v1',
        kind: 'SubjectAccessReview',
        spec: {
          user: 'system:serviceaccount:flotilla-system:flotilla-agent',
          groups: [
            'system:serviceaccounts',
            'system:serviceaccounts:flotilla-system',
            'system:authenticated',
          ],
          resourceAttributes,
        },
      },
    },
  );
  return json.map(json.map(body).status).allowed === true;
}

/** All resources of the server, with their subresources. */
export async function served(
  kubernetes: ControlPlane,
): Promise<Pick<Attributes, 'group' | 'resource'>[]> {
  const { body } = await kubernetes.request('/apis');
  const groups = json.list(json.map(body).groups).map(json.map);
  const lists = [{ group: '', path: '/api/v1' }].concat(
    groups.map(({ name, preferredVersion }) => ({
      group: json.text(name),
      path: `/apis/${json.text(json.map(preferredVersion).groupVersion)}`,
    })),
  );
  const found = await Promise.all(
    lists.map(async ({ group, path }) => {
      const answer = json.map((await kubernetes.request(path)).body);
      return json
        .list(answer.resources)
        .map(one => ({ group, resource: json.text(json.map(one).name) }));
    }),
  );
  return found.flat();
}
