/** The one place that names the versions of the real client that are tested. */

/** The version that every scenario runs on. */
export const current = '2.1.330';

/** An older version that must keep working; it gets the shorter scenarios. */
export const older = '2.1.197';
