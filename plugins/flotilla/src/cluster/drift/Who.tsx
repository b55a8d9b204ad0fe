import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { FieldManager } from '@flotilla/backstage-plugin-flotilla-common';
import { Ago, Quiet } from '../../common';
import { flotillaTranslationRef } from '../../translation';

/** Which tool wrote it, and since when it differs. */
export const Who = (props: { manager?: FieldManager; since?: string }) => {
  const { t } = useTranslationRef(flotillaTranslationRef);
  const { manager } = props;
  const since = manager?.time ?? props.since;
  return (
    <>
      <div>{manager ? manager.name : t('drift.who.unknown')}</div>
      <Quiet as="div">
        {manager?.subresource &&
          `${t('drift.who.subresource', { name: manager.subresource })} · `}
        {since && <Ago at={since} />}
      </Quiet>
    </>
  );
};
