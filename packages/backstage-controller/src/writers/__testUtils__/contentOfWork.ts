import { gunzipSync } from 'node:zlib';
import {
  asText,
  at,
  objectsOf,
  type Manifest,
} from '@syntasso/plugin-ske-common';

/** The file that a Work carries, as a portal reads it. */
export function contentOfWork(work: Manifest | undefined): string | undefined {
  const [group] = objectsOf(at(work, 'spec', 'workloadGroups'));
  const content = asText(objectsOf(group?.workloads)[0]?.content);
  return content && gunzipSync(Buffer.from(content, 'base64')).toString();
}
