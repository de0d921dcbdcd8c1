import type { Manifest } from '@syntasso/plugin-ske-common';
import type { JsonObject } from '@backstage/types';

const anyObject: JsonObject = {
  type: 'object',
  'x-kubernetes-preserve-unknown-fields': true,
};

/** A kind of `platform.kratix.io`, with only what the simulator relies on. */
function crd(
  kind: string,
  options: {
    plural: string;
    scope: 'Cluster' | 'Namespaced';
    shortNames?: string[];
    properties?: JsonObject;
    status?: boolean;
    columns?: JsonObject[];
  },
): Manifest {
  const { plural, scope, properties, status = true } = options;
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.platform.kratix.io` },
    spec: {
      group: 'platform.kratix.io',
      scope,
      names: {
        kind,
        listKind: `${kind}List`,
        plural,
        singular: kind.toLowerCase(),
        categories: ['kratix'],
        ...(options.shortNames ? { shortNames: options.shortNames } : {}),
      },
      versions: [
        {
          name: 'v1alpha1',
          served: true,
          storage: true,
          ...(status ? { subresources: { status: {} } } : {}),
          ...(options.columns
            ? { additionalPrinterColumns: options.columns }
            : {}),
          schema: {
            openAPIV3Schema: {
              type: 'object',
              properties: properties ?? { spec: anyObject, status: anyObject },
            },
          },
        },
      ],
    },
  };
}

const readyColumn: JsonObject = {
  name: 'Ready',
  type: 'string',
  jsonPath: '.status.conditions[?(@.type=="Ready")].status',
};

/**
 * The kinds of Kratix: names, scopes and status subresources as in the real CRDs, with
 * schemas that accept anything. Tests use the real CRDs where they are available.
 */
export function kratixCrds(): Manifest[] {
  return [
    crd('Promise', {
      plural: 'promises',
      scope: 'Cluster',
      columns: [
        { name: 'Status', type: 'string', jsonPath: '.status.status' },
        { name: 'Kind', type: 'string', jsonPath: '.status.kind' },
        { name: 'Version', type: 'string', jsonPath: '.status.version' },
      ],
    }),
    crd('PromiseRevision', { plural: 'promiserevisions', scope: 'Cluster' }),
    crd('ResourceBinding', { plural: 'resourcebindings', scope: 'Namespaced' }),
    crd('Destination', {
      plural: 'destinations',
      scope: 'Cluster',
      shortNames: ['dest'],
      columns: [readyColumn],
    }),
    crd('BucketStateStore', { plural: 'bucketstatestores', scope: 'Cluster' }),
    crd('GitStateStore', { plural: 'gitstatestores', scope: 'Cluster' }),
    crd('Work', {
      plural: 'works',
      scope: 'Namespaced',
      columns: [readyColumn],
    }),
    crd('WorkPlacement', {
      plural: 'workplacements',
      scope: 'Namespaced',
      shortNames: ['wp'],
      columns: [readyColumn],
    }),
    crd('DryRun', { plural: 'dryruns', scope: 'Namespaced' }),
    crd('HealthRecord', {
      plural: 'healthrecords',
      scope: 'Namespaced',
      status: false,
      properties: {
        data: {
          type: 'object',
          required: ['promiseRef', 'resourceRef', 'state'],
          properties: {
            promiseRef: anyObject,
            resourceRef: anyObject,
            state: {
              type: 'string',
              default: 'unknown',
              enum: ['unknown', 'ready', 'unhealthy', 'healthy', 'degraded'],
            },
            lastRun: { type: 'integer', format: 'int64' },
            details: { 'x-kubernetes-preserve-unknown-fields': true },
          },
        },
      },
    }),
  ];
}
