import {
  at,
  objectsOf,
  type Manifest,
  type PromiseApi,
} from '@syntasso/plugin-ske-common';
import { resourceTypes } from '@syntasso/plugin-ske-node';
import type { JsonObject } from '@backstage/types';
import { condition, type Cluster } from '../../runtime/Cluster';
import { KRATIX } from '../../runtime/names';

/**
 * Installs the CRD of a Promise as Kratix does (status subresource and schema,
 * printer columns, label), and tells whether the API server serves it yet.
 */
export async function establishCrd(
  cluster: Cluster,
  promise: Manifest,
  api: PromiseApi,
): Promise<boolean> {
  const given = at(promise, 'spec', 'api') as JsonObject;
  const spec = at(given, 'spec') as JsonObject;
  const name = `${api.plural}.${api.group}`;
  await cluster.client.apply(
    resourceTypes.crds,
    {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: {
        name,
        labels: { [`${KRATIX}promise-name`]: promise.metadata.name },
      },
      spec: { ...spec, versions: objectsOf(spec.versions).map(withStatus) },
    },
    { fieldManager: 'kratix-simulator', force: true },
  );
  const crd = await cluster.find(resourceTypes.crds, { name });
  if (!crd || condition(crd, 'Established')?.status !== 'True') return false;
  await cluster.updateStatus(
    resourceTypes.promises,
    promise.metadata,
    status => {
      status.kind = api.kind;
      status.apiVersion = `${api.group}/${api.version}`.toLowerCase();
    },
  );
  return true;
}

function withStatus(version: JsonObject): JsonObject {
  const schema = at(version, 'schema', 'openAPIV3Schema') as JsonObject;
  return {
    ...version,
    subresources: { status: {} },
    schema: {
      openAPIV3Schema: {
        ...schema,
        properties: {
          ...(at(schema, 'properties') as JsonObject | undefined),
          status: {
            type: 'object',
            'x-kubernetes-preserve-unknown-fields': true,
          },
        },
      },
    },
    additionalPrinterColumns: version.additionalPrinterColumns ?? [
      { name: 'message', type: 'string', jsonPath: '.status.message' },
      {
        name: 'status',
        type: 'string',
        jsonPath: '.status.conditions[?(@.type=="Reconciled")].message',
      },
    ],
  };
}
