import { listAt, objectAt, stringAt } from '../objects/json';
import { KubeObject } from '../objects/KubeObject';

/** What somebody does to an object. */
export type Change = (object: KubeObject) => void;

export const setImage: Change = object => {
  const [container] = listAt(object, 'spec', 'template', 'spec', 'containers');
  Object.assign(objectAt({ container }, 'container') ?? {}, {
    image: 'nginx:1.28.0',
  });
};
export const imageOf = (object: KubeObject) =>
  listAt(object, 'spec', 'template', 'spec', 'containers').map(each =>
    stringAt(each, 'image'),
  );
export const addEnv: Change = object => {
  const [container] = listAt(object, 'spec', 'template', 'spec', 'containers');
  listAt(container, 'env').push({ name: 'EXTRA', value: 'x' });
};
export const removeEnv: Change = object => {
  const [container] = listAt(object, 'spec', 'template', 'spec', 'containers');
  Object.assign(objectAt({ container }, 'container') ?? {}, {
    env: [{ name: 'OTHER', value: 'y' }],
  });
};
export const envOf = (object: KubeObject) => {
  const [container] = listAt(object, 'spec', 'template', 'spec', 'containers');
  return listAt(container, 'env').map(each => stringAt(each, 'name'));
};
export const spec =
  (fields: Record<string, unknown>): Change =>
  object =>
    Object.assign(objectAt(object, 'spec') ?? {}, fields);
