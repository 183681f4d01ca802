import { existsSync } from 'node:fs';

/** A package of the client that holds its native program, and the program's name in it. */
export type PlatformPackage = { readonly name: string; readonly program: string };

/** The client's package for this machine; `null` where none is published. */
export function platformPackage(
  { platform, arch, musl }: { platform: string; arch: string; musl: boolean } = {
    platform: process.platform,
    arch: process.arch,
    musl: usesMusl(),
  },
): PlatformPackage | null {
  if (arch !== 'x64' && arch !== 'arm64') return null;
  if (platform === 'linux') return named(`linux-${arch}${musl ? '-musl' : ''}`, 'claude');
  if (platform === 'darwin') return named(`darwin-${arch}`, 'claude');
  if (platform === 'win32') return named(`win32-${arch}`, 'claude.exe');
  return null;
}

function named(suffix: string, program: string): PlatformPackage {
  return { name: `@anthropic-ai/claude-code-${suffix}`, program };
}

function usesMusl(): boolean {
  return process.platform === 'linux' && ['x86_64', 'aarch64'].some((cpu) => existsSync(`/lib/ld-musl-${cpu}.so.1`));
}
