import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonObject, JsonValue } from '@backstage/types';
import {
  asText,
  at,
  customizationKeys,
  isObject,
  objectsOf,
  readEntityCustomization,
} from '@syntasso/plugin-ske-common';
import { parse } from 'yaml';
import { CHART, readCustomizationCrd } from './__testUtils__/crds';
import { checkConfig, configKeys } from './config/controllerConfig';

// What the files of the chart say, beside each other; chart.real.test.ts has what Helm makes of them.

const read = (name: string) => readFileSync(join(CHART, name), 'utf8');
const values: JsonObject = parse(read('values.yaml'));
const schema: JsonObject = JSON.parse(read('values.schema.json'));

it('has the defaults of the commercial chart', () => {
  expect(values).toMatchObject({
    imageRegistry: {
      host: 'ghcr.io',
      imagePullSecret: 'syntasso-registry',
      backstageControllerImage: { name: 'syntasso/backstage-controller' },
      skeBackstageGeneratorImage: { name: expect.any(String) },
    },
    backstageController: {
      resources: { requests: { memory: '256Mi', cpu: '100m' } },
      nodeSelector: {},
      tolerations: [],
      affinity: {},
    },
  });
});

it('configures what the controller would do without a configuration', () => {
  const config = {
    ...(isObject(values.config) ? values.config : {}),
    namespace: 'kratix-platform-system',
    portals: values.portals,
  };
  expect(checkConfig(config)).toEqual(checkConfig({}));
});

describe('the schema of values', () => {
  const resolved = (node: unknown): unknown => {
    const ref = asText(at(node, '$ref'));
    return ref ? at(schema, ...ref.replace('#/', '').split('/')) : node;
  };
  const keysOf = (node: unknown, prefix = ''): string[] => {
    const properties = at(resolved(node), 'properties');
    return Object.entries(isObject(properties) ? properties : {}).flatMap(
      ([key, value]) => {
        const path = prefix ? `${prefix}.${key}` : key;
        return [path, ...keysOf(value, path)];
      },
    );
  };

  it('knows each key of the configuration, and no other', () => {
    const keys = keysOf(at(schema, 'properties', 'config'));
    // Beside it in the values: the same list as in a SKEIntegration.
    const known = configKeys.filter(key => key !== 'portals');
    expect(keys.sort()).toEqual(known.sort());
  });

  it('takes no key that is not there', () => {
    const own = Object.entries(schema.properties as JsonObject).filter(
      ([, value]) => at(resolved(value), 'properties') !== undefined,
    );
    expect(own.length).toBeGreaterThan(5);
    const open = own.filter(
      ([, value]) => at(resolved(value), 'additionalProperties') !== false,
    );
    expect(open.map(([key]) => key)).toEqual([]);
  });
});

describe('the table of values in the README', () => {
  const rows = read('README.md')
    .split('\n')
    .filter(line => line.startsWith('| `'))
    .map(line => line.split('|').map(cell => cell.trim()))
    .map(([, key, value]) => ({
      key: key.slice(1, -1),
      value: parse(value.slice(1, -1)) as JsonValue,
    }));

  it.each(rows)('has the default of $key', ({ key, value }) => {
    expect(value).toEqual(at(values, ...key.split('.')));
  });

  it('has each value once', () => {
    const uncovered = leavesOf(values).map(leaf => ({
      leaf,
      rows: rows.filter(({ key }) => `${leaf}.`.startsWith(`${key}.`)).length,
    }));
    expect(uncovered.length).toBeGreaterThan(40);
    expect(uncovered.filter(one => one.rows !== 1)).toEqual([]);
  });
});

describe('the CRD of customizations', () => {
  const crd = readCustomizationCrd();
  const [version] = objectsOf(at(crd, 'spec', 'versions'));
  const spec = ['schema', 'openAPIV3Schema', 'properties', 'spec'];
  const fieldsOf = (...path: string[]) => {
    const fields = at(
      version,
      ...[...spec, 'properties', 'entityGenerationOptions'],
      ...path.flatMap(key => ['properties', key]),
      'properties',
    );
    return Object.keys(isObject(fields) ? fields : {}).sort();
  };

  it('has the fields that are read', () => {
    const component = Object.values(customizationKeys.component).sort();
    expect(fieldsOf('promise', 'component')).toEqual(component);
    expect(fieldsOf('resource', 'component')).toEqual(component);
    expect(fieldsOf('promise', 'template')).toEqual(
      Object.values(customizationKeys.template).sort(),
    );
  });

  it('is that of the customizations that are watched', () => {
    expect(crd.metadata.name).toBe(
      'backstageentitycustomizations.platform.kratix.io',
    );
    expect(version).toMatchObject({
      name: 'v1alpha1',
      served: true,
      subresources: { status: {} },
    });
  });

  it('describes lists that are read as lists or as texts', () => {
    const given = (tags: JsonValue) =>
      readEntityCustomization({
        metadata: { name: 'x' },
        spec: {
          entityGenerationOptions: { promise: { component: { tags } } },
        },
      });
    for (const { options, problems } of [given('a, b'), given(['a', 'b'])]) {
      expect(options.promiseComponent.tags).toEqual(['a', 'b']);
      expect(problems).toEqual([]);
    }
  });
});

/** The keys of everything that is no object, or an empty one. */
function leavesOf(value: JsonObject, prefix = ''): string[] {
  return Object.entries(value).flatMap(([key, inner]) => {
    const path = prefix ? `${prefix}.${key}` : key;
    return isObject(inner) && Object.keys(inner).length > 0
      ? leavesOf(inner, path)
      : [path];
  });
}
