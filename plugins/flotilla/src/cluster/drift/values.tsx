import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Button } from '@backstage/ui';
import type { DriftValue } from '@flotilla/backstage-plugin-flotilla-common';
import { useState } from 'react';
import { Breakable, Quiet } from '../../common';
import { flotillaTranslationRef } from '../../translation';
import styles from './values.module.css';

/** Longer values are cut, with the rest on demand. */
const LONGEST = 180;

/** A value as people write it: strings plain, all else as JSON. */
export const valueText = (value: unknown): string =>
  typeof value === 'string' ? value : JSON.stringify(value) ?? '';

const Code = (props: { text: string; side: 'git' | 'cluster' }) => {
  const { t } = useTranslationRef(flotillaTranslationRef);
  const [isWhole, setWhole] = useState(false);
  const isLong = props.text.length > LONGEST;
  const text =
    isLong && !isWhole ? `${props.text.slice(0, LONGEST)}…` : props.text;
  return (
    <>
      <code className={`${styles.value} ${styles[props.side]}`}>
        <Breakable>{text === '' ? '""' : text}</Breakable>
      </code>
      {isLong && (
        <Button
          size="small"
          variant="tertiary"
          onPress={() => setWhole(!isWhole)}
        >
          {isWhole ? t('drift.value.less') : t('drift.value.whole')}
        </Button>
      )}
    </>
  );
};

/** One side of a difference; what is secret never leaves the cluster, only its length does. */
export const Value = (props: {
  value?: DriftValue;
  side: 'git' | 'cluster';
}) => {
  const { t } = useTranslationRef(flotillaTranslationRef);
  const { value, side } = props;
  if (!value) return <Quiet>{t('drift.value.unset')}</Quiet>;
  if (value.hidden) {
    return (
      <span className={`${styles.hidden} ${styles[side]}`}>
        {value.length === undefined
          ? t('drift.value.hidden')
          : t('drift.value.hiddenLength', { count: value.length })}
      </span>
    );
  }
  return <Code text={valueText(value.value)} side={side} />;
};
