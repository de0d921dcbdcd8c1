import type { Manifest } from '@syntasso/plugin-ske-common';
import { label } from './Cluster';
import type { Key } from './Controller';
import { KRATIX } from './names';

/** An object's own key. */
export const keyOf = (object: Manifest): Key => ({
  namespace: object.metadata.namespace,
  name: object.metadata.name,
});

/** The Promise or Resource that a Job, Work or binding belongs to. */
export const ownerOf =
  (of: 'promise' | 'resource') =>
  (object: Manifest): Key[] => {
    const resource = label(object, `${KRATIX}resource-name`);
    const promise = label(object, `${KRATIX}promise-name`);
    if (of === 'resource') {
      return resource
        ? [{ namespace: object.metadata.namespace, name: resource }]
        : [];
    }
    return promise && !resource ? [{ name: promise }] : [];
  };
