import { promiseApiOf } from './promiseApi';

it('marks a secret by its name where the API says only that it is a text', () => {
  const text = { type: 'string' };
  const named = { ...text, description: 'Name of the Secret' };
  const api = promiseApiOf({
    spec: {
      api: {
        spec: {
          group: 'example.org',
          names: { kind: 'Redis', plural: 'redises' },
          versions: [
            {
              name: 'v1',
              storage: true,
              schema: {
                openAPIV3Schema: {
                  properties: {
                    spec: {
                      properties: {
                        ...{
                          adminPassword: text,
                          api_key: text,
                          token: text,
                        },
                        ...{ bypass: text, passwordSecretRef: text },
                        ...{ adminPwd: text, secret: text, sshKey: text },
                        caSecret: text,
                        webhookSecret: named,
                        passwords: { type: 'array', items: text },
                        mode: {
                          properties: { token: { ...text, enum: ['a'] } },
                        },
                      },
                    },
                  },
                },
              },
            },
          ],
        },
      },
    },
  });
  const secret = { ...text, format: 'password' };
  expect(api?.specSchema).toEqual({
    properties: {
      ...{ adminPassword: secret, api_key: secret, token: secret },
      ...{ bypass: text, passwordSecretRef: text },
      ...{ adminPwd: secret, secret, sshKey: text },
      caSecret: text,
      webhookSecret: named,
      passwords: { type: 'array', items: secret },
      mode: { properties: { token: { ...text, enum: ['a'] } } },
    },
  });
});

it('reads no API that is cluster-scoped, which Kratix cannot run', () => {
  const withScope = (scope: string | undefined) =>
    promiseApiOf({
      spec: {
        api: {
          spec: {
            group: 'example.org',
            scope,
            names: { kind: 'Redis', plural: 'redises' },
            versions: [{ name: 'v1', storage: true }],
          },
        },
      },
    });
  expect(withScope('Cluster')).toBeUndefined();
  expect(withScope('Namespaced')).toMatchObject({ kind: 'Redis' });
  expect(withScope(undefined)).toMatchObject({ kind: 'Redis' });
});
