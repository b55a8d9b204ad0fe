import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Button } from '@backstage/ui';
import { useState } from 'react';
import { flotillaTranslationRef } from '../translation';
import styles from './Command.module.css';

/** A command to run somewhere else, exactly as it is to be typed. */
export const Command = (props: { children: string }) => {
  const { t } = useTranslationRef(flotillaTranslationRef);
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(props.children);
    setCopied(true);
  };
  return (
    <div className={styles.command}>
      <pre>{props.children}</pre>
      {navigator.clipboard && (
        <Button size="small" variant="secondary" onPress={copy}>
          {copied ? t('command.copied') : t('command.copy')}
        </Button>
      )}
    </div>
  );
};
