import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Flex } from '@backstage/ui';
import type { PlanFile } from '@flotilla/backstage-plugin-flotilla-common';
import { Fold, Mono, Panel, Pill, Quiet } from '../../common';
import { flotillaTranslationRef } from '../../translation';
import { FileDiff } from './FileDiff';

const TONES = { create: 'success', update: 'info', delete: 'danger' } as const;

const Operation = ({ file }: { file: PlanFile }) => {
  const { t } = useTranslationRef(flotillaTranslationRef);
  return (
    <Pill tone={TONES[file.operation]}>
      {t(`review.operation.${file.operation}`)}
    </Pill>
  );
};

const Lines = ({ file }: { file: PlanFile }) => (
  <Quiet>
    +{file.additions} −{file.deletions}
  </Quiet>
);

const GeneratedFiles = ({ files }: { files: PlanFile[] }) => {
  const { t } = useTranslationRef(flotillaTranslationRef);
  if (files.length === 0) return null;
  return (
    <Panel title={t('review.generated')}>
      <Quiet>{t('review.generatedExplained')}</Quiet>
      <Fold plain title={t('review.generatedFiles', { count: files.length })}>
        <Flex direction="column" gap="2">
          {files.map(file => (
            <Fold
              key={file.path}
              title={
                <>
                  <Mono>{file.path}</Mono>
                  <Operation file={file} />
                  <Lines file={file} />
                </>
              }
            >
              <FileDiff file={file} />
            </Fold>
          ))}
        </Flex>
      </Fold>
    </Panel>
  );
};

/** The files of the pull request: those that people own as they change, generated ones folded. */
export const PlanFiles = ({ files }: { files: PlanFile[] }) => (
  <>
    {files
      .filter(({ generated }) => !generated)
      .map(file => (
        <Panel
          key={file.path}
          title={file.path}
          aside={
            <Flex gap="2" align="center">
              <Lines file={file} />
              <Operation file={file} />
            </Flex>
          }
        >
          <FileDiff file={file} />
        </Panel>
      ))}
    <GeneratedFiles files={files.filter(({ generated }) => generated)} />
  </>
);
