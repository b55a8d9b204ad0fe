import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Alert, Text } from '@backstage/ui';
import type { Plan } from '@flotilla/backstage-plugin-flotilla-common';
import columns from '../../cluster/ClusterPage.module.css';
import { problemText } from '../../cluster/ClusterProblems';
import { Mono, Panel, Quiet, shortRevision } from '../../common';
import { OutcomePill, VerdictView } from '../../requests/VerdictView';
import { flotillaTranslationRef } from '../../translation';
import { PlanFiles } from './PlanFiles';
import { PlanObjects } from './PlanObjects';
import { obstacleOf } from './reviewValue';

const Obstacle = ({ plan }: { plan: Plan }) => {
  const { t } = useTranslationRef(flotillaTranslationRef);
  const obstacle = obstacleOf(plan);
  if (!obstacle) return null;
  return (
    <Alert
      role="alert"
      status="danger"
      icon
      title={t(`review.obstacle.${obstacle}`)}
      description={
        obstacle === 'denied'
          ? plan.verdict.summary
          : plan.problems.map(problem => (
              <div key={`${problem.path}:${problem.line} ${problem.message}`}>
                {problemText(problem)}
              </div>
            ))
      }
    />
  );
};

/** What a change will do, before anything of it exists. */
export const PlanView = ({ plan }: { plan: Plan }) => {
  const { t } = useTranslationRef(flotillaTranslationRef);
  return (
    <>
      <Obstacle plan={plan} />
      <div className={columns.columns}>
        <div className={columns.column}>
          <Panel title={t('review.whatWillHappen')}>
            {plan.sentences.map(sentence => (
              <Text as="p" key={sentence}>
                {sentence}
              </Text>
            ))}
          </Panel>
          <PlanFiles files={plan.files} />
          <PlanObjects plan={plan} />
        </div>
        <div className={columns.column}>
          <Panel
            title={t('verdict.title')}
            aside={<OutcomePill outcome={plan.verdict.outcome} />}
          >
            <VerdictView verdict={plan.verdict} />
          </Panel>
          <Panel title={t('requests.pullRequest.title')}>
            <Text as="p">{plan.title}</Text>
            <Mono>{plan.branch}</Mono>
            <Quiet as="div">
              {t('review.base', { commit: shortRevision(plan.baseCommit) })}
            </Quiet>
            <Quiet as="div">{t('review.nothingYet')}</Quiet>
          </Panel>
        </div>
      </div>
    </>
  );
};
