import chromium from '@sparticuz/chromium';
import { existsSync } from 'node:fs';

const INSTALLED = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];

/** The browser to use: the one that is named, one that is installed, else the one that comes with a package. */
export async function browserLaunch(): Promise<{
  executablePath: string;
  args: string[];
}> {
  const named = process.env.CHROMIUM_PATH;
  const executablePath =
    named ??
    INSTALLED.find(path => existsSync(path)) ??
    (await chromium.executablePath());
  return {
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--font-render-hinting=none',
    ],
  };
}
