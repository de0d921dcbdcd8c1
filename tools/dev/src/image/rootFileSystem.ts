import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { gunzipSync } from 'node:zlib';
import type { BaseFiles } from './fetchBase';
import { readTar, type ArchiveEntry } from './tar';

/** Whom the image runs as. */
export const NONROOT = 65532;

const run = promisify(execFile);
const MOST_BYTES = 256 * 1024 * 1024;

/** What of Debian's packages is in the image: what Node loads, and what says whose it is. */
const WANTED = [
  // The loader, which the binary names, and the libraries that `ldd` says.
  /^lib64\/ld-linux-/,
  /^lib\/[^/]+\/(ld-linux-[^/]+|lib(c|m|dl|pthread|gcc_s))\.so\.\d+$/,
  /^usr\/lib\/[^/]+\/libstdc\+\+\.so\.[\d.]+$/,
  /^(etc|usr\/lib)\/os-release$/,
  /^etc\/debian_version$/,
  /^usr\/share\/common-licenses\//,
  /^usr\/share\/doc\/[^/]+(\/copyright)?$/,
];
const AUTHORITY = /^usr\/share\/ca-certificates\/mozilla\/.*\.crt$/;

const PASSWD = `root:x:0:0:root:/root:/sbin/nologin
nonroot:x:${NONROOT}:${NONROOT}:nonroot:/home/nonroot:/sbin/nologin
`;
const GROUP = `root:x:0:
nonroot:x:${NONROOT}:
`;

/**
 * The root file system of the image, without the controller: Node's own binary, the
 * libraries that it loads, certificate authorities, and users. No shell, no package
 * manager.
 */
export async function rootFileSystem({
  node,
  packages,
}: BaseFiles): Promise<ArchiveEntry[]> {
  const entries: ArchiveEntry[] = [
    ...(await nodeEntries(node)),
    text('etc/passwd', PASSWD),
    text('etc/group', GROUP),
    text('etc/nsswitch.conf', 'hosts: files dns\n'),
    ...['proc', 'sys', 'dev', 'run', 'root', 'etc/backstage-controller'].map(
      (path): ArchiveEntry => ({ path, type: 'folder' }),
    ),
    { path: 'tmp', type: 'folder', mode: 0o1777 },
    { path: 'home/nonroot', type: 'folder', mode: 0o700, owner: NONROOT },
  ];
  const authorities = new Map<string, string>();
  for (const { debian, file } of packages) {
    const found = await debEntries(file);
    entries.push(...found.filter(entry => isWanted(entry)));
    for (const entry of found) {
      if (entry.type === 'file' && AUTHORITY.test(entry.path)) {
        authorities.set(entry.path, textOf(entry.content));
      }
    }
    entries.push(
      // Where distroless images have it: scanners find Debian's packages there.
      text(`var/lib/dpkg/status.d/${debian.name}`, await controlOf(file)),
    );
  }
  const bundle = [...authorities.keys()]
    .sort()
    .map(path => `${authorities.get(path)?.trim()}\n`);
  entries.push(text('etc/ssl/certs/ca-certificates.crt', bundle.join('')));
  return entries;
}

const isWanted = (entry: ArchiveEntry) =>
  entry.type !== 'folder' && WANTED.some(pattern => pattern.test(entry.path));

async function nodeEntries(tarball: string): Promise<ArchiveEntry[]> {
  const files = await readTar(gunzipSync(readFileSync(tarball)));
  const contentOf = (path: string) => {
    const found = files.find(entry => entry.path === `package/${path}`);
    if (found?.type === 'file') return found.content;
    throw new Error(`${tarball} has no ${path}.`);
  };
  return [
    {
      path: 'node/bin/node',
      type: 'file',
      content: contentOf('bin/node'),
      mode: 0o755,
    },
    {
      path: 'usr/share/doc/node/copyright',
      type: 'file',
      content: contentOf('LICENSE'),
    },
  ];
}

async function debEntries(deb: string): Promise<ArchiveEntry[]> {
  const { stdout } = await run('dpkg-deb', ['--fsys-tarfile', deb], {
    encoding: 'buffer',
    maxBuffer: MOST_BYTES,
  });
  return readTar(stdout);
}

async function controlOf(deb: string): Promise<string> {
  const { stdout } = await run('dpkg-deb', ['--field', deb]);
  const [first, ...others] = stdout.trimEnd().split('\n');
  return [first, 'Status: install ok installed', ...others, ''].join('\n');
}

const text = (path: string, content: string): ArchiveEntry => ({
  path,
  type: 'file',
  content: Buffer.from(content),
});

const textOf = (content: Uint8Array) => Buffer.from(content).toString('utf8');
