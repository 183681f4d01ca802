import picomatch from 'picomatch';

/**
 * Names of files that hold secrets by convention. Their content is never put into a checkpoint. A pattern without a slash is held
 * against the name of the file alone, one with a slash against the end of its path.
 */
const secretNames: readonly string[] = [
  '.env*',
  '*.env',
  '*.{pem,key,p8,p12,pfx,jks,keystore,kdbx,ppk,gpg,ovpn}',
  'id_{rsa,dsa,ecdsa,ed25519}*',
  '.{npmrc,pypirc,netrc,pgpass,htpasswd,git-credentials,dockercfg,s3cfg,vault-pass}',
  '_netrc',
  'credentials',
  '{credentials,secrets}*.{json,yml,yaml,toml,ini,xml,csv,txt,properties,enc,db}',
  '{service-account,service_account}*.json',
  '*.{tfstate,tfvars}',
  '*.tfstate.backup',
  'kubeconfig',
  '.docker/config.json',
  '.kube/config',
  '.ssh/**',
  '.gnupg/**',
];

/** Whether a path, relative to its worktree, is on the list or matches one of the person's own globs (`checkpoints.skip`). */
export function skipList(more: readonly string[] = []): (path: string) => boolean {
  const patterns = [...secretNames, ...more].map((glob) => {
    const matches = picomatch(glob.includes('/') ? `**/${glob.replace(/^\/+/u, '')}` : glob, {
      dot: true,
      nocase: true,
    });
    return (path: string, name: string) => matches(glob.includes('/') ? path : name);
  });
  return (path) => {
    const name = path.slice(path.lastIndexOf('/') + 1);
    return patterns.some((matches) => matches(path, name));
  };
}
