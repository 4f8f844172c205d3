import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isMissing, repository } from '#libs/testing';

/** An archive of the sources has no repository that git could ask. */
const hasRepository = existsSync(join(repository, '.git'));

function isIgnored(path: string): boolean {
  return spawnSync('git', ['-C', repository, 'check-ignore', '--quiet', path]).status === 0;
}

describe.skipIf(!hasRepository || isMissing('git'))('.gitignore', () => {
  it.each([
    ['the files of generate-secrets.sh', 'deploy/components/secrets/generate-secrets.sh-output/redis-password.secret'],
    ['a private key', 'privkey.pem'],
    ['a certificate in a folder', 'letsencrypt/live/sentiment.example.com/fullchain.pem'],
    ['a release', 'deploy/releases/shop-1a2b3c4/release.yaml'],
  ])('excludes %s', (_, path) => {
    expect(isIgnored(path)).toBe(true);
  });

  it('excludes no manifest', () => {
    expect(isIgnored('deploy/examples/shop/kustomization.yaml')).toBe(false);
  });
});
