/*
 * Written from WindowCatalog.cs by GeneratedTests.cs, which says how; not to be changed by hand.
 */

/** Every window that has a name, in the order in which people list them; a tenant without shifts has no shift. */
export const windowNames = ['1h', '8h', '24h', 'today', 'yesterday', 'week', 'month', '7d', '30d', '90d', 'all', 'shift'] as const;

export type WindowName = (typeof windowNames)[number];

/** The window that counts when none is named. */
export const defaultWindow: WindowName = '24h';

/** The windows that a board offers to be picked. */
export const pickedWindows: readonly string[] = ['1h', '8h', '24h', 'today', '7d', '30d', 'all'];
