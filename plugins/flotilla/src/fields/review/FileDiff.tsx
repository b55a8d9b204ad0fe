import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { PlanFile } from '@flotilla/backstage-plugin-flotilla-common';
import { Diff, Hunk, parseDiff } from 'react-diff-view';
import 'react-diff-view/style/index.css';
import { Quiet } from '../../common';
import { flotillaTranslationRef } from '../../translation';
import styles from './FileDiff.module.css';

/** The parser wants git's own first line, which the hub may leave out. */
const gitDiff = ({ path, diff }: PlanFile): string =>
  diff.startsWith('diff --git')
    ? diff
    : `diff --git a/${path} b/${path}\n${diff}`;

/** A file of a plan, line by line. */
export const FileDiff = ({ file }: { file: PlanFile }) => {
  const { t } = useTranslationRef(flotillaTranslationRef);
  const [parsed] = file.diff.trim() === '' ? [] : parseDiff(gitDiff(file));
  if (!parsed || parsed.hunks.length === 0) {
    return <Quiet>{t('review.noText')}</Quiet>;
  }
  return (
    <div
      className={styles.diff}
      role="region"
      aria-label={t('review.diffOf', { path: file.path })}
      // A long line scrolls, so the keyboard has to be able to get to it.
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
    >
      <Diff viewType="unified" diffType={parsed.type} hunks={parsed.hunks}>
        {hunks => hunks.map(hunk => <Hunk key={hunk.content} hunk={hunk} />)}
      </Diff>
    </div>
  );
};
