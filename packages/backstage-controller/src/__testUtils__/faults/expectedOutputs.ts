import { resourceTypes } from '@syntasso/plugin-ske-node';
import { checkConfig } from '../../config/controllerConfig';
import {
  generateForPromise,
  generateForResource,
  type GeneratedFile,
} from '../../entities/generate';
import { resolvePromise } from '../../entities/resolvePromise';
import { CatalogNames } from '../../sync/CatalogNames';
import { isOptedOut } from '../../sync/isOptedOut';
import { pathOfOutput } from '../../sync/paths';
import type { EntityOutput, OutputId } from '../../writers/EntityWriter';
import type { TestPlatform } from '../realPlatform';

/** What is to be written for the objects that are on the platform now. */
export async function expectedOutputs(
  test: TestPlatform,
): Promise<EntityOutput[]> {
  const { client, labels, type } = test;
  const promise = await client.get(resourceTypes.promises, {
    name: test.promise,
  });
  const resolved = resolvePromise(promise, {
    portals: { kind: 'none' },
    backstage: checkConfig({ backstage: { destination: { labels } } })
      .backstage,
    portalCustomizationOf: () => undefined,
    entityCustomizationOf: () => undefined,
    runsContainers: false,
    unreadable: {
      portalCustomizations: undefined,
      entityCustomizations: undefined,
    },
  });
  if (resolved.kind !== 'bound') return [];
  const { binding } = resolved;
  const { target, options } = binding;
  const names = new CatalogNames();
  const offering = names.ofPromise(promise, options);
  const outputOf = (
    id: OutputId,
    given: EntityOutput['names'],
    file: GeneratedFile,
  ): EntityOutput[] =>
    file.kind === 'noApi'
      ? []
      : [
          {
            id,
            names: given,
            path: pathOfOutput(id, target),
            content: file.content,
            destinationSelectors: target.destinationSelectors,
          },
        ];
  const { items } = await client.list(type);
  return [
    ...outputOf(
      { kind: 'promise', portal: undefined, promise: test.promise },
      offering,
      generateForPromise(promise, binding, offering),
    ),
    ...items
      .filter(resource => !isOptedOut({ promise, binding }, resource))
      .flatMap(resource => {
        const component = names.ofResource(test.promise, resource, options);
        return outputOf(
          {
            kind: 'resource',
            portal: undefined,
            promise: test.promise,
            namespace: resource.metadata.namespace ?? 'default',
            name: resource.metadata.name,
          },
          { component },
          generateForResource({ resource, promise }, binding, {
            resource: component,
            offering,
          }),
        );
      }),
  ];
}
