import type { JsonObject } from '@backstage/types';
import type { Manifest } from '../kubernetes/manifest';
import { promiseApiOf } from '../offerings/promiseApi';
import { humanise } from '../form/humanise';
import { formSchema } from '../form/schema';
import { kratix } from '../offerings/kratix';
import { makeOfferingTemplate } from './offeringTemplate';

/** A Promise whose author is up to something. */
const promise = (options: {
  annotations?: Record<string, string>;
  spec?: JsonObject;
  beside?: JsonObject;
  names?: JsonObject;
}): Manifest => ({
  apiVersion: 'platform.kratix.io/v1alpha1',
  kind: 'Promise',
  metadata: { name: 'evil', annotations: options.annotations },
  spec: {
    api: {
      spec: {
        group: 'example.org',
        names: { kind: 'Evil', plural: 'evils', ...options.names },
        versions: [
          {
            name: 'v1',
            schema: {
              openAPIV3Schema: {
                properties: {
                  spec: options.spec ?? { type: 'object' },
                  ...options.beside,
                },
              },
            },
          },
        ],
      },
    },
  },
});

const text = (one: Manifest) =>
  JSON.stringify(makeOfferingTemplate(kratix.offeringOf(one), 'evil'));

it('puts no expression of an annotation into the steps', () => {
  const stolen = 'default${{ secrets.backstageToken }}';
  expect(
    text(
      promise({
        annotations: {
          'ske.backstage.template/hideNamespace': 'true',
          'ske.backstage.template/namespace': stolen,
        },
      }),
    ),
  ).not.toContain('secrets.');
});

it.each([
  { kind: 'Evil${{ secrets.x }}' },
  { kind: 'Evil\nmetadata: {}' },
  { plural: 'a/b' },
])('offers nothing under the names %j', names => {
  expect(promiseApiOf(promise({ names }))).toBeUndefined();
});

it('has no object that the catalog would replace by the text at an address', () => {
  const read = { $text: 'https://example.org/private/.env' };
  const template = text(
    promise({
      annotations: {
        'ske.backstage.template/form': JSON.stringify({
          'spec.a': { options: { from: 'entities', filter: read } },
        }),
      },
      spec: {
        type: 'object',
        properties: {
          a: { type: 'string' },
          b: {
            type: 'object',
            'x-kubernetes-preserve-unknown-fields': true,
            default: read,
          },
          c: { type: 'string', enum: [read] },
          d: { type: 'object', properties: { $json: { type: 'string' } } },
        },
      },
      beside: { data: { type: 'object', default: read } },
    }),
  );
  expect(template).not.toContain('private');
  expect(template).not.toMatch(/\{"\$(text|json|yaml)"/);
});

it('leaves out what stands beside the spec under a name of its own', () => {
  const field = { type: 'string' };
  const { otherFields } = promiseApiOf(
    promise({
      beside: {
        data: field,
        objname: field,
        constructor: field,
        'a: b': field,
        'x\nkind: Pod': field,
      },
    }),
  )!;
  expect(Object.keys(otherFields)).toEqual(['data']);
});

it('draws what is nested deeper than anybody clicks as YAML', () => {
  let schema: JsonObject = { type: 'string' };
  for (let depth = 0; depth < 5_000; depth += 1) {
    schema = { type: 'object', properties: { a: schema } };
  }
  const form = JSON.stringify(formSchema(schema));
  expect(form.length).toBeLessThan(10_000);
  expect(form).toContain('SkeYaml');
});

it('reads a name of a million letters at once', () => {
  expect(humanise('A'.repeat(1_000_000))).toHaveLength(1_000_000);
});
