import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import http, { type IncomingMessage, type Server } from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TLSSocket } from 'node:tls';
import { eventually } from '@internal/testbed';
import { KubeConfigAccess } from './KubeConfigAccess';
import { readContext } from './kubeConfigContext';
import { KubeConfigCredential } from './KubeConfigCredential';
import { KubernetesClient } from './KubernetesClient';
import { FIRST, SECOND } from './__testUtils__/certificates';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ske-kubeconfig-'));
  file = join(folder, 'config');
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A kubeconfig with one context of a cluster that nobody listens at. */
const kubeconfig = (user: object, cluster: object = {}) =>
  JSON.stringify({
    clusters: [
      { name: 'c', cluster: { server: 'https://127.0.0.1:1', ...cluster } },
    ],
    users: [{ name: 'u', user }],
    contexts: [{ name: 'x', context: { cluster: 'c', user: 'u' } }],
    'current-context': 'x',
  });
const clientOf = (...files: string[]) =>
  new KubernetesClient(
    new KubeConfigAccess({
      files,
      context: undefined,
      setting: 'KUBECONFIG',
    }).own,
  );
const ask = (client: KubernetesClient) =>
  client.raw('/version', 'ask its version');
async function problemWith(user: object, cluster?: object): Promise<string> {
  writeFileSync(file, kubeconfig(user, cluster));
  return ask(clientOf(file)).then(
    () => 'none',
    (error: Error) => error.message,
  );
}

/** Runs a shell script as the program that gives a credential. */
const script = (text: string, env: object[] = []) => ({
  exec: { command: 'sh', args: ['-c', text], env },
});

