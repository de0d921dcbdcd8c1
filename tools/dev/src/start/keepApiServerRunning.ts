import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { EmbeddedPlatform } from '@internal/testbed';
import { isAlive } from '../processes';
import { cacheFolder } from './config';

const CHECK_EVERY_MS = 500;
const RESTART_PAUSE_MS = 3_000;

/**
 * Starts the API server again whenever it has ended. Scripts find its process id in
 * `.cache/platform/pid`.
 */
export async function keepApiServerRunning(
  platform: EmbeddedPlatform,
  isEnding: () => boolean,
  say: (text: string) => void,
): Promise<void> {
  writePid(platform);
  for (;;) {
    await sleep(CHECK_EVERY_MS);
    if (isEnding()) return;
    const pid = platform.apiServerPid();
    if (pid !== undefined && isAlive(pid)) continue;
    say('The API server ended; starting it again …');
    await sleep(RESTART_PAUSE_MS);
    if (isEnding()) return;
    await platform
      .startApiServer()
      .then(() => writePid(platform))
      .catch(error => say((error as Error).message.split('\n')[0]));
  }
}

function writePid(platform: EmbeddedPlatform) {
  writeFileSync(
    join(cacheFolder, 'platform', 'pid'),
    String(platform.apiServerPid() ?? ''),
  );
}
