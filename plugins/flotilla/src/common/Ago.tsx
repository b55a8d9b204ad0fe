import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { useClock } from '../live';
import { flotillaTranslationRef } from '../translation';
import { ageOf } from './age';

/** An exact time, in the reader's zone. */
export const exactTime = (at: string): string =>
  new Date(at).toLocaleString(undefined, {
    dateStyle: 'medium',
    timeStyle: 'medium',
  });

/** How long ago, as text that follows the clock. */
export function useAgo(at: string): string {
  const { t } = useTranslationRef(flotillaTranslationRef);
  const then = Date.parse(at);
  return useClock(now => {
    const { unit, count } = ageOf((now - then) / 1000);
    return t(`ago.${unit}`, { n: String(count) });
  });
}

/** A length of time as text: "41 min". */
export function useDuration(): (seconds: number) => string {
  const { t } = useTranslationRef(flotillaTranslationRef);
  return seconds => {
    const { unit, count } = ageOf(seconds);
    return t(`duration.${unit}`, { n: String(count) });
  };
}

/** How long ago; the exact time on hover. */
export const Ago = (props: { at: string; className?: string }) => {
  const text = useAgo(props.at);
  return (
    <time
      dateTime={props.at}
      title={exactTime(props.at)}
      className={props.className}
    >
      {text}
    </time>
  );
};
