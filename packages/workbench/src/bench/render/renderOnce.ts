import { renderAll } from '@flotilla/model';
import { manyClusters, sampleSources } from './manyClusters';

/** Run by {@link peakMemory}: prints the most MiB that this process took. */
async function main(): Promise<void> {
  const render = renderAll(manyClusters(await sampleSources(), 2000, 'once'));
  // Held until here, as whoever writes the files would.
  if (render.clusters.size < 2000)
    throw new Error('not every cluster rendered');
  // maxRSS is in KiB.
  process.stdout.write(String(process.resourceUsage().maxRSS / 1024));
}

main().catch(error => {
  process.stderr.write(`${error}\n`);
  process.exitCode = 1;
});
