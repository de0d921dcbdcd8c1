import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeRecorded } from '@internal/testbed';
import Ajv from 'ajv/dist/2020';
import { parse } from 'yaml';
import { root } from './root';

const values = parse(readFileSync(join(root, 'deploy', 'values.yaml'), 'utf8'));

describeRecorded(
  'deploy/values.yaml and the schema of the Backstage chart',
  ['engines/backstage-chart/values.schema.json'],
  corpus => {
    const schema = JSON.parse(
      corpus.read('engines', 'backstage-chart', 'values.schema.json'),
    );
    // The schema has formats of Kubernetes, which no validator knows.
    const validate = new Ajv({
      strict: false,
      validateFormats: false,
    }).compile(schema);

    it('are values that the chart takes', () => {
      validate(values);
      expect(validate.errors).toBeNull();
      expect(validate({ ...values, serviceAccount: 'backstage' })).toBe(false);
    });

    // The chart ignores keys that it does not have, without a word.
    it('have only keys that the chart has', () => {
      const { backstage, ...others } = schema.properties;
      expect(Object.keys({ backstage, ...others })).toEqual(
        expect.arrayContaining(Object.keys(values)),
      );
      expect(Object.keys(backstage.properties)).toEqual(
        expect.arrayContaining(Object.keys(values.backstage)),
      );
    });
  },
);
