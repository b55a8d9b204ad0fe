import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Alert } from '@backstage/ui';
import type { Problem } from '@flotilla/backstage-plugin-flotilla-common';
import { flotillaTranslationRef } from '../translation';

/** `clusters/prod-eu-1/cluster.yaml:14:7 cert-manager can't be disabled`. */
export const problemText = (problem: Problem): string =>
  [
    `${problem.path}:${problem.line}:${problem.column} ${problem.message}`,
    problem.rule &&
      `${problem.rule.path}:${problem.rule.line} ${problem.rule.message}`,
    problem.remedy,
  ]
    .filter(Boolean)
    .join(' ');

/** What is wrong with the cluster in Git. */
export const ClusterProblems = (props: { problems: Problem[] }) => {
  const { t } = useTranslationRef(flotillaTranslationRef);
  const { problems } = props;
  if (problems.length === 0) return null;
  return (
    <Alert
      role="status"
      status={
        problems.some(({ severity }) => severity === 'error')
          ? 'danger'
          : 'warning'
      }
      icon
      title={t('cluster.problems', { count: problems.length })}
      description={problems.map(problem => (
        <div key={`${problem.path}:${problem.line}:${problem.message}`}>
          {problemText(problem)}
        </div>
      ))}
    />
  );
};
