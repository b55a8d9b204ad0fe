import { useEffect, useState } from 'react';
import { HubError } from '../api';

/** The answer to a question that is asked once. */
export interface Loaded<T> {
  value?: T;
  error?: HubError;
  isLoading: boolean;
}

/**
 * Asks when the question changes. Unlike a page, a form doesn't follow the hub: what a person
 * is filling in must not change under their hands.
 *
 * @param question - nothing is asked while it's undefined
 */
export function useLoaded<T>(
  question: string | undefined,
  load: (signal: AbortSignal) => Promise<T>,
): Loaded<T> {
  const [answer, setAnswer] = useState<
    Omit<Loaded<T>, 'isLoading'> & { question?: string }
  >({});
  useEffect(() => {
    if (question === undefined) return undefined;
    const abort = new AbortController();
    load(abort.signal).then(
      value => !abort.signal.aborted && setAnswer({ question, value }),
      error =>
        !abort.signal.aborted &&
        setAnswer({
          question,
          error:
            error instanceof HubError ? error : HubError.unreachable(error),
        }),
    );
    return () => abort.abort();
    // The question says all that the answer depends on.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [question]);
  const isAnswered = answer.question === question;
  return {
    value: isAnswered ? answer.value : undefined,
    error: isAnswered ? answer.error : undefined,
    isLoading: question !== undefined && !isAnswered,
  };
}
