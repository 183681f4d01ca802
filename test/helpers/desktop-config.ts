/** What the programs of the desktop read at their start. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export type Look = 'dark' | 'light';

const panelHeight = 30;

/**
 * A panel along the top that holds nothing but the tray, and notifications below it at the right: the first button does what a
 * notification offers first, the third asks which, and stands for a person who chooses the checkpoint.
 */
export function writeConfig(config: string, look: Look): void {
  const [ground, ink, frame] = look === 'dark' ? ['#2b3648', '#ffffff', '#8894a8'] : ['#f6f5f4', '#202020', '#9a9996'];
  const channels = join(config, 'xfce4', 'xfconf', 'xfce-perchannel-xml');
  mkdirSync(channels, { recursive: true });
  const property = (name: string, type: string, value: string | number | boolean) =>
    `<property name="${name}" type="${type}" value="${value}"/>`;
  writeFileSync(
    join(channels, 'xfce4-panel.xml'),
    `<?xml version="1.0" encoding="UTF-8"?><channel name="xfce4-panel" version="1.0">
<property name="configver" type="int" value="2"/>
<property name="panels" type="array"><value type="int" value="1"/>${property('dark-mode', 'bool', look === 'dark')}
<property name="panel-1" type="empty">${property('position', 'string', 'p=6;x=0;y=0')}${property('length', 'double', 100)}
${property('position-locked', 'bool', true)}${property('size', 'uint', panelHeight)}
<property name="plugin-ids" type="array"><value type="int" value="1"/><value type="int" value="2"/></property></property></property>
<property name="plugins" type="empty"><property name="plugin-1" type="string" value="separator">${property('expand', 'bool', true)}${property('style', 'uint', 0)}</property>
<property name="plugin-2" type="string" value="systray">${property('square-icons', 'bool', true)}</property></property>
</channel>`,
  );
  writeFileSync(
    join(config, 'dunstrc'),
    `[global]
origin = top-right
offset = 12x46
width = 380
frame_width = 1
font = DejaVu Sans 10
markup = full
format = "<b>%s</b>\\n%b"
mouse_left_click = do_action
mouse_right_click = context
dmenu = /bin/grep -m 1 checkpoint
idle_threshold = 0
show_age_threshold = -1
icon_position = off
show_indicators = no
[urgency_normal]
background = "${ground}"
foreground = "${ink}"
frame_color = "${frame}"
timeout = 0
`,
  );
  const openbox = join(config, 'openbox');
  mkdirSync(openbox);
  mkdirSync(join(config, 'gtk-3.0'));
  writeFileSync(
    join(config, 'gtk-3.0', 'settings.ini'),
    '[Settings]\ngtk-font-name=DejaVu Sans 10\ngtk-enable-animations=0\n',
  );
}
