import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { ButtonLink, Link, Text } from '@backstage/ui';
import type { Removal } from '@flotilla/backstage-plugin-flotilla-common';
import { Dot, Panel, Pill, Quiet, Rows, type Tone } from '../../common';
import { flotillaTranslationRef } from '../../translation';

/** Where a person can go on with a removal. */
export interface NextStep {
  /** The request that asks for it already. */
  asked?: { title: string; href: string };
  /** The form that asks for it; absent where the person may not. */
  form?: string;
  /** Why the cluster isn't as far as Git yet. */
  waitsFor?: string;
}

type Progress = 'done' | 'current' | 'toCome';

const TONES: Record<Progress, Tone> = {
  done: 'success',
  current: 'info',
  toCome: 'neutral',
};

const useSteps = ({ step, steps }: Removal) => {
  const { t } = useTranslationRef(flotillaTranslationRef);
  const named = steps.map((parts, index) => {
    if (parts.length > 0) return parts.join(', ');
    return t(index === 0 ? 'removal.protection' : 'removal.lasting');
  });
  return [...named, t('removal.file')].map((what, index) => {
    let progress: Progress = index + 1 < step ? 'done' : 'toCome';
    if (index + 1 === step) progress = 'current';
    return { what, progress };
  });
};

const Ask = (props: { removal: Removal; next: NextStep }) => {
  const { t } = useTranslationRef(flotillaTranslationRef);
  const { step, steps } = props.removal;
  const { asked, form } = props.next;
  if (asked) {
    return (
      <Link href={asked.href} standalone>
        {t('removal.asked', { title: asked.title })}
      </Link>
    );
  }
  if (!form) return <Quiet>{t('removal.notAllowed')}</Quiet>;
  if (step === 0) {
    return (
      <ButtonLink variant="tertiary" href={form}>
        {t('removal.begin')}
      </ButtonLink>
    );
  }
  return (
    <ButtonLink variant="secondary" href={form}>
      {step < steps.length
        ? t('removal.next', { step: String(step + 1) })
        : t('removal.last')}
    </ButtonLink>
  );
};

const Steps = ({ removal }: { removal: Removal }) => {
  const { t } = useTranslationRef(flotillaTranslationRef);
  const steps = useSteps(removal);
  return (
    <Rows
      label={t('removal.title')}
      columns={['step', 'progress']}
      widths="1fr auto"
      compact
      rows={steps.map(({ what, progress }, index) => ({
        key: String(index),
        cells: [
          <>
            <Dot tone={TONES[progress]} />
            {index + 1}. {what}
          </>,
          <Quiet>{t(`removal.${progress}`)}</Quiet>,
        ],
      }))}
    />
  );
};

/** How a cluster leaves: which step it is at, what comes next, and the way to ask for it. */
export const RemovalPanel = (props: { removal: Removal; next: NextStep }) => {
  const { t } = useTranslationRef(flotillaTranslationRef);
  const { removal, next } = props;
  const { step, steps } = removal;
  const total = String(steps.length);
  if (step === 0) {
    return (
      <Panel title={t('removal.title')}>
        <Quiet>{t('removal.inService', { total })}</Quiet>
        <Ask removal={removal} next={next} />
      </Panel>
    );
  }
  return (
    <Panel
      title={t('removal.title')}
      marks={
        <Pill tone="warning">
          {t('removal.at', { step: String(step), total })}
        </Pill>
      }
    >
      <Steps removal={removal} />
      {next.waitsFor && (
        <Text as="p">{t('removal.wait', { reason: next.waitsFor })}</Text>
      )}
      <Ask removal={removal} next={next} />
    </Panel>
  );
};
