import { runBackendScript } from './backendScript';
import { ms, ratio, type Row } from './row';

/** Whether long manifests cost in proportion to what they hold. */
export async function measureTexts(say: (text: string) => void): Promise<Row[]> {
  say('Long manifests …');
  const { times, keys, edited, editedFew, secrets, masked, maskedFew } =
    await runBackendScript('texts');
  return [
    {
      what: `a file of ${keys} keys, all changed`,
      ours: ms(edited),
      against: `${ms(editedFew * times)} (${times} times one of ${
        keys / times
      })`,
      ratio: ratio(edited, editedFew * times),
      how: 'A request in a repository, as YAML. Goal: about 1, in proportion to what is changed.',
    },
    {
      what: `${keys} texts masked, ${secrets} secrets`,
      ours: ms(masked),
      against: `${ms(maskedFew)} (one secret)`,
      ratio: ratio(masked, maskedFew),
      how: 'None of the secrets is in any of the texts. Goal: far below the number of secrets.',
    },
  ];
}
