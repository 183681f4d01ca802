/** The source files of the made-up shop, as they are before anybody begins. */

export const session = `import type { User } from './user.ts';

export type Session = { readonly user: User; readonly expires: Date };

export const lifetime = 8 * 60 * 60 * 1000;

/** Signs a user in. */
export function signIn(user: User, now: Date): Session {
  return { user, expires: new Date(now.getTime() + lifetime) };
}

/** The token of a request, as it was sent. */
export function readToken(request: Request): string | null {
  return request.headers.get('authorization');
}

export function isExpired({ expires }: Session, now: Date): boolean {
  return expires <= now;
}
`;

export const user = `export type User = { readonly id: string; readonly email: string };

export function displayName(user: User): string {
  return user.email.split('@')[0] ?? user.email;
}
`;

export const pay = `import type { User } from './user.ts';

export type Receipt = { readonly payer: string; readonly cents: number };

export function charge(user: User, cents: number): Receipt {
  return { payer: user.id, cents };
}
`;

export const receipt = `import type { Receipt } from './pay.ts';

export function total(receipts: readonly Receipt[]): number {
  return receipts.reduce((sum, { cents }) => sum + Math.round(cents), 0);
}
`;

export const price = `export function price(cents: number): string {
  return (cents / 100).toFixed(2);
}
`;
