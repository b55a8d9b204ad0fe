import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Flex, Text } from '@backstage/ui';
import type { Verdict } from '@flotilla/backstage-plugin-flotilla-common';
import { Mono, Pill, Quiet, type Tone } from '../common';
import { flotillaTranslationRef } from '../translation';

type Finding = Verdict['findings'][number];

const TONES: Record<Verdict['outcome'], Tone> = {
  Allowed: 'success',
  NeedsApproval: 'warning',
  Denied: 'danger',
  Unknown: 'neutral',
};

const FINDING_TONES = {
  deny: 'danger',
  warn: 'warning',
  dryrun: 'neutral',
} as const;

/** What policy says of a change in a word. */
export const OutcomePill = (props: { outcome: Verdict['outcome'] }) => {
  const { t } = useTranslationRef(flotillaTranslationRef);
  return (
    <Pill tone={TONES[props.outcome]}>
      {t(`verdict.outcome.${props.outcome}`)}
    </Pill>
  );
};

/** What a finding means: one that an approval answers denies nothing by itself. */
const FindingPill = (props: { verdict: Verdict; finding: Finding }) => {
  const { t } = useTranslationRef(flotillaTranslationRef);
  const { policy, enforcementAction } = props.finding;
  const awaitsApproval = props.verdict.approvals.some(
    need => need.policy === policy,
  );
  if (awaitsApproval && enforcementAction === 'deny') {
    return <OutcomePill outcome="NeedsApproval" />;
  }
  return (
    <Pill tone={FINDING_TONES[enforcementAction]}>
      {t(`verdict.action.${enforcementAction}`)}
    </Pill>
  );
};

/** What policy says of a change, who still has to agree, and what to do about what it found. */
export const VerdictView = ({ verdict }: { verdict: Verdict }) => {
  const { t } = useTranslationRef(flotillaTranslationRef);
  return (
    <Flex direction="column" gap="3">
      <Text as="p">{verdict.summary}</Text>
      {verdict.approvals.map(need => (
        <div key={`${need.policy} ${need.role}`}>
          {t('verdict.approvals', {
            count: need.count,
            role: need.role,
            given: String(need.given),
          })}
          <Quiet as="div">{need.policy}</Quiet>
        </div>
      ))}
      {verdict.findings.map(finding => (
        <div key={`${finding.policy} ${finding.path} ${finding.message}`}>
          <FindingPill verdict={verdict} finding={finding} /> {finding.message}
          {finding.remediation && <Quiet as="div">{finding.remediation}</Quiet>}
          <div>
            <Mono>
              {finding.path}
              {finding.line !== undefined && `:${finding.line}`}
            </Mono>{' '}
            <Quiet>{finding.policy}</Quiet>
          </div>
        </div>
      ))}
    </Flex>
  );
};