/** An API server that answers everything, and what it was asked with. */
async function listen(server: Server | https.Server): Promise<string> {
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const scheme = server instanceof https.Server ? 'https' : 'http';
  return `${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('a user of a kubeconfig without a credential', () => {
  it.each([
    ['nothing', {}],
    ['empty texts', { token: '', 'client-certificate-data': '' }],
    ['a certificate without its key', { 'client-certificate-data': 'Y2E=' }],
  ])('is an error where it has %s', async (_name, user) => {
    expect(await problemWith(user)).toContain(
      `user "u" of ${file} has no credentials, so that Backstage would ask as nobody (anonymous). Give it a token`,
    );
  });

  it('is an error where the context names none', async () => {
    writeFileSync(
      file,
      kubeconfig({ token: 't' }).replace('"user":"u"', '"user":""'),
    );
    await expect(ask(clientOf(file))).rejects.toThrow(
      `context "x" of ${file} has no user`,
    );
  });

  it('is none where a proxy without TLS has the credential', async () => {
    expect(await problemWith({}, { server: 'http://127.0.0.1:1' })).toContain(
      'http://127.0.0.1:1 does not answer (ECONNREFUSED)',
    );
  });

  it('is one with an auth-provider that nobody reads', async () => {
    expect(await problemWith({ 'auth-provider': { name: 'gcp' } })).toContain(
      `user "u" of ${file} has the auth-provider "gcp"`,
    );
  });

  it.each([
    ['is over', 'e30.eyJleHAiOjF9.x'],
    ['cannot be read', 'TheTokenItself.TheTokenItself.x'],
  ])('is one with a token of OIDC that %s', async (_name, token) => {
    const problem = await problemWith({
      'auth-provider': { name: 'oidc', config: { 'id-token': token } },
    });
    expect(problem).toContain(
      `the auth-provider oidc of user "u" of ${file} gives no token that is good now`,
    );
    expect(problem).not.toContain('TheTokenItself');
  });
});

it('quotes no token that cannot be sent', async () => {
  const problem = await problemWith({ token: 'TheTokenItself\nx' });
  expect(problem).toContain(
    `the token of user "u" of ${file} has a character that no token has`,
  );
  expect(problem).not.toContain('TheTokenItself');
});

describe('a program that gives a credential', () => {
  it.each([
    ['fails', 'exit 3'],
    ['is killed', 'kill -9 $$'],
    ['gives no JSON', 'exit 0'],
  ])(
    'is named, and its output is not shown, when it %s',
    async (_name, ending) => {
      const problem = await problemWith(
        script(`echo TheTokenItself; echo TheTokenItself >&2; ${ending}`),
      );
      expect(problem).toContain(
        `the program sh of user "u" of ${file} failed, or gave no ExecCredential in JSON`,
      );
      expect(problem).toContain(
        `KUBECONFIG='${file}' kubectl --context 'x' auth whoami`,
      );
      expect(problem).not.toContain('TheTokenItself');
    },
  );

  it('is named when it gives neither token nor certificate', async () => {
    expect(await problemWith(script(`echo '{"status":{}}'`))).toContain(
      `the program sh of user "u" of ${file} gives no token that is good now`,
    );
  });

  it('is not started again while it hangs', async () => {
    const problems: Promise<string>[] = [];
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate'] });
    try {
      writeFileSync(
        file,
        kubeconfig(
          script(`echo $$ >> '${join(folder, 'pids')}'; exec sleep 60`),
        ),
      );
      const client = clientOf(file);
      for (let asked = 0; asked < 2; asked += 1) {
        problems.push(
          ask(client).then(
            () => 'none',
            (error: Error) => error.message,
          ),
        );
        await jest.advanceTimersByTimeAsync(30_000);
      }
    } finally {
      jest.useRealTimers();
    }
    const pids = () =>
      existsSync(join(folder, 'pids'))
        ? readFileSync(join(folder, 'pids'), 'utf8').trim().split('\n')
        : [];
    await eventually('the start of the program', () => pids().length > 0);
    pids().forEach(pid => process.kill(Number(pid)));
    expect(await Promise.all(problems)).toEqual([
      expect.stringContaining('has not ended after 30 s'),
      expect.stringContaining('has not ended after 30 s'),
    ]);
    expect(pids()).toHaveLength(1);
  });

  it('is named when it is not there', async () => {
    expect(
      await problemWith({ exec: { command: './nowhere', args: [] } }),
    ).toContain(
      `the program ${join(
        folder,
        'nowhere',
      )} of user "u" of ${file} could not be run (ENOENT)`,
    );
  });
});

describe('at an API server', () => {
  let server: Server;
  let url: string;
  let asked: IncomingMessage['headers'][];
  let isAccepted: (authorization: string | undefined) => boolean;
  const tokens = () => asked.map(({ authorization }) => authorization);

  beforeEach(async () => {
    asked = [];
    isAccepted = () => true;
    server = http.createServer(({ headers }, response) => {
      asked.push(headers);
      response
        .writeHead(isAccepted(headers.authorization) ? 200 : 401)
        .end('{}');
    });
    url = await listen(server);
  });
  afterEach(() => {
    jest.restoreAllMocks();
    server.closeAllConnections();
    server.close();
  });
  const write = (user: object, path = file) =>
    writeFileSync(path, kubeconfig(user, { server: url }));

  /** Notes each run; the token is of the file that says so. */
  const program = (token: string) =>
    script(
      `echo run >> '${join(
        folder,
        'runs',
      )}'; echo "{\\"status\\":{\\"token\\":\\"$TOKEN\\"}}"`,
      [{ name: 'TOKEN', value: token }],
    );
  const runs = () =>
    readFileSync(join(folder, 'runs'), 'utf8').trim().split('\n').length;

  it('keeps the token of a program until the file changes', async () => {
    write(program('first'));
    const client = clientOf(file);
    await ask(client);
    await ask(client);
    expect(runs()).toBe(1);
    write(program('another'));
    await ask(client);
    expect(tokens()).toEqual([
      'Bearer first',
      'Bearer first',
      'Bearer another',
    ]);
    write({ token: 'of the file' });
    await ask(client);
    expect(tokens().at(-1)).toBe('Bearer of the file');
    expect(runs()).toBe(2);
  });

  it('runs a program again when its token is not accepted any more', async () => {
    write(program('first'));
    const client = clientOf(file);
    await ask(client);
    // Younger ones are not made again.
    const later = Date.now() + 60_000;
    jest.spyOn(Date, 'now').mockImplementation(() => later);
    isAccepted = () => false;
    await expect(ask(client)).rejects.toThrow('did not accept');
    expect(runs()).toBe(2);
  });

  it('keeps the end of a token of OIDC for no other file', async () => {
    const idToken = (exp: number, name: string) => [
      'e30',
      Buffer.from(JSON.stringify({ exp })).toString('base64url'),
      name,
    ];
    const provider = (parts: string[]) => ({
      'auth-provider': {
        name: 'oidc',
        config: { 'id-token': parts.join('.') },
      },
    });
    write(provider(idToken(9_999_999_999, 'first')));
    const client = clientOf(file);
    await ask(client);
    write(provider(idToken(1, 'over')));
    await expect(ask(client)).rejects.toThrow('gives no token that is good');
    expect(asked).toHaveLength(1);
  });

  it('never sends the credential of one file to the server of another', async () => {
    const others: unknown[] = [];
    const other = http.createServer(({ headers }, response) => {
      others.push(headers.authorization);
      response.end('{}');
    });
    const otherUrl = await listen(other);
    try {
      write({ token: 'first' });
      const client = clientOf(file);
      const before = ask(client);
      writeFileSync(
        file,
        kubeconfig({ token: 'another' }, { server: otherUrl }),
      );
      await Promise.all([before, ask(client)]);
      expect(tokens().filter(token => token !== 'Bearer first')).toEqual([]);
      expect(others.filter(token => token !== 'Bearer another')).toEqual([]);
      expect(others).not.toEqual([]);
    } finally {
      other.closeAllConnections();
      other.close();
    }
  });

  it('takes paths from the folder of the file that has them', async () => {
    const below = join(folder, 'below');
    mkdirSync(join(below, 'bin'), { recursive: true });
    writeFileSync(
      join(below, 'bin', 'helper'),
      `#!/bin/sh\necho '{"status":{"token":"of the helper"}}'\n`,
      { mode: 0o755 },
    );
    writeFileSync(join(below, 'token'), 'of the token file\n');
    const withUser = join(below, 'config');
    writeFileSync(
      file,
      JSON.stringify({
        ...JSON.parse(kubeconfig({}, { server: url })),
        users: [],
      }),
    );
    const client = clientOf(file, withUser);
    for (const user of [
      { exec: { command: './bin/helper' } },
      { tokenFile: 'token' },
    ]) {
      writeFileSync(withUser, kubeconfig(user));
      await ask(client);
    }
    expect(tokens()).toEqual([
      'Bearer of the helper',
      'Bearer of the token file',
    ]);
  });
});

