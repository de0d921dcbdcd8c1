import type { BaseLock } from './baseLock';
import type { BundledPackage } from './bundle';

/** What the image holds, as a list. */
export interface Contents {
  name: string;
  version: string;
  /** In ISO 8601. */
  created: string;
  base: BaseLock;
  packages: BundledPackage[];
}

/** Media type of a CycloneDX document. */
export const SBOM_TYPE = 'application/vnd.cyclonedx+json';

/** A list of all that is in the image, in CycloneDX 1.6. */
export function sbomOf({ name, version, created, base, packages }: Contents) {
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: {
      timestamp: created,
      component: {
        type: 'container',
        'bom-ref': 'image',
        name,
        version,
        licenses: [{ license: { id: 'Apache-2.0' } }],
      },
    },
    components: [
      {
        type: 'platform',
        'bom-ref': `node@${base.node.version}`,
        name: 'node',
        version: base.node.version,
        purl: `pkg:generic/node@${base.node.version}`,
        cpe: `cpe:2.3:a:nodejs:node.js:${base.node.version}:*:*:*:*:*:*:*`,
      },
      ...base.debian.packages.map(one => {
        const purl = debianPurl(one, base.debian.release);
        return {
          type: 'library',
          'bom-ref': purl,
          name: one.name,
          version: one.version,
          purl,
          hashes: [{ alg: 'SHA-256', content: one.sha256 }],
        };
      }),
      ...packages.map(one => {
        const purl = npmPurl(one);
        return {
          type: 'library',
          'bom-ref': purl,
          name: one.name,
          version: one.version,
          purl,
          ...(one.license ? { licenses: [licenseOf(one.license)] } : {}),
        };
      }),
    ],
  };
}

type DebianPackage = BaseLock['debian']['packages'][number];

const debianPurl = (one: DebianPackage, release: string) =>
  `pkg:deb/debian/${encodeURIComponent(one.name)}@${encodeURIComponent(
    one.version,
  )}?arch=${one.architecture}&distro=debian-${release}`;

const npmPurl = ({ name, version }: BundledPackage) =>
  `pkg:npm/${name.replace('@', '%40')}@${version}`;

/** An identifier of SPDX, several in an expression, or a text that is neither. */
function licenseOf(license: string) {
  if (/ (AND|OR|WITH) /.test(license)) return { expression: license };
  return /^[A-Za-z0-9.+-]+$/.test(license)
    ? { license: { id: license } }
    : { license: { name: license } };
}
