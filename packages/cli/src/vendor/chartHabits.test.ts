import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { writeChart } from '../__testUtils__/chartRepository';
import { habitsOf } from './chartHabits';

describe('what a chart’s templates ask for', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'flotilla-habits-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const habits = async (text: string, file = 'templates/a.yaml') => {
    await writeChart(folder, 'web', '1.0.0', { [file]: text });
    return (await habitsOf(folder)).map(({ kind, calls }) => [kind, ...calls]);
  };

  it.each([
    ['{{ lookup "v1" "Secret" "" "x" }}', [['lookup', 'lookup']]],
    [
      '{{- $ca := genCA "web" 365 }} {{ randAlphaNum 8 }}',
      [['generates', 'genCA', 'randAlphaNum']],
    ],
    [
      '{{ if .Capabilities.APIVersions.Has "a" }}{{ end }}',
      [['capabilities', '.Capabilities.APIVersions.Has']],
    ],
    ['{{ now | date "2006" }}', [['time', 'now']]],
    ['{{/* genCA is not called */}} genCA, lookup, now', []],
    [
      '{{ .Values.lookup }} {{ $now }} {{ include "web.now" . | nindent 2 }}',
      [],
    ],
  ])('%s', async (text, found) => {
    expect(await habits(text)).toEqual(found);
  });

  it('is found in subcharts and shared templates, not in notes and tests', async () => {
    const call = '{{ uuidv4 }}';
    expect(await habits(call, 'charts/db/templates/_names.tpl')).toHaveLength(
      1,
    );
    expect(await habits(call, 'templates/NOTES.txt')).toHaveLength(1);
    expect(await habits(call, 'templates/tests/a.yaml')).toHaveLength(1);
  });
});
