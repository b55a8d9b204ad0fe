import type { HubConfig } from './config/readHubConfig';

interface Forgetful {
  forgetBefore(at: string): Promise<void>;
}

const DAY = 24 * 60 * 60 * 1000;

/** Forgets what nobody needs any more. */
export class Retention {
  constructor(
    private readonly days: HubConfig['retention'],
    private readonly stores: {
      timeline: readonly Forgetful[];
      corrected: readonly Forgetful[];
      /** Each with an end of its own. */
      tokens: readonly Forgetful[];
    },
  ) {}

  async run(now: Date = new Date()): Promise<void> {
    const { timeline, corrected, tokens } = this.stores;
    const { timelineDays, correctedDays } = this.days;
    await forget(timeline, daysBefore(now, timelineDays));
    await forget(corrected, daysBefore(now, correctedDays));
    await forget(tokens, now.toISOString());
  }
}

async function forget(stores: readonly Forgetful[], at: string): Promise<void> {
  for (const store of stores) {
    await store.forgetBefore(at);
  }
}

function daysBefore(now: Date, days: number): string {
  return new Date(now.getTime() - days * DAY).toISOString();
}
