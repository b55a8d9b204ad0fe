import { ingressEdit, perform, Stage } from './acts';
import { DemoGitHost } from './gitHost';
import { Portal } from './Portal';
import { UPGRADING } from './seed';
import { setTimeout as pause } from 'node:timers/promises';

/** Seconds that the fleet may take to come to rest before things are done to it. */
const PATIENCE = 60;

/** What has happened in the fleet when somebody first looks: one of each thing that needs a person. */
export async function tellStory(
  stage: Stage,
  git: DemoGitHost,
  portal: Portal,
): Promise<void> {
  await allInSync(portal);
  const drifted = stage.cluster('prod-eu-1');
  drifted.suspend();
  drifted.edit(ingressEdit(drifted, 'kubectl-edit'));
  const fought = stage.cluster('prod-us-1');
  fought.fight(ingressEdit(fought, 'Lens'), 45);
  stage.cluster('store-0104').setFault('broken-commit');
  stage.cluster(UPGRADING.cluster).setFault('slow-rollout');
  await git.commit(git.upgrade);
  await perform({ act: 'silence', cluster: 'dc-berlin-2' }, stage);
}

/** Only what was in sync before can drift, fall silent or be upgraded. Goes on all the same when that takes too long. */
async function allInSync(portal: Portal): Promise<void> {
  const until = Date.now() + PATIENCE * 1000;
  while (Date.now() < until) {
    const { totalCount } = await portal.get<{ totalCount: number }>(
      '/v1/clusters?state=InSync',
    );
    const { totalCount: all } = await portal.get<{ totalCount: number }>(
      '/v1/clusters',
    );
    if (all > 0 && totalCount === all) {
      return;
    }
    await pause(1000);
  }
}
