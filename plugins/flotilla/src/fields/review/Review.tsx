import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import type { FieldExtensionComponentProps } from '@backstage/plugin-scaffolder-react';
import { Button, Flex, Skeleton, Text } from '@backstage/ui';
import { useEffect, useRef, useState } from 'react';
import { flotillaApiRef } from '../../api';
import { Failure, PanelSkeleton } from '../../common';
import { flotillaTranslationRef } from '../../translation';
import { answersOf } from '../answers';
import { OnCard } from '../FieldFrame';
import { useLoaded } from '../useLoaded';
import { changeOf, type ReviewedKind } from './changeOf';
import { PlanView } from './PlanView';
import { type ReviewAnswer, reviewAnswer, UNREVIEWED } from './reviewValue';

const Planning = () => {
  const { t } = useTranslationRef(flotillaTranslationRef);
  return (
    <OnCard>
      <div role="status" aria-label={t('review.planning')}>
        <Flex direction="column" gap="4">
          <Skeleton width="50%" />
          <PanelSkeleton title={t('review.whatWillHappen')} />
        </Flex>
      </div>
    </OnCard>
  );
};

/** Shows what all the answers together will do; the form can't be sent while they may not. */
export const Review = (
  props: FieldExtensionComponentProps<ReviewAnswer, { change: ReviewedKind }>,
) => {
  const { t } = useTranslationRef(flotillaTranslationRef);
  const api = useApi(flotillaApiRef);
  const [attempt, setAttempt] = useState(1);
  const kind = props.uiSchema['ui:options']?.change ?? 'CreateCluster';
  const proposed = changeOf(kind, answersOf(props.formContext));
  const question = proposed && `${attempt} ${JSON.stringify(proposed)}`;
  const plan = useLoaded(question, async signal =>
    proposed
      ? api.plan(proposed.fleet, proposed.change, { signal })
      : undefined,
  );

  // What an earlier visit of this page left was about other answers.
  const report = useRef(props.onChange);
  report.current = props.onChange;
  const { value } = plan;
  useEffect(() => {
    report.current(value ? reviewAnswer(value) : UNREVIEWED);
  }, [value]);

  if (!proposed) return <Text as="p">{t('review.incomplete')}</Text>;
  if (plan.error) {
    return (
      <Flex direction="column" gap="3" align="start">
        <Failure error={plan.error} />
        <Button variant="secondary" onPress={() => setAttempt(attempt + 1)}>
          {t('failure.retry')}
        </Button>
      </Flex>
    );
  }
  if (!value) return <Planning />;
  return (
    <OnCard>
      <Flex direction="column" gap="4">
        <PlanView plan={value} />
      </Flex>
    </OnCard>
  );
};
