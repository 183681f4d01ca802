/** The notification area icon of Windows, in the PowerShell that the system brings along. Not tried on Windows yet. */
export function windowsArgv(): readonly string[] {
  const encoded = Buffer.from(script, 'utf16le').toString('base64');
  return ['powershell.exe', '-NoLogo', '-NoProfile', '-STA', '-ExecutionPolicy', 'Bypass', '-EncodedCommand', encoded];
}

/** Reads lines from standard input in a thread of their own, and draws in the thread of the icon. Shapes say the state. */
const script = String.raw`
Add-Type -AssemblyName System.Windows.Forms, System.Drawing
[Console]::InputEncoding = [Text.Encoding]::UTF8
[Console]::OutputEncoding = [Text.Encoding]::UTF8
function Tell($value) { [Console]::Out.WriteLine((ConvertTo-Json $value -Compress)); [Console]::Out.Flush() }
$colours = @{ waiting='#F0B214'; crashed='#D54600'; conflict='#EB96C8'; active='#1E82D2'; idle='#96CDF0'; unknown='#969696'; none='#969696' }
function Draw($state, $badge) {
  $bitmap = New-Object Drawing.Bitmap 32, 32
  $g = [Drawing.Graphics]::FromImage($bitmap)
  $g.SmoothingMode = 'AntiAlias'
  $brush = New-Object Drawing.SolidBrush ([Drawing.ColorTranslator]::FromHtml($colours[$state]))
  $points = @{ crashed='16,0 31,16 16,31 0,16'; conflict='16,1 31,30 0,30' }
  if ($points.ContainsKey($state)) {
    $polygon = [Drawing.Point[]]($points[$state].Split(' ') | ForEach-Object { $p = $_.Split(','); New-Object Drawing.Point ([int]$p[0]), ([int]$p[1]) })
    $g.FillPolygon($brush, $polygon)
  } elseif ($state -eq 'waiting' -or $state -eq 'unknown') { $g.FillRectangle($brush, 1, 3, 30, 25) }
  elseif ($state -eq 'idle') { $g.DrawEllipse((New-Object Drawing.Pen $brush, 7), 6, 6, 19, 19) }
  elseif ($state -eq 'none') { $g.FillEllipse($brush, 10, 10, 12, 12) }
  else { $g.FillEllipse($brush, 2, 2, 28, 28) }
  $text = if ($badge -gt 9) { '9+' } elseif ($badge -gt 0) { [string]$badge } elseif ($state -eq 'conflict') { '!' } elseif ($state -eq 'unknown') { '?' } else { '' }
  if ($text) {
    $format = New-Object Drawing.StringFormat -Property @{ Alignment='Center'; LineAlignment='Center' }
    $ink = if ($state -eq 'crashed') { [Drawing.Brushes]::White } else { [Drawing.Brushes]::Black }
    $g.DrawString($text, (New-Object Drawing.Font 'Segoe UI', 13, ([Drawing.FontStyle]::Bold)), $ink, (New-Object Drawing.RectangleF 0, 0, 32, 32), $format)
  }
  $g.Dispose()
  [Drawing.Icon]::FromHandle($bitmap.GetHicon())
}
function Fill($items, $target) {
  foreach ($one in $items) {
    if ($one.separator) { [void]$target.Add((New-Object Windows.Forms.ToolStripSeparator)); continue }
    $entry = New-Object Windows.Forms.ToolStripMenuItem ($one.label.Replace('&', '&&'))
    $entry.Checked = $one.checked
    $entry.Enabled = ($null -ne $one.click) -or ($one.items.Count -gt 0)
    if ($null -ne $one.click) { $entry.Tag = [int]$one.click; $entry.Add_Click({ Tell @{ click = $this.Tag } }) }
    if ($one.items.Count -gt 0) { Fill $one.items $entry.DropDownItems }
    [void]$target.Add($entry)
  }
}
$icon = New-Object Windows.Forms.NotifyIcon
$icon.ContextMenuStrip = New-Object Windows.Forms.ContextMenuStrip
$icon.ContextMenuStrip.Add_Opening({ Tell @{ open = $true } })
$script:balloon = $null
$icon.Add_BalloonTipClicked({ if ($null -ne $script:balloon) { Tell @{ click = $script:balloon } } })
$queue = [Collections.Concurrent.ConcurrentQueue[string]]::new()
$reader = [PowerShell]::Create().AddScript({ param($queue) while ($null -ne ($line = [Console]::In.ReadLine())) { $queue.Enqueue($line) }; $queue.Enqueue('{"quit":true}') }).AddArgument($queue)
[void]$reader.BeginInvoke()
$timer = New-Object Windows.Forms.Timer -Property @{ Interval = 250 }
$timer.Add_Tick({
  $line = $null
  while ($queue.TryDequeue([ref]$line)) {
    try {
      $message = ConvertFrom-Json $line
      if ($message.show) {
        $icon.Icon = Draw $message.show.state $message.show.badge
        $tip = $message.show.tooltip
        $icon.Text = $tip.Substring(0, [Math]::Min(63, $tip.Length))
        $icon.ContextMenuStrip.Items.Clear()
        Fill $message.show.menu $icon.ContextMenuStrip.Items
        $icon.Visible = $true
      }
      if ($message.notify) {
        $script:balloon = $message.notify.click
        $body = if ($message.notify.body) { $message.notify.body } else { ' ' }
        $icon.ShowBalloonTip(10000, $message.notify.title, $body, 'Info')
      }
      if ($message.quit) { $icon.Visible = $false; [Windows.Forms.Application]::Exit() }
    } catch { Tell @{ failed = [string]$_ } }
  }
})
$timer.Start()
Tell @{ ready = $true }
[Windows.Forms.Application]::Run()
`;
