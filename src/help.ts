import { CommandHelp, Help as OclifHelp } from '@oclif/core';

/** Help with examples right after the usage, and the exit codes at the end. */
class ExamplesFirst extends CommandHelp {
  protected override sections() {
    const sections = super.sections();
    const first = sections.filter(({ header }) => header === 'USAGE' || header === 'EXAMPLES');
    const rest = sections.filter((section) => !first.includes(section));
    return [...first.toSorted((a, b) => b.header.localeCompare(a.header)), ...rest];
  }
}

/** The help of kg. Started without a command, it names the three that people use, not all of them. */
export default class Help extends OclifHelp {
  protected override CommandHelpClass = ExamplesFirst;

  override async showHelp(argv: string[]): Promise<void> {
    if (argv.length > 0) return super.showHelp(argv);
    this.log(short);
  }
}

const short = `See what parallel Claude Code sessions are doing in every git worktree

  kg list              every worktree, its sessions, and where each stands
  kg list --all        the same for every project
  kg show <worktree>   all about one: evidence, changed files, the way back in

All commands: kg --help    One command: kg list --help    Something off: kg doctor`;
