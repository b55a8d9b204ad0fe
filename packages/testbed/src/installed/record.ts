/* eslint-disable no-console -- a script: it tells what it does */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import { startControlPlane } from '../controlPlane/startControlPlane';
import { Installation } from './Installation';
import { RECORDING, RECORDINGS } from './installedCorpus';
import { products } from './products';

/** Records what a real API server makes of the corpus. Run it after a change of the corpus or of Kubernetes' version. */
async function record(): Promise<void> {
  const kubernetes = await startControlPlane({ own: true });
  try {
    const corpus = products();
    const installation = new Installation(kubernetes);
    await installation.define(corpus);
    mkdirSync(RECORDINGS, { recursive: true });
    for (const round of await installation.rounds(corpus)) {
      const installed = await installation.install(round);
      for (const { name } of round) {
        const live = installed
          .filter(one => one.product === name)
          .map(one => one.live ?? null);
        const text = Buffer.from(JSON.stringify(live));
        const packed = brotliCompressSync(text, {
          params: {
            [constants.BROTLI_PARAM_LGWIN]: 24,
            [constants.BROTLI_PARAM_SIZE_HINT]: text.length,
          },
        });
        writeFileSync(join(RECORDINGS, `${name}${RECORDING}`), packed);
        console.log(`${name}: ${live.length} objects, ${packed.length} bytes`);
        const refused = installed.filter(
          one => one.product === name && one.refused,
        );
        for (const one of refused) console.log(`  not there: ${one.refused}`);
      }
      await installation.removeInterceptors(installed);
    }
  } finally {
    await kubernetes.stop();
  }
}

record().catch(error => {
  console.error(error);
  process.exitCode = 1;
});
