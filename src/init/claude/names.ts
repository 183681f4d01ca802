/** What the plugin of kg is called in Claude Code: the name in its manifest, and that of the marketplace which it comes from. */
export const PLUGIN_NAME = 'kg';
export const MARKETPLACE = 'keepgoing';
export const PLUGIN = `${PLUGIN_NAME}@${MARKETPLACE}`;
