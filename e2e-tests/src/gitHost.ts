import { expect, Page } from '@playwright/test';

/** A pull request's page on the local Git host, in a tab of its own. */
export class PullRequestPage {
  private constructor(private readonly page: Page) {}

  static async open(portal: Page, url: string): Promise<PullRequestPage> {
    const page = await portal.context().newPage();
    await page.goto(url);
    return new PullRequestPage(page);
  }

  get tab(): Page {
    return this.page;
  }

  /** Approves as one of the sample users. */
  async approve(login: string): Promise<void> {
    await this.actAs(login);
    await this.page.getByRole('button', { name: 'Approve' }).click();
    await expect(this.page.getByText(/approved/i).first()).toBeVisible();
  }

  /** Merges, once the check allows it. */
  async merge(login: string): Promise<void> {
    await expect(async () => {
      await this.page.reload();
      await this.actAs(login);
      await expect(
        this.page.getByRole('button', { name: 'Merge' }),
      ).toBeEnabled({ timeout: 500 });
    }).toPass({ timeout: 60_000 });
    await this.page.getByRole('button', { name: 'Merge' }).click();
    await expect(this.page.getByText(/merged/i).first()).toBeVisible();
    await this.page.close();
  }

  private async actAs(login: string): Promise<void> {
    const select = this.page.getByLabel('Act as');
    if ((await select.inputValue()) !== login) {
      await select.selectOption(login);
    }
  }
}
