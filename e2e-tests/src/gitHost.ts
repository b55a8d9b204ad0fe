import { expect, Page } from '@playwright/test';

/** A pull request's page on the local Git host, in a tab of its own. */
export class PullRequestPage {
  private constructor(private readonly page: Page) {}

  /** Follows the link of a request's page. */
  static async open(portal: Page): Promise<PullRequestPage> {
    const opened = portal.waitForEvent('popup');
    await portal.getByRole('link', { name: /pull request #\d+/i }).click();
    return new PullRequestPage(await opened);
  }

  get tab(): Page {
    return this.page;
  }

  /** Approves as one of the sample users. */
  async approve(login: string): Promise<void> {
    await this.actAs(login);
    await this.page.getByRole('button', { name: 'Approve' }).click();
    await expect(
      this.page
        .getByRole('listitem')
        .filter({ hasText: `(${login}) approved` }),
    ).toBeVisible();
  }

  /** Merges, once the check allows it. The page is plain HTML: it says so when it is read again. */
  async merge(login: string): Promise<void> {
    const merge = this.page.getByRole('button', { name: 'Merge' });
    await expect(async () => {
      await this.page.reload();
      await expect(merge).toBeEnabled({ timeout: 500 });
    }).toPass({ timeout: 60_000 });
    await this.actAs(login);
    await merge.click();
    await expect(
      this.page.getByText(`merged by ${login}`, { exact: false }),
    ).toBeVisible();
    await this.page.close();
  }

  private async actAs(login: string): Promise<void> {
    await this.page.getByLabel('Act as').selectOption(login);
  }
}
