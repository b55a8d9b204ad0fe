/** What this needs to know of a request, whichever client makes it. */
interface RequestParameters {
  method: string;
  url: string;
  headers: Record<string, string | number | undefined>;
  mediaType?: unknown;
}

/** Answers that are asked for again often: teams, pull requests, statuses. */
const KEPT_ANSWERS = 500;

/** Fields of a request that differ from call to call and don't change what is answered. */
const NOT_OF_THE_QUESTION = new Set([
  'headers',
  'request',
  'baseUrl',
  'method',
]);

/**
 * Asks again with the ETag of the last answer. An answer of "not modified" costs nothing of GitHub's rate limit.
 */
export class ConditionalRequests<
  Answer extends { headers: { etag?: string } },
> {
  private readonly answers = new Map<
    string,
    { etag: string; answer: Answer }
  >();

  async request<Parameters extends RequestParameters>(
    send: (parameters: Parameters) => Answer | Promise<Answer>,
    parameters: Parameters,
  ): Promise<Answer> {
    if (parameters.method !== 'GET') {
      return send(parameters);
    }
    const key = questionOf(parameters);
    const known = this.answers.get(key);
    if (known) {
      parameters.headers['if-none-match'] = known.etag;
      // Without this, fetch adds "no-cache", which some servers take for a wish not to hear "not modified".
      parameters.headers['cache-control'] = 'max-age=0';
    }
    try {
      const answer = await send(parameters);
      this.keep(key, answer);
      return answer;
    } catch (error) {
      if (known && isNotModified(error)) {
        return known.answer;
      }
      throw error;
    }
  }

  private keep(key: string, answer: Answer) {
    const { etag } = answer.headers;
    this.answers.delete(key);
    if (etag) {
      this.answers.set(key, { etag, answer });
    }
    if (this.answers.size > KEPT_ANSWERS) {
      const [oldest] = this.answers.keys();
      this.answers.delete(oldest);
    }
  }
}

function questionOf(parameters: RequestParameters): string {
  const question = Object.entries(parameters).filter(
    ([name]) => !NOT_OF_THE_QUESTION.has(name),
  );
  return JSON.stringify(question);
}

function isNotModified(error: unknown): boolean {
  return (
    typeof error === 'object' &&
    error !== null &&
    'status' in error &&
    error.status === 304
  );
}
