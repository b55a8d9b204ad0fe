import { ingressEdit, perform, Stage } from './acts';
import { DemoGitHost } from './gitHost';
import { UPGRADING } from './seed';

/** What has happened in the fleet when somebody first looks: one of each thing that needs a person. */
export async function tellStory(stage: Stage, git: DemoGitHost): Promise<void> {
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