it.each([
  [
    'certificate-authority',
    'cluster "c"',
    { token: 't' },
    { 'certificate-authority': 'below/x.pem' },
  ],
  ['tokenFile', 'user "u"', { tokenFile: 'below/x.pem' }, {}],
  [
    'client-certificate',
    'user "u"',
    { 'client-certificate': 'below/x.pem', 'client-key-data': 'eA==' },
    {},
  ],
  [
    'client-key',
    'user "u"',
    { 'client-certificate-data': 'eA==', 'client-key': 'below/x.pem' },
    {},
  ],
])('names the field %s whose file is not there', async (field, of, user, c) => {
  expect(await problemWith(user, c)).toContain(
    `${field} of ${of} of ${file}: cannot read ${join(
      folder,
      'below',
      'x.pem',
    )} (ENOENT)`,
  );
});

it('is put together again only when a file that it refers to has changed', async () => {
  writeFileSync(join(folder, 'token'), 'first');
  writeFileSync(file, kubeconfig({ tokenFile: 'token' }));
  const credential = new KubeConfigCredential(
    readContext({ files: [file], context: undefined, setting: 'KUBECONFIG' }),
  );
  const first = await credential.current();
  expect(first.user.token).toBe('first');
  expect(await credential.current()).toBe(first);
  writeFileSync(join(folder, 'token'), 'the second one');
  const second = await credential.current();
  expect(second.user.token).toBe('the second one');
  // It was not accepted: the file may be another one in the same millisecond.
  credential.renew();
  expect(await credential.current()).not.toBe(second);
  rmSync(join(folder, 'token'));
  await expect(credential.current()).rejects.toThrow('cannot read');
});

it('closes the connections of a client certificate that is not the one any more', async () => {
  const names: unknown[] = [];
  const connected = new Set<TLSSocket>();
  const server = https.createServer(
    { ...FIRST, requestCert: true, rejectUnauthorized: false },
    ({ socket }, response) => {
      if (socket instanceof TLSSocket) {
        names.push(socket.getPeerCertificate().subject.CN);
      }
      response.end('{}');
    },
  );
  server.on('secureConnection', socket => {
    connected.add(socket);
    socket.on('close', () => connected.delete(socket));
  });
  const url = await listen(server);
  const write = (name: string, { cert, key }: typeof FIRST) => {
    writeFileSync(join(folder, `${name}.crt`), cert);
    writeFileSync(join(folder, `${name}.key`), key);
    writeFileSync(
      file,
      kubeconfig(
        { 'client-certificate': `${name}.crt`, 'client-key': `${name}.key` },
        { server: url, 'insecure-skip-tls-verify': true },
      ),
    );
  };
  try {
    write('first', FIRST);
    const client = clientOf(file);
    await ask(client);
    await ask(client);
    const [old] = connected;
    expect(connected.size).toBe(1);
    write('another', SECOND);
    await ask(client);
    await eventually(
      'the end of the old connection',
      () => !connected.has(old),
    );
    expect(names).toEqual(['first', 'first', 'second']);
    expect(connected.size).toBe(1);
  } finally {
    server.closeAllConnections();
    server.close();
  }
});

it('asks once more with the new certificate of a program', async () => {
  const names: unknown[] = [];
  const server = https.createServer(
    { ...FIRST, requestCert: true, rejectUnauthorized: false },
    ({ socket }, response) => {
      const name =
        socket instanceof TLSSocket && socket.getPeerCertificate().subject.CN;
      names.push(name);
      response.writeHead(name === 'first' ? 401 : 200).end('{}');
    },
  );
  const url = await listen(server);
  const give = ({ cert, key }: typeof FIRST) =>
    writeFileSync(
      join(folder, 'given'),
      JSON.stringify({
        status: { clientCertificateData: cert, clientKeyData: key },
      }),
    );
  writeFileSync(
    file,
    kubeconfig(script(`cat '${join(folder, 'given')}'`), {
      server: url,
      'insecure-skip-tls-verify': true,
    }),
  );
  try {
    give(FIRST);
    const client = clientOf(file);
    await expect(ask(client)).rejects.toThrow('did not accept');
    give(SECOND);
    // Younger ones are not made again.
    const later = Date.now() + 60_000;
    jest.spyOn(Date, 'now').mockImplementation(() => later);
    await ask(client);
    expect(names).toEqual(['first', 'first', 'second']);
  } finally {
    jest.restoreAllMocks();
    server.closeAllConnections();
    server.close();
  }
});
