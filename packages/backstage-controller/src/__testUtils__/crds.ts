import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { eventually } from '@internal/testbed';
import { conditionsOf, type Manifest } from '@syntasso/plugin-ske-common';
import {
  resourceTypes,
  type KubernetesClient,
} from '@syntasso/plugin-ske-node';
import { parse } from 'yaml';

/** The folder of the chart that installs the controller. */
export const CHART = resolve(
  __dirname,
  '../../../..',
  'charts/backstage-controller',
);

/** The CRD of BackstageEntityCustomizations, as the chart brings it. */
export const readCustomizationCrd = (): Manifest =>
  parse(
    readFileSync(
      join(CHART, 'crds', 'backstageentitycustomizations.yaml'),
      'utf8',
    ),
  );

/** Installs a CRD, and waits until objects of it can be made. */
export async function installCrd(client: KubernetesClient, crd: Manifest) {
  const { name } = crd.metadata;
  await client.apply(resourceTypes.crds, crd, {
    fieldManager: 'helm',
    force: true,
  });
  await eventually(`CRD ${name}`, async () =>
    conditionsOf(await client.get(resourceTypes.crds, { name })).some(
      ({ type, status }) => type === 'Established' && status === 'True',
    ),
  );
}
