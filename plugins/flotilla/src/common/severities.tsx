import { Flex } from '@backstage/ui';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type {
  FieldDrift,
  SeverityCounts,
} from '@flotilla/backstage-plugin-flotilla-common';
import { flotillaTranslationRef } from '../translation';
import { Pill, type Tone } from './Pill';

type Severity = FieldDrift['severity'];

const WORST_FIRST: Severity[] = ['critical', 'high', 'medium', 'low'];

const TONES: Record<Severity, Tone> = {
  critical: 'danger',
  high: 'danger',
  medium: 'warning',
  low: 'neutral',
};

/** One severity, in a word. */
export const SeverityPill = (props: { severity: Severity }) => {
  const { t } = useTranslationRef(flotillaTranslationRef);
  return (
    <Pill tone={TONES[props.severity]}>{t(`severity.${props.severity}`)}</Pill>
  );
};

/** How many of each severity, worst first, without those that there are none of. */
export const SeverityPills = (props: { counts: SeverityCounts }) => {
  const { t } = useTranslationRef(flotillaTranslationRef);
  const present = WORST_FIRST.filter(severity => props.counts[severity] > 0);
  return (
    <Flex gap="1" style={{ flexWrap: 'wrap' }}>
      {present.map(severity => (
        <Pill key={severity} tone={TONES[severity]}>
          {props.counts[severity]} {t(`severity.${severity}`)}
        </Pill>
      ))}
    </Flex>
  );
};
