import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { EmbeddedPlatform } from '@internal/testbed';
import { isAlive } from '../processes';
import { cacheFolder } from './config';

const CHECK_EVERY_MS = 500;
const RESTART_PAUSE_MS = 3_000;

/**
 * Starts an API server that died again: a development platform heals itself.
 * Its process id is in `.cache/platform/pid`, for scripts.
 */
export async function keepApiServerRunning(
  platform: EmbeddedPlatform,
  ending: () => boolean,
  say: (text: string) => void,
): Promise<void> {
  writePid(platform);
  for (;;) {
    await sleep(CHECK_EVERY_MS);
    if (ending()) return;
    const pid = platform.apiServerPid();
    if (pid !== undefined && isAlive(pid)) continue;
    say('The API server ended; starting it again …');
    await sleep(RESTART_PAUSE_MS);
    if (ending()) return;
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
