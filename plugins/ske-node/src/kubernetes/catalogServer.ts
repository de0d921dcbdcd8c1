import { lookup } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';
import { InputError, ServiceUnavailableError } from '@backstage/errors';
import { LOCATORS } from './clusterDetails';

/**
 * Whether the address of a cluster in the catalog may be asked: who may register
 * entities must not get Backstage to send credentials anywhere in its own network.
 * Source: plugin-kubernetes-backend, validateClusterApiServerUrl.
 *
 * @param allowedHosts - `dangerouslyAllowClusterUrls`: hosts, or `*.` and a domain
 * @throws InputError that says why not, and what to do; ServiceUnavailableError when DNS
 * does not answer, which says nothing of the address
 */
export async function requireAllowedAddress(
  url: string,
  allowedHosts: string[],
) {
  if (!URL.canParse(url)) {
    throw new InputError(`the address of its API server, ${url}, is no URL.`);
  }
  const { protocol, username, password, hostname } = new URL(url);
  if (username || password) {
    throw new InputError(
      `the address of its API server has credentials in it.`,
    );
  }
  if (protocol !== 'https:' && protocol !== 'http:') {
    throw new InputError(`its API server has to have an https address.`);
  }
  if (allowedHosts.some(pattern => matches(hostname, pattern))) return;
  const remedy = `Add the host to dangerouslyAllowClusterUrls of ${LOCATORS} (type catalog), if it is the right one.`;
  if (protocol !== 'https:') {
    throw new InputError(`${url} is plain HTTP. ${remedy}`);
  }
  const host = hostname.replace(/^\[|\]$/g, '');
  const addresses = isIP(host) ? [host] : await resolve(host);
  if (addresses.some(isPrivate)) {
    throw new InputError(`${hostname} is no public address. ${remedy}`);
  }
}

async function resolve(host: string): Promise<string[]> {
  try {
    const answers = await lookup(host, { all: true });
    return answers.map(({ address }) => address);
  } catch (error) {
    throw new ServiceUnavailableError(
      `the address of ${host} cannot be found now (${
        (error as NodeJS.ErrnoException).code
      }).`,
    );
  }
}

const matches = (hostname: string, pattern: string): boolean => {
  const host = hostname.toLowerCase();
  const allowed = pattern.toLowerCase();
  return allowed.startsWith('*.')
    ? host.endsWith(allowed.slice(1)) || host === allowed.slice(2)
    : host === allowed;
};

/** All that is not for everybody on the Internet. Source: IANA's special registries. */
const PRIVATE_IPV4 = blockList('ipv4', [
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8'],
  ...['169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/24', '192.0.2.0/24'],
  ...['192.88.99.0/24', '192.168.0.0/16', '198.18.0.0/15'],
  ...['198.51.100.0/24', '203.0.113.0/24', '224.0.0.0/4', '240.0.0.0/4'],
]);
/** Those of IPv4 written as IPv6 are among them, which would block all of IPv4. */
const PRIVATE_IPV6 = blockList('ipv6', [
  ...['::/96', '::ffff:0:0/96', '64:ff9b::/96', '64:ff9b:1::/48', '100::/64'],
  ...['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20', '5f00::/16'],
  ...['fc00::/7', 'fe80::/10', 'fec0::/10', 'ff00::/8'],
]);

function blockList(family: 'ipv4' | 'ipv6', ranges: string[]): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const [net, prefix] = range.split('/');
    list.addSubnet(net, Number(prefix), family);
  }
  return list;
}

const isPrivate = (address: string): boolean =>
  isIP(address) === 6
    ? PRIVATE_IPV6.check(address, 'ipv6')
    : PRIVATE_IPV4.check(address, 'ipv4');
