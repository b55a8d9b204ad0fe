import { expect, Page } from '@playwright/test';

/** One of the scaffolder's forms, filled in as a person does. */
export class Form {
  constructor(private readonly page: Page) {}

  async write(label: string, text: string): Promise<void> {
    await this.field(label).fill(text);
  }

  /** Chooses from a list that opens. */
  async choose(label: string, option: string): Promise<void> {
    await this.page
      .getByRole('button', { name: new RegExp(`${label}$`) })
      .click();
    await this.page.getByRole('option', { name: option, exact: true }).click();
  }

  /** Picks one of several that are all in sight. What is pressed is its text: the mark itself is hidden. */
  async pick(group: string, option: string): Promise<void> {
    await this.page
      .getByRole('radiogroup', { name: group })
      .getByText(option, { exact: true })
      .click();
  }

  async tick(box: string): Promise<void> {
    await this.page
      .locator('label')
      .filter({ has: this.page.getByRole('checkbox', { name: box }) })
      .click();
  }

  /** Names the team that owns it. */
  async owner(team: string): Promise<void> {
    await this.field('Owner').fill(team);
    await this.page
      .getByRole('option', { name: new RegExp(team, 'i') })
      .click();
  }

  /** Asks for the next page, which comes when nothing is wrong with this one. */
  async askForNext(): Promise<void> {
    await this.page.getByRole('button', { name: 'Next' }).click();
  }

  /** Goes on to the page that begins with this sentence. */
  async next(sentence: string): Promise<void> {
    await this.askForNext();
    await expect(this.page.getByText(sentence)).toBeVisible();
  }

  /** From the review on: opens the pull request, and follows it. */
  async open(): Promise<void> {
    await this.page.getByRole('button', { name: 'Summary' }).click();
    await this.page.getByRole('button', { name: 'Open pull request' }).click();
    await this.page
      .getByRole('link', { name: /Follow the request/ })
      .click({ timeout: 60_000 });
    await this.page.waitForURL(/flotilla\/requests\//);
  }

  private field(label: string) {
    return this.page.getByRole('textbox', { name: label, exact: true });
  }
}
