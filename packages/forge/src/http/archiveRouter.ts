import { spawn } from 'node:child_process';
import { Request, Response, Router } from 'express';
import { ForgeHost } from '../ForgeHost';
import { gitEnvironment } from '../git/gitCommand';
import { isObjectId } from '../git/refNames';
import { notFound } from '../problems';
import { requireRepository } from '../repositories/RefUpdates';
import { handled } from './handled';

async function sendArchive(
  host: ForgeHost,
  request: Request,
  response: Response,
) {
  const { owner, repo, sha } = request.params;
  const repository = requireRepository(host.repositories, owner, repo);
  if (!isObjectId(sha) || !(await repository.git.peel(sha, 'commit'))) {
    throw notFound();
  }
  const folder = `${repository.owner}-${repository.name}-${sha.slice(0, 7)}`;
  response.setHeader('Content-Type', 'application/x-gzip');
  response.setHeader(
    'Content-Disposition',
    `attachment; filename=${folder}.tar.gz`,
  );
  const archive = spawn(
    'git',
    [
      '--git-dir',
      repository.git.directory,
      'archive',
      '--format=tar.gz',
      `--prefix=${folder}/`,
      sha,
    ],
    { env: gitEnvironment(), stdio: ['ignore', 'pipe', 'ignore'] },
  );
  response.on('close', () => archive.kill());
  archive.on('error', () => response.destroy());
  archive.on('close', code => {
    // A cut connection is the only way left to say that something went wrong.
    if (code !== 0) response.destroy();
  });
  archive.stdout.pipe(response);
}

/** Whole trees as archives, where the API's tarball address leads to. */
export function archiveRouter(host: ForgeHost): Router {
  const router = Router();
  router.get(
    '/:owner/:repo/legacy.tar.gz/:sha',
    handled((request, response) => sendArchive(host, request, response)),
  );
  return router;
}
